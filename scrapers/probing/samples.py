"""One article of a source, fetched and read as the line would."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from scrapers.choices import KEPT_STATUSES
from scrapers.fetcher import Answer
from scrapers.probing.session import Looker
from scrapers.refusals import Refused
from transforms.extract import extract_article
from transforms.records import Candidate, Extraction, Page, Source

LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One article's page and what was read from it; `problem` says why there is nothing to read."""

    candidate: Candidate
    page: Page | None = None
    extraction: Extraction | None = None
    problem: str | None = None

    @property
    def answered(self) -> bool:
        """Whether there was a page to read."""
        return self.extraction is not None

    @property
    def fault(self) -> str | None:
        """Why it is no article, in words; None if it is one."""
        if self.extraction is None:
            return self.problem
        rejection = self.extraction.rejection
        return f"{rejection.reason}: {rejection.detail}" if rejection else None


def choose_candidates(candidates: Iterable[Candidate], *, most: int) -> list[Candidate]:
    """Return the newest candidates; those without a date come last, in their listing's order."""
    ordered = sorted(candidates, key=lambda one: one.published_at or one.modified_at or LONG_AGO, reverse=True)
    return ordered[:most]


async def fetch_sample(looker: Looker, source: Source, candidate: Candidate) -> Sample:
    """Fetch a candidate's page and read it."""
    try:
        answer = await looker.fetch(candidate.url)
    except Refused as refused:
        return Sample(candidate=candidate, problem=refused.detail)
    if answer.status not in KEPT_STATUSES:
        return Sample(candidate=candidate, problem=f"the site answered {answer.status}")
    page = make_page(answer, source, candidate)
    extraction = await asyncio.to_thread(extract_article, page)
    return Sample(candidate=candidate, page=page, extraction=extraction)


def make_page(answer: Answer, source: Source, candidate: Candidate) -> Page:
    """Return what extraction reads of an answer."""
    return Page(
        body=answer.body,
        url=answer.final_url,
        content_type=answer.headers.get("content-type"),
        fetched_at=answer.fetched_at,
        timezone=source.timezone,
        languages=source.languages,
        listed_published_at=candidate.published_at,
        listed_published_raw=candidate.published_raw,
        listed_title=candidate.title,
        overrides=source.overrides,
    )
