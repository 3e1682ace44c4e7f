"""Worker's side: what of a notebook's cells is graded, as statements of a module. Nothing of them is run.

The source of this module is sent to a confined worker, since parsing a stranger's code can exhaust memory or stack. It
therefore imports nothing of ours.

An exercise's own cell, the last one of its name, is taken whole. Of other cells only definitions are taken (functions,
classes, imports, assignments), and of these only what the exercises need, by name, in turn: the last definition wins,
as in a kernel that runs the notebook from top to bottom. So a plot, a print or an installation costs nothing.

Lines of IPython's that stand alone (`%matplotlib inline`, `!pip install`, `np.sum?`) are left out. A cell that cannot
be read without them (`files = !ls`, `%%bash`) costs the exercise that it belongs to.
"""

from __future__ import annotations

import ast
import re
import symtable
import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

PYTHON_MAGICS = frozenset({"%%time", "%%capture", "%%prun"})
"""Magics of whole cells below which Python stands."""

MAGIC_LINE = re.compile(r"\s*(?:[%!?]|[\w.\[\]]+\s*\?\??\s*$)")
MAGIC_VALUE = re.compile(r"[^=#]*=\s*[%!]")
MOST_MAGICS = 100
NO_TEXT = "it holds characters that are no text"
TOO_DEEP = "it is nested too deeply"

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Import | ast.ImportFrom


@dataclass(frozen=True, slots=True)
class Cell:
    """A code cell: how it is called in messages, its exercise if it belongs to one, its source."""

    label: str
    exercise: str
    source: str


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement of a cell: line and text; what it defines, if that is all it does.

    `is_whole` is an `import` of modules: several of one package may serve the same name.
    """

    line: int
    text: str
    names: tuple[str, ...] = ()
    is_import: bool = False
    is_whole: bool = False
    is_star: bool = False
    is_future: bool = False
    is_assignment: bool = False


class UnreadableCellError(Exception):
    """A cell that is no Python: `code` is `syntax_error` or `cell_magic`, at a line of the cell."""

    def __init__(self, code: str, message: str, line: int) -> None:
        super().__init__(message)
        self.code, self.message, self.line = code, message, line


@dataclass(slots=True)
class _Picking:
    """Statements by cell: all of an exercise's own cell, of others those that are picked as they are needed."""

    cells: Sequence[Cell]
    statements: dict[int, list[Statement]]
    picked: dict[int, set[int]] = field(default_factory=dict)

    def pick(self, names: Iterable[str], own: Iterable[int]) -> None:
        """Pick all of the exercises' own cells, and of the others what these and the names need."""
        wanted = list(names)
        for number in own:
            self.picked[number] = set(range(len(self.statements[number])))
            wanted += _needs(
                "\n".join(statement.text for statement in self.statements[number] if not statement.is_future)
            )
        places = self._places()
        seen: set[str] = set()
        for number, position in [*self._always()]:
            self._add(number, position, wanted)
        while wanted:
            if (name := wanted.pop()) in seen:
                continue
            seen.add(name)
            for number, position in places.get(name, ()):
                self._add(number, position, wanted)

    def _add(self, number: int, position: int, wanted: list[str]) -> None:
        if position not in self.picked.setdefault(number, set()):
            self.picked[number].add(position)
            if not self.statements[number][position].is_future:
                wanted += _needs(self.statements[number][position].text)

    def _places(self) -> dict[str, list[tuple[int, int]]]:
        """Where other cells define a name that no exercise's own cell does: at last, or wherever it is imported."""
        own = {
            name
            for number in self.picked
            for one in self.statements[number]
            if not one.is_import  # which may be too late for the cells above
            for name in one.names
        }
        places: dict[str, list[tuple[int, int]]] = {}
        for number, statements in self.statements.items():
            if number in self.picked:
                continue
            for position, statement in enumerate(statements):
                for name in statement.names:
                    if name in own:
                        continue
                    before = places.get(name, [])
                    kept = [place for place in before if statement.is_whole and self._at(place).is_whole]
                    places[name] = [*kept, (number, position)]
        return places

    def _always(self) -> Iterator[tuple[int, int]]:
        """Imports that define nobody knows what."""
        for number, statements in self.statements.items():
            for position, statement in enumerate(statements):
                if statement.is_star or statement.is_future:
                    yield number, position

    def _at(self, place: tuple[int, int]) -> Statement:
        return self.statements[place[0]][place[1]]


def picked(cells: Sequence[Cell], exercises: Iterable[str]) -> dict[str, Any]:
    """What is graded of the cells of a notebook, in order, and which exercises' cells cannot be read.

    `parts` are cells, each `[label, exercise, statements]` with statements `[line, text, defines]`. Imports of cells
    that are no exercise's come first, as parts of their own, so that the order of cells does not matter to what they
    serve. `problems` are `[exercise, code, message, label, line]`.
    """
    asked = set(exercises)
    own = {cell.exercise: number for number, cell in enumerate(cells) if cell.exercise in asked}
    statements: dict[int, list[Statement]] = {}
    problems = []
    for number, cell in enumerate(cells):
        is_own = own.get(cell.exercise) == number
        try:
            statements[number] = list(_statements(cell.source, definitions_only=not is_own))
        except UnreadableCellError as error:
            if is_own:
                problems.append([cell.exercise, error.code, error.message, cell.label, error.line])
    picking = _Picking(cells, statements)
    picking.pick(asked, [number for number in own.values() if number in statements])
    return {"parts": list(_parts(picking, set(own.values()))), "problems": problems}


def _parts(picking: _Picking, own: set[int]) -> Iterator[list[Any]]:
    chosen = {
        number: [picking.statements[number][position] for position in sorted(positions)]
        for number, positions in sorted(picking.picked.items())
    }
    for turn in range(3):
        for number, statements in chosen.items():
            told = [
                [one.line, one.text, bool(one.names) and not one.is_assignment]
                for one in statements
                if turn == _turn(one, is_own=number in own)
            ]
            if told:
                cell = picking.cells[number]
                yield [cell.label, cell.exercise if number in own else "", told]


def _turn(statement: Statement, *, is_own: bool) -> int:
    """When a statement's turn is: imports from `__future__` come first in a module, then other cells' imports."""
    return 0 if statement.is_future else 1 if statement.is_import and not is_own else 2


def _statements(source: str, *, definitions_only: bool) -> Iterator[Statement]:
    """The statements of a cell; `UnreadableCellError` when it is none of Python's."""
    lines = source.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    tree = _parsed(lines)
    encoded = [line.encode() for line in lines]
    for node in tree.body:
        statement = _statement(node, encoded)
        if statement.names or statement.is_star or statement.is_future or not definitions_only:
            yield statement


def _parsed(lines: list[str]) -> ast.Module:
    """The cell's syntax tree; in `lines` what is IPython's is replaced by `pass`."""
    if (first := lines[0].strip()).startswith("%%"):
        if first.split()[0] not in PYTHON_MAGICS:
            raise UnreadableCellError("cell_magic", first, 1)
        lines[0] = "pass"
    for _ in range(MOST_MAGICS):
        source = "\n".join(lines)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                tree = ast.parse(source)
                compile(source, "cell", "exec", dont_inherit=True)
        except SyntaxError as error:
            number = error.lineno or 1
            line = lines[number - 1] if 0 < number <= len(lines) else ""
            if MAGIC_VALUE.match(line):
                raise UnreadableCellError("cell_magic", line.strip(), number) from error
            if not MAGIC_LINE.match(line):
                raise UnreadableCellError("syntax_error", error.msg, number) from error
            lines[number - 1] = f"{line[: len(line) - len(line.lstrip())]}pass"
        except ValueError as error:  # NUL bytes, half characters
            raise UnreadableCellError("syntax_error", NO_TEXT, 1) from error
        except (RecursionError, MemoryError) as error:
            raise UnreadableCellError("syntax_error", TOO_DEEP, 1) from error
        else:
            return tree
    raise UnreadableCellError("cell_magic", "%", 1)


def _statement(node: ast.stmt, lines: Sequence[bytes]) -> Statement:
    first, column = node.lineno, node.col_offset
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) and node.decorator_list:
        first = node.decorator_list[0].lineno  # the `@` stands at the beginning of its line
        column = 0
    last = node.end_lineno or first
    text = [*lines[first - 1 : last]]
    text[-1] = text[-1][: node.end_col_offset]
    text[0] = text[0][column:]
    return Statement(
        line=first,
        text=b"\n".join(text).decode(),
        names=tuple(_defined(node)),
        is_import=isinstance(node, (ast.Import, ast.ImportFrom)),
        is_whole=isinstance(node, ast.Import),
        is_star=isinstance(node, ast.ImportFrom) and node.names[0].name == "*",
        is_future=isinstance(node, ast.ImportFrom) and node.module == "__future__",
        is_assignment=isinstance(node, (ast.Assign, ast.AnnAssign)),
    )


def _defined(node: ast.stmt) -> Iterator[str]:
    """Names that a statement defines, if it does nothing else."""
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            yield node.name
        case ast.Import() | ast.ImportFrom():
            yield from (alias.asname or alias.name.partition(".")[0] for alias in node.names if alias.name != "*")
        case ast.Assign():
            targets = [name for target in node.targets for name in ast.walk(target)]
            if all(isinstance(target, (ast.Name, ast.Tuple, ast.List, ast.Store)) for target in targets):
                yield from (target.id for target in targets if isinstance(target, ast.Name))
        case ast.AnnAssign(target=ast.Name(id=name), value=value) if value is not None:
            yield name


def _needs(source: str) -> set[str]:
    """Names that a piece of a module takes from elsewhere in it, or from Python."""
    tables = [symtable.symtable(source, "cell", "exec")]
    needed: set[str] = set()
    while tables:
        table = tables.pop()
        is_module = table.get_type() == "module"
        needed.update(
            symbol.get_name()
            for symbol in table.get_symbols()
            if symbol.is_referenced() and (is_module or symbol.is_global())
        )
        tables += table.get_children()
    return needed
