"""Pages from files, for the two fixed commands: HTML (plain or gzipped), folders of it, WARC files, manifests."""

import gzip
import json
import re
import sys
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from dateline.errors import UserError
from dateline.inputs import LARGEST_PAGE, ArticleInput, PageInput, TextInput
from dateline.warcs import read_warc
from transforms.identity import host_of
from transforms.outcomes import Reason
from transforms.records import Page
from transforms.storable import replace_unstorable
from transforms.wording import describe_failure

HTML_ENDINGS: Final = (".html", ".htm", ".xhtml", ".html.gz", ".htm.gz")
WARC_ENDINGS: Final = (".warc", ".warc.gz")
KINDS: Final[Mapping[str, tuple[type, ...]]] = {
    "text or number": (str, int),
    "text": (str,),
    "text or null": (str, type(None)),
}
TEXT_KEYS: Final = {"id": "text or number", "text": "text", "language": "text or null"}
ARTICLE_KEYS: Final = {"id": "text or number", "text": "text", "title": "text or null"}
LANGUAGE_TAG: Final = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*")


def read_inputs(paths: Iterable[Path], url: str | None, damage: list[str]) -> Iterator[PageInput]:
    """Yield the pages of each path in order, a folder's files sorted; `url` is the address of a single HTML file.

    Raise UserError, before the first page, for a path that is missing or of no known kind. Damaged places of WARC
    files add a line each to `damage`.
    """
    if url is not None and host_of(url) is None:
        raise UserError(f"--url {url!r} is no web address: write it in full, as in https://example.org/a")
    files = [file for path in paths for file in list_files(path)]
    if url is not None and (len(files) != 1 or _is_warc(files[0])):
        raise UserError("--url names the address of one HTML file: give exactly one, and no WARC or folder")
    return _read_files(files, url, damage)


def list_files(path: Path) -> list[Path]:
    """Return the files that a path names; raise UserError if it is none, or a folder without pages."""
    if path.is_dir():
        found = sorted(file for file in path.rglob("*") if file.is_file() and _is_known(file))
        if not found:
            raise UserError(f"{path} holds no .html, .html.gz, .warc or .warc.gz file")
        return found
    if not path.is_file():
        raise UserError(f"{path} does not exist: give a WARC file, an HTML file or a folder of them")
    return [path]


def read_manifest(manifest: Path) -> Iterator[PageInput]:
    """Yield the manifest's pages in order; raise UserError, before the first page, naming the first bad line."""
    entries = [_check_entry(manifest, number, line) for number, line in _read_lines(manifest)]
    return (read_html_file(file, page_id=page_id, url=url) for page_id, file, url in entries)


def read_texts(path: Path) -> list[TextInput]:
    """Return the texts of a JSONL file; raise UserError naming the first line that is not one."""
    return [_check_text(path, number, line) for number, line in _read_lines(path)]


def read_articles(path: Path) -> list[ArticleInput]:
    """Return the articles of a JSONL file; raise UserError naming the first line that is none or repeats an id."""
    lines = _read_lines(path)
    articles = [_check_article(path, number, line) for number, line in lines]
    _check_twins(path, lines)
    return articles


def is_dash(path: Path | None) -> bool:
    """Whether a path is `-`: standard input or output."""
    return path is not None and str(path) == "-"


def name_input(path: Path) -> str:
    """Return how messages call a file."""
    return "standard input" if is_dash(path) else str(path)


def read_html_file(file: Path, *, page_id: str, url: str | None) -> PageInput:
    """Read one HTML file, gzipped or not; a file that cannot be read gives a problem, not an error."""
    try:
        body = _read_bytes(file)
    except (OSError, EOFError, zlib.error):  # gone, unreadable, or a torn or false gzip file
        return PageInput(page_id=page_id, url=url, page=None, problem=Reason.UNREADABLE)
    if len(body) > LARGEST_PAGE:
        return PageInput(page_id=page_id, url=url, page=None, problem=Reason.TOO_LARGE)
    return PageInput(page_id=page_id, url=url, page=Page(body=body, url=url))


def _read_files(files: list[Path], url: str | None, damage: list[str]) -> Iterator[PageInput]:
    for file in files:
        if _is_warc(file):
            yield from read_warc(file, damage)
        else:
            yield read_html_file(file, page_id=file.as_posix(), url=url)


def _read_bytes(file: Path) -> bytes:
    """Read at most one byte more than the largest page, decompressed."""
    with file.open("rb") as stream:
        is_gzip = stream.read(2) == b"\x1f\x8b"
        stream.seek(0)
        if not is_gzip:
            return stream.read(LARGEST_PAGE + 1)
        with gzip.open(stream) as unpacked:
            return unpacked.read(LARGEST_PAGE + 1)


def _read_lines(path: Path) -> list[tuple[int, dict[str, Any]]]:
    """Return the JSON objects of a JSONL file with their line numbers; raise UserError for a bad line."""
    try:
        text = (
            sys.stdin.buffer.read().decode("utf-8-sig") if is_dash(path) else path.read_text(encoding="utf-8-sig")
        )
    except FileNotFoundError:
        raise UserError(f"{path} does not exist: give a file of JSON lines") from None
    except IsADirectoryError:
        raise UserError(f"{path} is a folder: give a file of JSON lines") from None
    except OSError as error:
        raise UserError(f"{path} cannot be read ({describe_failure(error)}): give a file of JSON lines") from None
    except UnicodeDecodeError:
        raise UserError(f"{name_input(path)} is not UTF-8 text: give a file of JSON lines") from None
    return [
        (number, _parse_line(path, number, line))
        for number, line in enumerate(text.split("\n"), 1)
        if line.strip()
    ]


def _parse_line(path: Path, number: int, line: str) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except ValueError as error:
        raise UserError(f"{name_input(path)}, line {number}: not JSON ({error})") from error
    except RecursionError:
        raise UserError(f"{name_input(path)}, line {number}: not JSON of one row (nested too deep)") from None
    if not isinstance(found, dict):
        raise UserError(f"{name_input(path)}, line {number}: {_name_type(found)}, not an object")
    return found


def _check_entry(manifest: Path, number: int, entry: dict[str, Any]) -> tuple[str, Path, str | None]:
    page_id, name, url = entry.get("id"), entry.get("file"), entry.get("url")
    if not isinstance(page_id, str) or not isinstance(name, str) or not isinstance(url, str | None):
        raise UserError(f"{manifest}, line {number}: needs `id` and `file` (text) and `url` (text or null)")
    file = manifest.parent / name
    if not file.is_file():
        raise UserError(f"{manifest}, line {number}: no file {file}")
    return page_id, file, url


def _check_text(path: Path, number: int, entry: dict[str, Any]) -> TextInput:
    _check_keys(path, number, entry, TEXT_KEYS)
    language = entry.get("language")
    if language and not LANGUAGE_TAG.fullmatch(language):
        raise UserError(
            f"{name_input(path)}, line {number}: `language` {language!r} is no ISO 639-1 code such as en"
        )
    return TextInput(
        text_id=entry["id"],
        text=replace_unstorable(entry["text"]),
        language=language,
        published_at=_check_time(path, number, entry),
    )


def _check_article(path: Path, number: int, entry: dict[str, Any]) -> ArticleInput:
    _check_keys(path, number, entry, ARTICLE_KEYS)
    return ArticleInput(
        text_id=entry["id"],
        title=replace_unstorable(entry.get("title") or ""),
        text=replace_unstorable(entry["text"]),
        published_at=_check_time(path, number, entry),
    )


def _check_keys(path: Path, number: int, entry: dict[str, Any], keys: Mapping[str, str]) -> None:
    """Raise UserError naming the first key that is missing, or whose value is of another kind than it says."""
    for key, kind in keys.items():
        value = entry.get(key)
        if not isinstance(value, bool) and isinstance(value, KINDS[kind]):
            continue
        fault = f"`{key}` is {_name_type(value)}, not {kind}" if key in entry else f"`{key}` is missing"
        needs = ", ".join(f"`{name}` ({wanted})" for name, wanted in keys.items())
        raise UserError(f"{name_input(path)}, line {number}: {fault}; a line needs {needs}")


def _check_time(path: Path, number: int, entry: dict[str, Any]) -> str | None:
    at: object = entry.get("published_at")
    if at is None:
        return None
    if not isinstance(at, str) or not _is_time(at):
        raise UserError(
            f"{name_input(path)}, line {number}: `published_at` is no ISO 8601 date or time,"
            " such as 2026-11-21T10:00:00Z"
        )
    return at


def _check_twins(path: Path, lines: Sequence[tuple[int, dict[str, Any]]]) -> None:
    """Raise UserError for the first line whose id an earlier one has: stories and copies are told by id."""
    seen: dict[tuple[type, object], int] = {}
    for number, entry in lines:
        key = type(entry["id"]), entry["id"]
        if key in seen:
            raise UserError(
                f"{name_input(path)}, line {number}: id {entry['id']!r} is that of line {seen[key]} too:"
                " give each article its own"
            )
        seen[key] = number


def _name_type(value: object) -> str:
    """Return what a JSON value is, in words."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, str):
        return "text"
    if isinstance(value, list):
        return "a list"
    return "an object" if isinstance(value, dict) else "a number"


def _is_time(words: str) -> bool:
    """Whether words are a time that has a place in the calendar in UTC too."""
    try:
        return datetime.fromisoformat(words).astimezone(UTC) is not None
    except (ValueError, OverflowError):
        return False


def _is_warc(file: Path) -> bool:
    return file.name.lower().endswith(WARC_ENDINGS)


def _is_known(file: Path) -> bool:
    return file.name.lower().endswith((*HTML_ENDINGS, *WARC_ENDINGS))
