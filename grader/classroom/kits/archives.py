"""Archives that are the same, byte for byte, whenever they are made: sorted, without times, owners or odd modes.

The same only for the same release of zlib, whose compression may differ between releases.
"""

from __future__ import annotations

import gzip
import io
import stat
import tarfile
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grader.classroom.kits.kit import Member

FIRST_DATE = (1980, 1, 1, 0, 0, 0)
"""The earliest that a zip knows."""

LEVEL = 9
SUFFIXES = (".zip", ".tar.gz", ".tgz")
PLAIN, RUNNABLE = 0o644, 0o755


def archived(members: Iterable[tuple[str, Member]], suffix: str) -> bytes:
    """A .zip, or a .tar.gz, of members under their full names."""
    ordered = sorted(members, key=lambda named: named[0])
    return _zip(ordered) if suffix == ".zip" else _tar(ordered)


def _zip(members: Iterable[tuple[str, Member]]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL) as archive:
        for name, member in members:
            about = zipfile.ZipInfo(name, FIRST_DATE)
            about.create_system = 3  # Unix, whose modes follow
            about.external_attr = (stat.S_IFREG | (RUNNABLE if member.runnable else PLAIN)) << 16
            archive.writestr(about, member.data, zipfile.ZIP_DEFLATED, LEVEL)
    return file.getvalue()


def _tar(members: Iterable[tuple[str, Member]]) -> bytes:
    file = io.BytesIO()
    with (
        gzip.GzipFile(filename="", fileobj=file, mode="wb", compresslevel=LEVEL, mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.USTAR_FORMAT) as archive,
    ):
        for name, member in members:
            about = tarfile.TarInfo(name)
            about.size, about.mode = len(member.data), RUNNABLE if member.runnable else PLAIN
            archive.addfile(about, io.BytesIO(member.data))
    return file.getvalue()


def files_in(path: Path) -> Iterator[tuple[str, bytes | None]]:
    """Names and bytes of what is in an archive; None for what is neither file nor folder."""
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            for info in archive.infolist():
                kind = stat.S_IFMT(info.external_attr >> 16)
                if not info.is_dir():
                    yield info.filename, archive.read(info) if kind in {0, stat.S_IFREG} else None
        return
    with tarfile.open(path) as packed:
        for member in packed:
            if not member.isdir():
                file = packed.extractfile(member) if member.isreg() else None
                yield member.name, file.read() if file else None
