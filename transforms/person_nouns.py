"""Common nouns that stand for one person, for a body that speaks, or for what somebody has written."""

from types import MappingProxyType
from typing import Final

from transforms.first_names import Gender

PERSON_NOUNS: Final = frozenset(
    {"academic", "accountant", "activist", "actor", "actress", "administrator", "adviser", "advisor", "advocate",
     "agent", "aide", "ambassador", "analyst", "anthropologist", "apprentice", "archaeologist", "architect",
     "archivist", "artist", "assistant", "astronaut", "athlete", "attendant", "attorney", "author", "baker",
     "banker", "barber", "beekeeper", "billionaire", "bishop", "bookseller", "boss", "botanist", "bricklayer",
     "broker", "builder", "bureaucrat", "butcher", "campaigner", "candidate", "captain", "caretaker",
     "carpenter", "cartographer", "cashier", "chairperson", "champion", "chancellor", "chaplain", "chauffeur",
     "chef", "chemist", "chief", "child", "citizen", "cleaner", "clerk", "climber", "coach", "cobbler",
     "colleague", "collector", "colonel", "columnist", "comedian", "commander", "commentator", "commissioner",
     "commodore", "composer", "conductor", "constable", "consul", "consultant", "contractor", "cook",
     "coordinator", "correspondent", "councillor", "counsellor", "cousin", "critic", "curator", "customer",
     "cyclist", "dancer", "dealer", "dean", "defector", "defendant", "delegate", "demonstrator", "dentist",
     "deputy", "designer", "detective", "developer", "diplomat", "director", "dissident", "diver", "docker",
     "doctor", "donor", "driver", "economist", "editor", "educator", "elder", "electrician", "emissary",
     "employee", "engineer", "entrepreneur", "envoy", "executive", "expert", "farmer", "ferryman", "fighter",
     "filmmaker", "firefighter", "fisherman", "fitter", "florist", "foreman", "forester", "founder", "friend",
     "gardener", "general", "geologist", "goalkeeper", "governor", "graduate", "grocer", "guard", "guest",
     "guide", "hairdresser", "hawker", "head", "historian", "host", "hunter", "imam", "immigrant", "informant",
     "inspector", "instructor", "interpreter", "interviewee", "investigator", "investor", "jeweller",
     "journalist", "judge", "juror", "keeper", "kiosk-keeper", "laborer", "labourer", "landlord", "lawmaker",
     "lawyer", "leader", "lecturer", "legislator", "librarian", "lieutenant", "lifeguard", "lobbyist",
     "locksmith", "magistrate", "manager", "mason", "mayor", "mechanic", "mediator", "member", "mender",
     "merchant", "midwife", "migrant", "miller", "miner", "minister", "moderator", "mogul", "monitor", "monk",
     "musician", "negotiator", "neighbor", "neighbour", "nominee", "novelist", "nurse", "observer", "occupant",
     "officer", "official", "operator", "orderly", "organiser", "organizer", "owner", "painter", "paramedic",
     "parent", "participant", "passenger", "passer-by", "pastor", "patient", "peacekeeper", "pensioner",
     "photographer", "physician", "physicist", "pianist", "pilot", "plumber", "poet", "policeman", "politician",
     "pollster", "porter", "premier", "presenter", "president", "priest", "principal", "prisoner", "producer",
     "professor", "programmer", "prosecutor", "protester", "protestor", "psychiatrist", "psychologist",
     "publisher", "pupil", "rabbi", "ranger", "receptionist", "recruit", "refugee", "registrar", "relative",
     "reporter", "representative", "rescuer", "researcher", "reservist", "resident", "runner", "sailor",
     "scholar", "scientist", "secretary", "senator", "sergeant", "shepherd", "shipowner", "shopkeeper", "singer",
     "skipper", "smith", "smuggler", "sociologist", "soldier", "solicitor", "speaker", "specialist",
     "spokesperson", "spy", "staffer", "statistician", "steward", "stewardess", "stockbroker", "strategist",
     "student", "superintendent", "supervisor", "supporter", "surgeon", "surveyor", "survivor", "suspect",
     "tailor", "taxi-driver", "teacher", "technician", "teenager", "therapist", "tourist", "trader", "trainer",
     "translator", "treasurer", "tycoon", "undertaker", "vendor", "vet", "veteran", "veterinarian", "vicar",
     "victim", "villager", "visitor", "volunteer", "voter", "warden", "watchmaker", "weaver", "welder",
     "whistleblower", "winner", "witness", "worker", "writer"}
)  # fmt: skip
"""Offices, trades and parts that one person has; those in -man, -woman and kin are added by `is_person_noun`."""
GENDERED: Final = MappingProxyType[str, Gender](
    {"actress": "she", "aunt": "she", "boy": "he", "brother": "he", "daughter": "she", "father": "he",
     "gentleman": "he", "girl": "she", "grandfather": "he", "grandmother": "she", "husband": "he", "king": "he",
     "lady": "she", "man": "he", "mother": "she", "nephew": "he", "niece": "she", "nun": "she", "queen": "she",
     "priest": "he", "monk": "he", "prince": "he", "princess": "she", "sister": "she", "son": "he",
     "stewardess": "she", "uncle": "he", "widow": "she", "widower": "he", "wife": "she", "woman": "she"}
)  # fmt: skip
"""Nouns that say man or woman, a person's kin among them."""
GENERIC: Final = frozenset(
    {"boy", "chief", "child", "citizen", "father", "gentleman", "girl", "head", "lady", "leader", "man",
     "member", "mother", "official", "person", "resident", "teenager", "villager", "widow", "woman", "worker"}
)  # fmt: skip
"""Nouns that tell nobody apart without what follows: `a woman from Brask`."""
EPITHETS: Final = frozenset(
    {"billionaire", "boy", "candidate", "captain", "chancellor", "chief", "commander", "commissioner",
     "director", "executive", "general", "governor", "head", "judge", "lady", "lawmaker", "leader", "man",
     "mayor", "minister", "mogul", "nominee", "officer", "official", "premier", "president", "professor",
     "representative", "secretary", "senator", "spokesman", "spokesperson", "spokeswoman", "tycoon", "veteran",
     "woman"}
)  # fmt: skip
"""Nouns that, with `the` before them, mostly stand for somebody whom the text has named."""
RANKS: Final = frozenset(
    {"admiral", "brigadier", "captain", "colonel", "commander", "commodore", "corporal", "general", "lieutenant",
     "major", "marshal", "sergeant"}
)  # fmt: skip
"""Ranks, which stand before the name of whoever has them."""
BODIES: Final = frozenset(
    {"administration", "agency", "alliance", "army", "association", "authority", "bank", "board", "bureau",
     "cabinet", "campaign", "charity", "church", "city", "club", "coalition", "commission", "committee",
     "company", "consortium", "corporation", "council", "court", "department", "embassy", "firm", "foundation",
     "government", "group", "institute", "junta", "magazine", "military", "ministry", "mission", "movement",
     "navy", "newspaper", "office", "organisation", "organization", "panel", "paper", "parliament", "party",
     "police", "regime", "school", "secretariat", "senate", "tribunal", "union", "university"}
)  # fmt: skip
"""Bodies that speak."""
GROUPS: Final = frozenset(
    {"authorities", "children", "critics", "families", "forces", "insurgents", "men", "militants", "parents",
     "people", "police", "rebels", "relatives", "troops", "women"}
)  # fmt: skip
"""Several persons who speak as one."""
WRITINGS: Final = frozenset(
    {"article", "bulletin", "column", "communique", "communiqu\u00e9", "diary", "email", "essay", "letter", "memo",
     "message", "note", "post", "report", "speech", "statement", "telegram", "tweet"}
)  # fmt: skip
"""What somebody has written or read out, and may be said to say."""
ENDINGS: Final = MappingProxyType[str, Gender]({"woman": "she", "man": "he"})
NO_PERSONS: Final = frozenset({"human", "layman", "roman", "talisman", "ottoman", "german"})


def is_person_noun(word: str) -> bool:
    """Whether a noun in the singular, in lower case, stands for a person."""
    if word in PERSON_NOUNS or word in GENDERED:
        return True
    return word not in NO_PERSONS and (word.endswith(("man", "woman", "ologist")) and len(word) > 5)


def tell_noun_gender(word: str) -> Gender | None:
    """Return the pronoun of a person's noun, in lower case, if it says man or woman."""
    if (known := GENDERED.get(word)) is not None:
        return known
    return next((gender for ending, gender in ENDINGS.items() if word.endswith(ending)), None)
