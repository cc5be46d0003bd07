"""Titles without the house's name, in a time that no title can make long."""

import pytest

from transforms.titles import strip_site

NAMES = {"harbourpost", "x", "harbourpostexample"}


@pytest.mark.parametrize(
    ("title", "stripped"),
    [
        ("Ferries sail again | Harbour Post", "Ferries sail again"),
        ("Harbour Post: no part of it", "Harbour Post: no part of it"),
        ("Harbour Post - Ferries sail again", "Ferries sail again"),
        ("Ferries sail again - Harbour Post | harbourpost.example", "Ferries sail again"),
        ("Ferries | Bridges | Harbour Post", "Ferries | Bridges"),
        ("Ferries sail - again", "Ferries sail - again"),
        ("Harbour Post", "Harbour Post"),
        ("", ""),
    ],
)
def test_the_parts_that_name_the_site_go(title, stripped):
    assert strip_site(title, NAMES) == stripped


def test_a_title_made_of_nothing_but_the_sites_name_neither_recurses_nor_takes_long():
    assert strip_site("A headline" + " | x" * 240, NAMES) == "A headline"
    assert len(strip_site("A headline" + " | x" * 400_000, NAMES)) <= 1000
    assert len(strip_site("x | " * 400_000 + "A headline", NAMES)) <= 1000
