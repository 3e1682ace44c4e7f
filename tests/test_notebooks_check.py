"""`grade notebooks check`: what is wrong with a course is found and told, and nothing where nothing is wrong."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode

from grader.classroom.notebooks.course_check import Problem, cleared, problems_of, solution_lines
from grader.classroom.notebooks.course_folder import CourseFolder
from tests.conftest import CHAPTER4, Grade

SETTINGS = "nbgrader_config.py"
SOURCE = f"source/{CHAPTER4}/{CHAPTER4}.ipynb"
RELEASE = f"release/{CHAPTER4}/{CHAPTER4}.ipynb"
Edit = Callable[[NotebookNode], None]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course with chapter 4, as it was built."""
    course = CourseFolder(tmp_path_factory.mktemp("course"))
    course.build_config("en")
    course.build_chapter(4, "en", "en")
    return course.path


@pytest.fixture
def course(built: Path, tmp_path: Path) -> CourseFolder:
    """A copy of it, to be damaged."""
    shutil.copytree(built, tmp_path / "cnn")
    return CourseFolder(tmp_path / "cnn")


def told(course: CourseFolder) -> list[tuple[str, str]]:
    """Where something is wrong, and what."""
    return [(problem.place, sentence(problem)) for problem in problems_of(course)]


def sentence(problem: Problem) -> str:
    return problem.message.format(**problem.facts)


def edited(course: CourseFolder, edit: Edit) -> None:
    path = course.source(CHAPTER4)
    found = nbformat.read(path, as_version=4)
    edit(found)
    path.write_text(nbformat.writes(found))


def cell(found: NotebookNode, grade_id: str) -> NotebookNode:
    named: NotebookNode = next(
        one for one in found.cells if one.metadata.get("nbgrader", {}).get("grade_id") == grade_id
    )
    return named


def test_nothing_is_wrong_with_a_course_as_it_was_built(course: CourseFolder) -> None:
    assert told(course) == []


class TestSettings:
    @pytest.mark.parametrize(
        ("line", "other", "said"),
        [
            ("    SandboxExecute,\n", "", "does not have SandboxExecute in the place of Execute"),
            ("    IgnorePattern,\n", "    'nbgrader.preprocessors.Execute',\n", "does not have SandboxExecute"),
            ("c.CourseDirectory.course_id", "name", "course_id is not set"),
            ("SubmissionExporter", "Other", "exporter_class is not SubmissionExporter"),
            ("raise NotImplementedError", "pass", "code_stub is not “raise NotImplementedError”"),
            ("c = get_config()", "c = get_config(", "The settings cannot be read: SyntaxError"),
        ],
    )
    def test_that_would_not_grade_are_told(self, course: CourseFolder, line: str, other: str, said: str) -> None:
        text = course.config.read_text()
        assert line in text
        course.config.write_text(text.replace(line, other, 1))
        [(place, sentence)] = told(course)
        assert place == SETTINGS
        assert said in sentence

    def test_that_are_missing_are_told(self, course: CourseFolder) -> None:
        course.config.unlink()
        assert told(course) == [(SETTINGS, "There are no settings: `grade notebooks build` writes them.")]

    def test_may_be_changed_where_a_teacher_may(self, course: CourseFolder) -> None:
        with course.config.open("a") as file:
            file.write('c.SandboxExecute.seed = 3\nc.LateSubmissionPlugin.penalty_method = "zero"\n')
        assert told(course) == []


def remove(grade_id: str) -> Edit:
    return lambda found: found.cells.remove(cell(found, grade_id))


def update(grade_id: str, **facts: object) -> Edit:
    return lambda found: cell(found, grade_id).metadata.nbgrader.update(facts)


def write(grade_id: str, source: str) -> Edit:
    return lambda found: cell(found, grade_id).update(source=source)


def copy(grade_id: str) -> Edit:
    return lambda found: found.cells.append(nbformat.from_dict({**cell(found, grade_id), "id": "another"}))


def add_test(found: NotebookNode) -> None:
    facts = {"schema_version": 3, "grade": True, "solution": False, "locked": True, "grade_id": "mine", "points": 1}
    found.cells.append(nbformat.v4.new_code_cell("assert True", metadata={"nbgrader": facts}))


class TestANotebook:
    @pytest.mark.parametrize(
        ("edit", "said"),
        [
            (remove("test_conv2d"), "The cell “test_conv2d” is missing."),
            (remove("setup"), "The cell “setup” is missing."),
            (copy("conv2d"), "The grade id “conv2d” is there 2 times."),
            (update("test_conv2d", points=7), "“test_conv2d” has 7 points, the exercise 5.0: marks would not be those"),
            (update("conv2d", solution=False), "“conv2d” is no longer the kind of cell that it should be."),
            (update("conv2d", schema_version=2), "“conv2d” has metadata of version 2 of nbgrader's schema, not 3"),
            (update("conv2d", schema_version=4), "“conv2d” has metadata of version 4 of nbgrader's schema, not 3"),
            (update("conv2d", colour="red"), "“conv2d” has metadata that nbgrader refuses: Additional properties"),
            (update("test_conv2d", points=-1), "“test_conv2d” has metadata that nbgrader refuses: -1"),
            (write("test_conv2d", "5.0"), "“test_conv2d” was edited: a test cell holds nothing but its check."),
            (write("conv2d", "conv2d = None"), "“conv2d” has no ### BEGIN SOLUTION … ### END SOLUTION"),
            (add_test, "“mine” is a test cell of your own: nothing executes it. Grade by hand instead."),
            (lambda found: found.metadata.pop("kernelspec"), "The kernel is not Python's"),
            (lambda found: found.metadata.kernelspec.update(language="R"), "The kernel is not Python's"),
            (lambda found: cell(found, "conv2d").metadata.update(nbgrader=3), "“conv2d” has metadata that nbgrader"),
            (lambda found: found.metadata.update(kernelspec="R"), "This is no notebook: 'R' is not of type 'object'"),
            (lambda found: found.metadata.update(convgrade={"texts": 3}), "Made by another version"),
            (lambda found: found.cells.reverse(), "Made by another version"),
            (lambda found: found.metadata.pop("convgrade"), "Made by another version"),
        ],
    )
    def test_that_would_not_give_marks_is_told(self, course: CourseFolder, edit: Edit, said: str) -> None:
        edited(course, edit)
        found = told(course)
        assert {place for place, _ in found} == {SOURCE}
        assert any(sentence.startswith(said) for _, sentence in found), found

    @pytest.mark.parametrize("text", ["", "{", "[1]", '{"nbformat": 4}'])
    def test_that_is_none_is_told(self, course: CourseFolder, text: str) -> None:
        course.source(CHAPTER4).write_text(text)
        [(place, sentence)] = told(course)
        assert place == SOURCE
        assert sentence.startswith("This is no notebook: ")

    def test_that_is_missing_is_told(self, course: CourseFolder) -> None:
        course.source(CHAPTER4).rename(course.source(CHAPTER4).with_name("other.ipynb"))
        assert told(course) == [
            (f"source/{CHAPTER4}/other.ipynb", "A second notebook: nothing grades it."),
            (SOURCE, "The notebook is missing: `grade notebooks build` makes it."),
        ]

    def test_of_another_course_is_told(self, course: CourseFolder) -> None:
        (course.path / "source/homework").mkdir()
        [(place, sentence)] = told(course)
        assert place == "source/homework"
        assert sentence.startswith("This is no chapter that the grader knows")

    def test_with_what_a_teacher_wrote_is_right(self, course: CourseFolder) -> None:
        def edit(found: NotebookNode) -> None:
            found.cells[0].source = "# My chapter"
            found.cells.insert(2, nbformat.v4.new_markdown_cell("Mind the border."))
            solution = cell(found, "zero_pad2d")
            solution.source = solution.source.replace("Count from the top", "Count")

        edited(course, edit)
        assert told(course) == []


class TestTheStudentsVersion:
    def released(self, course: CourseFolder, edit: Edit) -> None:
        """The source version as nbgrader clears it, and then changed."""
        found = nbformat.read(course.source(CHAPTER4), as_version=4)
        for one in found.cells:
            one.source = cleared(one.source)
        edit(found)
        path = course.release(CHAPTER4)
        path.parent.mkdir(parents=True)
        path.write_text(nbformat.writes(found))

    def test_of_the_source_as_it_is_is_right(self, course: CourseFolder) -> None:
        self.released(course, lambda _: None)
        assert told(course) == []

    def test_of_an_earlier_source_is_told(self, course: CourseFolder) -> None:
        self.released(course, write("conv2d", "def conv2d():\n    raise NotImplementedError"))
        [(place, sentence)] = told(course)
        assert place == RELEASE
        assert "generate_assignment --force chapter04_convolution" in sentence

    def test_that_shows_a_solution_is_told(self, course: CourseFolder) -> None:
        source = nbformat.read(course.source(CHAPTER4), as_version=4)
        self.released(course, write("setup", cell(source, "conv2d").source))
        [(place, sentence)] = told(course)
        assert place == RELEASE
        assert sentence.startswith("The students' version shows lines of a solution: ")


def test_lines_of_a_solution_are_those_that_are_cleared() -> None:
    source = "def f(x):\n    ### BEGIN SOLUTION\n    return np.sum(x, axis=0)\n    ### END SOLUTION"
    assert cleared(source) == "def f(x):\n    raise NotImplementedError"
    assert solution_lines(source) == {"return np.sum(x, axis=0)"}


class TestTheCommand:
    def test_ends_with_0_where_nothing_is_wrong(self, grade: Grade, course: CourseFolder) -> None:
        run = grade("notebooks", "check", "--course", course.path)
        assert (run.code, run.out) == (0, "Nothing is wrong: 1 assignment.\n")

    def test_ends_with_1_and_says_what_is_wrong_in_80_columns(self, grade: Grade, course: CourseFolder) -> None:
        edited(course, remove("test_conv2d"))
        course.config.write_text(course.config.read_text().replace("    SandboxExecute,\n", ""))
        run = grade("notebooks", "check", "--course", course.path)
        assert run.code == 1
        assert run.out.splitlines()[0] == SETTINGS
        assert f"{SOURCE}\n  ✗ The cell “test_conv2d” is missing.\n2 problems.\n" in run.out
        assert max(map(len, run.out.splitlines())) <= 80

    @pytest.mark.thorough
    def test_says_once_what_is_no_notebook(self, grade: Grade, course: CourseFolder) -> None:
        edited(course, lambda found: found.metadata.update(kernelspec="R"))
        run = grade("notebooks", "check", "--course", course.path)
        assert (run.code, run.err) == (1, "")
        assert "This is no notebook: 'R' is not of type 'object'" in run.out

    def test_ends_with_2_where_there_is_no_course(self, grade: Grade) -> None:
        assert grade("notebooks", "check", "--course", "nowhere").code == 2
