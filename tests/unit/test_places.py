"""Places: which names are places, and which of the places of one name a text means."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.gazetteer import find_cities, fold, load_gazetteer, pack, unpack
from transforms.places import find_places
from transforms.reading import Reading
from transforms.records import Mention

KINDS = {"GPE": "LOC", "LOC": "LOC", "FAC": "LOC", "PERSON": "PER", "ORG": "ORG", "NORP": "MISC"}


def read(text, **labels):
    """Read a text whose mentions are given by label: names separated by `;`, each wherever it stands."""
    mentions = []
    for label, names in labels.items():
        for name in names.split(";"):
            start = text.find(name)
            while start >= 0:
                mentions.append(
                    Mention(start=start, end=start + len(name), text=name, label=label, kind=KINDS[label])
                )
                start = text.find(name, start + len(name))
    return Reading(text=text, passages=(), mentions=tuple(sorted(mentions, key=lambda mention: mention.start)))


def locate(reading):
    """Return what each place is, by its text."""
    return {place.text: (place.name, place.country, place.method) for place in find_places(reading)}


def test_spans_are_the_texts_own():
    text = "LISBON, Portugal (Northwire) - A ferry left Porto\u2019s quay \U0001f600 for Faro."
    places = find_places(read(text, GPE="LISBON;Portugal;Porto;Faro"))
    assert [text[place.start : place.end] for place in places] == ["LISBON", "Portugal", "Porto", "Faro"]
    assert {place.country for place in places} == {"PT"}


def test_a_region_behind_the_name_decides_for_the_whole_text():
    found = find_places(
        read("Fire broke out in Springfield, Oregon. Springfield has one brigade.", GPE="Springfield;Oregon")
    )
    assert [(place.name, round(place.latitude)) for place in found if place.text == "Springfield"] == [
        ("Springfield", 44),
        ("Springfield", 44),
    ]
    assert found[0].method == "after_comma"


@pytest.mark.parametrize(("city", "province"), [("Hamilton", "Ontario"), ("Halifax", "Nova Scotia")])
def test_a_province_holds_cities_far_from_its_middle(city, province):
    found = locate(
        read(f"Glasgow and Perth, Scotland, greet {city}, {province}.", GPE=f"{city};{province};Scotland")
    )
    assert found[city] == (city, "CA", "after_comma")


def test_an_abbreviated_state_is_read_behind_a_comma():
    found = find_places(read("The mill in Portland, ME closed.", GPE="Portland"))
    assert [(place.text, place.name) for place in found] == [("Portland", "Portland"), ("ME", "Maine")]
    assert found[0].longitude > -75


def test_a_country_before_the_name_decides():
    found = locate(read("Crowds met in Libya's port city of Tripoli.", GPE="Libya;Tripoli"))
    assert found["Tripoli"] == ("Tripoli", "LY", "after_comma")
    found = locate(read("Crowds met in Lebanon's northern city of Tripoli.", GPE="Lebanon;Tripoli"))
    assert found["Tripoli"] == ("Tripoli", "LB", "after_comma")


def test_neighbours_tell_the_state_from_the_country():
    american = locate(read("Georgia sent crews from Savannah to Macon.", GPE="Georgia;Savannah;Macon"))
    caucasian = locate(read("Georgia sent crews from Tbilisi to Gori.", GPE="Georgia;Tbilisi;Gori"))
    assert american["Georgia"][1] == "US"
    assert caucasian["Georgia"][1] == "GE"


def test_a_county_speaks_for_its_state():
    found = find_places(read("Deputies of Kanawha County drove to Charleston.", GPE="Kanawha County;Charleston"))
    assert {round(place.latitude) for place in found} == {38}


def test_counties_share_one_word():
    found = locate(read("Rain fell on Butler, Warren and Clermont counties in Ohio.", GPE="Ohio"))
    assert found["Warren"][0] == "Warren County"
    assert found["Clermont"][0] == "Clermont County"


def test_names_within_organisations_and_overlooked_names_are_found():
    found = locate(read("The University of Malta wrote to Nairobi.", ORG="The University of Malta"))
    assert found["Malta"] == ("Malta", "MT", "country")
    assert found["Nairobi"][1] == "KE"


def test_persons_and_seats_of_government_are_no_places():
    reading = read(
        "Paris Alder left. Alder met the White House and the Kremlin.",
        PERSON="Paris Alder",
        ORG="White House;Kremlin",
    )
    assert find_places(reading) == ()


def test_a_mistaken_person_is_a_place_where_the_text_supports_it():
    assert "Kherson" in locate(read("Ukraine said that Kherson was hit.", GPE="Ukraine", PERSON="Kherson"))
    assert locate(read("He said that Hamilton was hit.", PERSON="Hamilton")) == {}


def test_peoples_are_places_of_their_country():
    assert locate(read("Norwegians met.", NORP="Norwegians")) == {"Norwegians": ("Norway", "NO", "demonym")}


def test_what_the_gazetteer_lacks_lies_nearby():
    found = find_places(read("In Ghent, a tree fell in Quillwort Street.", GPE="Ghent", FAC="Quillwort Street"))
    assert [(place.text, place.geonames_id is None, place.method) for place in found][1] == (
        "Quillwort Street",
        True,
        "nearby",
    )
    assert (found[0].latitude, found[0].longitude) == (found[1].latitude, found[1].longitude)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\u4e2d\u56fd" * 3000,
        "Paris " * 3000,
        "A." * 8000,
        ", ".join(["Texas"] * 3000),
        "A " + " " * 20000 + "city",
        "Clay, " * 3000 + "counties",
        "\u201c\u2018\"'([" * 2000,
    ],
)
def test_no_text_is_too_odd(text):
    assert isinstance(find_places(Reading(text=text, passages=())), tuple)


@settings(max_examples=50, deadline=None)
@given(
    st.lists(
        st.sampled_from(["Paris", "Texas", ",", " ", "'s", "\u2019s ", "counties", "and", "(", ".", "\n", "St"])
    )
)
def test_places_lie_in_order_and_apart(parts):
    places = find_places(Reading(text="".join(parts), passages=()))
    assert all(first.end <= second.start for first, second in pairwise(places))


def test_names_are_folded_alike():
    assert fold("St. John\u2019s") == fold("Saint Johns")
    assert fold("M\u00e1laga") == "malaga"
    assert fold("Kup\u2019yans\u2019k") == "kupyansk"


def test_the_gazetteer_lists_the_largest_first():
    found = find_cities("birmingham")
    assert found[0].country == "GB"
    assert [city.population for city in found] == sorted((city.population for city in found), reverse=True)
    assert find_cities("no such place") == []
    assert find_cities("firenze")[0].name == "Florence"


def test_numbers_are_packed_without_loss():
    columns = load_gazetteer()
    assert (unpack(pack(columns.longitudes)) == columns.longitudes).all()
