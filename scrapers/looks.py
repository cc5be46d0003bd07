"""What a strategy saw, as it is written down and logged."""

import logging
from datetime import datetime

from scrapers.guards import shorten
from scrapers.orders import CrawlOrder
from sql.looks import StrategyLook
from transforms.outcomes import Reach, StrategyProblem
from transforms.records import Source, Strategy

log = logging.getLogger(__name__)


def lost_look(
    source: Source, strategy: Strategy, position: int, started: datetime, problem: StrategyProblem, detail: str
) -> StrategyLook:
    """Return the look of a strategy that saw nothing."""
    return StrategyLook(
        source_id=source.source_id,
        strategy=strategy.key,
        position=position,
        started_at=started,
        requests=0,
        entries=0,
        oldest_at=None,
        newest_at=None,
        listing_ended=False,
        reach=Reach.UNREACHABLE,
        problem=problem,
        detail=shorten(detail, 500),
        pruned={},
    )


def log_look(order: CrawlOrder, look: StrategyLook) -> None:
    """Say what a strategy saw, as a warning when somebody must act."""
    level = logging.WARNING if look.reach is Reach.UNREACHABLE else logging.INFO
    log.log(
        level,
        "event=looked run=%s source=%s step=crawl strategy=%s reach=%s entries=%d requests=%d "
        "problem=%s detail=%r",
        *(order.attempt.run_id, look.source_id, look.strategy, look.reach, look.entries, look.requests),
        *(look.problem, look.detail),
    )
