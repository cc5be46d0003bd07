"""The posts collection of a WordPress site (version 6.1), as far as a reader of articles needs it.

Known habits are kept: `after` and `before` are exclusive and mean the site's own time unless a zone is
written, `date` has no offset, `date_gmt` has no Z, titles are entity-coded, a page past the last is a 400.
"""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from dateline.demo.exchange import Request, Response, Site, read_positive
from dateline.demo.markup import code_wordpress
from dateline.demo.stories import Piece

JSON = "application/json; charset=UTF-8"
BOUNDS: dict[str, Callable[[datetime, datetime], bool]] = {
    "after": lambda moment, bound: moment > bound,
    "before": lambda moment, bound: moment < bound,
}


class BadParameter(ValueError):
    """A query parameter that WordPress refuses; the text is its name."""


def answer_posts(site: Site, request: Request, render: Callable[[Piece], str]) -> Response:
    """Answer one request for posts; `render` gives a post's HTML."""
    try:
        return _list_posts(site, request, render)
    except BadParameter as problem:
        return _refuse("rest_invalid_param", f"Invalid parameter(s): {problem}")


def _list_posts(site: Site, request: Request, render: Callable[[Piece], str]) -> Response:
    query = request.query
    size, page = read_positive(query.get("per_page"), 10), read_positive(query.get("page"), 1)
    if size is None or size > 100:
        raise BadParameter("per_page")
    if page is None:
        raise BadParameter("page")
    found = _order(_select(site, request), request)
    pages = -(-len(found) // size)
    if page > max(pages, 1):
        message = "The page number requested is larger than the number of pages available."
        return _refuse("rest_post_invalid_page_number", message)
    fields = {field.split(".")[0] for field in query.get("_fields", "").split(",") if field}
    posts = [_write_post(site, piece, render, fields) for piece in found[(page - 1) * size : page * size]]
    totals = {"X-WP-Total": str(len(found)), "X-WP-TotalPages": str(pages)}
    headers = {**totals, **_write_links(site, request, page, pages)}
    return Response(body=json.dumps(posts), content_type=JSON, headers=headers)


def _select(site: Site, request: Request) -> list[Piece]:
    moments: dict[str, Callable[[Piece], datetime]] = {
        "": lambda piece: piece.filed_at,
        "modified_": lambda piece: piece.changed_at,
    }
    found = [piece for piece in site.pieces if request.query.get("slug", piece.slug) == piece.slug]
    for prefix, moment in moments.items():
        for side, holds in BOUNDS.items():
            bound = _read_moment(site, request, prefix + side)
            if bound is not None:
                found = [piece for piece in found if holds(moment(piece), bound)]
    return found


def _read_moment(site: Site, request: Request, name: str) -> datetime | None:
    written = request.query.get(name)
    if written is None:
        return None
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        raise BadParameter(name) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=site.outlet.zone)


def _order(found: list[Piece], request: Request) -> list[Piece]:
    keys: dict[str, Callable[[Piece], datetime | int]] = {
        "date": lambda piece: piece.filed_at,
        "modified": lambda piece: piece.changed_at,
        "id": lambda piece: piece.number,
    }
    key, order = keys.get(request.query.get("orderby", "date")), request.query.get("order", "desc")
    if key is None:
        raise BadParameter("orderby")
    if order not in ("asc", "desc"):
        raise BadParameter("order")
    return sorted(found, key=key, reverse=order == "desc")


def _write_post(site: Site, piece: Piece, render: Callable[[Piece], str], fields: set[str]) -> dict[str, Any]:
    local, changed = piece.filed_at.astimezone(site.outlet.zone), piece.changed_at
    post: dict[str, Any] = {
        "id": piece.number,
        "date": _write_naive(local),
        "date_gmt": _write_naive(local.astimezone(UTC)),
        "guid": {"rendered": site.url(f"/?p={piece.number}")},
        "modified": _write_naive(changed),
        "modified_gmt": _write_naive(changed.astimezone(UTC)),
        "slug": piece.slug,
        "status": "publish",
        "type": "post",
        "link": site.url(piece.path),
        "title": {"rendered": code_wordpress(piece.title)},
        "content": {"rendered": render(piece), "protected": False},
        "excerpt": {"rendered": f"<p>{code_wordpress(piece.summary)}</p>\n", "protected": False},
        "author": sum(map(ord, piece.authors[0])) % 97 + 1,
        "comment_status": "open",
        "format": "standard",
        "categories": [site.outlet.sections.index(piece.section) + 2],
        "tags": [],
    }
    return {name: value for name, value in post.items() if not fields or name in fields}


def _write_naive(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S")


def _write_links(site: Site, request: Request, page: int, pages: int) -> dict[str, str]:
    links = [
        f'<{site.url(request.path)}?page={number}>; rel="{relation}"'
        for relation, number in (("prev", page - 1), ("next", page + 1))
        if 1 <= number <= pages
    ]
    return {"Link": ", ".join(links)} if links else {}


def _refuse(code: str, message: str) -> Response:
    body = json.dumps({"code": code, "message": message, "data": {"status": 400}})
    return Response(body=body, status=400, content_type=JSON)
