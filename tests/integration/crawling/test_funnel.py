"""What enters the funnel from a crawl: pairs of the closed list, whatever was left out on the way and why."""

import gzip
from contextlib import suppress
from datetime import UTC, datetime

from dateline.steps.settle import RunUnwell, settle_run
from scrapers.warc import Exchange, render_exchange, render_info
from transforms.outcomes import Outcome, Reach, Reason, check_outcome

AT = datetime(2026, 11, 21, 7, 8, 9, tzinfo=UTC)


def record(path, content_type="text/html", *, coding="identity"):
    exchange = Exchange(
        url=f"https://pages.example/{path}",
        fetched_at=AT,
        status=200,
        headers=(("Content-Type", content_type), ("X-Content-Coding", coding)),
        body=b"<html>x</html>",
    )
    plain = gzip.decompress(render_exchange(exchange)[0])
    return gzip.compress(plain.replace(b"X-Content-Coding:", b"Content-Encoding:"))


def settle(crawl):
    with suppress(RunUnwell):
        settle_run(crawl.settings, run_id="command/one", task_states={})
    return crawl.rows("select source_id, outcome, reason, entries, pruned from quality.funnel order by 1, 2, 3, 5")


def test_every_pair_is_of_the_closed_list(crawl, site, tmp_path):
    crawl.configure(url_budget=2, max_body=3000)
    crawl.source("large", site)
    for number in range(6):
        site.article(f"/{number}", text="x" * (9000 if number == 0 else 9))
    site.list("https://elsewhere.example/a")
    archive = tmp_path / "pages.warc.gz"
    archive.write_bytes(
        render_info("pages.warc.gz") + record("a") + record("picture", "image/png") + record("coded", coding="br")
    )
    crawl.source("pages", site, discovery=f'[{{strategy: warc, url: "{archive}"}}]')
    crawl.run()
    rows = settle(crawl)
    for row in rows:
        if row["outcome"] not in set(Reach):
            check_outcome(Outcome(row["outcome"]), Reason(row["reason"]) if row["reason"] else None)
    pruned = {(row["source_id"], row["outcome"], row["reason"], row["entries"]) for row in rows if row["pruned"]}
    assert pruned == {
        ("large", "deferred", "budget", 2),
        ("large", "skipped", "excluded", 1),
        ("large", "skipped", "outside_window", 1),
        ("pages", "failed", "bad_encoding", 1),
        ("pages", "rejected", "not_html", 1),
    }
    [large] = crawl.rows(
        "select urls, deferred, failed, pruned from report.run_summary where run_id = 'command/one'"
    )
    assert large["urls"] == sum(row["entries"] for row in rows if not row["pruned"])
    assert large["pruned"] == sum(row["entries"] for row in rows if row["pruned"])
    by_outcome = {"deferred": 0, "failed": 0}
    for row in rows:
        if not row["pruned"] and row["outcome"] in by_outcome:
            by_outcome[row["outcome"]] += row["entries"]
    assert {name: large[name] for name in by_outcome} == by_outcome
