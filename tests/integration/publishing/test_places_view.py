"""Where the news is: what the view of places counts together, and what it keeps apart."""

from datetime import UTC, date, datetime

from psycopg.types.json import Jsonb

TEXT = "Russia sent help. Moscow denied it. It was cold in Moscow."


def describe(start, end, name, method, geonames_id, *, latitude):
    return {
        "start": start,
        "end": end,
        "text": TEXT[start:end],
        "geonames_id": geonames_id,
        "name": name,
        "country": "RU",
        "latitude": latitude,
        "longitude": 37.0,
        "method": method,
    }


def test_a_government_is_counted_apart_from_its_city_and_its_country(night, fetch):
    run = night.plan("n/1", ("alpha",))
    places = [
        describe(0, 6, "Russia", "country", 1, latitude=60.0),
        describe(18, 24, "Russia", "metonym", 1, latitude=60.0),
        describe(51, 57, "Moscow", "population", 2, latitude=55.0),
    ]
    night.page(
        run,
        "https://alpha.example/moscow",
        source="alpha",
        text=TEXT,
        published_at=datetime(2026, 11, 21, 9, tzinfo=UTC),
        published_day=date(2026, 11, 21),
        analysis={"places": Jsonb(places)},
    )
    night.publish(run)
    rows = fetch("select name, method, mentions from report.places order by name, method")
    assert [tuple(row.values()) for row in rows] == [
        ("Moscow", "population", 1),
        ("Russia", "country", 1),
        ("Russia", "metonym", 1),
    ]
