"""Mentions into entities: one id a thing, whatever it is called, and the same in every document."""

from dataclasses import replace

import pytest

from tests.unit.test_mention_pass import mark
from transforms.entities import mint_entity_id, resolve_entities
from transforms.name_forms import normalise_name
from transforms.records import Mention
from transforms.roles import find_role

COUNTRIES = {"U.S.": "US", "United States": "US", "Kenya": "KE"}


def resolve(text, *names):
    """Return the names of each entity's mentions, joined by what they are."""
    mentions, entities = resolve_entities(text, mark(text, *names), COUNTRIES.get)
    assert {one.entity_id for one in mentions if one.entity_id} == {one.entity_id for one in entities}
    return {
        one.name: [mention.text for mention in mentions if mention.entity_id == one.entity_id] for one in entities
    }


def test_a_surname_and_an_initial_are_the_full_names_person():
    text = "Ada Okonjo spoke. Okonjo left. Later A. Okonjo wrote."
    assert resolve(text, ("Ada Okonjo", "PER"), ("Okonjo", "PER"), ("A. Okonjo", "PER")) == {
        "Ada Okonjo": ["Ada Okonjo", "Okonjo", "A. Okonjo"]
    }


def test_two_bearers_of_a_surname_stay_two():
    text = "Ada Okonjo met Per Okonjo. Ada Okonjo left."
    found = resolve(text, ("Ada Okonjo", "PER"), ("Per Okonjo", "PER"), ("Ada Okonjo", "PER"))
    assert {name: len(mentions) for name, mentions in found.items()} == {"Ada Okonjo": 2, "Per Okonjo": 1}


def test_a_name_that_stands_once_one_letter_apart_from_an_often_written_one_is_a_slip():
    text = "Ada Lindqvist left. Ada Lindqvist came. Ada Lindqvyst sang. Ada Berg sat. Ada Berg ate. Ada Bern ran."
    names = [("Ada Lindqvist", "PER"), ("Ada Lindqvist", "PER"), ("Ada Lindqvyst", "PER")]
    names += [("Ada Berg", "PER"), ("Ada Berg", "PER"), ("Ada Bern", "PER")]
    assert {name: len(mentions) for name, mentions in resolve(text, *names).items()} == {
        "Ada Lindqvist": 3,
        "Ada Berg": 2,
        "Ada Bern": 1,
    }


def test_two_near_names_are_two_persons_if_a_sentence_has_both_or_both_stand_often():
    text = "Ada Lindqvist and Ada Lindqvyst left. Ada Lindqvist came."
    names = [("Ada Lindqvist", "PER"), ("Ada Lindqvyst", "PER"), ("Ada Lindqvist", "PER")]
    assert len(resolve(text, *names)) == 2
    text = "Ada Lindqvist left. Ada Lindqvyst left. Ada Lindqvist came. Ada Lindqvyst came."
    assert len(resolve(text, *names, ("Ada Lindqvyst", "PER"))) == 2


def test_an_acronym_is_its_organisation_in_either_order():
    text = "AOR objects. The Alliance for Open Rivers said so. Open Rivers Alliance too."
    assert list(resolve(text, ("AOR", "ORG"), ("Alliance for Open Rivers", "ORG")).values()) == [
        ["AOR", "Alliance for Open Rivers"]
    ]


def test_countries_are_one_under_all_their_names_and_people_of_the_name_are_not():
    text = "The U.S. and the United States. Kenya Barris left Kenya."
    found = resolve(text, ("U.S.", "LOC"), ("United States", "LOC"), ("Kenya Barris", "PER"), ("Kenya", "LOC"))
    assert found == {
        "United States": ["U.S.", "United States"],
        "Kenya Barris": ["Kenya Barris"],
        "Kenya": ["Kenya"],
    }


def test_an_id_is_the_same_in_every_document_and_for_every_spelling():
    assert mint_entity_id("PER", "Ad\u00e1 Okonjo") == mint_entity_id("PER", "ada  OKONJO")
    assert mint_entity_id("PER", "Okonjo") != mint_entity_id("ORG", "Okonjo")
    assert mint_entity_id("LOC", "America", "US") == mint_entity_id("LOC", "United States", "US")


@pytest.mark.parametrize(
    ("name", "normal"),
    [
        ("The U.N.", "un"),
        ("Mr. Per Lindqvist\u2019s", "per lindqvist"),
        ("Defense Organization", "defence organisation"),
        ("Ada Okonjo Jr.", "ada okonjo"),
        ("M\u00fcnchen", "munchen"),
        ("\u2014", ""),
    ],
)
def test_names_are_compared_without_what_does_not_matter(name, normal):
    assert normalise_name(name) == normal


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        ("Kestrian Prime Minister Ada Okonjo said no.", "Ada Okonjo", "Kestrian Prime Minister"),
        ("Ada Okonjo, President of the Rivers Council, said no.", "Ada Okonjo", "President of the Rivers Council"),
        ("the foreign minister Ada Okonjo said no", "Ada Okonjo", "foreign minister"),
        ("The Rivers Council Coordinator, Ada Okonjo, said no.", "Ada Okonjo", "Rivers Council Coordinator"),
        ("No one came, said former mayor Ada Okonjo.", "Ada Okonjo", "former mayor"),
        ("Thousands fled. Council chief Ada Okonjo said no.", "Ada Okonjo", "Council chief"),
        ("the U.S. deputy ambassador Ada Okonjo said no", "Ada Okonjo", "U.S. deputy ambassador"),
        ("Ada Okonjo, who was ill, said no.", "Ada Okonjo", None),
        ("Mr. Ada Okonjo said no.", "Ada Okonjo", None),
        ("On Monday Ada Okonjo left, the director said.", "Ada Okonjo", None),
    ],
)
def test_a_role_stands_beside_the_name(text, name, role):
    start = text.index(name)
    assert find_role(text, start, start + len(name)) == role


def test_another_persons_role_is_not_taken():
    text = "Prime Minister Ada Okonjo and President Per Lindqvist met."
    _, entities = resolve_entities(text, mark(text, ("Ada Okonjo", "PER"), ("Per Lindqvist", "PER")))
    assert {one.name: one.role for one in entities} == {
        "Ada Okonjo": "Prime Minister",
        "Per Lindqvist": "President",
    }


def test_nothing_but_names_becomes_an_entity():
    text = "On Friday 12 men left."
    mentions, entities = resolve_entities(text, mark(text, ("Friday", None), ("12", None)))
    assert entities == ()
    assert [one.entity_id for one in mentions] == [None, None]


def test_in_a_list_of_very_many_names_only_the_same_ones_are_joined():
    names = [
        f"Ada {chr(65 + one)}{chr(97 + two)}{chr(97 + three)}on"
        for one in range(26)
        for two in range(10)
        for three in range(5)
    ]
    text = ". ".join([*names, names[0], "A. " + names[-1].split()[1]])
    mentions, entities = resolve_entities(
        text, mark(text, *((name, "PER") for name in text.split(". ") if name != "A"))
    )
    assert len(entities) == len(names) + 1
    assert mentions[0].entity_id == mentions[len(names)].entity_id


def test_a_surname_of_two_persons_is_the_one_named_last_before_it():
    text = "Ada Okonjo spoke. Okonjo left. Vera Okonjo came. Okonjo stayed."
    marked = mark(
        text, ("Ada Okonjo", "PER"), ("Okonjo left", "PER"), ("Vera Okonjo", "PER"), ("Okonjo stayed", "PER")
    )
    marked = [
        replace(one, end=one.start + 6, text="Okonjo") if one.text.startswith("Okonjo ") else one for one in marked
    ]
    found, _ = resolve_entities(text, marked)
    ids = [one.entity_id for one in found]
    assert ids[0] == ids[1] != ids[2] == ids[3]


def test_a_surname_that_stands_before_both_its_bearers_is_nobodys():
    text = "Okonjo left. Ada Okonjo and Vera Okonjo stayed."
    lone = Mention(start=0, end=6, text="Okonjo", label="PERSON", kind="PER")
    found, entities = resolve_entities(text, [lone, *mark(text, ("Ada Okonjo", "PER"), ("Vera Okonjo", "PER"))])
    assert len({one.entity_id for one in found}) == len(entities) == 3


def test_small_words_before_a_surname_do_not_hide_it():
    text = "Omar al-Tarni spoke. Then al-Tarni left, and Tarni it was."
    lone = Mention(
        start=text.index("Tarni it"), end=text.index("Tarni it") + 5, text="Tarni", label="PERSON", kind="PER"
    )
    marked = mark(text, ("Omar al-Tarni", "PER"), ("al-Tarni left", "PER"))
    marked[1] = replace(marked[1], end=marked[1].start + 8, text="al-Tarni")
    _, [entity] = resolve_entities(text, [*marked, lone])
    assert (entity.name, entity.method) == ("Omar al-Tarni", "surname")


def test_the_word_that_tells_an_organisation_stands_for_it():
    text = "The Wexel Group met. No, said Wexel. The Council met too."
    marked = mark(text, ("Wexel Group", "ORG"), ("Wexel.", "ORG"), ("Council", "ORG"))
    marked[1] = replace(marked[1], end=marked[1].end - 1, text="Wexel")
    wexel, council = resolve_entities(text, marked)[1]
    assert (wexel.name, wexel.aliases, wexel.method) == ("Wexel Group", ("Wexel",), "shortened")
    assert council.name == "Council"


def test_the_last_word_of_one_country_stands_for_it():
    text = "North Orbel and South Tarn met. Tarn said no."
    marked = mark(text, ("North Orbel", "LOC"), ("South Tarn", "LOC"), ("Tarn said", "LOC"))
    marked[2] = replace(marked[2], end=marked[2].start + 4, text="Tarn")
    found, _ = resolve_entities(text, marked, {"North Orbel": "AA", "South Tarn": "BB"}.get)
    assert found[1].entity_id == found[2].entity_id != found[0].entity_id


def test_an_acronym_in_brackets_is_the_organisations_whatever_its_letters():
    text = "Rebels of the National Army (ELN) fled. The ELN denied it. Ada Okonjo (BBC) wrote."
    found = resolve(
        text, ("National Army", "ORG"), ("ELN", "ORG"), ("ELN", "ORG"), ("Ada Okonjo", "PER"), ("BBC", "ORG")
    )
    assert found == {
        "National Army": ["National Army", "ELN", "ELN"],
        "Ada Okonjo": ["Ada Okonjo"],
        "BBC": ["BBC"],
    }


def test_a_small_o_is_no_obstacle_in_an_acronym():
    text = "The Ministry of Defence was silent; the MoD spoke later."
    assert len(resolve(text, ("Ministry of Defence", "ORG"), ("MoD", "ORG"))) == 1


def test_kin_are_two_persons_though_only_one_has_a_full_name():
    text = "Okonjo's son, Per Okonjo, came. Okonjo left."
    found = resolve(text, ("Okonjo", "PER"), ("Per Okonjo", "PER"), ("Okonjo", "PER"))
    assert found == {"Okonjo": ["Okonjo"], "Per Okonjo": ["Per Okonjo", "Okonjo"]}


def test_a_first_name_between_does_not_make_its_bearer_the_last_of_the_surname():
    text = "Tom Okonjo fell. Ada Okonjo, Tom's mother, wept. Okonjo left."
    found = resolve(text, ("Tom Okonjo", "PER"), ("Ada Okonjo", "PER"), ("Tom", "PER"), ("Okonjo", "PER"))
    assert found == {"Tom Okonjo": ["Tom Okonjo", "Tom"], "Ada Okonjo": ["Ada Okonjo", "Okonjo"]}


def test_a_surname_with_a_hyphen_is_one_name():
    text = "Ada Okonjo-Berg spoke. Okonjo-Berg left."
    assert len(resolve(text, ("Ada Okonjo-Berg", "PER"), ("Okonjo-Berg", "PER"))) == 1


def test_the_north_is_the_northern_half_that_the_text_has_named():
    _, entities = resolve_entities(
        text := "North Korea fired. The North said no.",
        mark(text, ("North Korea", "LOC"), ("North", "LOC")),
        {"North Korea": "KP"}.get,
    )
    assert [one.name for one in entities] == ["North Korea"]
    assert len(resolve("The North said no to Oslo.", ("North", "LOC"), ("Oslo", "LOC"))) == 2


def test_a_place_that_only_stands_in_capitals_is_written_with_small_letters():
    assert list(resolve("PORT ORBEL, Tarn. The USA said so.", ("PORT ORBEL", "LOC"), ("USA", "LOC"))) == [
        "Port Orbel",
        "USA",
    ]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("The defence minister, Ada Okonjo, left.", "defence minister"),
        ("Its spokeswoman, Ada Okonjo, left.", "spokeswoman"),
        ("Tarn's prime minister, Ada Okonjo, left.", "prime minister"),
        ("The director of Orbel General Hospital, Ada Okonjo, left.", "director of Orbel General Hospital"),
    ],
)
def test_an_office_in_small_letters_before_a_comma_is_the_role(text, role):
    start = text.index("Ada")
    assert find_role(text, start, start + len("Ada Okonjo")) == role


def test_invisible_signs_are_no_part_of_a_name():
    assert normalise_name("Or\u00adbel\u200b") == normalise_name("Orbel")


@pytest.mark.parametrize(
    ("one", "other", "is_one"),
    [
        ("George H. W. Bush", "George W. Bush", False),
        ("Ada Maria Okonjo", "Ada Ruth Okonjo", False),
        ("Ada M. Okonjo", "Ada Maria Okonjo", True),
        ("Ada M. Okonjo", "A. Okonjo", True),
        ("Ada Maria Okonjo", "Ada Okonjo", True),
        ("Abdel Fattah el-Sisi", "Abdel el-Sisi", True),
    ],
)
def test_names_in_the_middle_tell_persons_apart(one, other, is_one):
    text = f"{one} met {other}."
    _, entities = resolve_entities(text, mark(text, (one, "PER"), (other, "PER")))
    assert (len(entities) == 1) == is_one
