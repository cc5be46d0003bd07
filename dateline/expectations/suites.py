"""The two suites: one expectation a line of reasoning, each fail or warn, each in words.

Types and arguments are Great Expectations' own; they are spelt as text, so that reading a suite does not
import the library. A measure that is null says that there is nothing to judge, and holds.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from transforms.records import Severity

BETWEEN: Final = "ExpectColumnValuesToBeBetween"
NOT_NULL: Final = "ExpectColumnValuesToNotBeNull"
ONE_OF: Final = "ExpectColumnValuesToBeInSet"
LIKE: Final = "ExpectColumnValuesToMatchRegex"


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """What must hold of one measured column: a failed `fail` holds rows back, a failed `warn` is only told."""

    name: str
    in_words: str
    severity: Severity
    column: str
    type: str
    arguments: Mapping[str, Any] = field(default_factory=dict)


ROWS: Final = (
    Expectation(
        name="title_present",
        in_words="The article has a title.",
        severity="fail",
        column="title_characters",
        type=NOT_NULL,
    ),
    Expectation(
        name="title_length",
        in_words="The title has 3 to 400 characters.",
        severity="fail",
        column="title_characters",
        type=BETWEEN,
        arguments={"min_value": 3, "max_value": 400},
    ),
    Expectation(
        name="title_is_of_the_article",
        in_words="The title is not the name or address of its source.",
        severity="fail",
        column="title_names_source",
        type=ONE_OF,
        arguments={"value_set": [False]},
    ),
    Expectation(
        name="text_length",
        in_words="The text has at least 80 characters.",
        severity="fail",
        column="text_characters",
        type=BETWEEN,
        arguments={"min_value": 80},
    ),
    Expectation(
        name="text_is_of_one_page",
        in_words="The same text is at no more than three addresses of its source in this run.",
        severity="fail",
        column="addresses_with_text",
        type=BETWEEN,
        arguments={"max_value": 3},
    ),
    Expectation(
        name="text_is_decoded",
        in_words="At most one character in a hundred of the text is a replacement character.",
        severity="fail",
        column="replacement_share",
        type=BETWEEN,
        arguments={"max_value": 0.01},
    ),
    Expectation(
        name="published_before_fetched",
        in_words="The article was published no later than a day after it was fetched.",
        severity="fail",
        column="hours_published_after_fetch",
        type=BETWEEN,
        arguments={"max_value": 24},
    ),
    Expectation(
        name="published_since_1990",
        in_words="The article was published in 1990 or later.",
        severity="fail",
        column="published_year",
        type=BETWEEN,
        arguments={"min_value": 1990},
    ),
    Expectation(
        name="language_code",
        in_words="The language is a code of two small letters.",
        severity="fail",
        column="language",
        type=LIKE,
        arguments={"regex": "^[a-z]{2}$"},
    ),
    Expectation(
        name="address_of_the_web",
        in_words="The address begins with http:// or https://.",
        severity="fail",
        column="address_of_web",
        type=ONE_OF,
        arguments={"value_set": [True]},
    ),
    Expectation(
        name="links_of_the_web",
        in_words="Canonical link and image, where there are any, begin with http:// or https://.",
        severity="fail",
        column="links_of_web",
        type=ONE_OF,
        arguments={"value_set": [True]},
    ),
    Expectation(
        name="mentions_in_text",
        in_words="Each mention's words stand in the text at its span.",
        severity="fail",
        column="mentions_elsewhere",
        type=BETWEEN,
        arguments={"max_value": 0},
    ),
    Expectation(
        name="published_known",
        in_words="The article has a published day.",
        severity="warn",
        column="published_year",
        type=NOT_NULL,
    ),
    Expectation(
        name="language_known",
        in_words="The article has a language.",
        severity="warn",
        column="language",
        type=NOT_NULL,
    ),
    Expectation(
        name="language_of_the_source",
        in_words="The language is one that its source publishes in.",
        severity="warn",
        column="language_expected",
        type=ONE_OF,
        arguments={"value_set": [True]},
    ),
    Expectation(
        name="text_is_whole",
        in_words="The text is not a stub before a paywall.",
        severity="warn",
        column="truncated",
        type=ONE_OF,
        arguments={"value_set": [False]},
    ),
    Expectation(
        name="text_is_no_book",
        in_words="The text has at most 300,000 characters.",
        severity="warn",
        column="text_characters",
        type=BETWEEN,
        arguments={"max_value": 300_000},
    ),
    Expectation(
        name="text_is_plain",
        in_words="The text holds no markup and no script.",
        severity="warn",
        column="text_has_markup",
        type=ONE_OF,
        arguments={"value_set": [False]},
    ),
    Expectation(
        name="authors_are_names",
        in_words="No author's name is longer than 100 characters.",
        severity="warn",
        column="longest_author",
        type=BETWEEN,
        arguments={"max_value": 100},
    ),
    Expectation(
        name="modified_after_published",
        in_words="The article was modified no earlier than a day before it was published.",
        severity="warn",
        column="hours_modified_before_published",
        type=BETWEEN,
        arguments={"max_value": 24},
    ),
    Expectation(
        name="analysed",
        in_words="The article was analysed, or it is said why not.",
        severity="warn",
        column="analysed",
        type=ONE_OF,
        arguments={"value_set": [True]},
    ),
)
"""Of each article on its way to publication; a failed `fail` quarantines the row."""

SOURCES: Final = (
    Expectation(
        name="dates_are_kept",
        in_words="The share of articles with a date has not fallen by more than half of all articles"
        " against the source's last 200 (judged from 10 articles on).",
        severity="fail",
        column="dated_share_lost",
        type=BETWEEN,
        arguments={"max_value": 0.5},
    ),
    Expectation(
        name="dates_are_found",
        in_words="Of a source with fewer than 10 published articles, at least one article in ten has a date"
        " (judged from 10 articles on; archives that are taken whole are not judged).",
        severity="fail",
        column="dated_share_of_new_source",
        type=BETWEEN,
        arguments={"min_value": 0.1},
    ),
    Expectation(
        name="texts_keep_their_length",
        in_words="The median article has at least a third of the words of the source's last 200"
        " (judged from 10 articles on).",
        severity="fail",
        column="words_kept",
        type=BETWEEN,
        arguments={"min_value": 1 / 3},
    ),
    Expectation(
        name="pages_are_articles",
        in_words="At most four pages in five are rejected or cannot be read (judged from 10 pages on; those in a"
        " language that the source's entry leaves out do not count).",
        severity="fail",
        column="rejected_share",
        type=BETWEEN,
        arguments={"max_value": 0.8},
    ),
    Expectation(
        name="most_pages_are_articles",
        in_words="At most half of the pages are rejected or cannot be read (judged from 10 pages on; those in a"
        " language that the source's entry leaves out do not count).",
        severity="warn",
        column="rejected_share",
        type=BETWEEN,
        arguments={"max_value": 0.5},
    ),
    Expectation(
        name="most_articles_are_dated",
        in_words="At least half of the articles have a date (judged from 10 articles on).",
        severity="warn",
        column="dated_share",
        type=BETWEEN,
        arguments={"min_value": 0.5},
    ),
    Expectation(
        name="texts_are_articles",
        in_words="The median article has at least 60 words (judged from 10 articles on).",
        severity="warn",
        column="median_words",
        type=BETWEEN,
        arguments={"min_value": 60},
    ),
    Expectation(
        name="mentions_are_found",
        in_words="At least half of the analysed articles mention somebody or something"
        " (judged from 10 articles on).",
        severity="warn",
        column="share_with_mentions",
        type=BETWEEN,
        arguments={"min_value": 0.5},
    ),
    Expectation(
        name="enough_articles",
        in_words="A look-back run's source has shown at least its expected minimum over its expected days.",
        severity="warn",
        column="found_above_minimum",
        type=BETWEEN,
        arguments={"min_value": 0},
    ),
    Expectation(
        name="not_too_many_articles",
        in_words="A look-back run's source has shown at most its expected maximum over its expected days.",
        severity="warn",
        column="found_above_maximum",
        type=BETWEEN,
        arguments={"max_value": 0},
    ),
)
"""Of one row a source; a failed `fail` is a collapse of quality and holds the whole source back."""
