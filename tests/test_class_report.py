"""The report on a class: what it counts, what it writes and where, and that no name or file does any harm."""

from __future__ import annotations

import csv
import gc
import io
import os
import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from grader.cli.class_folder import MARK, ClassFolder, OccupiedError
from grader.cli.result_files import MOST_BYTES, files_below, students_of
from grader.report import class_csv, sentences
from grader.report.class_html import EXERCISES, INDEX, STUDENTS, exercise_page, index, student_page
from grader.report.class_summary import FULL_MARK, ClassSummary, Student, counted, counted_speeds, shares, summarise
from grader.report.histograms import HEIGHT, WIDTH, histogram
from grader.report.model import ChapterResult, CheckResult, ExerciseResult, Result, to_json
from tests.class_of_students import class_results
from tests.conftest import Grade
from tests.test_html_report import ACTING, Outline, said
from tests.test_terminal_report import GOLDEN, HOSTILE

FORMULA = re.compile(r"\s*[=+\-@\t\r＝＋－＠]")
NAMES = [
    HOSTILE,
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "=cmd('calc')",
    "\t=1+1",
    " \t",
    " @SUM(A1)",
    "../../etc/passwd",
    "\u202eevil\u2066",
    "\x1b[2J\x07",
    "\ud800",
    "a\r\n=1;=2,=3",
    'x";=1',
    "",
    ".",
    "x" * 1_000_000,
]


def students(names: Sequence[str]) -> list[Student]:
    """Students called so, as files of these names would be."""
    return [Student(name, f"{number:04}.html") for number, name in enumerate(names, 1)]


def summary_of(results: Sequence[Result]) -> ClassSummary:
    """The summary of results of students called s0, s1 and so on."""
    return summarise(zip(students([f"s{number}" for number in range(len(results))]), results, strict=True))


def small_class() -> ClassSummary:
    """Three students: one who did both chapters, one who did the first only, one whom the grader failed in part."""

    def chapter(number: int, score: float, status: str) -> ChapterResult:
        check = CheckResult("basic", "Basics", "numerical", "passed", score, 4.0)
        exercise = ExerciseResult("conv2d", "A layer", status, score, 4.0, [check])  # type: ignore[arg-type]
        points = 0.0 if status == "grader_error" else 4.0
        return ChapterResult(number, f"chapter{number:02}", "A chapter", score, points, [exercise])

    graded = [
        [chapter(4, 4.0, "passed"), chapter(6, 1.25, "partial")],
        [chapter(4, 0.0, "failed")],
        [chapter(6, 2.5, "partial"), chapter(4, 0.0, "grader_error")],
    ]
    results = []
    for chapters in graded:
        score, points = sum(chapter.score for chapter in chapters), sum(chapter.max_score for chapter in chapters)
        results.append(Result(1, "convgrade", 0, "landlock", "en", "x", score, points, chapters))
    return summarise(zip(students(["Zoé", "=HYPERLINK(1)", 'A "B"; C']), results, strict=True))


@st.composite
def results(draw: st.DrawFn) -> Result:
    """A result of up to three chapters with a few exercises each, some of which share their ids."""
    chapters = []
    for number in draw(st.lists(st.integers(1, 3), unique=True, max_size=3)):
        exercises = []
        for name in draw(st.lists(st.sampled_from("abc"), unique=True)):
            points = draw(st.floats(0, 10))
            ratio = draw(st.none() | st.floats(allow_nan=False))
            check = CheckResult(
                *(
                    "one",
                    "t",
                    "speed",
                    "failed",
                    0.0,
                    points,
                    "slow",
                    draw(st.none() | st.sampled_from(["m", "n"])),
                    "h",
                ),
                times={} if ratio is None else {"ratio": ratio},
            )
            status = draw(st.sampled_from(list(sentences.STATUSES)))
            score = draw(st.floats(0, points))
            exercises.append(ExerciseResult(name, "t", status, score, points, [check, check]))  # type: ignore[arg-type]
        score, points = (sum(getattr(one, part) for one in exercises) for part in ("score", "max_score"))
        chapters.append(ChapterResult(number, f"chapter{number}", "t", score, points, exercises))
    score, points = (sum(getattr(one, part) for one in chapters) for part in ("score", "max_score"))
    return Result(1, "convgrade", 0, "landlock", "en", "x", score, points, chapters)


class TestSummary:
    @given(st.lists(results(), max_size=8))
    def test_what_is_counted_adds_up_to_the_results(self, given: list[Result]) -> None:
        summary = summary_of(given)
        assert len(summary.rows) == len(given)
        unmarked = sum(result.max_score == 0 for result in given)
        assert sum(counted(shares(summary.points), FULL_MARK)) + unmarked == len(given)
        for chapter in summary.chapters:
            holding = [result for result in given if chapter.id in {one.id for one in result.chapters}]
            assert len(chapter.points) == len(holding)
            for exercise in chapter.exercises.values():
                found = [
                    one
                    for result in holding
                    for graded in result.chapters
                    for one in graded.exercises
                    if (graded.id, one.id) == (chapter.id, exercise.id)
                ]
                assert exercise.count == len(found)
                assert exercise.solved == sum(one.status == "passed" for one in found)
                assert len(exercise.points) == exercise.graded
                assert sum(counted_speeds(exercise.ratios)) == len(exercise.ratios)
                for name, mistake in exercise.mistakes.items():
                    made = [one for one in found if one.checks[0].mistake == name]
                    assert len(mistake.made_by) == len({id(student) for student in mistake.made_by}) == len(made)

    @given(st.lists(results(), max_size=8))
    def test_nobody_and_everybody_exclude_each_other_and_mistakes_begin_with_the_most_made(
        self, given: list[Result]
    ) -> None:
        summary = summary_of(given)
        nobody, everybody = (
            {(one.chapter, one.id) for one in found} for found in (summary.solved_by_nobody, summary.solved_by_all)
        )
        assert not nobody & everybody
        counts = [len(mistake.made_by) for mistake in summary.mistakes]
        assert counts == sorted(counts, reverse=True)

    def test_a_fault_of_the_grader_is_nobodys_failure(self) -> None:
        chapter4 = small_class().chapters[0].exercises["conv2d"]
        assert (chapter4.count, chapter4.graded, chapter4.solved) == (3, 2, 1)
        assert [exercise.chapter for exercise in small_class().solved_by_nobody] == ["chapter06"]

    def test_who_made_a_mistake_is_named_once_however_many_checks_show_it(self) -> None:
        check = CheckResult("one", "t", "numerical", "failed", 0.0, 1.0, "x", "flipped", "The kernel is flipped.")
        exercise = ExerciseResult("conv2d", "t", "failed", 0.0, 2.0, [check, replace(check, id="two")])
        chapter = ChapterResult(4, "chapter04", "t", 0.0, 2.0, [exercise])
        result = Result(1, "convgrade", 0, "landlock", "en", "x", 0.0, 2.0, [chapter])
        (mistake,) = summary_of([result, result]).mistakes
        assert [student.name for student in mistake.made_by] == ["s0", "s1"]

    def test_full_marks_are_in_the_last_column_and_a_third_in_its_own(self) -> None:
        assert counted([0.0, 0.3, 1.0], 10) == [1, 0, 0, 1, 0, 0, 0, 0, 0, 1]

    def test_a_speed_at_a_limit_is_below_it(self) -> None:
        assert counted_speeds([1.0, 1.01, 100.0, 1e9]) == [1, 1, 0, 0, 0, 0, 1, 1]

    @pytest.mark.thorough
    def test_no_result_is_kept(self) -> None:
        alive = []

        def watched() -> object:
            for result in class_results(12):
                gc.collect()
                alive.append(sum(type(thing) is Result for thing in gc.get_objects()))
                yield Student("s", "s.html"), result

        summarise(watched())  # type: ignore[arg-type]
        assert max(alive) - alive[0] <= 1


class TestHistograms:
    @given(st.lists(st.integers(0, 3000), min_size=1, max_size=20))
    def test_columns_are_as_high_as_their_counts_and_within_the_frame(self, counts: list[int]) -> None:
        drawn = histogram(counts, [str(limit) for limit in range(len(counts) + 1)])
        assert (drawn is None) == (not any(counts))
        columns = drawn.columns if drawn else []
        for column in columns:
            assert 0 <= column.x < column.x + column.width <= WIDTH
            assert 0 <= column.y <= HEIGHT
        heights = [column.height for column in sorted(columns, key=lambda column: column.count)]
        assert heights == sorted(heights)

    def test_they_are_told_in_words(self) -> None:
        drawn = histogram([2, 0, 1], ["0", "1", "2", "3"])
        assert drawn
        assert drawn.words == "0–1: 2; 2–3: 1"


class TestTable:
    @pytest.mark.parametrize("language", ["en", "fr"])
    def test_of_a_class_is_as_agreed(self, language: str) -> None:
        assert class_csv.render(small_class(), language) == (GOLDEN / f"class.{language}.csv").read_bytes()

    @pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
    def test_no_name_is_a_formula_or_another_cell(self, name: str) -> None:
        self.check(name)

    @given(st.text())
    def test_no_text_is_a_formula_or_another_cell(self, name: str) -> None:
        self.check(name)

    def check(self, name: str) -> None:
        for language, separator in class_csv.SEPARATORS.items():
            summary = summarise(zip(students([name]), class_results(1), strict=True))
            table = class_csv.render(summary, language).decode("utf-8-sig")
            heading, row = csv.reader(io.StringIO(table, newline=""), delimiter=separator)
            assert len(row) == len(heading)
            assert not FORMULA.match(row[0])
            if len(name) <= class_csv.MOST_CHARACTERS:
                assert row[0].removeprefix("'") == name.removeprefix("'").encode("utf-8", "backslashreplace").decode()
            assert all(re.fullmatch(r"\d+([.,]\d+)?|", cell) for cell in row[1:])


class TestPages:
    @settings(deadline=None, max_examples=30)
    @given(st.text(max_size=100))
    def test_a_name_is_never_markup_and_never_acts(self, name: str) -> None:
        self.check(name)

    @pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
    def test_a_hostile_name_is_harmless(self, name: str) -> None:
        self.check(name)

    def check(self, name: str) -> None:
        pages, harmless = self.pages(f"x{name}"), self.pages("x")
        for page, other in zip(pages, harmless, strict=True):
            assert Outline(page).elements == Outline(other).elements
            assert not ACTING.search(page)
            assert len(page) < 200_000
            assert page.encode()

    def pages(self, name: str) -> list[str]:
        (student,), (result,) = students([name]), class_results(1)
        summary = summarise([(student, result)])
        exercise = next(summary.exercises)
        return [
            index(summary, "en"),
            exercise_page(summary, exercise, "fr"),
            student_page(student, result, "en"),
        ]

    @pytest.mark.parametrize(
        "text", [HOSTILE, "</style><img src=x onerror=alert(1)>", "\u202e\x1b]0;x\x07\ud800{{ 1 }}"]
    )
    def test_nor_does_any_text_of_a_result(self, text: str) -> None:
        summary, harmless = (summarise([(Student("x", "1.html"), said(said_text))]) for said_text in (text, "x"))
        for page, other in (
            (index(summary, "en"), index(harmless, "en")),
            *(
                (exercise_page(summary, one, "en"), exercise_page(harmless, two, "en"))
                for one, two in zip(summary.exercises, harmless.exercises, strict=True)
            ),
        ):
            assert Outline(page).elements == Outline(other).elements
            assert not ACTING.search(page)

    def test_nothing_is_fetched_and_nothing_styled_or_handled_by_an_attribute(self) -> None:
        for page in self.pages("x"):
            names = {name for _, attributes in Outline(page).elements for name in attributes}
            assert not names & {"src", "style", "srcset", "action"}
            assert not [name for name in names if name.startswith("on")]
            assert "default-src &#39;none&#39;" in page
            assert not re.search(r"https?:|url\(|@import|fetch\(", page)


class TestNames:
    def test_are_those_of_the_files(self) -> None:
        assert [s.name for s in students_of([Path("a/Zoé.json"), Path("a/B.json")])] == ["Zoé", "B"]

    def test_are_those_of_the_folders_where_all_files_have_one_name(self) -> None:
        assert [s.name for s in students_of([Path("zoe/r.json"), Path("bo/r.json")])] == ["zoe", "bo"]

    def test_that_occur_twice_are_told_apart(self) -> None:
        files = [Path("a/x.json"), Path("b/x.json"), Path("b/y.json")]
        assert [s.name for s in students_of(files)] == ["x (a)", "x (b)", "y"]

    @given(st.lists(st.text(), max_size=5))
    def test_of_pages_are_safe_and_each_another(self, names: list[str]) -> None:
        pages = [student.page for student in students_of([Path(f"{name}.json".replace("/", "")) for name in names])]
        assert all(re.fullmatch(r"\d{4}(-[a-z0-9-]+)?\.html", page) for page in pages)
        assert len(set(pages)) == len(pages)

    def test_stand_in_the_order_of_the_alphabet_accents_or_not(self, tmp_path: Path) -> None:
        for name in ("Zoé", "Émile", "eric"):
            (tmp_path / f"{name}.json").touch()
        assert [file.stem for file in files_below([tmp_path])] == ["Émile", "eric", "Zoé"]


class TestFolder:
    def test_with_other_files_is_left_alone(self, tmp_path: Path) -> None:
        (tmp_path / "mine.txt").touch()
        with pytest.raises(OccupiedError):
            ClassFolder(tmp_path)
        assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]

    def test_of_an_earlier_report_loses_its_pages_and_nothing_else(self, tmp_path: Path) -> None:
        ClassFolder(tmp_path).write(STUDENTS, "0001-a.html", "old")
        (tmp_path / STUDENTS / "notes.txt").touch()
        ClassFolder(tmp_path).write(STUDENTS, "0001-b.html", "new")
        assert sorted(path.name for path in (tmp_path / STUDENTS).iterdir()) == ["0001-b.html", "notes.txt"]

    @pytest.mark.parametrize("name", [STUDENTS, EXERCISES, MARK])
    def test_with_a_link_in_the_place_of_a_part_is_refused(self, tmp_path: Path, name: str) -> None:
        folder, elsewhere = tmp_path / "report", tmp_path / "elsewhere"
        elsewhere.mkdir()
        (elsewhere / "page.html").touch()
        folder.mkdir()
        (folder / MARK).touch()
        (folder / name).unlink(missing_ok=True)
        (folder / name).symlink_to(elsewhere)
        with pytest.raises(OccupiedError):
            ClassFolder(folder)
        assert (elsewhere / "page.html").exists()


@pytest.fixture
def handed_in(tmp_path: Path) -> Path:
    """A folder with the results of six students."""
    folder = tmp_path / "results"
    folder.mkdir()
    for number, result in enumerate(class_results(6, (4, 6))):
        (folder / f"student{number}.json").write_bytes(to_json(result))
    return folder


class TestCommand:
    def test_writes_pages_that_link_to_one_another_and_a_row_a_student(
        self, grade: Grade, handed_in: Path, tmp_path: Path
    ) -> None:
        run = grade("class", handed_in, "--html", tmp_path / "out", "--csv", tmp_path / "class.csv", "--lang", "en")
        assert (run.code, run.out, run.err) == (0, "", "")
        pages = list((tmp_path / "out").rglob("*.html"))
        assert len(pages) == 1 + 6 + 11
        for page in pages:
            text = page.read_text("utf-8")
            links = [link.partition("#")[0] for link in re.findall(r'href="([^"]*)"', text)]
            assert all((page.parent / link).is_file() for link in links if link)
            assert page.name == INDEX or f"../{INDEX}" in links
        first = (tmp_path / "out" / INDEX).read_text("utf-8")
        assert all(f'href="{STUDENTS}/{number:04}-student{number - 1}.html"' in first for number in range(1, 7))
        assert len((tmp_path / "class.csv").read_bytes().splitlines()) == 7

    def test_leaves_out_what_is_no_result_in_one_line_each(self, grade: Grade, handed_in: Path) -> None:
        good = (handed_in / "student0.json").read_bytes()
        (handed_in / "a\x1b[31m.json").write_bytes(b"{")
        (handed_in / "deep.json").write_bytes(good.replace(b'"chapters": [', b'"chapters": [' + b"[" * 100_000, 1))
        (handed_in / "latin.json").write_bytes(good.replace(b"convgrade", b"convgr\xe9de"))
        (handed_in / "negative.json").write_bytes(re.sub(rb'"score": [\d.]+', b'"score": -1', good, count=1))
        (handed_in / "huge.json").write_bytes(b" " * (MOST_BYTES + 1))
        os.mkfifo(handed_in / "pipe.json")
        (handed_in / "nowhere.json").symlink_to("gone")
        (handed_in / "nonsense.json").write_bytes(
            good.replace(b'"code": "wrong_shape"', b'"code": "values_differ"').replace(b'"failed"', b'"timeout"')
        )
        run = grade("class", handed_in, "--html", handed_in.parent / "out", "--csv", "-", "--lang", "en")
        assert run.code == 1
        assert len(run.err.splitlines()) == 8
        assert all("left out: " in line for line in run.err.splitlines())
        assert not ACTING.search(run.err)
        assert len(run.out.splitlines()) == 7

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (["results"], "Say what to write"),
            (["nowhere", "--csv", "-"], "nowhere"),
            (["empty", "--csv", "-"], "no result among"),
            (["results", "--html", "results"], "holds other files"),
            (["results", "--csv", "empty/no/where.csv"], "cannot be written"),
            (["--csv", "-"], "RESULTS"),
        ],
    )
    def test_tells_bad_usage(self, grade: Grade, handed_in: Path, arguments: list[str], message: str) -> None:
        (handed_in.parent / "empty").mkdir()
        run = grade("class", *arguments, cwd=handed_in.parent)
        assert run.code == 2
        assert message in run.err

    def test_that_finds_no_result_leaves_an_earlier_report_alone(self, grade: Grade, handed_in: Path) -> None:
        out = handed_in.parent / "out"
        grade("class", handed_in, "--html", out)
        (handed_in.parent / "empty").mkdir()
        assert grade("class", handed_in.parent / "empty", "--html", out).code == 2
        assert (out / INDEX).is_file()


@pytest.mark.thorough
def test_2000_students_have_an_index_of_a_few_megabytes(grade: Grade, tmp_path: Path) -> None:
    (tmp_path / "results").mkdir()
    for number, result in enumerate(class_results(2000, (4, 6))):
        (tmp_path / "results" / f"student{number:04}.json").write_bytes(to_json(result))
    run = grade("class", "results", "--html", "out", "--csv", "class.csv", cwd=tmp_path)
    assert run.code == 0
    assert len(list((tmp_path / "out" / STUDENTS).iterdir())) == 2000
    assert (tmp_path / "out" / INDEX).stat().st_size < 2_000_000
    assert max(page.stat().st_size for page in (tmp_path / "out" / EXERCISES).iterdir()) < 2_000_000
    assert len((tmp_path / "class.csv").read_bytes().splitlines()) == 2001
