"""Settings come from the environment, and the page on them names each one."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from dateline.settings import Settings, load_settings

PAGE = Path(__file__).parents[2] / "docs" / "settings.md"


def test_the_page_has_one_line_for_each_setting_with_its_own_words():
    lines = [line for line in PAGE.read_text().splitlines() if line.startswith("| `DATELINE_")]
    told = {line.split("`")[1]: line for line in lines}
    assert list(told) == [f"DATELINE_{name.upper()}" for name in Settings.model_fields]
    for name, field in Settings.model_fields.items():
        assert field.description in told[f"DATELINE_{name.upper()}"]


def test_lists_are_written_with_commas(monkeypatch):
    monkeypatch.setenv("DATELINE_SOURCES", "iria, kind:think_tank,")
    monkeypatch.setenv("DATELINE_DEMO_PORTS", "8711,8712,8713,8714")
    settings = load_settings()
    assert settings.sources == ("iria", "kind:think_tank")
    assert settings.demo_ports == (8711, 8712, 8713, 8714)


@pytest.mark.parametrize(("name", "value"), [("CRAWL_DEADLINE", "0"), ("MAX_BODY", "many"), ("DEMO_PORTS", "a")])
def test_values_that_mean_nothing_are_refused(monkeypatch, name, value):
    monkeypatch.setenv(f"DATELINE_{name}", value)
    with pytest.raises(ValidationError, match=name.lower()):
        load_settings()
