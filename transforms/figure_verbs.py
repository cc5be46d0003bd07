"""What befell people, told by a verb that has them for its object and is no word for it: taken hostage, lost."""

from transforms.figure_sentences import Sentence
from transforms.figure_words import CAPTIVES, FILLERS, FORCES, FORCES_OUT, LEAVING, LOSERS, TAKES, TOLL_LINKS
from transforms.quantities import Quantity


def skip_fillers(sentence: Sentence, place: int) -> int:
    """Return where the articles and the like that stand before a place begin."""
    while sentence.word(place - 1) in FILLERS:
        place -= 1
    return place


def find_taking(sentence: Sentence, quantity: Quantity, behind: int) -> str | None:
    """Read `took 12 people hostage`, `forced 10,000 from their homes`: verb, number, then what was done."""
    verb = sentence.word(skip_fillers(sentence, quantity.first) - 1)
    group, following = sentence.words(quantity.last, behind), sentence.words(behind, behind + 3)
    if verb in TAKES:
        taken = {*group[-1:], *following[:1]}
        return next((event for word, event in CAPTIVES.items() if word in taken), None)
    if verb in FORCES_OUT and (following[:2] in LEAVING or following[0:1] + following[2:3] in LEAVING):
        return "displaced"
    return None


def find_toll(sentence: Sentence, quantity: Quantity, behind: int) -> str | None:  # noqa: ARG001 - as all finders
    """Read `the death toll rose to 45`, `the number of wounded stood at 12`, `put the figure at 19`."""
    first = quantity.first - 10
    window = sentence.words(first, quantity.first)
    if not window or window[-1] not in TOLL_LINKS or ";" in window:
        return None
    if "toll" in window or {"number", "of"} < set(window) & {"number", "of", "victims", "casualties"}:
        return "killed"
    if window[-1] in {"at", "to"} and {"number", "figure", "total", "count"} & set(window[-4:]):
        first = quantity.first - 40
    elif not {"number", "of"} <= set(window):
        return None
    named = sentence.events_within(first, quantity.first)
    return named[-1].name if named else None


def find_loss(sentence: Sentence, quantity: Quantity, behind: int) -> str | None:
    """Read `lost some 60 conscripts`."""
    if sentence.word(skip_fillers(sentence, quantity.first) - 1) not in LOSERS:
        return None
    return "killed" if set(sentence.words(quantity.last, behind)) & FORCES else None
