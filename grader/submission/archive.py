"""Worker's side: the modules of an archive, taken out in memory, nothing written.

The source of this module is sent to a confined worker, whose limits on time and memory bound whatever an archive may
do: a bomb, headers without end, a dictionary of gigabytes. It therefore imports nothing of ours. Formats: zip
(PKWARE's APPNOTE), tar (POSIX pax), the latter also compressed by gzip, bzip2 or xz.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import re
import stat
import tarfile
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import IO, Any, cast

import numpy as np

CHAPTER = re.compile(r"chapter\d+_\w+\.py", re.ASCII | re.IGNORECASE)
DRIVE = re.compile(r"[A-Za-z]:")
ODD = re.compile(r"[\\\x00-\x1f\x7f-\x9f]")
FOREIGN = frozenset({"__MACOSX", "__pycache__"})
SHOWN_NAMES = 5
SHOWN_LENGTH = 200
CHUNK = 1 << 16
MOST_ENDS = 100
ENCRYPTED = 1
UTF8_NAME = 1 << 11
OPENERS: dict[str, Callable[[IO[bytes]], Any]] = {
    "tar": lambda file: file,
    "gz": lambda file: gzip.GzipFile(fileobj=file),
    "bz2": bz2.BZ2File,
    "xz": lzma.LZMAFile,
}


class TooLargeError(Exception):
    """More than a limit allows; the message is its name."""


class DamagedError(Exception):
    """No archive, or no longer one; the message says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What an archive says of one of its entries. `kind` is `file`, `link`, `encrypted` or `other`."""

    name: str
    kind: str
    size: int
    read: Callable[[], bytes]


def unpack(data: np.ndarray, kind: str, limits: Mapping[str, int]) -> dict[str, Any]:
    """The modules in an archive, given as uint8, by path: uint8 too, or a list of a code and a reason.

    `found` are names of what else is there. An archive that cannot be read gives its `code` instead, and why. `limits`
    are `entries` to look at, `files` to take, `file_bytes`, `taken_bytes` in all, `unpacked_bytes` to decompress.
    """
    try:
        return _unpacked(data.tobytes(), kind, limits)
    except TooLargeError as error:
        return {"code": "huge_archive", "what": str(error)}
    except MemoryError:
        return {"code": "huge_archive", "what": "memory"}
    except Exception as error:  # noqa: BLE001 (whatever the standard library says of damaged data describes it)
        return {"code": "damaged_archive", "reason": _reason(error)}


def _unpacked(data: bytes, kind: str, limits: Mapping[str, int]) -> dict[str, Any]:
    listed: list[tuple[str | None, Entry]] = []
    for entry in _entries(data, kind, limits):
        if len(listed) == limits["entries"]:
            raise TooLargeError("entries")
        listed.append((path_of(entry.name), entry))
    chosen = wanted([path for path, entry in listed if path and entry.kind != "folder"])[: limits["files"]]
    modules: dict[str, Any] = {}
    left = limits["taken_bytes"]
    for entry in _entries(data, kind, limits):  # once more: a tar gives up what is in it only in passing
        path = path_of(entry.name)
        if path not in chosen or entry.kind == "folder":
            continue
        modules[path] = ["duplicate_entry", ""] if path in modules else _content(entry, limits["file_bytes"])
        left -= len(modules[path])
        if left < 0:
            raise TooLargeError("taken")
    others = (entry.name for path, entry in listed if entry.kind != "folder" and (path or "\\" in entry.name))
    names = sorted(others, key=_depth)
    return {"modules": modules, "found": [_shown(name) for name in names[:SHOWN_NAMES]]}


def path_of(name: str) -> str | None:
    """An entry's path, tidied; None for one that nobody means as a submission: up, absolute, hidden, unprintable."""
    if name.startswith("/") or DRIVE.match(name) or ODD.search(name):
        return None
    parts = [part for part in name.split("/") if part not in {"", "."}]
    if not parts or any(part.startswith(".") or part in FOREIGN for part in parts):
        return None
    return _shown("/".join(parts), None)


def wanted(paths: Sequence[str]) -> list[str]:
    """The modules to take: those beside a chapter's module and in packages there; the shallowest, chapters first."""
    homes = {_folder(path) for path in paths if CHAPTER.fullmatch(path.rpartition("/")[2])}
    modules = {
        path
        for path in paths
        if path.lower().endswith(".py") and (_folder(path) in homes or _folder(_folder(path)[:-1]) in homes)
    }
    return sorted(modules, key=lambda path: (path.count("/"), not CHAPTER.fullmatch(path.rpartition("/")[2]), path))


def _folder(path: str) -> str:
    """The part of a path up to its last slash."""
    return path[: path.rfind("/") + 1]


def _depth(name: str) -> tuple[int, str]:
    return name.count("/"), name


def _content(entry: Entry, limit: int) -> Any:
    """An entry's bytes, or why they are not to be had."""
    if entry.kind != "file":
        code = {"link": "link_in_archive", "encrypted": "encrypted_archive"}.get(entry.kind, "not_a_file")
        return [code, ""]
    if not 0 <= entry.size <= limit:
        return ["huge_file", ""]
    try:
        source = entry.read()
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 (as in `unpack`: one damaged entry spoils no other)
        return ["damaged_archive", _reason(error)]
    if len(source) != entry.size:
        return ["damaged_archive", f"{len(source)} of {entry.size} bytes"]
    return np.frombuffer(source, np.uint8)


def _entries(data: bytes, kind: str, limits: Mapping[str, int]) -> Iterator[Entry]:
    return _zip_entries(data) if kind == "zip" else _tar_entries(data, kind, limits["unpacked_bytes"])


def _zip_entries(data: bytes) -> Iterator[Entry]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for info in archive.infolist():
            mode = info.external_attr >> 16
            if info.is_dir():
                kind = "folder"
            elif stat.S_IFMT(mode) not in {0, stat.S_IFREG}:
                kind = "link" if stat.S_ISLNK(mode) else "other"
            else:
                kind = "encrypted" if info.flag_bits & ENCRYPTED else "file"

            def read(info: zipfile.ZipInfo = info) -> bytes:
                with archive.open(info) as file:
                    return file.read(info.file_size + 1)

            yield Entry(_zip_name(info), kind, info.file_size, read)


def _zip_name(info: zipfile.ZipInfo) -> str:
    """The name as it was meant: many write UTF-8 without saying so, which then looks like code page 437."""
    name = info.orig_filename  # not cut at a NUL
    if not info.flag_bits & UTF8_NAME:
        try:
            return name.encode("cp437").decode("utf-8")
        except UnicodeError:
            pass
    return name


class _Header(tarfile.TarInfo):
    """A header of which nothing damaged passes for the end of the archive."""

    @classmethod
    def fromtarfile(cls, archive: tarfile.TarFile) -> _Header:
        """The next header; `DamagedError` for one that is none."""
        try:
            return super().fromtarfile(archive)
        except tarfile.HeaderError as error:
            if type(error).__name__ in {"EOFHeaderError", "EmptyHeaderError"}:
                raise  # the end
            raise DamagedError(f"{error} (at byte {archive.offset})") from error


class _Bounded:
    """A stream that gives a limited number of bytes."""

    def __init__(self, file: IO[bytes], limit: int) -> None:
        self._file = file
        self._left = limit
        self._ends = 0

    def read(self, size: int) -> bytes:
        """The next bytes; none at the end, but not for as long as an entry may say that it goes on."""
        data = self._file.read(size)
        self._ends += not data
        if self._ends > MOST_ENDS:
            raise DamagedError("it ends in the middle of an entry")
        self._left -= len(data)
        if self._left < 0:
            raise TooLargeError("unpacked")
        return data


def _tar_entries(data: bytes, kind: str, limit: int) -> Iterator[Entry]:
    """The entries of a tar, read as a stream: it cannot go back, so that no header makes it go in circles."""
    stream = _Bounded(OPENERS[kind](io.BytesIO(data)), limit)
    with tarfile.open(fileobj=cast("IO[bytes]", stream), mode="r|", tarinfo=_Header, encoding="utf-8") as archive:
        for member in archive:
            if member.size < 0:
                raise DamagedError(f"an entry of {member.size} bytes")
            kinds = {"folder": member.isdir(), "link": member.issym() or member.islnk(), "file": member.isreg()}

            def read(member: tarfile.TarInfo = member) -> bytes:
                file = archive.extractfile(member)
                return file.read() if file else b""

            yield Entry(member.name, next((name for name, is_it in kinds.items() if is_it), "other"), member.size, read)
    while stream.read(CHUNK):  # the checksum of what was compressed is at its end
        pass


def _reason(error: Exception) -> str:
    return _shown(f"{type(error).__name__}: {error}" if str(error) else type(error).__name__)


def _shown(text: str, length: int | None = SHOWN_LENGTH) -> str:
    """Text that can be sent, whatever bytes it was read from."""
    return text[:length].encode("utf-8", "backslashreplace").decode()
