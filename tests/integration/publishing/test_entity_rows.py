"""Entities of published articles: the same whatever came first, and gone with the last text that names them."""

import pytest
from psycopg.types.json import Jsonb

from transforms.entities import mint_entity_id

NAMES = {"name": "Biden", "aliases": ["Mr. Biden"]}, {"name": "Mr. Biden", "aliases": []}


def stage(night, run, url, found, **columns):
    entity = {"entity_id": mint_entity_id("PER", found["name"]), "kind": "PER", "method": "name"} | found
    mention = {"start": 0, "end": 7, "text": "Ferries", "label": "PERSON", "kind": "PER"}
    analysis = {
        "mentions": Jsonb([mention | {"entity_id": entity["entity_id"]}]),
        "entities": Jsonb([entity]),
    }
    night.page(run, url, analysis=analysis, **columns)


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_an_entity_is_the_same_whichever_article_came_first(night, order):
    for place, number in enumerate(order):
        run = night.plan(f"n/{place}")
        stage(night, run, f"https://alpha.example/number-{number}", NAMES[number])
        night.publish(run)
    assert night.fetch("select name, aliases from news.entities") == [{"name": "Mr. Biden", "aliases": ["Biden"]}]


def test_an_entity_goes_with_the_last_text_that_names_it(night):
    for number, name in enumerate(("Ada Okonjo", "Ana Okonjo", "Ben Okonjo")):
        run = night.plan(f"n/{number}")
        stage(night, run, "https://alpha.example/one", {"name": name}, text=f"Ferries run again. {number}")
        if not number:
            stage(night, run, "https://alpha.example/two", {"name": name}, text="Ferries run to Halmar.")
        night.publish(run)
    names = [row["name"] for row in night.fetch("select name from news.entities order by name")]
    assert names == ["Ada Okonjo", "Ben Okonjo"]
