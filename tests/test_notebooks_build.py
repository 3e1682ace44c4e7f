"""`grade notebooks build`: chapters as notebooks, made again without loss, with pictures that are true."""

from __future__ import annotations

import ast
import base64
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat
import numpy as np
import pytest
from nbformat import NotebookNode
from nbgrader.nbgraderformat import MetadataValidator
from nbgrader.utils import compute_checksum

from grader.authoring.stubs import stub_of
from grader.classroom.notebooks.course_check import cleared
from grader.classroom.notebooks.course_folder import Built, CourseFolder, NoNotebookError, made_today
from grader.classroom.notebooks.drawing import pictures_of, svg
from grader.classroom.notebooks.source_notebook import ScriptError, is_graded, notebook_of
from grader.classroom.writing import write_whole
from grader.course import CHAPTERS, load_chapter
from grader.course.figures import figures_of
from grader.course.figures.parts import Grid, Sign
from grader.language import LANGUAGES
from grader.report.messages import Messages
from tests.conftest import CHAPTER4, ROOT, Grade, solution

PICTURED = [CHAPTERS[number] for number in (1, 2, 3, 4, 5, 6, 7, 8, 15)]
"""The chapters that compute with NumPy: each has a picture."""

SVG = "{http://www.w3.org/2000/svg}"
Edit = Callable[[NotebookNode], None]


@pytest.fixture
def course(tmp_path: Path) -> CourseFolder:
    """A new course with chapter 4."""
    course = CourseFolder(tmp_path / "cnn")
    course.path.mkdir()
    build(course)
    return course


def build(course: CourseFolder, language: str | None = None, *, fresh: bool = False) -> Built:
    return course.build_chapter(4, language, "en", fresh=fresh)


def notebook(course: CourseFolder) -> NotebookNode:
    found: NotebookNode = nbformat.read(course.source(CHAPTER4), as_version=4)
    return found


def edited(course: CourseFolder, edit: Edit) -> None:
    """Change the notebook as a teacher would, and save it."""
    found = notebook(course)
    edit(found)
    nbformat.write(found, course.source(CHAPTER4))


def cell(found: NotebookNode, name: str) -> NotebookNode:
    named: NotebookNode = next(one for one in found.cells if one.id == name)
    return named


def changes(built: Built) -> list[tuple[str, str]]:
    return [(change.kind, change.cell) for change in built.changes]


class TestANotebook:
    @pytest.mark.parametrize("language", LANGUAGES)
    @pytest.mark.parametrize("number", CHAPTERS)
    def test_has_a_solution_and_a_test_for_every_exercise(self, number: int, language: str) -> None:
        chapter, made = load_chapter(number), made_today(number, language)
        MetadataValidator().validate_nb(made)
        graded = [one for one in made.cells if is_graded(one, "grade")]
        assert [one.id for one in graded] == [f"test_{exercise.id}" for exercise in chapter.exercises]
        assert [one.metadata.nbgrader.points for one in graded] == [one.points for one in chapter.exercises]
        assert all(type(one.metadata.nbgrader.points) in {int, float} for one in graded)
        solutions = [one.id for one in made.cells if is_graded(one, "solution")]
        assert solutions == [exercise.id for exercise in chapter.exercises]

    @pytest.mark.parametrize("number", CHAPTERS)
    def test_cleared_is_the_stub(self, number: int) -> None:
        made = made_today(number, "en")
        code = [one for one in made.cells if one.cell_type == "code" and not is_graded(one, "grade")]
        stub = (ROOT / "exercises" / f"{CHAPTERS[number]}.py").read_text("utf-8")
        released = "\n".join(cleared(one.source) for one in code)
        assert ast.dump(ast.parse(released)) == ast.dump(ast.parse(stub))

    def test_made_of_a_stub_is_the_same_for_students(self) -> None:
        chapter, translate = load_chapter(4), Messages("en").text
        full = notebook_of(chapter, solution(), "en", translate, {})
        bare = notebook_of(chapter, stub_of(solution()), "en", translate, {})
        assert [cleared(one.source) for one in full.cells] == [cleared(one.source) for one in bare.cells]
        assert cell(full, "conv2d").source != cell(bare, "conv2d").source

    def test_has_checksums_that_nbgrader_agrees_with(self) -> None:
        for one in made_today(4, "en").cells:
            if "nbgrader" in one.metadata:
                assert one.metadata.nbgrader.checksum == compute_checksum(one)

    def test_in_french_has_french_text_and_the_same_code(self) -> None:
        english, french = made_today(4, "en"), made_today(4, "fr")
        assert "Une convolution" in french.cells[0].source
        assert cell(french, "test_conv2d") == cell(english, "test_conv2d")
        assert "images.shape[1:3]" in cell(french, "conv2d").source

    def test_says_which_cell_holds_two_exercises(self) -> None:
        script = re.sub(r"# %% \[markdown\]\n# ## 2\..*?# %%\n", "", solution(), count=1, flags=re.DOTALL)
        with pytest.raises(ScriptError, match="one cell defines convolve2d and cross_correlate2d"):
            notebook_of(load_chapter(4), script, "en", str, {})

    def test_says_which_exercise_is_missing(self) -> None:
        with pytest.raises(ScriptError, match="no cell defines conv2d"):
            notebook_of(load_chapter(4), solution().replace("def conv2d(", "def conv3d("), "en", str, {})


class TestBuildingAgain:
    def test_changes_nothing(self, course: CourseFolder) -> None:
        before = course.source(CHAPTER4).read_bytes()
        built = build(course)
        assert (built.status, built.changes) == ("unchanged", [])
        assert course.source(CHAPTER4).read_bytes() == before

    def test_keeps_a_cell_of_the_teachers_own_where_it_stands(self, course: CourseFolder) -> None:
        own = nbformat.v4.new_markdown_cell("Mind the border.", id="mine")
        edited(course, lambda found: found.cells.insert(4, own))
        assert changes(build(course)) == [("own_cell", notebook(course).cells[3].id)]
        assert notebook(course).cells[4] == own

    def test_keeps_what_the_teacher_wrote(self, course: CourseFolder) -> None:
        def edit(found: NotebookNode) -> None:
            cell(found, "introduction").source = "# My chapter"
            cell(found, "zero_pad2d").source = cell(found, "zero_pad2d").source.replace("Count from the top", "Count")

        edited(course, edit)
        built = build(course)
        assert changes(built) == [("own_text", "introduction"), ("own_code", "zero_pad2d")]
        assert cell(notebook(course), "introduction").source == "# My chapter"
        assert "# Count:" in cell(notebook(course), "zero_pad2d").source

    def test_puts_points_and_test_cells_right(self, course: CourseFolder) -> None:
        def edit(found: NotebookNode) -> None:
            cell(found, "test_conv2d").metadata.nbgrader.points = 50
            cell(found, "test_zero_pad2d").source += "\nassert True"

        edited(course, edit)
        assert changes(build(course)) == [("restored", "test_zero_pad2d"), ("own_points", "test_conv2d")]
        assert notebook(course) == made_today(4, "en")

    def test_brings_back_cells_that_marks_depend_on(self, course: CourseFolder) -> None:
        edited(course, lambda found: found.cells.remove(cell(found, "test_conv2d")))
        build(course)
        assert notebook(course) == made_today(4, "en")

    def test_leaves_out_a_text_that_the_teacher_removed(self, course: CourseFolder) -> None:
        edited(course, lambda found: found.cells.remove(cell(found, "picture_convolve2d")))
        for _ in range(2):
            assert changes(build(course)) == [("removed_text", "picture_convolve2d")]
        assert "picture_convolve2d" not in [one.id for one in notebook(course).cells]

    def test_keeps_a_copied_cell_without_its_grade_id(self, course: CourseFolder) -> None:
        def edit(found: NotebookNode) -> None:
            copy = nbformat.from_dict({**cell(found, "conv2d"), "id": "another"})
            found.cells.append(copy)

        edited(course, edit)
        assert ("duplicate", "conv2d") in changes(build(course))
        MetadataValidator().validate_nb(notebook(course))
        assert "nbgrader" not in notebook(course).cells[-1].metadata
        assert changes(build(course)) == [("own_cell", "test_conv2d")]

    def test_knows_its_cells_where_an_editor_gave_them_other_ids(self, course: CourseFolder) -> None:
        def edit(found: NotebookNode) -> None:
            for number, one in enumerate(found.cells):
                one.id = f"cell-{number}"

        edited(course, edit)
        assert changes(build(course)) == []
        assert notebook(course) == made_today(4, "en")

    def test_in_another_language_translates_what_is_not_the_teachers(self, course: CourseFolder) -> None:
        edited(course, lambda found: cell(found, "about_conv2d").update(source="My own words."))
        build(course, "fr")
        assert "Une convolution" in cell(notebook(course), "introduction").source
        assert cell(notebook(course), "about_conv2d").source == "My own words."
        build(course)
        assert notebook(course).metadata.convgrade.language == "fr"

    def test_follows_the_scripts_where_the_teacher_changed_nothing(self, course: CourseFolder) -> None:
        def earlier(found: NotebookNode) -> None:
            one = cell(found, "conv2d")
            one.source = one.source.replace("Apply a convolutional layer", "Compute a convolutional layer")
            one.metadata.nbgrader.checksum = compute_checksum(one)

        edited(course, earlier)
        assert changes(build(course)) == []
        assert notebook(course) == made_today(4, "en")

    def test_afresh_drops_everything_else(self, course: CourseFolder) -> None:
        edited(course, lambda found: cell(found, "introduction").update(source="# My chapter"))
        build(course, fresh=True)
        assert notebook(course) == made_today(4, "en")

    @pytest.mark.parametrize("text", ["", "{", "[]", '{"cells": 3}', '{"nbformat": 3, "nbformat_minor": 0}', "\udcff"])
    def test_never_replaces_a_file_that_is_no_notebook(self, course: CourseFolder, text: str) -> None:
        data = text.encode("utf-8", "surrogateescape")
        course.source(CHAPTER4).write_bytes(data)
        with pytest.raises(NoNotebookError):
            build(course)
        assert course.source(CHAPTER4).read_bytes() == data


class TestTheSettings:
    def test_are_written_once_and_then_the_teachers(self, course: CourseFolder) -> None:
        assert course.build_config("en").status == "written"
        assert course.build_config("en").status == "unchanged"
        course.config.write_text(course.config.read_text() + "c.SandboxExecute.seed = 7\n")
        assert course.build_config("en").status == "kept"
        assert course.config.read_text().endswith("c.SandboxExecute.seed = 7\n")

    def test_are_python_with_lines_of_at_most_120_characters(self, course: CourseFolder) -> None:
        for language in LANGUAGES:
            course.config.unlink(missing_ok=True)
            course.build_config(language)
            text = course.config.read_text("utf-8")
            ast.parse(text)
            assert max(map(len, text.splitlines())) <= 120
            assert f'c.SandboxExecute.language = "{language}"' in text


def test_a_file_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "file"
    write_whole(path, b"old")
    with pytest.raises(TypeError):
        write_whole(path, "new")  # type: ignore[arg-type]
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


class TestAPicture:
    """Of the chapters that compute with NumPy, drawn from the reference's own numbers."""

    def test_is_there_for_every_numpy_chapter(self) -> None:
        assert [chapter for chapter in CHAPTERS.values() if figures_of(chapter)] == PICTURED

    @pytest.mark.parametrize("chapter", PICTURED)
    def test_stands_before_its_exercise_in_its_language(self, chapter: str) -> None:
        number = next(number for number, name in CHAPTERS.items() if name == chapter)
        made = made_today(number, "fr")
        for exercise in figures_of(chapter):
            place = [one.id for one in made.cells].index(f"picture_{exercise}")
            assert made.cells[place + 1].id == exercise
            data = re.search(r"base64,([\w+/=]+)\)", made.cells[place].source)
            assert data
            assert ET.fromstring(base64.b64decode(data[1])).tag == f"{SVG}svg"  # noqa: S314 (we wrote it)

    @pytest.mark.parametrize("chapter", PICTURED)
    def test_shows_the_numbers_of_its_grids(self, chapter: str) -> None:
        for exercise, figure in figures_of(chapter).items():
            texts = [element.text for element in elements(pictures_of(chapter, str)[exercise].svg, "text")]
            for grid in figure.panels:
                if isinstance(grid, Grid):
                    assert {f"{number:g}" for number in np.ravel(grid.values).tolist()} <= set(texts)

    @pytest.mark.parametrize("chapter", PICTURED)
    def test_asks_nothing_of_the_network_and_runs_nothing(self, chapter: str) -> None:
        for picture in pictures_of(chapter, str).values():
            tags = {element.tag.removeprefix(SVG) for element in elements(picture.svg)}
            assert tags <= {"svg", "title", "g", "rect", "text", "path", "polyline", "circle"}
            assert "href" not in picture.svg

    def test_keeps_its_windows_on_its_grid(self) -> None:
        for chapter in PICTURED:
            for figure in figures_of(chapter).values():
                for grid in figure.panels:
                    if isinstance(grid, Grid):
                        rows, columns = grid.values.shape
                        for window in grid.windows:
                            assert 0 <= window.top < window.top + window.height <= rows
                            assert 0 <= window.left < window.left + window.width <= columns

    def test_has_a_title_that_markup_does_not_break(self) -> None:
        figure = figures_of(CHAPTER4)["convolve2d"]
        drawn = svg(figure, lambda text: f"<{text}&")
        assert next(elements(drawn, "title")).text == f"<{figure.caption}&"
        assert any(isinstance(panel, Sign) for panel in figure.panels)


def elements(document: str, tag: str | None = None) -> Iterator[ET.Element]:
    """The elements of an SVG document, or those of a tag."""
    return ET.fromstring(document).iter(f"{SVG}{tag}" if tag else None)  # noqa: S314 (we wrote it)


class TestTheCommand:
    def test_says_what_it_wrote(self, grade: Grade, tmp_path: Path) -> None:
        run = grade("notebooks", "build", "4", "--course", "cnn")
        assert run.code == 0
        assert run.out.splitlines() == [
            "nbgrader_config.py written (settings).",
            "source/chapter04_convolution/chapter04_convolution.ipynb written (7 exercises, 20 points).",
        ]
        edited(CourseFolder(tmp_path / "cnn"), lambda found: cell(found, "introduction").update(source="# Mine"))
        run = grade("notebooks", "build", "4", "--course", "cnn")
        assert "  Your text of “introduction” is kept.\n" in run.out

    @pytest.mark.thorough
    def test_goes_on_where_one_notebook_is_none(self, grade: Grade, tmp_path: Path) -> None:
        path = tmp_path / "cnn/source/chapter01_images/chapter01_images.ipynb"
        path.parent.mkdir(parents=True)
        path.write_text("{")
        run = grade("notebooks", "build", "1", "2", "--course", "cnn")
        assert run.code == 1
        assert "chapter01_images is left as it is: " in run.err
        assert "chapter02_neurons.ipynb written" in run.out
        assert path.read_text() == "{"

    def test_refuses_a_folder_that_cannot_be_made(self, grade: Grade, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("")
        assert grade("notebooks", "build", "4", "--course", "file/cnn").code == 2
