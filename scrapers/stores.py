"""Where the archive's files are: a folder, or anything that fsspec reaches."""

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Protocol


class ArchiveDamaged(RuntimeError):
    """A record is not what the database says it is; the message names file and offset."""


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
        """Yield the names of all WARC files."""
        return sorted(path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*.warc.gz"))

    def _path(self, file: str) -> Path:
        if PurePosixPath(file).is_absolute() or ".." in PurePosixPath(file).parts:
            raise ArchiveDamaged(f"{file!r} is no place inside the archive")
        return self.folder / file


class ObjectStore:
    """An archive behind an fsspec URL."""

    def __init__(self, url: str) -> None:
        import fsspec  # type: ignore[import-untyped]

        self._system, root = fsspec.core.url_to_fs(url)
        self._root = str(root).rstrip("/")

    def read(self, file: str, offset: int, length: int) -> bytes:
        """Return bytes of a file."""
        return bytes(self._system.cat_file(f"{self._root}/{file}", start=offset, end=offset + length))

    def open_read(self, file: str) -> IO[bytes]:
        """Open a file for reading from its start."""
        opened: IO[bytes] = self._system.open(f"{self._root}/{file}", "rb")
        return opened

    def keep(self, source: Path, file: str) -> None:
        """Upload a finished file."""
        target = f"{self._root}/{file}"
        self._system.makedirs(target.rpartition("/")[0], exist_ok=True)
        self._system.put_file(str(source), target)

    def files(self) -> Iterable[str]:
        """Yield the names of all WARC files."""
        found = self._system.find(self._root)
        return sorted(
            path.removeprefix(self._root).lstrip("/") for path in map(str, found) if path.endswith(".warc.gz")
        )


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
