"""`grade similar`: who copied is found however it was disguised, who did not is left alone, nothing is run."""

from __future__ import annotations

import html
import json
import re
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

pytest.importorskip("copydetect", reason="needs the extra `similarity`: pip install -e '.[similarity]'")

from grader.classroom.similarity.alike import Class, groups_of
from grader.classroom.similarity.own_code import code_of, known_phrases
from grader.course import load_chapter
from grader.report.similar import Pair, Source
from tests.class_that_copies import (
    INDEPENDENT,
    class_of_independents,
    independent,
    renamed,
    reordered,
    retold,
    stub,
    with_conv2d_of,
)
from tests.class_to_grade import write_class
from tests.conftest import CHAPTER4, Grade, exchanged, solution

THRESHOLD = 0.6
NAMES = {exercise.id for exercise in load_chapter(4).exercises}
HOSTILE = "<img src=x onerror=alert(1)>"


def class_of(sources: Mapping[str, str]) -> Class:
    """A class that handed in these modules."""
    codes = {name: code_of(source.encode()) for name, source in sources.items()}
    return Class(codes, known_phrases([stub().encode()]))


def pairs_of(sources: Mapping[str, str], threshold: float = THRESHOLD) -> list[Pair]:
    return class_of(sources).pairs(threshold)


def names_of(pairs: list[Pair]) -> list[set[str]]:
    return [{pair.left.student, pair.right.student} for pair in pairs]


def marked(source: Source) -> list[str]:
    """The text of a source's passages."""
    lines = source.text.split("\n")
    return ["\n".join(lines[passage.first - 1 : passage.last]) for passage in source.passages]


def write(folder: Path, sources: Mapping[str, str]) -> Path:
    """A folder of submissions with one folder a student."""
    for name, source in sources.items():
        (folder / name).mkdir(parents=True)
        (folder / name / f"{CHAPTER4}.py").write_text(source, "utf-8")
    return folder


class TestWhoIsFound:
    def test_students_who_found_their_own_ways_are_not(self) -> None:
        assert pairs_of(class_of_independents(), threshold=0.3) == []

    @pytest.mark.parametrize("disguised", [str, renamed, retold, reordered, lambda text: renamed(reordered(text))])
    def test_a_copy_is_however_it_is_disguised(self, disguised: Callable[[str], str]) -> None:
        copy = disguised(solution())
        compile(copy, "copy", "exec")
        pairs = pairs_of(class_of_independents() | {"bob": copy})
        assert names_of(pairs) == [{"alice", "bob"}]
        assert pairs[0].share > 0.99

    def test_one_function_that_was_copied_is_by_itself(self) -> None:
        copy = with_conv2d_of(independent(1), solution())
        compile(copy, "copy", "exec")
        students = class_of_independents()
        del students["student1"]
        (pair,) = pairs_of(students | {"bob": copy})
        assert {pair.left.student, pair.right.student} == {"alice", "bob"}
        assert pair.share < THRESHOLD
        assert [(likeness.left, likeness.right) for likeness in pair.functions] == [("conv2d", "convolutional_layer")]

    def test_the_model_solution_handed_in_twice_is(self) -> None:
        assert names_of(pairs_of({"alice": solution(), "bob": solution()})) == [{"alice", "bob"}]

    def test_the_stub_is_not_whoever_hands_it_in(self) -> None:
        assert pairs_of({f"student{number}": stub() for number in range(3)}, threshold=0.01) == []

    def test_short_work_is_not_even_if_it_is_the_same(self) -> None:
        name = "zero_pad2d"
        source = exchanged(stub(), **{name: f"def {name}(image, padding):\n    return np.pad(image, padding)\n"})
        assert pairs_of({"alice": source, "bob": source}, threshold=0.01) == []

    def test_what_a_quarter_of_the_class_wrote_is_common_code(self) -> None:
        alike = {f"alike{number}": solution() for number in range(4)}
        rest = {f"student{number}": independent(number) for number in range(INDEPENDENT)}
        assert pairs_of(alike | rest) == []
        assert class_of(alike | rest).common > 0.5  # it is said how much that was
        assert len(pairs_of(dict(list(alike.items())[:3]) | rest)) == 3

    def test_a_pair_is_linked_to_others_in_a_group(self) -> None:
        copies = {"alice": solution(), "bob": renamed(solution()), "carol": reordered(solution())}
        rest = {f"student{number}": independent(number) for number in range(INDEPENDENT)}
        assert groups_of(pairs_of(copies | rest)) == [("alice", "bob", "carol")]
        assert groups_of(pairs_of({"alice": solution(), "bob": solution()})) == []

    def test_the_same_pairs_are_found_in_whatever_order_the_class_comes(self) -> None:
        students = class_of_independents() | {"bob": renamed(solution())}
        turned = dict(reversed(students.items()))
        assert [(pair.share, len(pair.functions)) for pair in pairs_of(students)] == [
            (pair.share, len(pair.functions)) for pair in pairs_of(turned)
        ]

    def test_blanks_and_endless_lines_keep_nobody_waiting(self) -> None:
        for source in ("\n \t" * 20_000, "\ncase" + " " * 60_000, '"' + "\\N{" * 20_000):
            code = code_of(f"{source}\nx = 1".encode())
            assert code.size < 10_000
            assert code.text.split("\n")[code.lines[-1]] == "x = 1"

    @pytest.mark.parametrize("source", ["", "\n\n", "x", "def", "é" * 500, "class A:\n  x = 1\n" * 99, '"""', "@\n@\n"])
    def test_text_that_is_hardly_a_module_is_compared_like_any_other(self, source: str) -> None:
        assert not pairs_of({"alice": source, "bob": independent(1)}, threshold=0.01)


class TestPassages:
    def test_the_same_lines_are_marked_in_both_and_lead_to_each_other(self) -> None:
        (pair,) = pairs_of(class_of_independents() | {"bob": reordered(solution())})
        right = marked(pair.right)
        assert {passage.function for passage in pair.left.passages} == NAMES
        for place, (text, passage) in enumerate(zip(marked(pair.left), pair.left.passages, strict=True)):
            counterpart = pair.right.passages[passage.partner]
            assert right[passage.partner] == text
            assert (counterpart.partner, counterpart.function) == (place, passage.function)
            assert counterpart.number == passage.number == place + 1

    def test_neither_a_function_that_differs_nor_the_stub_is_marked(self) -> None:
        other = exchanged(solution(), filter_image="def filter_image(image, kernel):\n    return 7 * image + kernel\n")
        (pair,) = pairs_of({"alice": solution(), "bob": other})
        assert all("filter_image" not in text and "7 * image" not in text for text in marked(pair.right))
        assert all("import numpy" not in text and "def " not in text for text in marked(pair.left))

    def test_lines_after_classes_and_blank_beginnings_are_counted_as_the_student_sees_them(self) -> None:
        before = "\n\n" + "class Kernel:\n    size = 3\n\n" * 9
        (pair,) = pairs_of({"alice": solution(), "bob": before + solution()})
        assert marked(pair.left) == marked(pair.right)


class TestTheCommand:
    def test_it_says_with_its_exit_code_whether_any_are_alike(self, grade: Grade, tmp_path: Path) -> None:
        honest = write(tmp_path / "honest", class_of_independents())
        run = grade("similar", honest, "chapter4", "-o", tmp_path / "out")
        assert (run.code, run.err) == (0, "")
        assert "No two are suspiciously alike." in run.out
        copied = write(tmp_path / "copied", class_of_independents() | {"bob": renamed(solution())})
        run = grade("similar", copied, "chapter4", "-o", tmp_path / "out")
        assert (run.code, run.err) == (1, "")
        assert "1 pair is alike." in run.out
        index = (tmp_path / "out" / "index.html").read_text("utf-8")
        assert re.search(r"alice.*bob", index)
        assert "alice" in (tmp_path / "out" / "pairs" / "pair0001.html").read_text("utf-8")

    @pytest.mark.thorough
    def test_pages_of_an_earlier_search_are_removed_and_other_files_never(self, grade: Grade, tmp_path: Path) -> None:
        copied = write(tmp_path / "copied", {"alice": solution(), "bob": solution()})
        assert grade("similar", copied, "chapter4", "-o", tmp_path / "out").code == 1
        honest = write(tmp_path / "honest", class_of_independents())
        assert grade("similar", honest, "chapter4", "-o", tmp_path / "out").code == 0
        assert not list((tmp_path / "out" / "pairs").iterdir())
        run = grade("similar", honest, "chapter4", "-o", tmp_path / "honest")
        assert run.code == 2
        assert "holds other files" in run.err

    def test_notebooks_are_compared_with_modules(self, grade: Grade, tmp_path: Path) -> None:
        pytest.importorskip("jupytext", reason="needs the extra `nbgrader`")
        from tests.notebooks import chapter_notebook  # noqa: PLC0415 (needs the extra)

        folder = write(tmp_path / "class", {"student0": independent(0), "bob": renamed(solution())})
        (folder / "alice.ipynb").write_text(json.dumps(chapter_notebook()), "utf-8")
        run = grade("similar", folder, "chapter4", "-o", tmp_path / "out")
        assert (run.code, run.err) == (1, "")
        assert re.search(r"alice.*bob", (tmp_path / "out" / "index.html").read_text("utf-8"))

    def test_archives_and_single_files_are_compared_too(self, grade: Grade, tmp_path: Path) -> None:
        folder = write(tmp_path / "class", {"student0": independent(0)})
        with zipfile.ZipFile(folder / "alice.zip", "w") as archive:
            archive.writestr(f"work/{CHAPTER4}.py", solution())
        (folder / "bob.py").write_text(renamed(solution()), "utf-8")
        run = grade("similar", folder, "chapter4", "-o", tmp_path / "out")
        assert (run.code, run.err) == (1, "")
        assert "1 pair is alike." in run.out

    def test_what_cannot_be_read_is_told_and_costs_nobody_else(self, grade: Grade, tmp_path: Path) -> None:
        folder = write(tmp_path / "class", {"alice": solution(), "bob": solution(), "huge": f"# {'x' * 70_000}"})
        (folder / "broken.zip").write_bytes(b"PK\3\4nothing")
        (folder / "packed.rar").write_bytes(b"Rar!\x1a\x07\x01\x00")
        (folder / "empty").mkdir()
        run = grade("similar", folder, "chapter4", "-o", tmp_path / "out", "--lang", "en")
        assert run.code == 1
        index = html.unescape((tmp_path / "out" / "index.html").read_text("utf-8"))
        for name, reason in {
            "broken": "damaged",
            "packed": "of a kind that is not read",
            "empty": "There is no file",
            "huge": "more than 64 KiB",
        }.items():
            assert re.search(f"^{name}: .*{reason}", run.err, re.MULTILINE), name
            assert re.search(f"<bdi>{name}</bdi>: .*{reason}", index), name

    def test_no_line_of_a_submission_is_run(self, grade: Grade, tmp_path: Path) -> None:
        trace = tmp_path / "was_run"
        acting = f"open({str(trace)!r}, 'w').close()\n{solution()}"
        folder = write(tmp_path / "class", {"alice": acting, "bob": acting})
        (folder / "alice" / "numpy.py").write_text(acting)
        assert grade("similar", folder, "chapter4", "-o", tmp_path / "out").code == 1
        assert not trace.exists()

    def test_hostile_names_and_sources_are_shown_as_text(self, grade: Grade, tmp_path: Path) -> None:
        evil = f"{HOSTILE}\N{RIGHT-TO-LEFT OVERRIDE}"
        source = f"# </pre><script>alert(1)</script>{evil}\n{solution()}"
        folder = write(tmp_path / "class", {"<b>": source, evil.replace("/", ""): source})
        assert grade("similar", folder, "chapter4", "-o", tmp_path / "out").code == 1
        for page in (tmp_path / "out" / "index.html", tmp_path / "out" / "pairs" / "pair0001.html"):
            text = page.read_text("utf-8")
            assert "<img" not in text
            assert "<b>" not in text
            assert text.count("<script>") == 1
            assert "\N{RIGHT-TO-LEFT OVERRIDE}" not in text
            assert html.escape(HOSTILE) in text

    def test_a_chapter_that_few_handed_in_is_compared_among_them(self, grade: Grade, tmp_path: Path) -> None:
        folder = write(tmp_path / "class", class_of_independents() | {"bob": solution()})
        run = grade("similar", folder, "chapter4", "chapter6", "-o", tmp_path / "out")
        assert (run.code, run.err) == (1, "")
        assert "0 submissions compared" in (tmp_path / "out" / "index.html").read_text("utf-8")

    def test_a_class_of_every_kind_that_started_from_one_text_accuses_nobody(
        self, grade: Grade, tmp_path: Path
    ) -> None:
        write_class(tmp_path / "class", 40)
        run = grade("similar", tmp_path / "class", "4", "-o", tmp_path / "out")
        assert (run.code, run.err) == (0, "")
