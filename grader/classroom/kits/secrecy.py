"""The proof that an archive for students holds nothing secret: every file of it is searched, whatever its name.

Secret are the lines of solutions, references, mistakes, variants and oracles: those of function bodies, without
docstrings and comments, that compute something; byte code; paths of this machine; the secret of
a class.
"""

from __future__ import annotations

import ast
import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import reference
from grader.classroom.kits.archives import files_in

REFERENCE = Path(reference.__file__).parent
ROOT = REFERENCE.parent
SHORTEST = 16
"""Characters of a line that counts: shorter ones (`return result`) stand in anybody's code."""

COMMON = (":", "= []", "super().__init__()")
"""Ends of lines that compute nothing: what begins a block or a list, too, stands in anybody's code."""

BYTE_CODE = (".pyc", ".pyo", ".pyd", ".so")
PRIVATE = frozenset({"__pycache__", "reference", "solutions", "mistakes", "variants", ".git", ".venv"})
TEXT = re.compile(rb"[^\x00-\x08\x0e-\x1f]+")
BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"


class Leak(NamedTuple):
    """A file of an archive, the kind of secret found in it, and what it is."""

    file: str
    kind: str
    what: str


class Secrets(NamedTuple):
    """Lines of code by whose they are, and pieces of text that may stand nowhere."""

    lines: Mapping[str, str]
    pieces: Mapping[bytes, str]
    has_solutions: bool


def secrets(environment: Mapping[str, str]) -> Secrets:
    """What is secret here. Solutions are at hand in a checkout only."""
    lines: dict[str, str] = {}
    for file in sorted(REFERENCE.rglob("*.py")):
        lines |= dict.fromkeys(_body_lines(file.read_text("utf-8")), file.relative_to(ROOT).as_posix())
    solutions = sorted((ROOT / "solutions").glob("chapter*.py"))
    for file in solutions:
        lines |= dict.fromkeys(_solution_lines(file.read_text("utf-8")), file.relative_to(ROOT).as_posix())
    pieces = {
        os.fsencode(path): "path" for path in {str(ROOT), str(Path.home()), sys.prefix} if len(path) > len("/root")
    }
    if len(secret := environment.get("GRADE_SECRET", "")) >= len("secret"):
        pieces[secret.encode()] = "class secret"
    return Secrets(lines, pieces, bool(solutions))


def leaks(archive: Path, known: Secrets) -> list[Leak]:
    """Everything secret in an archive. `OSError` or an error of `zipfile` or `tarfile` for one that cannot be read."""
    found: list[Leak] = []
    for name, data in files_in(archive):
        found += _by_name(name)
        if data is None:
            found.append(Leak(name, "link", ""))
        else:
            found += _by_content(name, data, known)
    return found


def _by_name(name: str) -> Iterator[Leak]:
    parts = name.split("/")
    if name.startswith("/") or ".." in parts or "\\" in name:
        yield Leak(name, "odd name", "")
    if name.endswith(BYTE_CODE):
        yield Leak(name, "byte code", "")
    for part in PRIVATE.intersection(parts):
        yield Leak(name, "private folder", part)


def _by_content(name: str, data: bytes, known: Secrets) -> Iterator[Leak]:
    for piece, kind in known.pieces.items():
        if piece in data:
            yield Leak(name, kind, os.fsdecode(piece) if kind == "path" else "")
    if BEGIN.encode() in data and not name.endswith(".mo"):
        yield Leak(name, "solution marker", BEGIN)
    for line in dict.fromkeys(_lines_in(data)):
        if line in known.lines:
            yield Leak(name, known.lines[line], line)


def _lines_in(data: bytes) -> Iterable[str]:
    """The lines of the text in a file, and of the texts in one that is none."""
    for text in TEXT.findall(data):
        for line in text.decode("utf-8", "replace").splitlines():
            if len(stripped := line.strip()) >= SHORTEST:
                yield stripped


def _body_lines(source: str) -> Iterator[str]:
    """The lines of function bodies, without docstrings."""
    lines = source.splitlines()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, (ast.FunctionDef, ast.Lambda)):
            body = node.body if isinstance(node, ast.FunctionDef) else [ast.Expr(node.body)]
            statements = [one for one in body if not _is_docstring(one)]
            for statement in statements:
                first, last = _span(statement)
                yield from _long(lines[first - 1 : last])


def _span(statement: ast.stmt) -> tuple[int, int]:
    inner = statement.value if isinstance(statement, ast.Expr) and not hasattr(statement, "lineno") else statement
    return inner.lineno, inner.end_lineno or inner.lineno


def _is_docstring(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def _solution_lines(source: str) -> Iterator[str]:
    """The lines between the markers."""
    inside = False
    for line in source.splitlines():
        inside = (inside or BEGIN in line) and END not in line
        if inside:
            yield from _long([line])


def _long(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        stripped = line.strip()
        if len(stripped) >= SHORTEST and not stripped.startswith("#") and not stripped.endswith(COMMON):
            yield stripped
