"""What a text says of the kind of a name: titles, and what stands beside it."""

import pytest

from tests.unit.test_mention_pass import mark, read
from transforms.name_evidence import find_title, tell_kind


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Sen. Brandon Beach said no.", "Brandon Beach", "PER"),
        ("Sheriff Tarn said no.", "Tarn", "PER"),
        ("They dug at Sir Creek today.", "Creek", None),
        ("Orbel Harm Monitor, a research group, said so.", "Orbel Harm Monitor", "ORG"),
        ("Ada Okonjo, a company lawyer, said so.", "Ada Okonjo", None),
        ("Halmar, a port in the north, fell.", "Halmar", "LOC"),
        ("They left the village of Halmar.", "Halmar", "LOC"),
        ("The owners, Aster Maritime, said so.", "Aster Maritime", "ORG"),
        ("The tanker Aster Venture sank.", "Aster Venture", "MISC"),
        ("HALMAR, Orbel (Northern Wire) \u2014 Two men left.", "HALMAR", "LOC"),
        ("HALMAR, Orbel (Northern Wire) \u2014 Two men left.", "Orbel", "LOC"),
        ("Okonjo is a professor of law.", "Okonjo", "PER"),
        ("Orbel Group was the leader of the pack.", "Orbel Group", None),
        ("(Northwire) \u2014 Two men left.", "Northwire", "ORG"),
        ("They crossed the river Tarn.", "Tarn", "LOC"),
        ("They crossed the Tarn river.", "Tarn", "LOC"),
        ("The interior ministry of Tarn said so.", "Tarn", "LOC"),
        ("They met on the road to Halmar.", "Halmar", "LOC"),
        ("The bulk carrier Aster Venture sank.", "Aster Venture", "MISC"),
        ("Kenya, a company town, slept.", "Kenya", None),
    ],
)
def test_the_words_beside_a_name_say_what_it_is(text, name, kind):
    assert tell_kind(text, mark(text, (name, "ORG"))) == kind


@pytest.mark.parametrize(
    ("words", "taken"),
    [
        ("Prosecutor Ada Van Orbel", 11),
        ("Gov. Ada Okonjo", 5),
        ("Judge Okonjo", 0),
        ("Captain Cook Islands", 0),
        ("Senator Orbel Bank", 0),
    ],
)
def test_a_title_is_taken_only_from_a_persons_full_name(words, taken):
    assert find_title(words) == taken


@pytest.mark.parametrize(
    ("text", "names", "revised"),
    [
        ("Prosecutor Ilja Van Orbel left.", [("Prosecutor Ilja Van Orbel", "ORG")], [("Ilja Van Orbel", "PER")]),
        ("The Interior was hit.", [("Interior", "ORG")], []),
        (
            "The Council for Peace and Co-operation in Tarn met.",
            [("Peace", "ORG"), ("Tarn", "LOC")],
            [("Council for Peace and Co-operation in Tarn", "ORG")],
        ),
        (
            "He met Ada Okonjo of Orbel Gaming.",
            [("Ada Okonjo of Orbel Gaming", "MISC")],
            [("Ada Okonjo", "PER"), ("Orbel Gaming", "MISC")],
        ),
        ("Residents of Halmar left.", [("Residents of Halmar", "MISC")], [("Halmar", "LOC")]),
        ("Halmar Image: Navy.", [("Halmar Image", "LOC")], [("Halmar", "LOC")]),
        (
            "Then Berg sang, and Berg danced. They met Ilja Berg.",
            [("Berg", "PER"), ("Berg", "PER"), ("Ilja Berg", "ORG")],
            [("Berg", "PER"), ("Berg", "PER"), ("Ilja Berg", "PER")],
        ),
        ("Doctors Without Borders left.", [("Borders", "PER")], [("Doctors Without Borders", "ORG")]),
        (
            "Sweden Gov. Ada Okonjo left.",
            [("Sweden", "LOC"), ("Ada Okonjo", "PER")],
            [("Sweden", "LOC"), ("Ada Okonjo", "PER")],
        ),
    ],
)
def test_mentions_by_what_the_text_says(text, names, revised):
    assert read(text, *names) == revised
