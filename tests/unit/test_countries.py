"""Countries by name: plain forms, seats of governments, forms that stay open, forms of no country."""

import pytest

from transforms.countries import is_stateless, list_contenders, list_countries, name_country


@pytest.mark.parametrize(
    ("surface", "code"),
    [
        ("Norway", "NO"),
        ("Norwegians", "NO"),
        ("the Philippines", "PH"),
        ("C\u00f4te d\u2019Ivoire", "CI"),
        ("Burkinab\u00e9", "BF"),
        ("U.S.", "US"),
        ("US", "US"),
        ("u.k.", "GB"),
        ("Kingdom of Norway", "NO"),
        ("People\u2019s Republic of China", "CN"),
        ("Republic of Korea", "KR"),
        ("Korea Republic", "KR"),
        ("Republic of Georgia", "GE"),
        ("Niger", "NE"),
        ("Nigerien", "NE"),
        ("Nigerian", "NG"),
        ("Bissau-Guinean", "GW"),
        ("South Sudanese", "SS"),
        ("Czechs", "CZ"),
        ("Dutchmen", "NL"),
        ("pro-Belarusian", "BY"),
        ("Omani-backed", "OM"),
        ("Malta's", "MT"),
    ],
)
def test_a_plain_form_names_its_country(surface, code):
    reading = name_country(surface)
    assert (reading.country, reading.kind) == (code, "plain")


@pytest.mark.parametrize(
    ("surface", "code"),
    [("the Kremlin", "RU"), ("Lisbon", "PT"), ("Quai d'Orsay", "FR"), ("The Hague", "NL"), ("Kiev", "UA")],
)
def test_a_seat_of_government_is_a_metonym(surface, code):
    reading = name_country(surface)
    assert (reading.country, reading.kind) == (code, "metonym")


@pytest.mark.parametrize(
    "surface", ["Georgia", "Congolese", "Koreans", "Dominican", "Abkhazia", "State of Georgia"]
)
def test_an_open_form_has_no_country(surface):
    assert name_country(surface).country is None


@pytest.mark.parametrize(
    "surface",
    [
        "Soviet",
        "East Germany",
        "German Democratic Republic",
        "South Vietnamese",
        "Czechoslovakia",
        "European",
        "Western",
        "us",
        "car",
        "usa",
        "",
        "...",
        "\u4e2d",
        "\U0001f600",
    ],
)
def test_other_forms_name_none(surface):
    reading = name_country(surface)
    assert (reading.country, reading.kind) == (None, "none")


def test_every_country_is_known_by_its_names_and_peoples():
    for country in list_countries():
        for form in (country["name"], *country["names"], *country["demonyms"]):
            reading = name_country(form)
            assert reading.country == country["code"] or reading.kind == "ambiguous", form


def test_an_open_form_names_its_contenders():
    assert list_contenders("Congolese") == ("CD", "CG")


def test_a_state_that_is_gone_is_known_to_be_none_of_today():
    assert is_stateless("the Soviet Union")
    assert not is_stateless("Norway")
    assert not is_stateless("Atlantis")
