"""`grade batch`: a class graded side by side, whatever ends it, and only what has changed."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from grader.classroom.batches.results_folder import ResultsFolder
from grader.cli import secret
from tests.class_to_grade import WRONG, write_class
from tests.conftest import CHAPTER4, ROOT, THOROUGH, Grade, Run, exchanged, made_once, solution

COUNT = 300 if THOROUGH else 24
KILLS = 3
MEASURED = {"used", "times"}
"""What two gradings of the same submission may measure differently."""

PROGRAM = [sys.executable, "-c", "from grader.cli import main; main()", "batch"]


@pytest.fixture(scope="module")
def submissions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("class") / "submissions"
    write_class(folder, COUNT)
    return folder


@pytest.fixture(scope="module")
def uninterrupted(submissions: Path, tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    def make(folder: Path) -> Path:
        with started(submissions, folder / "results") as batch:
            assert batch.wait(600) in {0, 1}
        return folder / "results"

    return made_once(tmp_path_factory, worker_id, "uninterrupted", make)


@contextmanager
def started(submissions: Path, results: Path, *options: str) -> Iterator[subprocess.Popen[str]]:
    """A batch under way, without the speed checks."""
    command = [*PROGRAM, str(submissions), "chapter4", "--no-speed", "-o", str(results), *options]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as batch:
        yield batch
        batch.kill()


def told(results: Path) -> dict[str, Any]:
    """All results but for what was measured, by the students' names."""
    found = {path.stem: json.loads(path.read_bytes()) for path in (results / "students").glob("*.json")}
    return {name: _without_measures(result) for name, result in found.items()}


def _without_measures(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_measures(part) for key, part in value.items() if key not in MEASURED}
    return [_without_measures(part) for part in value] if isinstance(value, list) else value


def count_of(results: Path) -> int:
    return len(list((results / "students").glob("*.json")))


def summary(results: Path) -> dict[str, dict[str, Any]]:
    """The students of summary.json."""
    return {student["name"]: student for student in json.loads((results / "summary.json").read_bytes())["students"]}


class TestAClass:
    def test_gets_a_result_each_or_a_reason(self, submissions: Path, uninterrupted: Path) -> None:
        students = summary(uninterrupted)
        assert len(students) == len(list(submissions.iterdir())) == COUNT
        for student in students.values():
            assert (student["state"] == "graded") == (student["score"] is not None) == (student["reason"] == "")
        assert {student["state"] for student in students.values()} <= {"graded", "unreadable"}

    def test_has_the_marks_that_each_gets_alone(self, submissions: Path, uninterrupted: Path, grade: Grade) -> None:
        for place in sorted(submissions.iterdir())[:4]:
            alone = grade("4", "--no-speed", "--submission", place, "--json", "-").result
            assert summary(uninterrupted)[place.name.split(".")[0]]["score"] == alone.score

    def test_gains_nothing_by_attacks(self, uninterrupted: Path) -> None:
        hostile = [student for name, student in summary(uninterrupted).items() if int(name[-3:]) % 40 == 7]
        assert hostile
        assert all(student["score"] < student["max_score"] for student in hostile)

    def test_is_a_row_each_in_the_table(self, uninterrupted: Path) -> None:
        text = (uninterrupted / "summary.csv").read_bytes().decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text)))
        assert {row["Student"]: row["Mark"] for row in rows} == {
            name: "" if student["score"] is None else f"{student['score']:g}"
            for name, student in summary(uninterrupted).items()
        }

    def test_has_pages(self, uninterrupted: Path) -> None:
        assert (uninterrupted / "report" / "index.html").is_file()
        assert len(list((uninterrupted / "report" / "students").glob("*.html"))) == count_of(uninterrupted)


def test_it_goes_on_where_it_was_killed(submissions: Path, uninterrupted: Path, tmp_path: Path) -> None:
    results = tmp_path / "results"
    written: list[dict[str, int]] = []
    for kill in range(KILLS):
        with started(submissions, results) as batch:
            while count_of(results) < (kill + 1) * COUNT // (KILLS + 1) and batch.poll() is None:
                time.sleep(0.01)
            batch.send_signal(signal.SIGKILL)
            batch.wait()
        written.append({path.name: path.stat().st_mtime_ns for path in (results / "students").glob("*.json")})
    with started(submissions, results) as batch:
        assert batch.wait(600) in {0, 1}
    assert told(results) == told(uninterrupted)
    assert not list(results.glob("**/*.part"))
    for before in written:  # at most what was being written when it was killed is graded again
        again = [name for name, at in before.items() if (results / "students" / name).stat().st_mtime_ns != at]
        assert len(again) <= len(os.sched_getaffinity(0))


class TestRunAgain:
    @pytest.fixture
    def class_of_six(self, tmp_path: Path) -> Path:
        write_class(tmp_path / "six", 6)
        return tmp_path / "six"

    def again(self, grade: Grade, submissions: Path, *options: str | Path) -> Run:
        return grade("batch", submissions, "4", "--no-speed", "-o", submissions.parent / "results", *options)

    def test_it_grades_nothing_that_has_not_changed(self, class_of_six: Path, grade: Grade) -> None:
        first = self.again(grade, class_of_six)
        assert "6 graded, 0 unchanged" in first.out
        second = self.again(grade, class_of_six)
        assert "0 graded, 6 unchanged" in second.out
        assert (first.code, second.code) == (0, 0)

    def test_it_grades_what_has_changed_or_is_new(self, class_of_six: Path, grade: Grade) -> None:
        self.again(grade, class_of_six)
        (class_of_six / "student001" / f"{CHAPTER4}.py").write_text(solution(), "utf-8")
        shutil.copytree(ROOT / "solutions", class_of_six / "late")
        assert "2 graded, 5 unchanged" in self.again(grade, class_of_six).out
        assert summary(class_of_six.parent / "results")["student001"]["score"] == 19.0

    @pytest.mark.sampled(1)
    @pytest.mark.parametrize("options", [("--seed", "3"), ("--isolation", "landlock"), ("--lang", "fr")])
    def test_it_grades_all_anew_in_another_way(
        self, options: tuple[str, ...], class_of_six: Path, grade: Grade
    ) -> None:
        self.again(grade, class_of_six)
        again = self.again(grade, class_of_six, *options)
        assert "6 graded" in again.out or "6 corrigé" in again.out

    @pytest.mark.thorough
    def test_it_grades_all_anew_under_another_secret(self, class_of_six: Path, grade: Grade, tmp_path: Path) -> None:
        self.again(grade, class_of_six)
        (tmp_path / "secret").write_text("une phrase que personne ne devine")
        assert "6 graded" in self.again(grade, class_of_six, "--secret", tmp_path / "secret").out
        assert "6 unchanged" in self.again(grade, class_of_six, "--secret", tmp_path / "secret").out
        assert json.loads((tmp_path / "results" / "summary.json").read_bytes())["unseen"]

    def test_it_forgets_who_has_withdrawn(self, class_of_six: Path, grade: Grade) -> None:
        self.again(grade, class_of_six)
        shutil.rmtree(class_of_six / "student000")
        assert "0 graded, 5 unchanged" in self.again(grade, class_of_six).out
        results = class_of_six.parent / "results"
        assert "student000" not in summary(results)
        assert len(list((results / "report" / "students").glob("*.html"))) == 5

    def test_ctrl_c_says_how_to_go_on(self, submissions: Path, tmp_path: Path) -> None:
        with started(submissions, tmp_path / "results") as batch:
            while not count_of(tmp_path / "results"):
                time.sleep(0.01)
            batch.send_signal(signal.SIGINT)
            assert batch.wait(30) == 130
            assert batch.stderr is not None
            assert "The same command goes on from here." in batch.stderr.read()


class TestStrangeFolders:
    def test_of_a_platform_have_the_file_deeper_or_packed(self, grade: Grade, tmp_path: Path) -> None:
        deep = tmp_path / "in" / "Ada Lovelace_1815_assignsubmission_file_" / "my work"
        deep.mkdir(parents=True)
        (deep / f"{CHAPTER4}.py").write_text(solution(), "utf-8")
        packed = tmp_path / "in" / "Émilie du Châtelet_1706_assignsubmission_file_"
        packed.mkdir()
        shutil.make_archive(str(packed / "work"), "zip", deep)
        run = grade("batch", tmp_path / "in", "4", "--no-speed", "-o", tmp_path / "out")
        assert run.code == 0, run.err
        assert {student["score"] for student in summary(tmp_path / "out").values()} == {19.0}

    def test_hold_links_and_leftovers_that_nobody_handed_in(self, grade: Grade, tmp_path: Path) -> None:
        folder = tmp_path / "in"
        shutil.copytree(ROOT / "solutions", folder / "ada")
        (folder / "everything").symlink_to("/")
        (folder / "__MACOSX").mkdir()
        (folder / ".DS_Store").touch()
        (folder / "marks.csv").touch()
        grade("batch", folder, "4", "--no-speed", "-o", tmp_path / "out")
        assert set(summary(tmp_path / "out")) == {"ada"}

    def test_have_two_students_of_one_name(self, grade: Grade, tmp_path: Path) -> None:
        folder = tmp_path / "in"
        shutil.copytree(ROOT / "solutions", folder / "ada")
        (folder / "ada.py").write_text(exchanged(solution(), **WRONG), "utf-8")
        grade("batch", folder, "4", "--no-speed", "-o", tmp_path / "out")
        marks = {name: student["score"] for name, student in summary(tmp_path / "out").items()}
        assert marks["ada"] == 19.0
        assert marks["ada.py"] < 19.0

    def test_have_names_that_are_no_text_and_very_long_ones(self, grade: Grade, tmp_path: Path) -> None:
        folder = tmp_path / "in"
        for name in (b"caf\xe9", b"x" * 250, b"x" * 249 + b"y", b"=1+1", b"a\nb"):
            shutil.copytree(ROOT / "solutions", folder / os.fsdecode(name))
        run = grade("batch", folder, "4", "--no-speed", "-o", tmp_path / "out")
        assert run.code == 0, run.err
        assert count_of(tmp_path / "out") == 5
        assert '"\'=1+1"' in (tmp_path / "out" / "summary.csv").read_text("utf-8-sig")


class TestBadUsage:
    def test_no_submission(self, grade: Grade, tmp_path: Path) -> None:
        run = grade("batch", tmp_path, "4", "-o", tmp_path / "out")
        assert run.code == 2
        assert "There is no submission" in run.err

    def test_two_at_once_into_one_folder(self, submissions: Path, grade: Grade, tmp_path: Path) -> None:
        with started(submissions, tmp_path / "results"):
            while not count_of(tmp_path / "results"):
                time.sleep(0.01)
            run = grade("batch", submissions, "4", "-o", tmp_path / "results")
        assert run.code == 2
        assert "Another batch" in run.err

    def test_results_among_other_files(self, grade: Grade) -> None:
        run = grade("batch", ROOT / "tests", "4", "-o", ROOT / "grader")
        assert run.code == 2
        assert "holds other files" in run.err

    def test_a_secret_that_anybody_guesses(self, grade: Grade, tmp_path: Path) -> None:
        write_class(tmp_path / "in", 1)
        run = grade("batch", tmp_path / "in", "4", "-o", tmp_path / "out", **{secret.VARIABLE: "2026"})
        assert run.code == 2
        assert "too short" in run.err

    def test_a_secret_that_is_not_there(self, grade: Grade, tmp_path: Path) -> None:
        write_class(tmp_path / "in", 1)
        run = grade("batch", tmp_path / "in", "4", "-o", tmp_path / "out", "--secret", tmp_path / "none")
        assert run.code == 2
        assert "cannot be read" in run.err


class TestResultsFolder:
    def test_a_result_without_its_key_is_none(self, uninterrupted: Path, tmp_path: Path) -> None:
        shutil.copytree(uninterrupted, tmp_path / "results")
        folder = ResultsFolder(tmp_path / "results")
        student = next((tmp_path / "results" / "students").glob("*.json")).stem
        assert folder.key_of(student)
        (tmp_path / "results" / ".keys" / student).unlink()
        assert not folder.key_of(student)

    def test_a_key_without_its_result_is_none(self, uninterrupted: Path, tmp_path: Path) -> None:
        shutil.copytree(uninterrupted, tmp_path / "results")
        folder = ResultsFolder(tmp_path / "results")
        result = next((tmp_path / "results" / "students").glob("*.json"))
        result.unlink()
        assert not folder.key_of(result.stem)
