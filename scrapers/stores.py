"""Where the archive's files are: a folder, or anything that fsspec reaches."""

import os
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Final, Protocol

WHOLE: Final = frozenset({"s3", "s3a", "gs", "gcs", "abfs", "az", "adl", "oss", "oci", "tos", "memory"})
"""Schemes of stores in which a file appears only when it is whole."""
PART: Final = ".part"
"""What the name of a file ends with while it is written to other stores."""


class ArchiveDamaged(RuntimeError):
    """A record is not what the database says it is; the message names file and offset."""


class ArchiveUnknown(RuntimeError):
    """The archive's address names no place that can be opened here; the message says why and what to do."""


Patch = tuple[int, bytes]
"""Where bytes go in a file, and the bytes."""


class Store(Protocol):
    """Where an archive's files are: a folder, or anything that fsspec reaches."""

    def read(self, file: str, offset: int, length: int) -> bytes:
        """Return bytes of a file."""

    def open_read(self, file: str) -> IO[bytes]:
        """Open a file for reading from its start."""

    def keep(self, source: Path, file: str) -> None:
        """Upload a finished file."""

    def files(self) -> Iterable[str]:
        """Yield the names of all WARC files."""

    def size(self, file: str) -> int:
        """Return a file's length in bytes; raise FileNotFoundError."""

    def overwrite(self, file: str, patches: Sequence[Patch]) -> None:
        """Put bytes in the place of as many, durably: all else keeps its place; again, the same."""

    def remove(self, file: str) -> None:
        """Delete a file; one that is not there is no error."""


@dataclass(frozen=True, slots=True)
class FolderStore:
    """An archive in a folder."""

    folder: Path

    def read(self, file: str, offset: int, length: int) -> bytes:
        """Return bytes of a file."""
        with self._path(file).open("rb") as opened:
            opened.seek(offset)
            return opened.read(length)

    def open_read(self, file: str) -> IO[bytes]:
        """Open a file for reading from its start."""
        return self._path(file).open("rb")

    def keep(self, source: Path, file: str) -> None:
        """Move a finished file into the folder."""
        target = self._path(file)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(source, target)

    def files(self) -> Iterable[str]:
        """Yield the names of all WARC files, parts of torn ones too; raise OSError without the folder."""
        if not self.folder.is_dir():
            raise NotADirectoryError(f"{self.folder} is no folder")
        found = (path for end in ("", PART) for path in self.folder.rglob(f"*.warc.gz{end}"))
        return sorted(path.relative_to(self.folder).as_posix() for path in found)

    def size(self, file: str) -> int:
        """Return a file's length in bytes; raise FileNotFoundError."""
        return self._path(file).stat().st_size

    def overwrite(self, file: str, patches: Sequence[Patch]) -> None:
        """Put bytes in the place of as many; a crawl may be adding to the file's end meanwhile."""
        with self._path(file).open("r+b") as opened:
            write_patches(opened, patches)
            os.fsync(opened.fileno())

    def remove(self, file: str) -> None:
        """Delete a file, and its folder if that is empty now."""
        path = self._path(file)
        path.unlink(missing_ok=True)
        if path.parent != self.folder:
            with suppress(OSError):  # other files are in it, or it is gone
                path.parent.rmdir()

    def _path(self, file: str) -> Path:
        if PurePosixPath(file).is_absolute() or ".." in PurePosixPath(file).parts:
            raise ArchiveDamaged(f"{file!r} is no place inside the archive")
        return self.folder / file


class ObjectStore:
    """An archive behind an fsspec URL."""

    def __init__(self, url: str) -> None:
        import fsspec  # type: ignore[import-untyped]

        try:
            self._system, root = fsspec.core.url_to_fs(url)
        except (ValueError, ImportError) as error:  # no such scheme, or its package is not installed
            raise ArchiveUnknown(
                f"the archive {url} cannot be opened: {error}: set DATELINE_ARCHIVE_URL"
            ) from None
        self._root = str(root).rstrip("/")
        self._shows_only_whole = url.partition("://")[0] in WHOLE

    def read(self, file: str, offset: int, length: int) -> bytes:
        """Return bytes of a file."""
        return bytes(self._system.cat_file(f"{self._root}/{file}", start=offset, end=offset + length))

    def open_read(self, file: str) -> IO[bytes]:
        """Open a file for reading from its start."""
        opened: IO[bytes] = self._system.open(f"{self._root}/{file}", "rb")
        return opened

    def keep(self, source: Path, file: str) -> None:
        """Upload a finished file; one that was torn on the way never stands under its name."""
        target = f"{self._root}/{file}"
        first = target if self._shows_only_whole else target + PART
        with ExitStack() as on_failure:
            on_failure.callback(self._clear, first)
            self._system.makedirs(target.rpartition("/")[0], exist_ok=True)
            self._system.put_file(str(source), first)
            if first != target:
                self._system.mv(first, target)
            on_failure.pop_all()

    def _clear(self, path: str) -> None:
        """Remove what a torn upload left, if that can be.

        Each store's library has errors of its own for that, most often that nothing is there. Why the upload
        failed is what is raised; a part that stays is named by `archive verify` and removed by housekeeping.
        """
        with suppress(Exception):
            self._system.rm_file(path)

    def files(self) -> Iterable[str]:
        """Yield the names of all WARC files, parts of torn ones too."""
        paths = (str(path).removeprefix(self._root).lstrip("/") for path in self._system.find(self._root))
        return sorted(path for path in paths if path.removesuffix(PART).endswith(".warc.gz"))

    def size(self, file: str) -> int:
        """Return a file's length in bytes; raise FileNotFoundError."""
        return int(self._system.size(f"{self._root}/{file}"))

    def overwrite(self, file: str, patches: Sequence[Patch]) -> None:
        """Upload the file again with these bytes in it: it is the old one or the new one, never a half."""
        with tempfile.TemporaryDirectory(prefix="dateline-") as folder:
            copy = Path(folder) / "copy.warc.gz"
            self._system.get_file(f"{self._root}/{file}", str(copy))
            with copy.open("r+b") as opened:
                write_patches(opened, patches)
            self.keep(copy, file)

    def remove(self, file: str) -> None:
        """Delete a file; one that is not there is no error."""
        with suppress(FileNotFoundError):
            self._system.rm_file(f"{self._root}/{file}")


def write_patches(opened: IO[bytes], patches: Iterable[Patch]) -> None:
    """Write each piece at its place."""
    for offset, content in patches:
        opened.seek(offset)
        opened.write(content)
    opened.flush()


def open_store(archive: str) -> Store:
    """Return the store behind a folder path or an fsspec URL."""
    folder = local_folder(archive)
    return ObjectStore(archive) if folder is None else FolderStore(folder)


def local_folder(archive: str) -> Path | None:
    """Return the folder of a path or a file:// URL; None for object stores."""
    scheme, mark, rest = archive.partition("://")
    if not mark:
        return Path(archive)
    return Path(rest) if scheme == "file" else None
