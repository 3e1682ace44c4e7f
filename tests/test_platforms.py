"""Marks for learning platforms: files that Moodle and Canvas read, rounded as they say, in which no formula hides."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.classroom.marks.platforms import StudentMarks, canvas_csv, moodle_csv, rounded

CHAPTERS = {"chapter01_images": 20.0, "chapter04_convolution": 20.0}
ADA = StudentMarks("a1", {"chapter01_images": 17.5, "chapter04_convolution": 20}, "Lovelace", "Ada", "ada@example.org")
LATE = StudentMarks("b2", {"chapter01_images": None}, canvas_id="77", username="bob", section="B")


def rows(file: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(file.decode(), newline="")))


def test_moodle_gets_a_mark_or_a_dash() -> None:
    assert rows(moodle_csv([ADA, LATE], CHAPTERS)) == [
        [
            *("ID number", "Username", "Last name", "First name", "Email address"),
            *("chapter01_images (/20)", "chapter04_convolution (/20)"),
        ],
        ["a1", "", "Lovelace", "Ada", "ada@example.org", "17.5", "20"],
        ["b2", "bob", "", "", "", "-", "-"],
    ]


def test_canvas_gets_its_columns_the_points_and_a_mark_or_nothing() -> None:
    assert rows(canvas_csv([ADA, LATE], CHAPTERS)) == [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "chapter01_images", "chapter04_convolution"],
        ["    Points Possible", "", "", "", "", "20", "20"],
        ["Lovelace, Ada", "", "a1", "", "", "17.5", "20"],
        ["b2", "77", "b2", "bob", "B", "", ""],
    ]


@pytest.mark.parametrize(
    ("mark", "written"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (20.0, "20"),
        (10.0, "10"),
        (0.005, "0.01"),
        (17.005, "17.01"),
        (2.675, "2.68"),
        (1e-9, "0"),
    ],
)
def test_halves_are_rounded_upwards_as_they_are_written(mark: float, written: str) -> None:
    assert rounded(mark) == written


@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "+1", "-1", "@SUM", "\t=1", "＝1", 'a","=1', "a\r\n=1"])
@pytest.mark.parametrize("write", [moodle_csv, canvas_csv])
def test_no_name_is_a_formula_or_another_cell(write: Callable[..., bytes], name: str) -> None:
    table = rows(write([StudentMarks(name, {}, name, name, name)], CHAPTERS))
    assert {len(row) for row in table} == {7}
    cells = [cell for row in table[1:] for cell in row if cell not in {"", "-", "20"}]
    assert not [cell for cell in cells if cell.lstrip().startswith(("=", "+", "-", "@", "＝"))]


@given(st.text(), st.floats(0, 20))
def test_every_name_and_mark_makes_a_file_of_rows_of_the_same_length(name: str, mark: float) -> None:
    table = rows(moodle_csv([StudentMarks(name, {"chapter01_images": mark}, last_name=name)], CHAPTERS))
    assert [len(row) for row in table] == [7, 7]
    assert abs(float(table[1][5]) - mark) <= 0.005 + 1e-12
