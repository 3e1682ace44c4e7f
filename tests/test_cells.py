"""What is graded of a notebook's cells: the exercises' own cells, what they need of others, and nothing else."""

from __future__ import annotations

import ast
import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.submission.cells import Cell, picked
from grader.submission.notebook import pick
from grader.submission.picked import NonsenseError, Picked, checked
from grader.submission.text import Unreadable
from tests.notebooks import Cell as NotebookCell
from tests.notebooks import code, notebook, own


def picked_of(*cells: NotebookCell, exercises: tuple[str, ...] = ("area", "volume")) -> Picked:
    """What is picked of a notebook of these cells."""
    found = checked(pick(_bytes(notebook(*cells)), exercises), "a.ipynb", exercises)
    assert isinstance(found, Picked)
    return found


def _bytes(found: Any) -> np.ndarray:
    return np.frombuffer(json.dumps(found).encode(), np.uint8)


def names(found: Picked, call: str = "") -> dict[str, Any]:
    """The names of the module, after a call."""
    space: dict[str, Any] = {}
    exec(found.source + call.encode(), space)  # noqa: S102 (our own sources)
    return space


class TestOfOtherCells:
    """Only what the exercises need is taken, by name, in turn."""

    def test_a_helper_is_taken_with_what_it_needs_itself(self) -> None:
        cells = (code("import math"), code("def helper(r):\n    return math.pi * r\n\nprint('hello')\nOTHER = 1"))
        found = picked_of(*cells, own("area", "def area(r):\n    return helper(r) * r"))
        assert names(found)["area"](2) == pytest.approx(12.566, abs=1e-3)
        assert "OTHER" not in names(found)

    def test_plots_prints_and_installations_are_left_out(self) -> None:
        noise = code("!pip install torch\n%matplotlib inline\nplt.plot([1])\nprint(1 / 0)\nfor i in range(3):\n    i")
        found = picked_of(noise, own("area", "def area(r):\n    return r"))
        assert [part.cell for part in found.parts] == ["area"]

    def test_the_last_definition_wins(self) -> None:
        cells = (code("def helper():\n    return 1"), code("def helper():\n    return 2"))
        assert names(picked_of(*cells, own("area", "def area():\n    return helper()")))["area"]() == 2

    def test_what_an_exercise_defines_itself_is_never_taken_from_elsewhere(self) -> None:
        found = picked_of(own("area", "def area():\n    return 1"), code("def area():\n    return 2"))
        assert names(found)["area"]() == 1

    def test_a_name_that_a_function_has_for_itself_is_none_that_it_needs(self) -> None:
        found = picked_of(code("output = 1 / 0"), own("area", "def area(r):\n    output = r\n    return output"))
        assert names(found)["area"](3) == 3

    def test_imports_come_first_wherever_they_stand(self) -> None:
        cells = (own("area", "def area(r: np.ndarray) -> np.ndarray:\n    return r"), code("import numpy as np"))
        assert "area" in names(picked_of(*cells))

    def test_an_import_of_an_exercises_own_does_not_take_it_from_those_above(self) -> None:
        cells = (code("import math"), own("area", "def area(r=math.pi):\n    return r"))
        found = picked_of(*cells, own("volume", "import math\n\ndef volume():\n    return math.pi"))
        assert names(found)["area"]() == names(found)["volume"]()

    def test_two_imports_of_one_package_both_serve(self) -> None:
        cells = (code("import xml.dom"), code("import xml.sax"))
        found = picked_of(*cells, own("area", "def area():\n    return xml.dom, xml.sax"))
        assert b"xml.dom" in found.source
        assert b"xml.sax" in found.source

    def test_an_import_from_the_future_comes_first_of_all(self) -> None:
        cells = (
            code("import math"),
            own("area", "from __future__ import annotations\n\ndef area(r: Nope):\n    return r"),
        )
        assert names(picked_of(*cells))["area"](1) == 1

    def test_a_function_in_an_unnamed_cell_counts_where_its_own_cell_is_gone(self) -> None:
        assert names(picked_of(code("def area():\n    return 7")))["area"]() == 7

    def test_the_cells_of_the_tests_are_never_taken(self) -> None:
        forged = code("def area():\n    return 1", grade_id="test_area", grade=True, solution=False, locked=True)
        assert picked_of(forged).parts == []


class TestOwnCells:
    """An exercise's own cell is taken whole."""

    def test_all_of_it_is_run(self) -> None:
        table = "TABLE = []\nfor i in range(3):\n    TABLE.append(i)\n\ndef area():\n    return TABLE"
        assert names(picked_of(own("area", table)))["area"]() == [0, 1, 2]

    def test_of_two_with_one_name_the_last_counts(self) -> None:
        found = picked_of(own("area", "def area():\n    return 1"), own("area", "def area():\n    return 2"))
        assert names(found)["area"]() == 2

    def test_one_that_was_turned_into_text_counts_as_code(self) -> None:
        found = picked_of({**own("area", "def area():\n    return 1"), "cell_type": "markdown"})
        assert names(found)["area"]() == 1

    @pytest.mark.parametrize("line", ["%timeit f()", "!ls", "?area", "area?", "    %time pass", "%%time"])
    def test_commands_of_ipython_that_stand_alone_are_left_out(self, line: str) -> None:
        before = "def area():\n    pass\n" if line.startswith("    ") else ""
        found = picked_of(own("area", f"{before}{line}\ndef area():\n    return 1"))
        assert names(found)["area"]() == 1
        assert found.problems == []

    def test_a_percent_sign_at_the_beginning_of_a_line_is_no_command_where_python_reads_it(self) -> None:
        found = picked_of(own("area", 'def area():\n    return ("%d"\n%\n5)\n\nTEXT = """\n%matplotlib inline\n"""'))
        assert names(found)["area"]() == "5"
        assert names(found)["TEXT"] == "\n%matplotlib inline\n"

    @pytest.mark.parametrize(
        ("source", "code", "line"),
        [
            ("x = 1\nfiles = !ls", "cell_magic", 2),
            ("%%bash\nls", "cell_magic", 1),
            ("def area():\n    return 1 +\n", "syntax_error", 2),
            ("return 1", "syntax_error", 1),
            ("x = 1\0", "syntax_error", 1),
            ("x = '\ud800'", "syntax_error", 1),
            ("x = " + "(" * 300 + ")" * 300, "syntax_error", 1),
            ("x = " + "-" * 100_000 + "1", "syntax_error", 1),
        ],
    )
    def test_one_that_is_no_python_costs_its_own_exercise_alone(self, source: str, code: str, line: int) -> None:
        found = picked_of(own("area", source), own("volume", "def volume():\n    return 1"))
        assert [(one.exercise, one.code, one.cell, one.line) for one in found.problems] == [
            ("area", code, "area", line)
        ]
        assert names(found)["volume"]() == 1

    def test_every_line_is_told_by_its_cell(self) -> None:
        cells = (
            code("# nothing\n\ndef helper():\n    a = 1\n    return a"),
            own("area", "\n\ndef area():\n    return helper()"),
        )
        found = picked_of(*cells)
        for number, line in enumerate(found.source.decode().splitlines(), 1):
            part, place = found.place(number) or (0, 0)
            source = cells[0 if found.parts[part].cell == "1" else 1]["source"]
            assert source.split("\n")[place - 1] == line
        assert found.place(100) is None


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{nope",
        b"[]",
        b"\x89PNG\0",
        b"[" * 100_000,
        b'{"cells": {}}',
        b'{"cells": 1, "nbformat": 4}',
        b"\xff\xfe{",
    ],
)
def test_what_is_no_notebook_is_told_as_such(data: bytes) -> None:
    found = checked(pick(np.frombuffer(data, np.uint8), ["area"]), "a.ipynb", ["area"])
    assert isinstance(found, Unreadable)
    assert found.code == "damaged_notebook"


def test_a_notebook_of_format_3_is_read() -> None:
    cell = {"cell_type": "code", "input": ["def area():\n", "    return 3"], "metadata": {}}
    found = pick(_bytes({"nbformat": 3, "worksheets": [{"cells": [cell]}]}), ["area"])
    picked_from = checked(found, "a.ipynb", ["area"])
    assert isinstance(picked_from, Picked)
    assert names(picked_from)["area"]() == 3


def test_more_code_than_a_notebook_has_is_refused() -> None:
    found = checked(pick(_bytes(notebook(code("#" * 600_000))), ["area"]), "a.ipynb", ["area"])
    assert isinstance(found, Unreadable)
    assert found.code == "huge_notebook"


KEYS = st.sampled_from(["cells", "source", "metadata", "nbgrader", "grade_id", "cell_type", "solution"])

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["cells", "source", "metadata", "nbgrader", "grade_id", "cell_type", "solution"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(st.lists(json_values, max_size=5))
def test_no_json_makes_it_stumble(cells: list[Any]) -> None:
    checked(pick(_bytes({"cells": cells}), ["area"]), "a.ipynb", ["area"])


@given(st.lists(st.text(st.sampled_from("def area():\n  return 1x=%!?@\\'\"#;\t"), max_size=30), max_size=4))
def test_whatever_is_picked_compiles(sources: list[str]) -> None:
    found = picked([Cell(str(number), "", source) for number, source in enumerate(sources)], ["area", "x"])
    ast.parse(checked_source(found))


def checked_source(found: dict[str, Any]) -> bytes:
    """The module of an answer."""
    told = checked(found, "a.ipynb", ["area", "x"])
    assert isinstance(told, Picked)
    return told.source


@pytest.mark.parametrize(
    "answer",
    [
        None,
        {"parts": [], "problems": [["other", "syntax_error", "", "x", 1]]},
        {"parts": [["a", "", [[0, "x", True]]]], "problems": []},
        {"parts": [["a", "other", [[1, "x", True]]]], "problems": []},
        {"parts": [], "problems": [["area", "passed", "", "x", 1]]},
        {"code": "passed", "reason": ""},
    ],
)
def test_an_answer_that_our_code_does_not_give_is_nonsense(answer: Any) -> None:
    with pytest.raises(NonsenseError):
        checked(answer, "a.ipynb", ["area"])
