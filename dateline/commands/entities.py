"""`dateline entities`: who is who across documents, and merges that can be undone."""

import getpass
from typing import Final

import click

from dateline.errors import UserError
from dateline.settings import load_settings
from dateline.stack.state import resolve_settings
from dateline.tables import make_console, print_table_with_texts
from sql.connection import Connection, Row, connect
from sql.entities import (
    find_entities,
    merge_entities,
    select_entities_named,
    select_merges,
    undo_merge,
)
from sql.errors import MergeRefused
from transforms.storable import replace_unstorable

FOUND: Final = ("name", "kind", "country", "role", "mentions", "articles", "first_day", "last_day")
"""What `find` shows of an entity."""


@click.group("entities")
def command() -> None:
    """Look up persons, organisations and places; merge two that are one, and split what was merged wrongly."""


@command.command("find", short_help="who has these words in a name")
@click.argument("words", nargs=-1, required=True)
def find(words: tuple[str, ...]) -> None:
    """List the entities with any of WORDS in their name or an alias, or of an id, the best first.

    Case and accents do not matter. What is merged counts together, and says into what it was merged.
    """
    name = replace_unstorable(" ".join(words))
    with open_database() as connection:
        found = find_entities(connection, name)
    if not found:
        raise UserError(f"no entity is named {name!r}: see `dateline report top_entities`")
    rows = [one | {"told": describe_entity(one)} for one in found]
    print_table_with_texts(make_console(), rows, FOUND, ["told"])


@command.command("merge", short_help="let one count as another")
@click.argument("one")
@click.argument("other")
@click.option("--because", required=True, help="Why the two are one, for the record.")
@click.option("--by", help="Who decides; the user's name if left out.")
def merge(one: str, other: str, because: str, by: str | None) -> None:
    """Let entity ONE count as entity OTHER in all views; each is an id, or a name that only one has."""
    reason = make_plain(because)
    if not reason:
        raise UserError("say why, for the record: --because 'a spelling of the same name'")
    with open_database() as connection:
        first, second = choose_entity(connection, one), choose_entity(connection, other)
        if first["entity_id"] == second["entity_id"]:
            raise UserError(f"{one!r} and {other!r} are the same entity already")
        if first["kind"] != second["kind"]:
            kinds = f"{first['name']} is {first['kind']}, {second['name']} is {second['kind']}"
            raise UserError(f"{kinds}: only two of a kind can be one")
        if first["merged_into"] is not None:
            raise UserError(
                f"{first['name']} is merged into {first['merged_into_name']} already: split that first"
            )
        if second["merged_into"] == first["entity_id"]:
            raise UserError(f"{second['name']} is merged into {first['name']} already: split that first")
        try:
            number = merge_entities(
                connection,
                entity_id=first["entity_id"],
                into_entity_id=second["entity_id"],
                because=reason,
                decided_by=make_plain(by or "") or getpass.getuser(),
            )
        except MergeRefused as error:
            raise UserError(str(error)) from None
    click.echo(
        f"merge {number}: {first['name']} counts as {second['name']}; "
        f"undo it with `dateline entities split {number}`"
    )


@command.command("split", short_help="undo a merge")
@click.argument("merge_id", metavar="MERGE", type=int)
def split(merge_id: int) -> None:
    """Undo the merge of that number: both entities stand for themselves again."""
    with open_database() as connection:
        if undo_merge(connection, merge_id) is None:
            raise UserError(f"there is no merge {merge_id} that still holds: see `dateline entities merges`")
    click.echo(f"merge {merge_id} is undone.")


@command.command("merges", short_help="what was merged, by whom and why")
@click.option(
    "--limit",
    "most",
    type=click.IntRange(min=1, max=1_000_000),
    default=50,
    show_default=True,
    help="At most so many.",
)
def merges(most: int) -> None:
    """List the merges, the last one first: number, what into what, who, when and why."""
    with open_database() as connection:
        rows = select_merges(connection, most)
    for row in rows:
        undone = f", undone {row['undone_at']:%Y-%m-%d %H:%M}" if row["undone_at"] else ""
        click.echo(
            f"{row['merge_id']}  {row['name']} -> {row['into_name']} ({row['kind']})"
            f"  {row['decided_by']} {row['decided_at']:%Y-%m-%d %H:%M}{undone}: {row['because']}"
        )
    if not rows:
        click.echo("No merges.")


def choose_entity(connection: Connection, words: str) -> Row:
    """Return the entity that an id or name means; raise UserError if none or several do."""
    found = select_entities_named(connection, words)
    if not found:
        raise UserError(f"no entity is named {words!r}: see `dateline report top_entities`")
    if len(found) > 1:
        listed = "; ".join(f"{one['entity_id']} ({one['kind']} {one['name']})" for one in found[:5])
        raise UserError(f"{words!r} is the name of {len(found)} entities: give one's id: {listed}")
    return found[0]


def make_plain(words: str) -> str:
    """Return words as one line that any terminal prints as it is."""
    return "".join(letter for letter in " ".join(replace_unstorable(words).split()) if letter.isprintable())


def describe_entity(one: Row) -> str:
    """Return what stands below an entity: its id, its other names, and what it is merged into."""
    parts = [str(one["entity_id"])]
    parts += [f"also {', '.join(one['aliases'])}"] if one["aliases"] else []
    parts += [f"merged into {one['merged_into_name']}, counted together"] if one["merged_into"] else []
    return "; ".join(parts)


def open_database() -> Connection:
    """Connect to the product's database."""
    return connect(resolve_settings(load_settings()).database, application="dateline entities", autocommit=True)
