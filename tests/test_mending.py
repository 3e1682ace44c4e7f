"""What is left of a notebook that was handed in: code and text, and nothing that a teacher's browser acts on."""

from __future__ import annotations

import re
from typing import Any

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbconvert.exporters import HTMLExporter
from nbgrader.nbgraderformat import MetadataValidator

from grader.classroom.notebooks.mending import SourceCell, mended, unreadable
from tests.notebooks import code, own

SOURCES = [
    SourceCell("setup", "code", "import numpy as np", "s" * 32, locked=True, solution=False, task=False, points=None),
    SourceCell("area", "code", "def area(): ...", "a" * 32, locked=False, solution=True, task=False, points=None),
    SourceCell("test_area", "code", "check()", "t" * 32, locked=True, solution=False, task=False, points=3.0),
    SourceCell("essay", "markdown", "Write.", "e" * 32, locked=False, solution=True, task=False, points=2.0),
]
"""A source as the gradebook has it."""

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=10) | st.sampled_from(["code", "markdown", "area"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["cell_type", "source", "metadata", "nbgrader", "grade_id", "attachments", "points"]),
            inner,
            max_size=5,
        )
    ),
    max_leaves=15,
)


@given(st.lists(values, max_size=6))
def test_whatever_was_handed_in_becomes_a_valid_notebook_with_every_cell_of_the_source_once(cells: list[Any]) -> None:
    found = mended({"cells": cells}, SOURCES)
    nbformat.validate(found)
    MetadataValidator().validate_nb(found)
    named = [cell.metadata.nbgrader for cell in found.cells if "nbgrader" in cell.metadata]
    assert sorted(facts["grade_id"] for facts in named) == sorted(source.name for source in SOURCES)
    assert {facts["grade_id"]: facts.get("points") for facts in named} == {one.name: one.points for one in SOURCES}


def test_mending_twice_changes_nothing_more() -> None:
    cells = [code("x = 1"), own("area", "def area():\n    return 1"), {"cell_type": "markdown", "source": "a <b> c"}]
    once = mended({"cells": cells}, SOURCES)
    assert mended(once, SOURCES) == once


def test_missing_cells_are_put_back_after_the_one_that_they_follow() -> None:
    found = mended({"cells": [code("# mine"), own("area", "x"), code("# mine too")]}, SOURCES)
    order = [cell.metadata.get("nbgrader", {}).get("grade_id", cell.source) for cell in found.cells]
    assert order == ["setup", "# mine", "area", "test_area", "essay", "# mine too"]


def test_what_could_not_be_read_says_why() -> None:
    assert unreadable("no JSON", SOURCES).metadata["convgrade"] == "no JSON"
    assert "convgrade" not in mended({"cells": [], "metadata": {"convgrade": "forged"}}, SOURCES).metadata


@pytest.mark.parametrize(
    "text",
    [
        "<script>act()</script>",
        "<img src=x onerror=act()>",
        "<svg/onload=act()>",
        "[a](javascript:act())",
        "[a](JaVaScRiPt:act())",
        "[a](java&#115;cript:act())",
        "[a](javascript&colon;act())",
        "[a](javascript\\:act())",
        "[a](<java\tscript:act()>)",
        "[a]: javascript:act()\n\n[a]",
        "<javascript:act()>",
        "![a](vbscript:act())",
        "[a](data:text/html;base64,aaaa)",
    ],
)
def test_text_acts_on_nobody(text: str) -> None:
    found = mended({"cells": [{"cell_type": "markdown", "source": text, "metadata": {}}]}, [])
    page, _ = HTMLExporter(template_name="basic").from_notebook_node(found)  # type: ignore[no-untyped-call]
    assert not re.search(r"<(script|img|svg)", page)
    assert not re.search(r'(href|src)="\s*(javascript|vbscript|data):', page)


def test_pictures_and_formulas_stay() -> None:
    text = "$a < b$ ![a](data:image/png;base64,aaaa) ![b](attachment:b.png)"
    cell = {"cell_type": "markdown", "source": text, "metadata": {}, "attachments": {"b.png": {"image/png": "aaaa"}}}
    found = mended({"cells": [cell]}, [])
    assert found.cells[0].source == text
    assert found.cells[0].attachments == {"b.png": {"image/png": "aaaa"}}
