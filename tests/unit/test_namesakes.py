"""Places of one name get ids of their own only where the text shows that another than the best known is meant."""

from transforms.entities import resolve_entities
from transforms.namesakes import tell_namesakes_apart
from transforms.records import Mention, Place


def resolve(text, *placed, method="after_comma"):
    """Return mentions and entities of a text; `placed` are (name, geonames id, country) in order."""
    mentions, places, end = [], [], 0
    for name, geonames_id, country in placed:
        start = text.index(name, end)
        end = start + len(name)
        mentions.append(Mention(start=start, end=end, text=name, label="GPE", kind="LOC"))
        places.append(
            Place(
                start=start,
                end=end,
                text=name,
                geonames_id=geonames_id,
                name=name,
                country=country,
                latitude=0.0,
                longitude=0.0,
                method=method,
            )
        )
    return tell_namesakes_apart(*resolve_entities(text, mentions), places)


def test_the_best_known_place_keeps_its_id_and_another_of_its_name_gets_one():
    alone = resolve("It rained in Paris.", ("Paris", 2988507, "FR"))
    (capital,), _ = alone
    (texan,), (entity,) = resolve("It rained in Paris, Texas.", ("Paris", 4717560, "US"))
    assert capital.entity_id != texan.entity_id
    assert (entity.name, entity.country, entity.method) == ("Paris", "US", "place")
    assert resolve("It rained in Paris.", ("Paris", 2988507, "FR"), method="population") == alone


def test_two_places_of_one_name_in_one_text_are_two_entities():
    mentions, entities = resolve(
        "From Paris, France, to Paris, Texas.", ("Paris", 2988507, "FR"), ("Paris", 4717560, "US")
    )
    assert [one.entity_id for one in mentions] == [one.entity_id for one in entities]
    assert len({one.entity_id for one in mentions}) == 2


def test_what_only_size_or_nearness_says_parts_nothing():
    _, (entity,) = resolve("It rained in Paris.", ("Paris", 4717560, "US"), method="population")
    assert entity.method == "name"
