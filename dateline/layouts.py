"""Which columns of a report view a terminal shows first, and what stands below each row; CSV and JSON have all."""

from typing import Final

SHOWN: Final = {
    "article_versions": "day source_id title version_no is_current changed words fetched_at url",
    "casualty_claims": "happened number group claimant claimant_side happened_on sources last_day event",
    "conflicting_claims": (
        "event happened group_class one_claimant one_number other_claimant other_number last_day numbers_disagree"
    ),
    "coverage": "day source_id expected_minimum reach found stored rejected quarantined deferred failed problem",
    "entity_cooccurrence": "one one_kind other other_kind articles sources first_day last_day",
    "entity_days": "day kind name articles mentions sources",
    "entity_timeline": "day kind name articles mentions sources articles_7_days first_day",
    "freshness": "source_id latest_day days_since_latest articles articles_last_week last_looked_at held_because",
    "funnel": "first_day last_day source_id outcome reason entries pruned run_id",
    "latest_articles": "day time_utc source_id title language words version_no url",
    "places": "name country latitude longitude articles mentions sources first_day last_day",
    "quarantine": "quarantine_id state source_id in_words title url",
    "quotes_by_speaker": "speaker role kind day source_id cue title",
    "reach": "last_day source_id way strategy reach problem entries pruned requests oldest_at detail",
    "run_summary": "run_id first_day last_day state stored updated unchanged rejected failed message",
    "source_health": "source_id state days_silent articles_on_day usual_on_day articles_28_days in_words",
    "stories": "headline first_day last_day sources reports copies source_ids",
    "story_timeline": "headline day part source_id title",
    "syndication": "day original_source_id copy_source_id hours_later method similarity original_title",
    "top_entities": "name kind articles mentions sources first_day last_day",
    "trending_entities": "day name kind articles sources articles_a_day_before rise is_new",
    "trials": "source_id worked tried_at last_worked_at entries detail",
    "url_trace": "at step event detail url run_id",
    "verdicts": "first_day last_day source_id severity success evaluated unexpected in_words",
}
"""Columns of the tables of wide views."""
BELOW: Final = {
    "casualty_claims": "sentence url",
    "conflicting_claims": "one_sentence one_url other_sentence other_url",
    "quotes_by_speaker": "words url",
}
"""Texts and addresses that stand in full below each row of a table."""
WITHOUT_DAY: Final = (
    "entity_cooccurrence freshness places quarantine reprocess_changes top_entities trials url_trace"
)
"""Views that --day, --from and --to are refused for: their rows are about no day, or about all of them."""
WITHOUT_SOURCE: Final = (
    "entity_cooccurrence entity_days entity_timeline places reprocess_changes run_summary top_entities"
    " trending_entities"
)
"""Views that --source is refused for."""


def list_words(words: str) -> str:
    """Return words as a list to be read: with commas."""
    return ", ".join(words.split())
