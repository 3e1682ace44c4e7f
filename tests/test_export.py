"""`grade export`: marks as platforms import them, by parsers that keep the platforms' documented rules."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.classroom.marks.counting import TOTAL, Attempt, Rules, days_late, marks_of, rounded
from grader.report.model import ChapterResult, Result, to_json
from tests.conftest import Grade, Run

DUE = datetime(2026, 5, 31, 23, 59, tzinfo=UTC)


def attempt(score: float, days: float | None = None, points: float = 20.0) -> Attempt:
    """An attempt, handed in so many days after the deadline."""
    return Attempt({TOTAL: (score, points)}, None if days is None else DUE + timedelta(days=days))


def mark(handed_in: Sequence[Attempt], **rules: object) -> str:
    """The mark as it is written."""
    return str(marks_of(handed_in, Rules(**{"deadline": DUE, **rules}), [TOTAL])[TOTAL])  # type: ignore[arg-type]


class TestMarks:
    def test_points_are_kept_unless_there_is_a_scale(self) -> None:
        assert mark([attempt(17.5)]) == "17.50"
        assert mark([attempt(17.5)], scale=100) == "87.50"
        assert mark([attempt(2, points=3)], scale=20) == "13.33"

    @pytest.mark.parametrize(
        ("score", "digits", "said"),
        [
            (2.675, 2, "2.68"),
            (0.125, 2, "0.13"),
            (0.5, 0, "1"),
            (1.005, 2, "1.01"),
            (2.5, 0, "3"),
            (19.995, 2, "20.00"),
        ],
    )
    def test_halves_are_rounded_upwards_on_the_number_as_it_is_written(
        self, score: float, digits: int, said: str
    ) -> None:
        assert mark([attempt(score)], digits=digits) == said

    def test_every_day_begun_after_the_deadline_costs(self) -> None:
        rules = Rules(DUE)
        assert [days_late(attempt(1, days), rules) for days in (None, -3, 0, 0.001, 1, 1.5)] == [0, 0, 0, 1, 1, 2]
        assert [mark([attempt(10, days)], late_per_day=10) for days in (None, 0, 0.1, 2, 30)] == [
            *("10.00", "10.00", "9.00", "8.00", "0.00")
        ]

    def test_a_students_own_deadline_goes_before_that_of_the_class(self) -> None:
        later = Attempt({TOTAL: (10.0, 20.0)}, DUE + timedelta(days=2), DUE + timedelta(days=3))
        assert mark([later], late_per_day=50) == "10.00"

    def test_the_best_attempt_counts_penalty_included_or_the_last(self) -> None:
        attempts = [attempt(12, -1), attempt(16, 1), attempt(9, -2)]
        assert mark(attempts, late_per_day=50) == "12.00"
        assert mark(attempts, late_per_day=10) == "14.40"
        assert mark(attempts, late_per_day=10, attempts="last") == "9.00"

    def test_who_handed_in_nothing_has_no_mark(self) -> None:
        assert marks_of([], Rules(), ["a"]) == {"a": None}

    @given(score=st.floats(0, 20), more=st.floats(0, 20), days=st.floats(-5, 40), late=st.floats(0, 100))
    def test_a_mark_stays_within_the_scale_and_more_points_never_cost(
        self, score: float, more: float, days: float, late: float
    ) -> None:
        one, other = sorted((score, more))
        rules = Rules(DUE, late, scale=100.0)
        low, high = (marks_of([attempt(points, days)], rules, [TOTAL])[TOTAL] for points in (one, other))
        assert low is not None
        assert high is not None
        assert 0 <= low <= high <= 100

    @given(st.decimals(-100, 100, places=6), st.integers(0, 2))
    def test_rounding_moves_a_mark_by_half_a_unit_at_most(self, number: Decimal, digits: int) -> None:
        assert abs(rounded(number, digits) - number) * 2 <= Decimal(1).scaleb(-digits)


def result(score: float, *more: float) -> Result:
    """A result of a few chapters of 20 points."""
    chapters = [
        ChapterResult(number, f"chapter{number:02}_name", "Title", points, 20.0, [])
        for number, points in enumerate((score, *more), 4)
    ]
    total = sum(chapter.score for chapter in chapters)
    return Result(1, "convgrade", 0, "landlock", "en", "exercises", total, 20.0 * len(chapters), chapters)


@dataclass
class Class:
    """A folder with results and tables."""

    path: Path
    grade: Grade

    def results(self, folder: str = "results", /, **scores: Any) -> Path:
        """A result file for each student, of one score or of one a chapter."""
        (self.path / folder).mkdir(exist_ok=True)
        for name, score in scores.items():
            points = score if isinstance(score, tuple) else (score,)
            (self.path / folder / f"{name}.json").write_bytes(to_json(result(*points)))
        return self.path / folder

    def table(self, name: str, text: str) -> Path:
        """A table in a file."""
        (self.path / name).write_bytes(text.encode())
        return self.path / name

    def export(self, platform: str, *arguments: str | Path) -> Run:
        """Run the command; the file is `out.csv`."""
        return self.grade("export", *arguments, "--to", platform, "-o", self.path / "out.csv")

    @property
    def written(self) -> bytes:
        """What was written."""
        return (self.path / "out.csv").read_bytes()

    @property
    def rows(self) -> list[dict[str, str]]:
        """What was written, as a table."""
        return list(csv.DictReader(io.StringIO(self.written.decode("utf-8-sig"), newline="")))


@pytest.fixture
def class_(tmp_path: Path, grade: Grade) -> Class:
    """A class without students."""
    return Class(tmp_path, grade)


ROSTER = """submission;id;username;email;last_name;first_name;submitted;deadline
alice;E1;alice7;alice@example.org;Martin;Alice;2026-06-01T12:00+00:00;
bob-2;E2;bob9;bob@example.org;Müller;Bob;2026-05-30T10:00+00:00;
bob-1;E2;bob9;bob@example.org;Müller;Bob;2026-05-20T10:00+00:00;
"""


def moodle_import(data: bytes, users: set[str], map_from: str) -> dict[str, dict[str, float]]:
    """Moodle's "Import grades from CSV": a column identifies the user, `-` and empty cells leave a grade alone."""
    table = list(csv.reader(io.StringIO(data.decode("utf-8"), newline="")))
    headings = table[0]
    assert len(set(headings)) == len(headings)
    place = headings.index(map_from)
    marks: dict[str, dict[str, float]] = {}
    for row in table[1:]:
        assert len(row) == len(headings)
        assert row[place] in users, f"User mapping error: {row[place]}"
        marks[row[place]] = {
            heading: float(cell) for heading, cell in zip(headings[5:], row[5:], strict=True) if cell not in {"-", ""}
        }
    return marks


def canvas_import(data: bytes) -> dict[str, dict[str, float]]:
    """Canvas's import: the five columns in their order, a row of possible points, a student by any of three ids."""
    table = list(csv.reader(io.StringIO(data.decode("utf-8"), newline="")))
    assert table[0][:5] == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]
    assert table[1][0].strip() == "Points Possible"
    assert not any(table[1][1:5])
    for row in table[2:]:
        assert any(row[1:4]), f"no student: {row[0]}"
    return {
        row[1] or row[2]: {name: float(cell) for name, cell in zip(table[0][5:], row[5:], strict=True) if cell}
        for row in table[2:]
    }


class TestMoodle:
    def test_marks_are_imported_for_the_students_that_moodle_knows(self, class_: Class) -> None:
        results = class_.results(alice=15.0, **{"bob-1": 12.0, "bob-2": 8.0})
        run = class_.export("moodle", results, "--students", class_.table("who.csv", ROSTER), "--assignment", "TP 4")
        assert (run.code, run.err) == (0, "")
        assert moodle_import(class_.written, {"E1", "E2"}, "ID number") == {
            "E1": {"TP 4 (/20)": 15.0},
            "E2": {"TP 4 (/20)": 12.0},
        }

    def test_lateness_and_the_last_attempt_change_the_export_and_no_result(self, class_: Class) -> None:
        results = class_.results(alice=15.0, **{"bob-1": 12.0, "bob-2": 8.0})
        before = {file: file.read_bytes() for file in results.iterdir()}
        table = class_.table("who.csv", ROSTER)
        late = ("--deadline", "2026-05-31T23:59+00:00", "--late-per-day", "10", "--attempts", "last", "--scale", "100")
        class_.export("moodle", results, "--students", table, *late)
        marks = moodle_import(class_.written, {"alice7", "bob9"}, "Username")
        assert marks == {"alice7": {"convgrade (/100)": 67.5}, "bob9": {"convgrade (/100)": 40.0}}
        assert {file: file.read_bytes() for file in results.iterdir()} == before

    @pytest.mark.parametrize(
        ("heading", "eol", "bom"), [("Grade", "\r\n", ""), ("Note", "\n", "\ufeff"), ("Bewertung", "\r\n", "\ufeff")]
    )
    def test_a_worksheet_is_filled_in_and_nothing_else_in_it_touched(
        self, class_: Class, heading: str, eol: str, bom: str
    ) -> None:
        head = f'Identifiant,"Nom complet","Adresse de courriel",Statut,{heading},"Note maximale","Peut être modifiée"'
        rows = [
            'Participant 11,"Alice Martin",ALICE@example.org,"Remis, en retard",,"20,00",Oui',
            'Participant 12,"Zoé Absente",zoe@example.org,"Pas de remise",,"20,00",Oui',
            'Participant 13,"Bob Müller",bob@example.org,Remis,"3,00","20,00",Oui',
        ]
        worksheet = class_.table("sheet.csv", bom + eol.join([head, *rows, ""]))
        results = class_.results(alice=15.5, **{"bob-1": 12.0, "bob-2": 8.0})
        table = class_.table("who.csv", ROSTER)
        run = class_.export("moodle", results, "--students", table, "--worksheet", worksheet)
        assert run.code == 0, run.err
        before, after = (
            list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
            for data in (worksheet.read_bytes(), class_.written)
        )
        assert [row[4] for row in after] == [heading, "15.5", "", "12"]
        assert [row[:4] + row[5:] for row in after] == [row[:4] + row[5:] for row in before]
        assert class_.written.startswith(bom.encode())
        assert class_.written.endswith(eol.encode())

    def test_an_id_that_is_a_number_is_not_taken_for_the_maximum_mark(self, class_: Class) -> None:
        worksheet = class_.table("sheet.csv", "Identifier,ID number,Grade,Maximum Grade\nP1,7,,20\nP2,20,,20\n")
        table = class_.table("who.csv", "submission,id\nann,20\n")
        class_.export("moodle", class_.results(ann=11.0), "--students", table, "--worksheet", worksheet)
        assert [row["Grade"] for row in class_.rows] == ["", "11"]

    def test_a_worksheet_whose_marks_cannot_be_found_says_which_columns_it_has(self, class_: Class) -> None:
        worksheet = class_.table("sheet.csv", "Tunniste,Arvosana\nP1,\n")
        results = class_.results(P1=11.0)
        run = class_.export("moodle", results, "--worksheet", worksheet)
        assert (run.code, "Tunniste, Arvosana" in run.err) == (2, True)
        assert class_.export("moodle", results, "--worksheet", worksheet, "--mark-column", "arvosana").code == 0
        assert class_.rows == [{"Tunniste": "P1", "Arvosana": "11"}]


GRADEBOOK = """Student,ID,SIS User ID,SIS Login ID,Section,Chapter 4 (1234)
    Points Possible,,,,,20
"Martin, Alice",501,E1,alice7,Group A,
"Müller, Bob",502,E2,bob9,"Group A, B",
"Student, Test",,,,Group A,
"""


class TestCanvas:
    def test_marks_go_to_the_students_of_the_gradebook_that_canvas_exported(self, class_: Class) -> None:
        results = class_.results(alice7=15.0, BOB9=12.5, stranger=3.0)
        table = class_.table("who.csv", "submission,username\nalice7,alice7\nBOB9,bob9\nstranger,nobody\n")
        gradebook = class_.table("canvas.csv", GRADEBOOK)
        options = ("--gradebook", gradebook, "--assignment", "Chapter 4 (1234)", "--students", table)
        run = class_.export("canvas", results, *options)
        assert run.code == 0
        assert "nobody is not in" in run.err
        assert canvas_import(class_.written) == {"501": {"Chapter 4 (1234)": 15.0}, "502": {"Chapter 4 (1234)": 12.5}}
        assert [row["Section"] for row in class_.rows[1:]] == ["Group A", "Group A, B"]

    def test_a_mark_for_each_chapter_is_a_column_each(self, class_: Class) -> None:
        results = class_.results(ann=(15.0, 10.0), ben=(8.0,))
        class_.export("canvas", results, "--per-chapter", "--scale", "100")
        assert canvas_import(class_.written) == {
            "ann": {"chapter04_name": 75.0, "chapter05_name": 50.0},
            "ben": {"chapter04_name": 40.0},
        }

    def test_what_is_no_gradebook_is_told(self, class_: Class) -> None:
        run = class_.export("canvas", class_.results(ann=1.0), "--gradebook", class_.table("x.csv", "Name\nAnn\n"))
        assert (run.code, "it has no column Student" in run.err) == (2, True)


class TestPlainTables:
    def test_a_table_has_a_row_a_student_and_what_marks_are_out_of(self, class_: Class) -> None:
        class_.export("csv", class_.results(ann=15.25, ben=0.0), "--digits", "1")
        assert [(row["id"], row["convgrade"], row["convgrade / max"]) for row in class_.rows] == [
            ("ann", "15.3", "20"),
            ("ben", "0", "20"),
        ]

    def test_the_same_name_in_two_folders_is_two_attempts(self, class_: Class) -> None:
        first, second = class_.results("first", ann=15.0, ben=3.0), class_.results("second", ann=11.0, ben=9.0)
        class_.export("csv", first, second)
        assert [row["convgrade"] for row in class_.rows] == ["15", "9"]
        class_.export("csv", first, second, "--attempts", "last")
        assert [row["convgrade"] for row in class_.rows] == ["11", "9"]

    def test_no_cell_is_a_formula(self, class_: Class) -> None:
        results = class_.results(**{"=cmd|'calc'!A1": 1.0, "+2": 2.0})
        class_.export("csv", results)
        assert all(row["id"].startswith("'") for row in class_.rows)

    def test_a_file_that_is_no_result_is_told_and_left_out(self, class_: Class) -> None:
        results = class_.results(ann=15.0)
        (results / "broken.json").write_text("{}")
        run = class_.export("csv", results)
        assert (run.code, "broken.json left out" in run.err, len(class_.rows)) == (1, True, 1)

    def test_a_batchs_folder_is_read_without_its_summary(self, class_: Class) -> None:
        class_.results(["batch", "students"][0])
        (class_.path / "batch/.convgrade-batch").touch()
        (class_.path / "batch/summary.json").write_text("{}")
        class_.results("batch/students", ann=4.0)
        assert class_.export("csv", class_.path / "batch").code == 0
        assert [row["id"] for row in class_.rows] == ["ann"]

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("name,id\nann,1\n", "nobody knows the column name"),
            ("id\n1\n", "no column `submission`"),
            ("submission,id\n,1\n", "line 2 does not say which submission"),
            ("submission,submitted\nann,yesterday\n", "line 2 has no time of the kind"),
        ],
    )
    def test_a_table_of_students_that_is_none_says_why(self, class_: Class, text: str, said: str) -> None:
        run = class_.export("csv", class_.results(ann=1.0), "--students", class_.table("who.csv", text))
        assert (run.code, said in run.err) == (2, True)

    @pytest.mark.parametrize(
        "options", [("--deadline", "soon"), ("--worksheet", "x"), ("--digits", "9"), ("--late-per-day", "101")]
    )
    def test_options_that_make_no_sense_are_usage_errors(self, class_: Class, options: tuple[str, str]) -> None:
        assert class_.export("csv", class_.results(ann=1.0), *options).code == 2

    def test_a_folder_without_results_is_a_usage_error(self, class_: Class) -> None:
        assert class_.export("csv", class_.results()).code == 2
        assert class_.export("csv", class_.path / "nowhere").code == 2
