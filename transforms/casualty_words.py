"""Words for what happens to people, and how each of them takes its number."""

import re
from types import MappingProxyType
from typing import Final

OBJECT: Final = "object"
"""Active: the number stands behind it (`killed twelve people`)."""
SUBJECT: Final = "subject"
"""Passive or intransitive: the number stands before it (`twelve people died`)."""
STATE: Final = "state"
"""Follows its number without a verb (`twelve people dead`)."""
CAUSED: Final = "caused"
"""Active, of a word that is intransitive too (`the ferry drowned twelve`)."""
NOUN: Final = "noun"
"""Is counted itself (`twelve deaths`, `the deaths of twelve people`)."""

_TRANSITIVE: Final = {
    "killed": (
        "killed slain murdered massacred executed assassinated slaughtered beheaded martyred lynched neutralised"
        " neutralized"
    ),
    "wounded": "wounded injured hurt maimed hospitalised hospitalized",
    "displaced": "displaced uprooted",
    "detained": "detained arrested jailed imprisoned",
    "captured": "captured",
    "abducted": "abducted kidnapped",
    "released": "released freed",
    "rescued": "rescued",
    "evacuated": "evacuated",
}
_ACTIVE: Final = {
    "killed": "killing kills kill murdering executing massacring slaughtering beheading kill drowning",
    "wounded": "wounding injuring injures wounds maiming hurting wound injure",
    "displaced": "displacing displaces uprooting",
    "detained": "detaining arresting arrests detains jailing",
    "captured": "capturing captures",
    "abducted": "abducting kidnapping abducts kidnaps",
    "released": "releasing freeing frees",
    "rescued": "rescuing rescues",
    "evacuated": "evacuating",
}
_CAUSED: Final = {"killed": "drowned"}
_INTRANSITIVE: Final = {
    "killed": "died die dies perished drowned dying",
    "displaced": "fled flee fleeing",
    "missing": "disappeared vanished",
}
_STATES: Final = {"killed": "dead", "missing": "missing", "displaced": "homeless", "wounded": "unconscious"}
_NOUNS: Final = {
    "killed": (
        "death deaths fatality fatalities killings murders executions lives killing murder execution massacre"
        " assassination assassinations slaying slayings lynching beheading beheadings slaughter body bodies"
        " corpse corpses"
    ),
    "wounded": "injuries wounding",
    "detained": "arrest arrests detention detentions",
    "abducted": "abduction abductions kidnapping kidnappings",
    "missing": "disappearance disappearances",
    "released": "release",
    "captured": "capture",
}
_PHRASES: Final = {
    "shot dead": ("killed", {OBJECT, SUBJECT, STATE}),
    "found dead": ("killed", {SUBJECT, STATE}),
    "gunned down": ("killed", {OBJECT, SUBJECT, STATE}),
    "mowed down": ("killed", {OBJECT, SUBJECT}),
    "lost their lives": ("killed", {SUBJECT}),
    "lost his life": ("killed", {SUBJECT}),
    "lost her life": ("killed", {SUBJECT}),
    "losing their lives": ("killed", {SUBJECT}),
    "put to death": ("killed", {OBJECT, SUBJECT}),
    "beaten to death": ("killed", {SUBJECT, STATE}),
    "stabbed to death": ("killed", {SUBJECT, STATE}),
    "burned to death": ("killed", {SUBJECT, STATE}),
    "crushed to death": ("killed", {SUBJECT, STATE}),
    "blown up": ("killed", {SUBJECT}),
    "unaccounted for": ("missing", {SUBJECT, STATE}),
    "taken hostage": ("abducted", {SUBJECT, STATE}),
    "taking hostage": ("abducted", {OBJECT}),
    "held hostage": ("abducted", {SUBJECT, STATE}),
    "taken prisoner": ("captured", {SUBJECT, STATE}),
    "taken captive": ("captured", {SUBJECT, STATE}),
    "taken into custody": ("detained", {SUBJECT, STATE}),
    "in custody": ("detained", {SUBJECT, STATE}),
    "rounded up": ("detained", {OBJECT, SUBJECT}),
    "set free": ("released", {SUBJECT, STATE}),
    "driven from their homes": ("displaced", {SUBJECT, STATE}),
    "forced from their homes": ("displaced", {SUBJECT, STATE}),
    "forced to flee": ("displaced", {SUBJECT, STATE}),
    "left homeless": ("displaced", {SUBJECT, OBJECT, STATE}),
    "treated for": ("wounded", {SUBJECT, STATE}),
    "suffered injuries": ("wounded", {SUBJECT}),
    "sustained injuries": ("wounded", {SUBJECT}),
    "in hospital": ("wounded", {SUBJECT, STATE}),
    "driven out": ("displaced", {SUBJECT, STATE}),
    "forced out of their homes": ("displaced", {SUBJECT, STATE}),
    "left their homes": ("displaced", {SUBJECT}),
    "forced to leave": ("displaced", {SUBJECT, STATE}),
    "forced to evacuate": ("displaced", {SUBJECT, STATE}),
    "remain captive": ("captured", {SUBJECT}),
    "treated in hospital": ("wounded", {SUBJECT, STATE}),
    "treated in hospitals": ("wounded", {SUBJECT, STATE}),
    "suffered burns": ("wounded", {SUBJECT}),
    "sustained burns": ("wounded", {SUBJECT}),
    "suffered wounds": ("wounded", {SUBJECT}),
    "sustained wounds": ("wounded", {SUBJECT}),
    "are being held": ("detained", {SUBJECT}),
    "is being held": ("detained", {SUBJECT}),
    "was being held": ("detained", {SUBJECT}),
    "were being held": ("detained", {SUBJECT}),
    "shot and killed": ("killed", {OBJECT, SUBJECT, STATE}),
    "shot and wounded": ("wounded", {OBJECT, SUBJECT, STATE}),
    "taken to hospital": ("wounded", {SUBJECT, STATE}),
    "taken to hospitals": ("wounded", {SUBJECT, STATE}),
    "taken to the hospital": ("wounded", {SUBJECT, STATE}),
    "rushed to hospital": ("wounded", {SUBJECT, STATE}),
    "fatally shot": ("killed", {OBJECT, SUBJECT, STATE}),
    "shot to death": ("killed", {SUBJECT, STATE}),
}

_LANDS: Final = (
    "valley area areas region zone district province enclave north south east west village villages border"
)
"""What thousands leave for fear: `41,000 people have left the valley`."""


def _collect() -> dict[tuple[str, ...], tuple[str, frozenset[str]]]:
    uses: dict[tuple[str, ...], tuple[str, frozenset[str]]] = {}
    for words, kinds in (
        (_TRANSITIVE, {OBJECT, SUBJECT, STATE}),
        (_ACTIVE, {OBJECT}),
        (_INTRANSITIVE, {SUBJECT}),
        (_CAUSED, {CAUSED}),
        (_STATES, {SUBJECT, STATE}),
        (_NOUNS, {NOUN}),
    ):
        for event, forms in words.items():
            for form in forms.split():
                known = uses.get((form,), (event, frozenset()))
                uses[form,] = (known[0], known[1] | kinds)
    for land in _LANDS.split():
        for left in ("have left the", "had left the", "has left the"):
            uses[*left.split(), land] = ("displaced", frozenset({SUBJECT}))
    uses |= {tuple(phrase.split()): (event, frozenset(kinds)) for phrase, (event, kinds) in _PHRASES.items()}
    return uses


EVENTS: Final = MappingProxyType(_collect())
"""Forms, in lower case, with the event that they name and the ways in which they take a number."""
LONGEST_EVENT: Final = max(map(len, EVENTS))

MENTIONED: Final = re.compile(
    r"\b(?:kill|slain|slay|murder|massacr|execut|assassinat|slaughter|behead|martyr|lynch|neutrali|dead\b|death|die[ds]?\b|dying|perish"
    r"|drown|fatalit|casualt|toll\b|lives\b|loss\b|lost\b|losing\b|wound|injur|hurt\b"
    r"|maim|hospital|missing\b|disappear|unaccounted"
    r"|displac|uproot|fled\b|flee|homeless|evacuat|forced\b|driven\b|drove\b|detain|detention|arrest|jail|imprison|custody|captur|captive|prisoner"
    r"|abduct|kidnap|hostage|released?\b|freed?\b|rescu|gunned|fatally|victims?\b|treat(?:ed|ing)?\b|bod(?:y|ies)\b|corpse|burns\b|held\b|hold(?:ing)?\b|left\b|exchanged\b|swapped\b)",
    re.IGNORECASE,
)
"""What a sentence must hold to be looked at."""

PERSONS: Final = frozenset(
    {
        "man", "woman", "boy", "girl", "child", "baby", "toddler", "teenager", "youth", "student", "teacher",
        "soldier", "officer", "policeman", "policewoman", "sergeant", "civilian", "worker", "driver",
        "journalist", "reporter", "cameraman", "photographer", "doctor", "nurse", "guard", "protester",
        "demonstrator", "fighter", "militant", "rebel", "gunman", "insurgent", "terrorist", "attacker", "bomber",
        "suspect", "passenger", "pilot", "villager", "resident", "farmer", "peasant", "shepherd", "fisherman",
        "migrant", "refugee", "tourist", "pilgrim", "priest", "monk", "nun", "imam", "cleric", "diplomat",
        "official", "politician", "lawmaker", "mayor", "governor", "judge", "lawyer", "activist", "prisoner",
        "inmate", "detainee", "hostage", "bystander", "pedestrian", "peacekeeper", "contractor", "engineer",
        "translator", "interpreter", "volunteer", "commander", "general", "colonel", "captain", "lieutenant",
        "private", "marine", "sailor", "airman", "person", "adult", "minor", "infant", "elder", "mother",
        "father", "son", "daughter", "brother", "sister", "wife", "husband", "member", "aide", "adviser",
        "minister", "ambassador", "bodyguard", "serviceman", "servicewoman", "conscript", "reservist", "recruit",
        "medic", "paramedic", "firefighter", "miner", "trader", "merchant", "shopkeeper", "vendor",
        "businessman", "candidate", "voter", "leader", "national", "citizen", "foreigner", "local", "victim",
        "survivor", "ranger", "agent", "maid", "cook", "gardener", "servant", "cousin", "niece", "nephew",
        "uncle", "aunt", "grandmother", "grandfather", "sheikh", "jesuit", "bishop", "archbishop", "rabbi",
        "missionary", "chief", "boss", "trooper", "cadet", "corporal", "attorney", "prosecutor", "senator",
        "deputy", "councillor", "councilman", "unionist", "settler", "nomad", "herder", "hunter", "athlete",
        "seafarer", "crewman", "herdsman", "infantryman", "churchman", "layman", "widow", "orphan",
        "catechist", "seminarian", "orderly", "clerk", "cyclist", "motorcyclist", "commuter", "shopper",
        "footballer", "singer", "writer", "blogger", "scientist", "detective", "constable",
    }
)  # fmt: skip
"""People of whom an article (`a soldier was killed`) counts one."""
PLURALS: Final = frozenset(
    {
        "people", "men", "women", "children", "personnel", "troops", "police", "policemen", "others", "persons",
        "forces", "wives", "families", "civilians", "crew", "adults", "minors", "servicemen", "firemen",
        "fishermen", "gunmen", "members", "staff", "relatives",
    }
)  # fmt: skip
THINGS: Final = frozenset(
    {
        "animal", "animals", "dog", "dogs", "cattle", "cow", "cows", "sheep", "goats", "livestock", "horses",
        "birds", "elephant", "elephants", "rhinos", "lions", "tigers", "bears", "wolves", "whales", "dolphins",
        "fish", "pigs", "chickens", "poultry", "companies", "firms", "businesses", "agencies", "home", "homes",
        "house", "houses", "building", "buildings", "vehicle",
        "vehicles", "car", "cars", "truck", "trucks", "tank", "tanks", "bus", "buses", "plane", "planes",
        "aircraft", "helicopter", "helicopters", "drone", "drones", "ship", "ships", "boat", "boats", "shelter",
        "shelters", "weapon", "weapons", "rifles", "rocket", "rockets", "missile", "missiles", "shell", "shells",
        "mortars", "bomb", "bombs", "attack", "attacks", "incident", "incidents", "clash", "clashes", "strike",
        "strikes", "raid", "raids", "explosion", "explosions", "blast", "blasts", "village", "villages", "town",
        "towns", "city", "cities", "district", "districts", "province", "provinces", "country", "countries",
        "state", "states", "school", "schools", "hospital", "hospitals", "camp", "camps", "position",
        "positions", "post", "posts", "outpost", "outposts", "hectares", "acres", "tons", "tonnes", "pounds",
        "dollars", "euros", "rubles", "percent", "seats", "votes", "points", "matches", "games", "goals", "jobs",
        "shares", "documents", "pages", "copies", "statements", "reports", "pieces", "items", "places", "areas",
        "sites", "locations", "occasions", "counts", "charges", "cases", "rounds", "types", "kinds", "groups",
        "parties", "sides", "fronts", "days", "weeks", "months", "years", "hours", "minutes", "seconds",
        "decades", "centuries", "nights", "times", "blocks", "kilometres", "stories", "floors", "bullets",
        "shots", "elections", "meetings", "talks", "rallies", "hearings", "trials", "ceremonies", "services",
        "videos", "photos", "photographs", "images", "pictures", "songs", "albums", "files", "records", "emails",
        "tapes", "names", "figures", "barrels", "gallons", "litres", "balloons", "plants", "trees",
        "recommendations", "careers", "dreams", "hopes", "deals", "plans", "bills", "accounts", "brands",
        "projects", "ideas", "apps", "phones", "devices", "cells", "bacteria", "proposals", "shows", "films",
    }
)  # fmt: skip
"""What is counted and is nobody."""
