"""Where and when it happened what a number counts."""

import pytest
import spacy

from transforms.figures import find_figures
from transforms.mentions import split_paragraphs
from transforms.reading import Passage, Reading
from transforms.records import Figure, Mention

BLANK = spacy.blank("en")


def read(text: str, *named: tuple[str, str]) -> Figure:
    """Return the first figure of a text in which some names were recognised, each with its kind."""
    passages = tuple(
        Passage(start=start, doc=BLANK.make_doc(paragraph), parsed=False)
        for start, paragraph in split_paragraphs(text)
    )
    places = sorted((text.index(name), name, kind) for name, kind in named)
    mentions = tuple(
        Mention(start=start, end=start + len(name), text=name, label=kind, kind=kind, entity_id=f"{kind}:{name}")
        for start, name, kind in places
    )
    return find_figures(Reading(text=text, passages=passages, mentions=mentions))[0]


@pytest.mark.parametrize(
    "text",
    [
        "Nine people were killed in Castra.",
        "In Castra nine people were killed.",
        "A blast in the northern town of Castra killed nine people.",
        "Nine people were killed at a school on the outskirts of Castra.",
        "The Castra bombing killed nine people.",
        "An attack took place in Castra, 130 miles north of Brask, and killed nine people.",
        "Nine people died in Castra, but Brask said two died in Brask.",
        "Some 9,000 people fled from Castra.",
        "The bombing of Castra killed nine people.",
        "The Kestria army killed nine people in Castra.",
        "Kestria said nine people were killed in Castra.",
        "CASTRA, 3 May (Wire) \u2014 Gunmen killed nine people.".replace("CASTRA", "Castra"),
    ],
)
def test_a_name_behind_a_preposition_of_place_tells_where(text):
    names = [(name, "LOC") for name in ("Castra", "Brask", "Kestria") if name in text]
    assert read(text, *names).place == "Castra"


@pytest.mark.parametrize(
    "text",
    [
        "Castra said nine people were killed.",
        "Nine people died on its side, and none on Castra's.",
        "Nine people were killed, according to Castra.",
        "The monitor, which is based in Castra, said nine people were killed.",
        "Police in Castra said nine people were killed.",
        "The minister said in Castra that nine people were killed.",
        "Three of the dead were from Castra.",
        "The navy rescued 18 of the crew, who come from the Castra.",
        "Nine people were killed along the border with Castra.",
        "Nine people were killed under the threat of a Castra strike.",
        "Nine people were killed by soldiers of Castra.",
        "In Castra's war nine people were killed.",
        "Nine people were killed, and the army said others had been released in Castra.",
    ],
)
def test_who_speaks_or_comes_from_somewhere_tells_no_place(text):
    assert read(text, ("Castra", "LOC")).place is None


def test_a_dateline_is_no_place_of_what_is_told_of_another():
    text = "Castra, 3 May \u2014 Gunmen attacked a bus.\n\nNine people were killed.\n\nIt stood in Brask."
    assert read(text, ("Castra", "LOC"), ("Brask", "LOC")).place is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("The governor said on 10 May that nine people were killed on 9 May.", "9 May"),
        ("Nine people were killed on Friday, police said on Sunday.", "Friday"),
        ("Police said Friday's attack killed nine people.", "Friday"),
        ("Nine people were killed two summers ago.", "two summers ago"),
    ],
)
def test_a_day_is_when_it_happened(text, day):
    named = [name for name in ("10 May", "9 May", "Friday", "Sunday", "two summers ago") if name in text]
    assert read(text, *[(name, "DATE") for name in named]).date == day


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("A 25-year-old soldier was killed.", "25-year-old"),
        ("A man, 34, was killed.", "34"),
        ("The seven-week war killed 70 people.", "seven-week"),
        ("Police said on their own channel on Friday that nine people were killed.", "Friday"),
        ("Police said on Friday that nine people were killed.", "Friday"),
        ("Nine people were killed in the deadliest attack since 1998.", "1998"),
    ],
)
def test_ages_durations_and_days_of_speaking_are_no_day(text, name):
    assert read(text, (name, "DATE")).date is None
