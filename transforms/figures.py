"""Attributed figures: how many were killed, wounded, displaced or detained, of whom, and who says so."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final

from transforms.casualty_words import (
    EVENTS,
    LONGEST_EVENT,
    MENTIONED,
    NOUN,
    OBJECT,
    PERSONS,
    STATE,
    SUBJECT,
    THINGS,
)
from transforms.claimants import Claim, choose_claim, find_claims
from transforms.quantities import Quantity, Token, find_quantities, split_tokens
from transforms.reading import Reading
from transforms.records import Figure, Mention, Quote

SENTENCE_END: Final = re.compile(r"(?<=[.!?\u2026])[\"'\u201d\u2019)\]]*\s+(?=[\"'\u201c\u2018(\[]?[A-Z0-9])")
ABBREVIATED: Final = re.compile(r"(?:\b(?:[A-Z]|Mr|Mrs|Ms|Dr|Gen|Col|Lt|Capt|Maj|Sgt|Gov|Sen|Rep|St|No|Prof|Rev|vs|Jr|Sr|Jan|Feb"
                               r"|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec))\.$")  # fmt: skip
AUXILIARIES: Final = frozenset("have has had having was were is are be been being get got gets getting".split())
HEARSAY: Final = frozenset(
    "thought believed feared reported reportedly said known confirmed presumed understood allegedly alleged also"
    " all then later already now since still to so both either fatally seriously critically badly severely slightly"
    " lightly officially ever just only themselves each killed wounded injured".split()
)
"""What may stand between an auxiliary and the event."""
MODALS: Final = frozenset("could would might should can will must not n't never shall".split())
UNREAL: Final = frozenset("no not never without nobody none avoid prevent if unless".split())
FILLERS: Final = frozenset(
    "the a an as another other also his their its her our these those all it him them".split()
)
STOPS: Final = frozenset(
    "in at on by from near during to with for into across over outside inside after before when where while who whom aboard amongst among"
    " which that whose since because as through around amid under between against within until including and or but"
    " than if were was are is have has had be been being will would could might may".split()
)
"""Words at which the name of a group ends."""
UNITS_OF_MEASURE: Final = frozenset(
    """% percent per percentage cent year years yr yrs month months week weeks day days hour hours minute minutes second
    seconds km kms kilometer kilometers kilometre kilometres mile miles m meters metres meter metre feet foot ft inch inches
    kg kilogram kilograms ton tons tonnes pounds dollars euros rubles yen am pm a.m p.m degrees times million-dollar
    january february march april may june july august september october november december jan feb mar apr jun jul
    aug sep sept oct nov dec caliber mm""".split()
)
MONTHS: Final = frozenset(
    "january february march april may june july august september october november december jan feb mar apr jun jul aug"
    " sep sept oct nov dec".split()
)
DATE_LEADS: Final = frozenset(
    "in since of by until during early late mid from after before between year ,".split()
)
TOLL_LINKS: Final = frozenset(
    "to at of is was were reached hit passed stands stood exceeded surpassed topped rose put included includes including".split()
)
LOSERS: Final = frozenset("lost lose loses losing".split())
FORCES: Final = frozenset(
    "soldier soldiers troop troops personnel men fighter fighters servicemen service member members people lives civilians"
    " officers policemen combatants militants marines peacekeepers conscripts relatives women children".split()
)
LEAVES: Final = frozenset("left leaving leave leaves".split())
INHERITS: Final = re.compile(
    r"[,(\u2014\u2013-]|and|or|including|as|well|among|them|of|whom|plus|with|the|another|also|were|most|many"
)
PAST: Final = re.compile(
    r"\b(?:in|of|since|during|between|by)\s+(?:the\s+)?(?:early\s+|late\s+|mid-?)?(?:1[89]\d\d|20[0-2]\d)s?\b"
    r"|\b(?:years?|decades?|months)\s+(?:ago|earlier|before)\b|\blast\s+year\b|\bthe\s+(?:1[89]\d\d|20\d\d)\b"
    r"|\b(?:previous|earlier)\s+(?:war|conflict|clashes|round|fighting|attacks?)\b"
    r"|\b(?:in|over|during|for|within)\s+(?:(?:this|the|past|last|previous|more than|some|about)\s+)*"
    r"(?:(?:\d{1,3}|two|three|four|five|six|seven|eight|nine|ten|several|many|recent)\s+)?(?:years?|decades?|century)\b"
    r"|\b(?:in|over|within)\s+(?:the\s+(?:past|last)\s+)?(?:\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|several"
    r"|recent)\s+(?:weeks|months)\b"
    r"|\b(?:years?|decades?)\s+of\s+(?:\w+\s+)?(?:war|conflict|fighting|violence|insurgency|unrest|strife|rule)\b"
    r"|\b(?:\w+-years?(?:-old|-long)?|decades?-(?:old|long)|years?-long)\s+(?:\w+\s+)?(?:war|conflict|insurgency|rebellion)\b"
    r"|\b(?:so\s+far\s+)?this\s+year\b"
    r"|\bsince\s+(?:the\s+)?(?:\w+\s+){1,6}(?:began|begun|started|erupted|broke\s+out|took\s+power)\b",
    re.IGNORECASE,
)
"""What tells of another time than the article's own event: an earlier war, or a total of years."""
RECORDS: Final = re.compile(
    r"\b(?:worst|deadliest|bloodiest|first|biggest|highest|largest|most|heaviest|lowest|lethal)\b", re.IGNORECASE
)
"""`The deadliest attack since 2015` is this event's."""
ASIDES: Final = re.compile(
    r"[,(\u2014]\s*(?:who|which|where|whose|when|a|an|the|founded|formed|established|created)\b", re.IGNORECASE
)
GOES_ON: Final = re.compile(
    r"(?:that|those|the|these|this|both)\s+(?:\S+\s+){0,2}(?:war|conflict|fighting|clashes|attacks?|battle)\b",
    re.IGNORECASE,
)
COUNTED: Final = re.compile(
    r"\b(?:toll|lost|lose|losing|number of (?:victims|casualties)|hostages?|captives?|prisoners?|forced|driven)\b",
    re.IGNORECASE,
)
FARTHEST: Final = 18
"""Tokens between a number and the verb that it is the subject of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A word for what happened: from which token to which, and how it takes a number."""

    first: int
    last: int
    name: str
    uses: frozenset[str]


@dataclass(slots=True, kw_only=True)
class Sentence:
    """One sentence as tokens, with its quantities and events."""

    start: int
    text: str
    tokens: Sequence[Token]
    events: Sequence[Event]
    quantities: Sequence[Quantity] = field(default_factory=list)

    def words(self, first: int, last: int) -> list[str]:
        """Return the words of some tokens."""
        return [token.word for token in self.tokens[max(first, 0) : max(last, 0)]]

    def word(self, place: int) -> str:
        """Return one word; empty outside the sentence."""
        return self.tokens[place].word if 0 <= place < len(self.tokens) else ""

    def event_at(self, place: int) -> Event | None:
        """Return the event that begins at a token."""
        return next((event for event in self.events if event.first == place), None)

    def event_before(self, place: int) -> Event | None:
        """Return the event that ends before a token."""
        return next((event for event in self.events if event.last == place), None)

    def span(self, first: int, last: int) -> tuple[int, int] | None:
        """Return the code points of the text that some tokens cover."""
        if first >= last:
            return None
        return self.start + self.tokens[first].start, self.start + self.tokens[last - 1].end


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A quantity with what happened, its group's tokens, and how they were brought together."""

    quantity: Quantity
    event: str
    group: tuple[int, int] | None
    method: str


def needs_parse(paragraph: str) -> bool:
    """Whether a paragraph may hold figures; grammar helps to tell who claims them."""
    return MENTIONED.search(paragraph) is not None and re.search(
        r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|scores|hundreds?|thousands?|an?)\b",
        paragraph, re.IGNORECASE,
    ) is not None  # fmt: skip


def find_figures(reading: Reading, quotes: tuple[Quote, ...] = ()) -> tuple[Figure, ...]:
    """Return the figures of a text in its order, each with the sentence that says it; none is ever averaged.

    Numbers of past conflicts and totals of years are marked as background; a single paragraph that has no
    other figures is about them.
    """
    found: list[Figure] = []
    is_past = False
    for passage in reading.passages:
        for start, end in split_sentences(reading.text, passage.start, passage.start + len(passage.doc.text)):
            text = reading.text[start:end]
            if MENTIONED.search(text):
                found += read_sentence(reading, start, text, quotes, goes_on=is_past)
            is_past = tells_past(text, before=is_past)
    if len(reading.passages) == 1 and all(figure.background for figure in found):
        return tuple(_foreground(figure) for figure in found)
    return tuple(found)


def read_sentence(
    reading: Reading, start: int, text: str, quotes: Sequence[Quote], *, goes_on: bool
) -> list[Figure]:
    """Return the figures of one sentence that begins at `start` of the text."""
    tokens = split_tokens(text)
    sentence = Sentence(start=start, text=text, tokens=tokens, events=find_events(tokens))
    sentence.quantities = list_quantities(sentence)
    links = link_quantities(sentence) if sentence.events or COUNTED.search(text) else []
    if not links:
        return []
    mentions = [one for one in reading.mentions if start <= one.start and one.end <= start + len(text)]
    claims = find_claims(reading, start, text, tokens)
    return [make_figure(sentence, link, mentions, claims, quotes, goes_on=goes_on) for link in links]


def make_figure(
    sentence: Sentence,
    link: Link,
    mentions: Sequence[Mention],
    claims: Sequence[Claim],
    quotes: Sequence[Quote],
    *,
    goes_on: bool,
) -> Figure:
    """Return a figure with its spans, who claims it, where and when."""
    quantity = link.quantity
    number = sentence.span(quantity.first, quantity.last) or (sentence.start, sentence.start)
    group = sentence.span(*link.group) if link.group else None
    claim = choose_claim(claims, number, quotes)
    place = _nearest(mentions, number, "LOC")
    day = _nearest(mentions, number, "DATE")
    return Figure(
        low=quantity.low,
        high=quantity.high,
        bound=quantity.bound,
        happened=link.event,
        group=sentence.text[group[0] - sentence.start : group[1] - sentence.start] if group else None,
        claimant=claim.name if claim else None,
        number=number,
        sentence=(sentence.start, sentence.start + len(sentence.text.rstrip())),
        background=is_background(sentence.text, number[0] - sentence.start, goes_on=goes_on),
        method=link.method,
        place=place.text if place else None,
        date=day.text if day else None,
        group_span=group,
        claimant_span=claim.span if claim else None,
        place_span=(place.start, place.end) if place else None,
        date_span=(day.start, day.end) if day else None,
        claimant_entity_id=claim.entity_id if claim else None,
    )


def split_sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the sentences of a paragraph by their punctuation: a number's own sentence is all that is needed."""
    begin = start
    for match in SENTENCE_END.finditer(text, start, end):
        if ABBREVIATED.search(text, max(begin, match.start() - 6), match.start()):
            continue
        if match.end() < end:
            yield begin, match.start()
            begin = match.end()
    if text[begin:end].strip():
        yield begin, end


def tells_past(sentence: str, *, before: bool) -> bool:
    """Whether a sentence tells of a past event: by a year or `years ago`, or by going on with one that does."""
    return any(_list_past(sentence)) or (before and GOES_ON.match(sentence) is not None)


def is_background(sentence: str, number: int, *, goes_on: bool) -> bool:
    """Whether what a number at a place of a sentence counts lies in the past, or is a total of many years."""
    if goes_on and GOES_ON.match(sentence):
        return True
    return any(at < number or not ASIDES.search(sentence, number, at) for at in _list_past(sentence))


def _list_past(sentence: str) -> Iterator[int]:
    """Yield where words tell of another time, unless this event is compared with it."""
    for match in PAST.finditer(sentence):
        if not RECORDS.search(sentence, max(0, match.start() - 60), match.start()):
            yield match.start()


def find_events(tokens: Sequence[Token]) -> list[Event]:
    """Return the words for what happened, the longest ones first at each place, none overlapping."""
    words = [token.word for token in tokens]
    events: list[Event] = []
    place = 0
    while place < len(words):
        for length in range(LONGEST_EVENT, 0, -1):
            if known := EVENTS.get(tuple(words[place : place + length])):
                events.append(Event(first=place, last=place + length, name=known[0], uses=known[1]))
                place += length - 1
                break
        place += 1
    return events


def list_quantities(sentence: Sentence) -> list[Quantity]:
    """Return the numbers that may count people, and `a soldier` as one."""
    found = [one for one in find_quantities(sentence.tokens) if not is_other_number(sentence, one)]
    taken = {place for one in found for place in range(one.first, one.last)}
    for place, token in enumerate(sentence.tokens):
        is_one = token.word in {"a", "an", "another"} and _names_person(sentence, place + 1)
        if place not in taken and (
            is_one or (token.word == "another" and sentence.word(place + 1) in AUXILIARIES)
        ):
            found.append(Quantity(first=place, last=place + 1, low=1, high=1, bound="exact"))
    return sorted(found, key=lambda one: one.first)


def is_other_number(sentence: Sentence, quantity: Quantity) -> bool:
    """Whether a number counts time, money, distance, an age or a date, or is part of a name."""
    before, after = sentence.word(quantity.first - 1), sentence.word(quantity.last)
    if after.rstrip(".") in UNITS_OF_MEASURE or before in {
        "$",
        "\u20ac",
        "\u00a3",
        "aged",
        "age",
        "no",
        "nos",
        "number",
        "#",
    }:
        return True
    if {"aged", "ages"} & set(sentence.words(quantity.first - 4, quantity.first)):
        return True
    if _is_glued(sentence, quantity):
        return True  # M-19, 3D, B-52
    if after in {"-", "\u2010", "\u2011"} and sentence.word(quantity.last + 1) not in {"dead", "killed"}:
        return True  # 22-year-old, three-day, 16-member
    if quantity.low is None:
        return False
    if is_year(sentence, quantity, before) or before in MONTHS or before.rstrip(".") in MONTHS:
        return True
    if before == "," and after in {",", ".", ""} and quantity.low < 120 and quantity.bound == "exact":
        return True  # an age behind a name
    original = (
        sentence.text[sentence.tokens[quantity.first].start] if quantity.first < len(sentence.tokens) else ""
    )
    return (
        original.isdigit()
        and _is_name(sentence, quantity.first - 1)
        and after in {",", ".", "", "was", "is", "were"}
    )


def _is_glued(sentence: Sentence, quantity: Quantity) -> bool:
    """Whether digits are part of a code or a name, letters standing at them or before their hyphen."""
    first, last = sentence.tokens[quantity.first], sentence.tokens[quantity.last - 1]
    text = sentence.text
    if last.word[-1].isdigit() and text[last.end : last.end + 1].isalpha():
        return True
    before = text[max(first.start - 2, 0) : first.start]
    return first.word[0].isdigit() and (
        before[-1:].isalpha() or (before[-1:] in {"-", "/"} and before[:1].isalnum())
    )


def is_year(sentence: Sentence, quantity: Quantity, before: str) -> bool:
    """Whether four digits are a year."""
    token = sentence.tokens[quantity.last - 1]
    bare = len(token.word) == 4 and token.word.isdigit() and quantity.last - quantity.first <= 2
    if not bare or not 1800 <= int(token.word) <= 2100:
        return quantity.bound == "between" and 1800 <= (quantity.low or 0) and (quantity.high or 0) <= 2100
    after = sentence.word(quantity.last)
    return (
        before in DATE_LEADS
        or before in MONTHS
        or after in {",", ".", "", ")", ";"}
        or after in STOPS
        or quantity.low == quantity.high
        and before == "the"
    )


def link_quantities(sentence: Sentence) -> list[Link]:
    """Return each number of people with what happened to them; one may be told twice (abducted, then released)."""
    links: list[Link] = []
    linked: dict[int, Link] = {}
    for place, quantity in enumerate(sentence.quantities):
        group = find_group(sentence, quantity)
        if counts_things(sentence, quantity, group) or is_whole(sentence, quantity):
            continue
        for event, method in find_own_events(sentence, quantity, group):
            link = Link(quantity=quantity, event=event, group=group, method=method)
            linked[place] = link
            links.append(link)
        if place not in linked and (link := inherit_event(sentence, place, group, linked)):
            linked[place] = link
            links.append(link)
    return links


def find_own_events(
    sentence: Sentence, quantity: Quantity, group: tuple[int, int] | None
) -> Iterator[tuple[str, str]]:
    """Yield the events that a number takes of itself, with the rule that found each."""
    behind = group[1] if group else quantity.last
    for finder in (find_noun, find_state, find_active, find_taking, find_toll, find_loss):
        if name := finder(sentence, quantity, behind):
            yield name, finder.__name__.removeprefix("find_")
            if finder is not find_state:
                return
            break
    else:
        name = None
    if (later := find_passive(sentence, quantity, behind)) and later != name:
        yield later, "passive"


def find_group(sentence: Sentence, quantity: Quantity) -> tuple[int, int] | None:
    """Return the tokens that name who is counted; None where nothing does."""
    first = quantity.last + (sentence.word(quantity.last) in {"of", "more", "other", "additional", "further"})
    if sentence.word(quantity.last) == "of":
        if sentence.word(first) in {"them", "whom", "those"}:
            return None
        inner = next((one for one in sentence.quantities if one.first in {first, first + 1}), None)
        first = inner.last if inner else first  # seven of the nine soldiers
    last = first
    while last < len(sentence.tokens) and last - first < 10:
        word = sentence.word(last)
        if word == "of" and last > first:
            last += 1
            continue
        is_end = (not word[0].isalnum() and word not in {"-", "'", "\u2019"}) or word in STOPS
        if is_end or _ends_group(sentence, last) or _begins_quantity(sentence, last):
            break
        if last > first and word.endswith("ing") and _is_plain_person(sentence.word(last - 1)):
            break  # seven guards travelling
        last += 1
    if last > first + 1 and sentence.word(last - 1) == "of":
        last -= 1
    if sentence.words(quantity.last, first + 1) == ["of", "the"] and (event := sentence.event_at(first + 1)):
        last = event.last
    return (first, last) if last > first else None


SHARES: Final = frozenset("none % percent cent half most many few any majority some third quarter each".split())


def is_whole(sentence: Sentence, quantity: Quantity) -> bool:
    """Whether a number is only what another is part of: `seven of the nine soldiers`, `of the 16 members, three`."""
    place = quantity.first
    if (
        quantity.low == 1
        and sentence.word(quantity.last) == "of"
        and _begins_quantity(sentence, quantity.last + 1)
    ):
        return True  # he was one of 14 people arrested
    if sentence.word(place - 1) not in {"the", "his", "her", "its", "their", "all", "those"}:
        return False
    if sentence.word(place - 2) != "of" or sentence.event_at(quantity.last):
        return False
    if sentence.word(place - 3) in SHARES:
        return True
    return (
        place < 3 or any(one.last == place - 2 for one in sentence.quantities) or sentence.word(place - 3) == ","
    )


def counts_things(sentence: Sentence, quantity: Quantity, group: tuple[int, int] | None) -> bool:
    """Whether what is counted is no person."""
    if group is None:
        return False
    words = sentence.words(*group)
    head = words[: words.index("of")] if "of" in words else words
    return bool(head) and head[-1] in THINGS and not any(map(_is_plain_person, head))


def find_noun(sentence: Sentence, quantity: Quantity, behind: int) -> str | None:
    """`40 deaths`, `dozens of deaths`, `the deaths of two suspects`, `four of the injured`, `among the dead`."""
    for place in range(quantity.last, min(quantity.last + 4, len(sentence.tokens))):
        event = sentence.event_at(place)
        if event and (NOUN in event.uses and _is_counted(event, sentence)):
            return event.name
        if event and sentence.words(quantity.last, place) == ["of", "the"]:
            return find_passive(sentence, quantity, event.last) or event.name
        if event or sentence.word(place) in STOPS or not sentence.word(place)[0].isalpha():
            break
    before = quantity.first - 1
    while sentence.word(before) in FILLERS:
        before -= 1
    if sentence.word(before) == "of":
        event = sentence.event_before(before)
        if event and NOUN in event.uses and not _are_spared(sentence, event):
            return event.name
    owned = sentence.event_at(behind)
    if owned and NOUN in owned.uses and sentence.word(behind - 1).endswith(("'", "\u2019", "'s", "\u2019s")):
        return owned.name
    tail = sentence.words(behind, behind + 4)
    if tail[:1] and tail[0] in {"were", "was", "are", "is"} and tail[1:3] == ["among", "the"]:
        event = sentence.event_at(behind + 3)
        return event.name if event else "killed" if tail[3:4] == ["victims"] else None
    return None


def find_state(sentence: Sentence, quantity: Quantity, behind: int) -> str | None:
    """`12 people dead`, `20 wounded`: the event stands behind the number or its group, and governs nothing."""
    place = behind
    while sentence.word(place) in {"others", "more", "remain", "remained", "still", "seriously", "critically"}:
        place += 1
    event = sentence.event_at(place)
    if event is None or STATE not in event.uses:
        return None
    if OBJECT in event.uses and _begins_phrase(sentence, event.last):
        return None  # `three soldiers wounded two civilians`
    return event.name


def find_active(sentence: Sentence, quantity: Quantity, behind: int) -> str | None:
    """`killing four`, `left 12 ... dead`: the event governs the number."""
    place = quantity.first
    skipped = 0
    if sentence.word(place - 1) == "and" and sentence.word(place - 2) in {"himself", "herself", "themselves"}:
        place -= 2
    while skipped < 4 and (sentence.word(place - 1) in FILLERS or sentence.word(place - 1).endswith("ly")):
        place, skipped = place - 1, skipped + 1
    event = sentence.event_before(place)
    if event is None or OBJECT not in event.uses:
        return None
    led = sentence.words(event.first - 3, event.first)
    if (
        led
        and (led[-1] == "to" and led[-2:-1] not in (["claims"], ["claimed"]) or led[-1] in MODALS)
        or set(led) & {"could", "might", "would", "capable", "danger", "risk", "threat"}
    ):
        return None
    if led and led[-1] in AUXILIARIES - {"have", "has", "had", "having"}:
        return None
    return event.name


def find_taking(sentence: Sentence, quantity: Quantity, behind: int) -> str | None:
    """`took 12 people hostage`, `forced 10,000 from their homes`: verb and number, then what was done."""
    place = quantity.first
    while sentence.word(place - 1) in FILLERS:
        place -= 1
    verb = sentence.word(place - 1)
    group, following = sentence.words(quantity.last, behind), sentence.words(behind, behind + 3)
    if verb in TAKES:
        taken = {*group[-1:], *following[:1]}
        return next((event for word, event in CAPTIVES.items() if word in taken), None)
    if verb in FORCES_OUT and (following[:2] in LEAVING or following[0:1] + following[2:3] in LEAVING):
        return "displaced"
    return None


TAKES: Final = frozenset("took take takes taking held holding hold seized seizing".split())
CAPTIVES: Final = MappingProxyType(
    {
        "hostage": "abducted",
        "hostages": "abducted",
        "captive": "captured",
        "captives": "captured",
        "prisoner": "captured",
        "prisoners": "captured",
    }
)
FORCES_OUT: Final = frozenset(
    "forced forcing force forces drove driving driven sent sending caused causing".split()
)
LEAVING: Final = (["to", "flee"], ["from", "homes"], ["to", "evacuate"], ["to", "leave"], ["fleeing"])


def find_toll(sentence: Sentence, quantity: Quantity, behind: int) -> str | None:
    """`the death toll rose to 45`, `the number of wounded stood at 12`."""
    window = sentence.words(quantity.first - 10, quantity.first)
    if not window or window[-1] not in TOLL_LINKS or ";" in window:
        return None
    if "toll" in window:
        return "killed"
    if {"number", "figure", "total", "count"} & set(window[-4:]) and window[-1] in {"at", "to"}:
        earlier = [one for one in sentence.events if one.first < quantity.first]
        return earlier[-1].name if earlier else None
    if "number" in window and "of" in window:
        if "victims" in window or "casualties" in window:
            return "killed"
        first = quantity.first - 10
        named = [one for one in sentence.events if first <= one.first < quantity.first]
        return named[-1].name if named else None
    return None


def find_loss(sentence: Sentence, quantity: Quantity, behind: int) -> str | None:
    """`lost around 50 military personnel`."""
    place = quantity.first
    while sentence.word(place - 1) in FILLERS:
        place -= 1
    if sentence.word(place - 1) not in LOSERS:
        return None
    return "killed" if set(sentence.words(quantity.last, behind)) & FORCES else None


def find_passive(sentence: Sentence, quantity: Quantity, behind: int) -> str | None:
    """`15 people, including two teachers, have been killed`: the number is what the event's verb speaks of."""
    leads = sentence.word(quantity.first - 1)
    if leads in {"by", "of"} and sentence.word(quantity.first - 2) not in {"total", "family", "group", "crew"}:
        return None
    place, has_auxiliary, in_aside = behind, False, False
    limit = behind + FARTHEST
    while place < min(limit, len(sentence.tokens)):
        word = sentence.word(place)
        event = sentence.event_at(place)
        if word in MODALS or word in {";", "."}:
            return None
        if event and not in_aside:
            plain = SUBJECT in event.uses and (
                has_auxiliary or OBJECT not in event.uses and STATE not in event.uses
            )
            if plain and not (has_auxiliary == "have" and _begins_phrase(sentence, event.last)):
                return event.name
            if not has_auxiliary and STATE not in event.uses:
                return None
        if word == "," and leads == "," and sentence.word(quantity.first) in {"a", "an"}:
            if sentence.word(place + 1) in AUXILIARIES:
                return None  # the assailant, a former officer, was killed
        if word == ",":
            in_aside = not in_aside and not _continues(sentence, place)
        elif not in_aside:
            if word in AUXILIARIES:
                is_have = word in {"have", "has", "had", "having"} and has_auxiliary is False
                has_auxiliary = "have" if is_have else True  # type: ignore[assignment]
            elif has_auxiliary and word not in HEARSAY and not word.endswith("ly"):
                return None
            elif not has_auxiliary and _is_other_verb(sentence, place):
                return None
        place += 1
    return None


def inherit_event(
    sentence: Sentence, place: int, group: tuple[int, int] | None, linked: dict[int, Link]
) -> Link | None:
    """`..., three of them seriously`, `including 13 students and two teachers`: the event of the number before."""
    quantity = sentence.quantities[place]
    if place - 1 not in linked:
        return include_event(sentence, quantity, group)
    before = linked[place - 1]
    behind = before.group[1] if before.group else before.quantity.last
    between = sentence.words(behind, quantity.first)
    if between[-3:] == ["as", "well", "as"] and group and _is_human(sentence, group):
        return Link(quantity=quantity, event=before.event, group=group, method="listed")
    if len(between) > (12 if "including" in between else 6) or not between:
        return None
    if {"include", "includes", "included"} & set(between):
        between[between.index(next(one for one in between if one.startswith("includ")))] = "including"
    if any(word.endswith("ed") and sentence.event_at(behind + at) is None for at, word in enumerate(between)):
        return None  # killed 23 and forced ten thousand
    if set(between) & (COMMON_VERBS | {"which", "where", "when", "took", "seized", "not"}):
        return None
    event = next((one for one in sentence.events if behind <= one.first < quantity.first), None)
    joins = {"including", "and", "or", "as", "among", ",", "(", "\u2014", "-", "plus", "with", "of"}
    if (
        between[0] not in joins
        and "including" not in between
        and not (event and event.last - event.first <= len(between))
    ):
        return None
    is_article = sentence.word(quantity.first) in {"a", "an", "another"}
    if is_article and between[-1] not in {"and", "including", "plus", "or"}:
        ending = sentence.word(group[1]) if group else ""
        if before.quantity.low in {None, 1} or ending not in {",", "and"}:
            return None  # an apposition, or who says so
    following = sentence.words(quantity.last, quantity.last + 2)
    if following[:1] and following[0] in GRAVELY and before.event == "wounded":
        return Link(quantity=quantity, event="wounded", group=before.group, method="of_them")
    if following in (["of", "them"], ["of", "whom"]):
        return Link(quantity=quantity, event=before.event, group=before.group, method="of_them")
    ending = group[1] if group else quantity.last
    if sentence.word(ending) in AUXILIARIES and _find_verb(sentence, ending) is None:
        return None  # six soldiers are being charged
    if "including" in between or "among" in between or (event is None and group and _is_human(sentence, group)):
        return Link(quantity=quantity, event=before.event, group=group, method="listed")
    return None


GRAVELY: Final = frozenset("critically seriously severely badly gravely slightly lightly".split())


def include_event(sentence: Sentence, quantity: Quantity, group: tuple[int, int] | None) -> Link | None:
    """`killed everyone on board, including 12 sailors`: the event of those without a number; `killed her husband and three sons`."""
    joint = sentence.word(quantity.first - 1)
    if joint not in {"including", "and"} or group is None or not _is_human(sentence, group):
        return None
    near = range(quantity.first - 8, quantity.first)
    event = next((one for one in reversed(sentence.events) if one.first in near), None)
    if (
        joint == "and"
        and event
        and (
            OBJECT not in event.uses
            or set(sentence.words(event.last, quantity.first - 1)) & (STOPS | COMMON_VERBS)
            or sentence.word(event.first - 1) in AUXILIARIES - {"have", "has", "had"}
        )
    ):
        return None
    if event is None or not {OBJECT, SUBJECT} & event.uses or _are_dreaded(sentence, event):
        return None
    return Link(quantity=quantity, event=event.name, group=group, method="included")


def _are_dreaded(sentence: Sentence, event: Event) -> bool:
    """Whether an event is only possible or denied."""
    return bool((MODALS | UNREAL | {"to"}) & set(sentence.words(event.first - 3, event.first)))


def _find_verb(sentence: Sentence, place: int) -> Event | None:
    """Return the event of a passive or perfect verb whose auxiliary stands at a place."""
    while sentence.word(place) in AUXILIARIES or sentence.word(place) in HEARSAY - {
        "killed",
        "wounded",
        "injured",
    }:
        place += 1
    return sentence.event_at(place)


def _foreground(figure: Figure) -> Figure:
    return replace(figure, background=False)


def _nearest(mentions: Sequence[Mention], number: tuple[int, int], kind: str) -> Mention | None:
    """Return the nearest mention of a kind or label, one behind the number before one in front of it."""
    fitting = [one for one in mentions if (one.kind == kind if kind == "LOC" else one.label == kind)]
    fitting = [one for one in fitting if one.end <= number[0] or one.start >= number[1]]
    return min(
        fitting,
        key=lambda one: one.start - number[1] if one.start >= number[1] else 3 * (number[0] - one.end),
        default=None,
    )


def _names_person(sentence: Sentence, place: int) -> bool:
    """Whether a person's word follows within three words of the same phrase."""
    limit = place + (9 if "old" in sentence.words(place, place + 6) else 4)
    for at in range(place, min(limit, len(sentence.tokens))):
        word, following = sentence.word(at), sentence.word(at + 1)
        if word == "old" and (following in STOPS or sentence.event_at(at + 1) or not following[:1].isalpha()):
            return True  # a 17-year-old
        if word in PERSONS or (word.endswith(("man", "woman")) and len(word) > 5):
            return following not in PERSONS and following not in {"-", "'s", "\u2019s"}
        if word in STOPS or word == "of" or sentence.event_at(at):
            return False
        if not word[0].isalnum() and word not in {"-", "\u2010", "\u2011"}:
            return False
    return False


def _is_human(sentence: Sentence, group: tuple[int, int]) -> bool:
    words = sentence.words(*group)
    head = words[: words.index("of")] if "of" in words else words
    return any(map(_is_plain_person, head))


def _is_plain_person(word: str) -> bool:
    """Whether a word is one for people, singular or plural."""
    return word in PERSONS or word.removesuffix("s") in PERSONS or word in PLURALS


PLURALS: Final = frozenset(
    "people men women children personnel troops police policemen others persons forces wives families civilians crew"
    " adults minors servicemen firemen fishermen gunmen members staff relatives".split()
)


def _is_name(sentence: Sentence, place: int) -> bool:
    if place < 1:
        return False
    token = sentence.tokens[place]
    written = sentence.text[token.start : token.end]
    return written[:1].isupper() and written[1:].islower()


def _are_spared(sentence: Sentence, event: Event) -> bool:
    """Whether lives are saved or endangered, not claimed."""
    if sentence.word(event.first) != "lives":
        return False
    return not TAKEN & set(sentence.words(event.first - 4, event.first))


TAKEN: Final = frozenset("claimed claims claim claiming cost costs costing took takes taken taking loss".split())


def _is_counted(event: Event, sentence: Sentence) -> bool:
    """Whether a noun counts single events: one death, many deaths, but no `killing spree`."""
    word = sentence.word(event.first)
    if word == "lives":
        return not _are_spared(sentence, event)
    return word.endswith("s") or word in {"death", "fatality", "arrest"}


def _begins_quantity(sentence: Sentence, place: int) -> bool:
    return any(one.first == place for one in sentence.quantities)


def _begins_phrase(sentence: Sentence, place: int) -> bool:
    """Whether an object may begin here: an article, a number, a name."""
    word = sentence.word(place)
    opens = {"a", "an", "the", "their", "his", "her", "himself", "herself", "themselves"}
    return word in opens or _begins_quantity(sentence, place)


def _ends_group(sentence: Sentence, place: int) -> bool:
    word = sentence.word(place)
    return (
        sentence.event_at(place) is not None
        or word in {"as", "it", "him", "them", "all", "remain", "remained", "still"}
        or (place and word in CAPTIVES and _is_plain_person(sentence.word(place - 1)))
        or word in COMMON_VERBS
        or (word.endswith("ly") and word not in {"family", "assembly", "elderly"})
    )


def _continues(sentence: Sentence, place: int) -> bool:
    """Whether a comma goes on with a list of numbers, rather than opening an aside."""
    if sentence.word(place + 1) in {"and", "or", "&"}:
        place += 1
    following = sentence.words(place + 1, place + 3)
    return bool(following) and (following[0] in AUXILIARIES or _begins_quantity(sentence, place + 1))


COMMON_VERBS: Final = frozenset(
    "said says say told took take came come went go made make attacked fired launched opened began started held led"
    " carried ran used gave found saw called accused demanded returned arrived entered crossed hit struck exploded"
    " blew detonated marched gathered protested joined stormed seized claimed reported announced".split()
)


def _is_other_verb(sentence: Sentence, place: int) -> bool:
    """Whether the subject's verb is another one than an event's."""
    return sentence.word(place) in COMMON_VERBS
