"""For which country a claimant speaks, whose people are counted, and what is only a part of a number."""

import pytest

from transforms.claim_sides import find_claimant_side, is_part, list_lands, name_side, tell_sides
from transforms.reading import Reading
from transforms.records import Entity, Figure

LANDS = list_lands(
    [
        Entity(entity_id="1", kind="LOC", name="Ostravia"),
        Entity(entity_id="2", kind="LOC", name="Armenia", country="AM"),
        Entity(entity_id="3", kind="LOC", name="Hamburg"),
        Entity(entity_id="4", kind="LOC", name="Ostravian"),
    ]
)


def make_figure(text: str, number: str, **values: object) -> Figure:
    start = text.index(number)
    columns = {
        "low": 9, "high": 9, "bound": "exact", "happened": "killed", "group": None, "claimant": None,
        "number": (start, start + len(number)), "sentence": (0, len(text)), "background": False, "method": "test",
    }  # fmt: skip
    return Figure(**(columns | values))


def tell(text: str, *figures: Figure) -> list[tuple[str | None, str | None]]:
    entities = (
        Entity(entity_id="1", kind="LOC", name="Ostravia"),
        Entity(entity_id="2", kind="LOC", name="Belmark"),
    )
    told = tell_sides(figures, Reading(text=text, passages=(), entities=entities))
    return [(one.claimant_side, one.group_side) for one in told]


@pytest.mark.parametrize(
    ("words", "side"),
    [
        ("Ostravia", "Ostravia"),
        ("Ostravian", "Ostravia"),
        ("Ostravia\u2019s ministry", "Ostravia"),
        ("Ostravian defence ministry", "Ostravia"),
        ("Armenian Defense Ministry", "AM"),
        ("Azerbaijan", "AZ"),
        ("the Kremlin", "RU"),
        ("interior ministry of Lowenda", "Lowenda"),
        ("Ministry of Defence", None),
        ("main hospital of Ostravia", None),
        ("Syrian Observatory for Human Rights", None),
        ("Hamburg police", None),
        ("mission", None),
    ],
)
def test_a_claimant_speaks_for_a_country(words, side):
    assert find_claimant_side(words, None, LANDS) == side


def test_a_person_speaks_for_the_country_of_the_office():
    minister = Entity(entity_id="5", kind="PER", name="Nikol P", role="Armenian Prime Minister", country="AM")
    doctor = Entity(entity_id="6", kind="PER", name="Sam O", role="Armenian General Hospital", country="AM")
    assert find_claimant_side("Nikol P", minister, LANDS) == "AM"
    assert find_claimant_side("Sam O", doctor, LANDS) is None


@pytest.mark.parametrize(
    ("words", "side"),
    [
        ("Ostravian troops", "Ostravia"),
        ("Ostravians", "Ostravia"),
        ("Armenian and Turkish soldiers", None),
        ("soldiers", None),
        ("peacekeepers of the United Nations", None),
    ],
)
def test_a_people_is_named_by_its_land(words, side):
    assert name_side(words, LANDS) == side


def test_its_own_dead_are_those_of_the_claimant():
    text = "Ostravia said that 17 of its own soldiers were killed and at least 31 on the other bank."
    own = make_figure(text, "17", group="its own soldiers", claimant="Ostravia")
    other = make_figure(text, "31", claimant="Ostravia")
    far = make_figure(text, "31", claimant="Belmark")
    assert tell(text, own, other, far)[0] == ("Ostravia", "Ostravia")
    assert tell(text, own, other, far)[1] == ("Ostravia", "Belmark")


def test_on_its_side_and_lost_are_the_claimants_own():
    text = "Belmark reported 11 dead on its side; it had lost 12 more than once."
    figures = [make_figure(text, number, claimant="Belmark") for number in ("11", "12")]
    assert tell(text, *figures) == [("Belmark", "Belmark"), ("Belmark", "Belmark")]


def test_what_others_have_lost_is_theirs():
    text = "Belmark said that Ostravian forces had lost 45 soldiers, and that the enemy lost 9."
    figures = [make_figure(text, number, claimant="Belmark") for number in ("45", "9")]
    assert tell(text, *figures) == [("Belmark", "Ostravia")] * 2


def test_on_anothers_side_are_the_others():
    text = (
        "Belmark reported 11 dead on its side and about 40 on Ostravia\u2019s, and 3 hurt on the Ostravian side."
    )
    figures = [make_figure(text, number, claimant="Belmark") for number in ("11", "40", "3")]
    assert [side for _, side in tell(text, *figures)] == ["Belmark", "Ostravia", "Ostravia"]


def test_beside_anothers_dead_a_number_is_the_claimants_own():
    text = "Belmark counted eleven dead and about 40 Ostravians."
    own = make_figure(text, "eleven", claimant="Belmark")
    other = make_figure(text, "40", claimant="Belmark", group="Ostravians")
    assert tell(text, own, other) == [("Belmark", "Belmark"), ("Belmark", "Ostravia")]


def test_a_number_alone_has_no_people():
    text = "Belmark said that 17 people had been killed."
    assert tell(text, make_figure(text, "17", claimant="Belmark", group="people")) == [("Belmark", None)]


@pytest.mark.parametrize(
    ("text", "number", "part"),
    [
        ("Seven were wounded, two of them badly.", "two", True),
        ("Three of the dead were children.", "Three", True),
        ("One of the three missing was found.", "One", True),
        ("Nine died, including two children.", "two", True),
        ("Five more died on Sunday.", "Five", True),
        ("Three more than the ministry said.", "Three", False),
        ("17 of its own soldiers died.", "17", False),
        ("The raid killed four peacekeepers of the United Nations.", "four", False),
        ("Two of the soldiers died.", "Two", False),
    ],
)
def test_a_part_of_a_number(text, number, part):
    assert is_part(make_figure(text, number), text) is part
