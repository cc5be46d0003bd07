"""One extractor over a manifest of pages, in a process of its own: rows out, and what they cost.

Called by the benchmark `extraction` with the interpreter that has the extractor: it imports nothing else of ours.
"""

import gzip
import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

Row = dict[str, Any]
Extractor = Callable[[bytes, str | None], Row]


def main(tool: str, manifest: str, output: str, core: str) -> None:
    """Write one row a page; a page that a tool fails on has an empty one, and is counted."""
    os.sched_setaffinity(0, {int(core)})
    extract = TOOLS[tool]()
    folder = Path(manifest).parent
    pages = [json.loads(line) for line in Path(manifest).read_text(encoding="utf-8").split("\n") if line.strip()]
    seconds, failed = 0.0, 0
    with Path(output).open("w", encoding="utf-8") as rows:
        for number, page in enumerate(pages):
            body = gzip.decompress((folder / page["file"]).read_bytes())
            if number == 0:
                attempt(extract, body, page.get("url"))  # what is loaded at the first page is not counted
            started = time.perf_counter()
            row, error = attempt(extract, body, page.get("url"))
            seconds += time.perf_counter() - started
            failed += error
            rows.write(json.dumps({"id": page["id"], **row}) + "\n")
    [peak] = [line.split()[1] for line in Path("/proc/self/status").read_text().splitlines() if "VmHWM" in line]
    memory = int(peak) // 1024
    print(json.dumps({"pages": len(pages), "seconds": seconds, "failed": failed, "memory": memory}))


def attempt(extract: Extractor, body: bytes, url: str | None) -> tuple[Row, bool]:
    """Return a row and whether the tool failed; a peer may raise anything."""
    try:
        return extract(body, url), False
    except Exception:  # noqa: BLE001
        return {}, True


def open_dateline() -> Extractor:
    from dateline.commands.extract import make_row
    from transforms.extract import extract_article, load_libraries
    from transforms.records import Page

    load_libraries()

    def extract(body: bytes, url: str | None) -> Row:
        found = extract_article(Page(body=body, url=url, content_type="text/html; charset=utf-8"))
        return make_row("", found.article, None)

    return lambda body, url: {key: value for key, value in extract(body, url).items() if key != "id"}


def open_trafilatura() -> Extractor:
    from trafilatura import bare_extraction

    def extract(body: bytes, url: str | None) -> Row:
        page = body.decode("utf-8", "replace")
        found = bare_extraction(page, url=url, favor_precision=True, include_comments=False, with_metadata=True)
        authors = (found.author or "").split("; ") if found.author else []
        return {"text": found.text, "title": found.title, "authors": authors, "published_at": found.date,
                "tags": list(found.tags or ()), "image_url": found.image}  # fmt: skip

    return extract


def open_newspaper4k() -> Extractor:
    import newspaper

    def extract(body: bytes, url: str | None) -> Row:
        article = newspaper.Article(url or "https://example.org/", fetch_images=False)
        article.download(input_html=body.decode("utf-8", "replace"))
        article.parse()
        date = article.publish_date.isoformat() if article.publish_date else None
        return {"text": article.text, "title": article.title, "authors": article.authors, "published_at": date,
                "tags": sorted(article.tags or ()), "image_url": article.top_image or None}  # fmt: skip

    return extract


def open_news_please() -> Extractor:
    from newsplease import NewsPlease

    def extract(body: bytes, url: str | None) -> Row:
        found = NewsPlease.from_html(body.decode("utf-8", "replace"), url=url, fetch_images=False)
        date = found.date_publish.isoformat() if found.date_publish else None
        return {"text": found.maintext, "title": found.title, "authors": found.authors or [], "published_at": date,
                "image_url": found.image_url}  # fmt: skip

    return extract


def open_readability() -> Extractor:
    from lxml.html import fromstring
    from readability import Document

    def extract(body: bytes, _: str | None) -> Row:
        document = Document(body.decode("utf-8", "replace"))
        tree = fromstring(document.summary(html_partial=True))
        lines = [
            " ".join(block.text_content().split()) for block in tree.xpath("//p|//li|//h2|//h3|//blockquote|//td")
        ]
        return {"text": "\n".join(filter(None, lines)) or tree.text_content(), "title": document.short_title()}

    return extract


def open_resiliparse() -> Extractor:
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.html import HTMLTree

    def extract(body: bytes, _: str | None) -> Row:
        tree = HTMLTree.parse(body.decode("utf-8", "replace"))
        text = extract_plain_text(tree, main_content=True, alt_texts=False, links=False, comments=False)
        return {"text": text, "title": tree.title}

    return extract


TOOLS: dict[str, Callable[[], Extractor]] = {
    "dateline": open_dateline,
    "trafilatura": open_trafilatura,
    "newspaper4k": open_newspaper4k,
    "news-please": open_news_please,
    "readability-lxml": open_readability,
    "resiliparse": open_resiliparse,
}

if __name__ == "__main__":
    main(*sys.argv[1:])
