"""Places: which names are places, and which of the places of one name a text means."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.countries import list_countries
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


def test_each_mention_is_of_the_country_beside_it():
    text = "Libya\u2019s Tripoli was calm. Men from Tripoli in Lebanon left. Tripoli slept."
    found = find_places(read(text, GPE="Libya;Tripoli;Lebanon"))
    assert [place.country for place in found if place.text == "Tripoli"] == ["LY", "LB", "LB"]
    text = "One died in Alexandria, Virginia, and two in Alexandria, Egypt."
    found = find_places(read(text, GPE="Alexandria;Virginia;Egypt"))
    assert [place.country for place in found if place.text == "Alexandria"] == ["US", "EG"]


def test_a_city_says_which_of_two_areas_of_one_name_stands_behind_it():
    text = "He flew to Tbilisi, Georgia, and later to Macon, Georgia."
    found = find_places(read(text, GPE="Tbilisi;Georgia;Macon"))
    assert [place.country for place in found] == ["GE", "GE", "US", "US"]


def test_a_large_region_behind_the_name_decides_though_its_middle_is_far():
    found = find_places(read("In London, Ontario, it snowed. London slept.", GPE="London;Ontario"))
    assert [place.country for place in found] == ["CA", "CA", "CA"]
    assert found[1].name == "Ontario"


def test_a_people_before_the_name_decides():
    found = locate(read("He left the Lebanese port city of Tripoli.", NORP="Lebanese", GPE="Tripoli"))
    assert found["Tripoli"] == ("Tripoli", "LB", "after_comma")


def test_a_town_outside_the_area_behind_its_comma_is_left_out():
    found = locate(read("Shells fell on Tora, North Darfur, Sudan.", GPE="Tora;North Darfur;Sudan"))
    assert found.keys() == {"North Darfur", "Sudan"}
    assert "Reading" in locate(read("Offices in Reading, France and Japan closed.", GPE="Reading;France;Japan"))


def test_a_capital_or_large_city_beats_a_namesake_in_another_language():
    found = locate(read("Crowds marched in Islamabad and New Delhi.", GPE="Islamabad;New Delhi"))
    assert {name: place[:2] for name, place in found.items()} == {
        "Islamabad": ("Islamabad", "PK"),
        "New Delhi": ("New Delhi", "IN"),
    }
    assert locate(read("A tower in Islamabad, India, fell.", GPE="Islamabad;India"))["Islamabad"][1] == "IN"


def test_a_village_does_not_beat_its_countrys_large_city():
    text = "Fire crews in Paris, Texas, were joined by men from Atlanta."
    found = find_places(read(text, GPE="Paris;Texas;Atlanta"))
    assert [round(place.latitude) for place in found if place.text == "Atlanta"] == [34]
    text = "He flew from Washington to Macon, Georgia."
    found = find_places(read(text, GPE="Washington;Macon;Georgia"))
    assert round(found[0].latitude) == 39


def test_a_saints_city_keeps_its_s():
    assert locate(read("It rained in St. John\u2019s, Newfoundland.", GPE="St. John\u2019s;Newfoundland"))[
        "St. John\u2019s"
    ][:2] == ("St. John's", "CA")


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


def test_a_part_of_another_name_is_no_place():
    assert locate(read("The barracks in San Telmo are quiet.", GPE="San Telmo")) == {}
    assert locate(read("They met between Mersa Adel and Tel Wasim.", GPE="Mersa Adel;Tel Wasim")) == {}
    assert locate(read("The Rovaniemi Fire Department left.", ORG="Rovaniemi Fire Department"))
    assert "Bedford" in locate(
        read("In Halifax, Canada, ships left Bedford Basin.", GPE="Halifax;Canada;Bedford Basin")
    )


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("The EU Monitoring Mission saw no one.", {"ORG": "EU Monitoring Mission"}),
        ("The Organization of American States met.", {"ORG": "Organization of American States"}),
        ("The African Union and the Arab League met.", {"ORG": "African Union;Arab League"}),
    ],
)
def test_a_common_word_or_adjective_within_an_organisation_is_no_place(text, labels):
    assert not locate(read(text, **labels)).keys() & {"Mission", "American", "African", "Arab"}


def test_an_adjective_of_a_states_own_institution_is_its_country():
    assert locate(read("The Norwegian Navy left.", ORG="Norwegian Navy")) == {
        "Norwegian": ("Norway", "NO", "demonym")
    }


def test_a_word_that_the_text_has_in_small_letters_is_no_place_by_itself():
    assert locate(read("A wedding was held. Wedding guests danced in the van.", GPE="van")) == {}


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("Rustam has cleared ground for a living.", {"GPE": "Rustam"}),
        ("The search off San Isidro ended.", {"GPE": "San Isidro"}),
        ("The men of the Libertad barracks slept.", {"GPE": "Libertad"}),
        ("They stepped on to the Karst bridge.", {"GPE": "Karst"}),
        ("Engineers from Nova Scotia landed at Stanfield.", {"GPE": "Nova Scotia;Stanfield"}),
        ("VIENNA - He spoke in Velm. Austria and Canada paid.", {"GPE": "VIENNA;Velm;Austria;Canada"}),
    ],
)
def test_a_small_place_that_only_shares_the_name_is_left_out(text, labels):
    assert not locate(read(text, **labels)).keys() & {
        "Rustam",
        "San Isidro",
        "Libertad",
        "Karst",
        "Stanfield",
        "Velm",
    }


def test_a_small_place_is_believed_where_the_text_speaks_for_it():
    found = locate(read("In Lower Austria, he spoke in Velm near Vienna.", GPE="Lower Austria;Velm;Vienna"))
    assert found["Velm"][1] == "AT"
    assert "Limerick" in locate(read("It rained in Limerick.", GPE="Limerick"))
    assert locate(read("Ships left Bombay and Ghent.", GPE="Bombay;Ghent")).keys() == {"Bombay", "Ghent"}


def test_a_street_lies_in_no_city_that_the_text_names_only_later():
    text = "A phone rang on Pleasant Street. It was he.\n\nHe grew up in Ghent."
    assert locate(read(text, GPE="Ghent", FAC="Pleasant Street")).keys() == {"Ghent"}


@pytest.mark.parametrize(
    ("text", "labels", "country"),
    [
        ("Beijing denied the report.", {"GPE": "Beijing"}, "CN"),
        ("On Monday the Kremlin wanted talks.", {"ORG": "Kremlin"}, "RU"),
        ("He left. Vienna has not yet rejected it.", {"GPE": "Vienna"}, "AT"),
        ("Baku and Yerevan agreed to talks.", {"GPE": "Baku;Yerevan"}, "AZ"),
        ("The general accused Kyiv of lying.", {"GPE": "Kyiv"}, "UA"),
        ("Downing Street said no.", {"FAC": "Downing Street"}, "GB"),
    ],
)
def test_a_capital_that_speaks_is_its_government(text, labels, country):
    found = find_places(read(text, **labels))[0]
    middle = next(row for row in list_countries() if row["code"] == country)
    assert (found.method, found.country, found.name) == ("metonym", country, middle["name"])
    assert (found.latitude, found.longitude) == (middle["latitude"], middle["longitude"])


@pytest.mark.parametrize(
    "text",
    [
        "Officials in Moscow said so.",
        "Moscow was cold.",
        "The mayor of Moscow denied it.",
        "Moscow\u2019s mayor denied it.",
        "Kazan, Moscow said the list.",
        "Moscow closed for the night.",
    ],
)
def test_a_capital_where_things_happen_is_a_city(text):
    [found] = [place for place in find_places(read(text, GPE="Moscow")) if place.text == "Moscow"]
    assert (found.name, found.method != "metonym") == ("Moscow", True)


def test_westminster_and_downing_street_are_britains():
    found = locate(read("He left Westminster for Downing Street.", GPE="Westminster", FAC="Downing Street"))
    assert {place[1] for place in found.values()} == {"GB"}


@pytest.mark.parametrize(
    "text", ["East Germany vanished.", "The German Democratic Republic fell.", "The Soviet Union"]
)
def test_a_state_that_is_gone_is_no_country(text):
    names = "East Germany;German Democratic Republic;Soviet Union"
    assert not [place for place in find_places(read(text, GPE=names)) if place.country]


def test_a_name_of_two_countries_is_open_until_the_text_names_one():
    assert locate(read("Korea tested a missile.", GPE="Korea"))["Korea"] == ("Korea", None, "ambiguous")
    assert locate(read("Congo\u2019s army left.", GPE="Congo"))["Congo"][1] is None
    assert locate(read("Congo\u2019s army left Kinshasa.", GPE="Congo;Kinshasa"))["Congo"][1] == "CD"
    assert locate(read("Congo\u2019s army left Brazzaville.", GPE="Congo;Brazzaville"))["Congo"][1] == "CG"
    assert locate(read("Korea met North Korean envoys.", GPE="Korea", NORP="North Korean"))["Korea"][1] == "KP"
    assert locate(read("Congolese troops left.", NORP="Congolese")) == {}


def test_a_large_city_before_a_day_is_found_though_the_recogniser_overlooked_it():
    assert "Kyiv" in locate(read("Soldiers entered Kyiv on Monday."))


def test_a_town_of_a_land_that_nobody_knows_is_left_out():
    text = "SAN ISIDRO, Calderra (Northwire) - A Filipino fitter died. San Isidro mourned."
    assert locate(read(text, GPE="SAN ISIDRO;San Isidro", NORP="Filipino")).keys() == {"Filipino"}


def test_a_place_is_completed_to_the_left():
    text = "He left The Hague for Dar es Salaam and ST. LOUIS. In York it rained."
    found = locate(read(text, GPE="Hague;Salaam;LOUIS;York"))
    assert {name: place[1] for name, place in found.items()} == {
        "The Hague": "NL",
        "Dar es Salaam": "TZ",
        "ST. LOUIS": "US",
        "York": "GB",
    }


def test_a_town_with_a_persons_name_needs_the_texts_support():
    assert (
        locate(read("Derek Torrington left. Torrington wept.", PERSON="Derek Torrington", GPE="Torrington")) == {}
    )


def test_a_seats_name_is_no_city_elsewhere():
    assert locate(read("It was seen in Whitehall.", GPE="Whitehall")) == {}


def test_a_dateline_is_a_place_whatever_the_recogniser_says():
    text = "Zoning allows it. PATASKALA -- City officials met in Ohio."
    assert locate(read(text, GPE="Ohio", PERSON="PATASKALA"))["PATASKALA"][1] == "US"


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
