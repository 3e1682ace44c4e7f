"""What a module's bytes must be, under which name it is imported, and why it cannot be graded."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

import msgspec

MAX_FILE_BYTES = 1 << 20
MAX_FILES = 64
MAX_TOTAL_BYTES = 16 << 20

Facts = dict[str, str | int | float]


class Unreadable(msgspec.Struct, frozen=True):
    """Why a file cannot be graded: a code and the facts of its sentence."""

    code: str
    facts: Facts = msgspec.field(default_factory=dict)


def checked_text(source: bytes, name: str) -> bytes | Unreadable:
    """The source, which is UTF-8 text and not empty; otherwise what it is."""
    facts: Facts = {"file": name}
    if source.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Unreadable("not_utf8", {**facts, "line": 1})
    if (position := source.find(b"\0")) >= 0:
        return Unreadable("nul_bytes", {**facts, "line": source.count(b"\n", 0, position) + 1})
    try:
        text = source.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return Unreadable("not_utf8", {**facts, "line": source.count(b"\n", 0, error.start) + 1})
    return source if text.strip() else Unreadable("empty_file", facts)


def module_name(path: str) -> str | None:
    """The name under which `part.py` or `package/part.py` is imported; None for any other path.

    In the form in which Python looks names up, whatever form the file system or the archive gave them.
    """
    *folders, file = path.split("/")
    stem, _, suffix = file.rpartition(".")
    if suffix != "py" or len(folders) > 1 or not all(name.isidentifier() for name in (*folders, stem)):
        return None
    names = folders if folders and stem == "__init__" else [*folders, stem]
    return unicodedata.normalize("NFKC", ".".join(names))


def sources_of(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Files beside a module, by the names under which it may import them.

    As in Python, a package goes before a module of its name, and a folder without `__init__.py` after it.
    """
    sources: dict[str, bytes] = {}
    for path in sorted(files, key=lambda path: (path.count("/"), path)):
        folder = path.rpartition("/")[0]
        shadowed = f"{folder}.py" in files and f"{folder}/__init__.py" not in files
        if (name := module_name(path)) and not shadowed:
            sources[name] = files[path]
    return sources


def misnamed(file: str, found: str) -> Unreadable:
    """The file was asked for, and one is there whose name differs only in case."""
    return Unreadable("misnamed_file", {"file": file, "found": found})
