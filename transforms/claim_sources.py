"""Words of a sentence that attribute: who is told to say something, and behind which word."""

from collections.abc import Iterator, Sequence

from transforms.claim_words import (
    ACCUSATIONS,
    ADVERBS,
    BREAKS,
    CHANGING,
    CITING,
    COUNTS,
    DENIALS,
    DESCRIBED,
    FINDING,
    FINITE,
    GIVEN,
    GIVING,
    INSTITUTIONS,
    LONGEST_ASIDE,
    LONGEST_NAME,
    LONGEST_OWNER,
    LONGEST_SAYING,
    OPENING,
    OWN,
    OWNING,
    PASSIVE,
    REMAINS,
    SAYING,
    SHOWN,
    SPEAKING,
    STANDING,
    TOLD_BY,
)
from transforms.quantities import Token


def list_sources(tokens: Sequence[Token]) -> Iterator[tuple[int, int, int, bool]]:
    """Yield first and last token of each source, the cue's token, and whether the cue leads."""
    words = [token.word for token in tokens]
    for place, word in enumerate(words):
        if word == "by":
            yield from _find_agent(words, place)
        elif word == "quoted" or (_is_cue(words, place) and not _is_passive(words, place)):
            yield from _find_subject(words, place)
        else:
            yield from _find_named(words, place)


def _find_named(words: Sequence[str], place: int) -> Iterator[tuple[int, int, int, bool]]:
    """Yield who is no verb's subject: `according to`, `citing`, `the hospital's 23`, `the rebels' claim`."""
    word = words[place]
    if word == "according" and words[place + 1 : place + 2] == ["to"]:
        last = _walk_right(words, place + 2)
        if last > place + 2:
            yield place + 2, last, place, place < 2 or words[place - 1] in OPENING
    elif word in CITING and _cites(words, place):
        last = _walk_right(words, place + 1)
        yield place + 1, last, place, True
        yield place + 1, last, place, False
    elif word in ACCUSATIONS and (accuser := _find_accuser(words, place)):
        yield *accuser, place, True
    elif _owns_count(words, place):
        yield max(place - 1, 0), place + 1, place, True


def _find_agent(words: Sequence[str], place: int) -> Iterator[tuple[int, int, int, bool]]:
    """Yield who stands behind a `by`: `by the prosecutor's count`, `confirmed by the ministry`."""
    if owned := _find_owner(words, place + 1):
        yield place + 1, owned, place, False
    elif place and words[place - 1] in TOLD_BY:
        last = _walk_right(words, place + 1)
        if last > place + 1:
            yield place + 1, last, place, True
        if last > place + 1 and words[place - 1] not in DESCRIBED:
            yield place + 1, last, place, False


def _cites(words: Sequence[str], place: int) -> bool:
    """Whether `citing` names who told it to one that reports: `the agency reported, citing the ministry, that`."""
    if place + 1 >= len(words) or words[place + 1] in OWN or words[place + 1] in BREAKS:
        return False
    return bool(SAYING & set(words[max(0, place - LONGEST_SAYING) : place]))


def _find_accuser(words: Sequence[str], place: int) -> tuple[int, int] | None:
    """Return whose a claim is that is told as a noun: `the rebels' claim that`, `reports by the rebels that`."""
    if words[place + 1 : place + 2] in (["by"], ["from"]):
        last = _walk_right(words, place + 2)
        return (place + 2, last) if place + 2 < last < len(words) and words[last] == "that" else None
    if words[place + 1 : place + 2] not in (["that"], ["to"]) or not place:
        return None
    owner = words[place - 1]
    last = place - 1 if owner in {"'", "\u2019"} else place
    if last == place and not owner.endswith(("'s", "\u2019s")):
        return None
    first = last - 1
    while first and words[first - 1] not in BREAKS | SAYING | DENIALS and last - first < LONGEST_OWNER:
        first -= 1
    return first, last


def _owns_count(words: Sequence[str], place: int) -> bool:
    """Whether an institution owns the number behind it: `the hospital's 23 deaths`, `the ministry's 17`."""
    word = words[place]
    if not word.endswith(("'s", "\u2019s")) or word[:-2] not in INSTITUTIONS or place + 1 >= len(words):
        return False
    following = words[place + 2] if place + 2 < len(words) else "."
    return words[place + 1][0].isdigit() and (
        following in GIVEN | {"deaths", "is", "was", "and"} or not following.isalnum()
    )


def _find_owner(words: Sequence[str], place: int) -> int | None:
    """Return the end of whose count it is: `five dead by the prosecutor's count`, `two by the minister's`."""
    for last in range(place + 1, min(place + 6, len(words) + 1)):
        if words[last - 1].endswith(("'s", "\u2019s")):
            following = words[last] if last < len(words) else ""
            return last if following in COUNTS | {"", ",", ";", ".", "and"} else None
        if words[last - 1] in BREAKS:
            return None
    return None


def _is_cue(words: Sequence[str], place: int) -> bool:
    """Whether a word tells that somebody says something; a disaster that claims lives says nothing."""
    following = words[place + 1 : place + 8]
    before = words[place - 1] if place else ""
    if words[place] in ACCUSATIONS and (before in DENIALS | {"said", "says"} or before[-2:] in OWNING):
        return False  # it could not confirm reports
    if CITING & set(following[:LONGEST_SAYING]) and _cites(words, place + 1 + _find_citing(following)):
        return False
    if words[place] in SPEAKING:
        return following[:1] == ["of"] and following[1:2] != [] and following[1][0].isdigit()
    if words[place] == "show":
        return words[place - 1] in SHOWN
    if words[place] in CHANGING and not {"its", "their", "his", "her"} & set(following):
        return False  # another death raised the toll
    if words[place] in GIVING:
        return (
            following[:2] in (["it", "at"], ["them", "at"])
            or bool(GIVEN & set(following))
            or (words[place] in STANDING and following[:1] == ["by"])
        )
    if words[place] in FINDING and (
        REMAINS & set(following[:5]) or not FINITE & set(words[place + 1 : place + LONGEST_NAME])
    ):
        return False  # they found the bodies, or one of the missing
    if "than" in words[max(0, place - 6) : place] or words[max(0, place - 1)] == "did":
        return False  # more than the government had admitted
    return words[place] in SAYING and not {"lives", "life", "responsibility"} & set(following)


def _find_citing(words: Sequence[str]) -> int:
    return next(at for at, word in enumerate(words) if word in CITING)


def _is_passive(words: Sequence[str], place: int) -> bool:
    return bool(place) and words[place - 1] in PASSIVE | {"reportedly", "of", "the", "a", "to"}


def _find_subject(words: Sequence[str], place: int) -> Iterator[tuple[int, int, int, bool]]:
    """Yield the subject of a cue: before it, or behind it where the cue follows what is said."""
    ending = place
    while ending and (
        words[ending - 1] in ADVERBS or words[ending - 1].endswith("ly") or words[ending - 1] in PASSIVE
    ):
        ending -= 1
    if (ending and words[ending - 1] in {'"', "\u201d", "'", "\u2019"}) or (
        ending
        and words[ending - 1] == ","
        and place + 1 < len(words)
        and words[place - 1] in {",", "\u201d", '"'}
        and _walk_right(words, place + 1) > place + 1
        and words[place + 1] not in {"that", "in", "on", "at"}
        and not _closes_aside(words, ending - 1)
    ):
        last = _walk_right(words, place + 1)
        if last > place + 1:
            yield place + 1, last, place, False
        return
    if ending and words[ending - 1] == ",":
        opening = _find_comma(words, ending - 2)
        opening = opening if opening is not None else _find_clause(words, ending - 2)
        ending = opening if opening is not None else ending - 1
    first = _walk_left(words, ending)
    if first > 1 and words[first - 1] == "who" and words[first - 2] != ",":
        ending = first - 1  # an officer who asked not to be named said
        first = _walk_left(words, ending)
    if first > 1 and words[first - 1] == ":" and words[first - 2].isdigit() and words[first].isdigit():
        first += 1  # 13:40 The ministry says
    while first < ending and words[first] in ADVERBS:
        first += 1  # later it said
    if first == ending or {"said", "says"} & set(words[first:ending]) or words[ending - 1] in GIVEN:
        return
    closes = first > 0 and words[first - 1] in {",", '"', "\u201d", "\u2014"} and not _says_more(words, place)
    yield first, ending, place, not closes


def _says_more(words: Sequence[str], place: int) -> bool:
    """Whether something that is said follows a cue: more than a time, a place or whom it was told."""
    rest = [word for word in words[place + 1 :] if word[0].isalnum()]
    return "that" in rest[:6] or len(rest) > 9


def _closes_aside(words: Sequence[str], comma: int) -> bool:
    """Whether a comma before a cue closes an apposition that another comma opened soon before."""
    if _find_clause(words, comma - 1) is not None:
        return True
    opening = _find_comma(words, comma - 1)
    return opening is not None and comma - opening < LONGEST_NAME and opening <= LONGEST_NAME


def _find_comma(words: Sequence[str], place: int) -> int | None:
    return next((at for at in range(place, max(place - LONGEST_NAME, 0), -1) if words[at] == ","), None)


def _find_clause(words: Sequence[str], place: int) -> int | None:
    """Return the comma of a longer aside that says who somebody is: `Ola Brandt, who heads the mission in …,`."""
    for at in range(place, max(place - LONGEST_ASIDE, 0), -1):
        if words[at] == "," and words[at + 1] in {"who", "which", "whose"}:
            return at
    return None


def _walk_left(words: Sequence[str], ending: int) -> int:
    first = ending
    while first and words[first - 1] not in BREAKS and ending - first < LONGEST_NAME:
        first -= 1
    return first


def _walk_right(words: Sequence[str], place: int) -> int:
    last = place
    while last < len(words) and last - place < LONGEST_NAME and words[last] not in BREAKS - {"and"}:
        last += 1
    return last
