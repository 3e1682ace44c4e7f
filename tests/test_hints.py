"""Hints come in three steps, in words; how many were asked for is in the result, whatever the folder holds."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from grader.course import CHAPTERS, LIGHT_CHAPTERS, load_chapter
from grader.course.hints import COUNT, steps_of, written_steps
from grader.submission.hints import FILE, STEPS, note_hint, used_hints
from tests.conftest import CHAPTER4, Folder, Grade, exchanged, solution

CODE = re.compile(r"\bnp\.|\bnumpy\.|\w\(|[\[\]{}=]|->|\*\*|`[^`]*\s[^`]*`|\bfor \w+ in\b")


class TestTexts:
    @pytest.mark.parametrize("number", sorted(LIGHT_CHAPTERS))
    def test_every_exercise_of_a_numpy_chapter_has_three_steps_of_its_own(self, number: int) -> None:
        chapter = load_chapter(number)
        assert written_steps(chapter.id).keys() == {exercise.id for exercise in chapter.exercises}
        for steps in written_steps(chapter.id).values():
            assert len({step.strip() for step in steps}) == COUNT == STEPS

    @pytest.mark.parametrize("number", CHAPTERS)
    def test_every_exercise_has_three_steps_with_something_in_them(self, number: int) -> None:
        chapter = load_chapter(number)
        for exercise in chapter.exercises:
            steps = steps_of(chapter.id, exercise)
            assert len(steps) == COUNT
            assert all(step and all(step) for step in steps), exercise.id

    @pytest.mark.parametrize("number", sorted(LIGHT_CHAPTERS))
    def test_no_step_has_code_in_it(self, number: int) -> None:
        for steps in written_steps(load_chapter(number).id).values():
            for step in steps:
                assert not CODE.search(step), step

    def test_code_would_be_found(self) -> None:
        for code in ("np.pad it", "call sum(x)", "take `x @ w` then", "output[i, j]", "set y = 2"):
            assert CODE.search(code)


class TestCommand:
    def test_each_call_gives_one_step_more_and_the_last_stays(self, grade: Grade, folder: Folder) -> None:
        path = folder.write(exchanged(solution(), conv2d="def conv2d(*_):\n    raise NotImplementedError"))
        told = [grade("hint", "conv2d", "--submission", path).out for _ in range(4)]
        assert [text.count("Hint ") for text in told] == [1, 2, 3, 3]
        assert told[2] == told[3]

    def test_how_many_were_asked_for_is_in_the_result(self, grade: Grade, folder: Folder) -> None:
        path = folder.write(solution())
        for _ in range(2):
            grade("hint", "zero_pad2d", "--submission", path)
        run = grade("4", "--submission", path, "--no-speed", "--json", "-")
        hints = {exercise.id: exercise.hints for exercise in run.result.chapters[0].exercises}
        assert hints.pop("zero_pad2d") == 2
        assert set(hints.values()) == {0}

    def test_the_mistake_in_the_code_is_told_with_it(self, grade: Grade, folder: Folder) -> None:
        wrong = "def cross_correlate2d(image, kernel):\n    return convolve2d(image, kernel)"
        run = grade(
            "hint", "cross_correlate2d", "--submission", folder.write(exchanged(solution(), cross_correlate2d=wrong))
        )
        assert "In your code: " in run.out
        assert "flip" in run.out.partition("In your code: ")[2].partition("Hint 1")[0]

    def test_nothing_is_said_of_right_code(self, grade: Grade, folder: Folder) -> None:
        assert "In your code" not in grade("hint", "conv2d", "--submission", folder.write(solution())).out

    def test_an_exercise_of_a_keras_chapter_has_one_too(self, grade: Grade, folder: Folder) -> None:
        run = grade("hint", "backend_in_use", "--submission", folder.write(solution()))
        assert (run.code, "Hint 1 of 3:" in run.out) == (0, True)

    def test_it_speaks_french(self, grade: Grade, folder: Folder) -> None:
        assert "Chapitre 4" in grade("hint", "conv2d", "--lang", "fr", "--submission", folder.write(solution())).out

    def test_lines_fit_80_columns(self, grade: Grade, folder: Folder) -> None:
        path = folder.write(solution())
        assert all(len(line) <= 80 for line in grade("hint", "train", "--submission", path).out.splitlines())

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (["conv3d"], "no exercise “conv3d”"),
            (["flatten"], "Several chapters have an exercise “flatten” (chapter7, chapter"),
            (["conv2d", "--submission", "nowhere"], "nothing at nowhere"),
            ([], "EXERCISE"),
        ],
    )
    def test_bad_usage_is_told(self, grade: Grade, arguments: list[str], message: str) -> None:
        run = grade("hint", *arguments)
        assert run.code == 2
        assert message in run.err

    def test_the_chapter_says_which_of_two_is_meant(self, grade: Grade, folder: Folder) -> None:
        assert grade("hint", "flatten", "--chapter", "7", "--submission", folder.write(solution())).code == 0


class TestFile:
    @pytest.mark.parametrize(
        "content",
        [b"", b"{", b"\xff\xfe", b"[]", b'{"c": 1}', b'{"c": {"e": "x"}}', b"[" * 60_000, b" " * 100_000],
        ids=["empty", "cut", "no text", "a list", "flat", "a word", "deep", "huge"],
    )
    def test_a_damaged_one_counts_nothing_and_is_put_right(self, content: bytes, tmp_path: Path) -> None:
        (tmp_path / FILE).write_bytes(content)
        assert used_hints(tmp_path) == {}
        note_hint(tmp_path, CHAPTER4, "conv2d", 1)
        assert used_hints(tmp_path) == {CHAPTER4: {"conv2d": 1}}

    def test_a_number_of_steps_that_cannot_be_is_one_that_can(self, tmp_path: Path) -> None:
        (tmp_path / FILE).write_text('{"c": {"a": -7, "b": 1000}}')
        assert used_hints(tmp_path) == {"c": {"a": 0, "b": STEPS}}

    def test_a_missing_one_counts_nothing(self, tmp_path: Path) -> None:
        assert used_hints(tmp_path) == used_hints(tmp_path / "nowhere") == used_hints(None) == {}

    def test_others_stay_when_one_is_noted_and_nothing_else_is_left(self, tmp_path: Path) -> None:
        note_hint(tmp_path, "c", "a", 1)
        note_hint(tmp_path, "c", "b", 2)
        assert used_hints(tmp_path) == {"c": {"a": 1, "b": 2}}
        assert [path.name for path in tmp_path.iterdir()] == [FILE]

    def test_a_link_in_its_place_is_neither_read_nor_written_through(self, tmp_path: Path) -> None:
        (tmp_path / "outside.json").write_text('{"c": {"a": 3}}')
        inside = tmp_path / "inside"
        inside.mkdir()
        (inside / FILE).symlink_to("../outside.json")
        assert used_hints(inside) == {}
        note_hint(inside, "c", "b", 1)
        assert (tmp_path / "outside.json").read_text() == '{"c": {"a": 3}}'
        assert used_hints(inside) == {"c": {"b": 1}}

    def test_a_pipe_in_its_place_holds_nothing_up(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / FILE)
        assert used_hints(tmp_path) == {}

    def test_a_hint_is_given_even_where_it_cannot_be_noted(self, grade: Grade, folder: Folder) -> None:
        path = folder.write(solution())
        (path / FILE).mkdir()
        run = grade("hint", "conv2d", "--submission", path)
        assert (run.code, "Hint 1 of 3:" in run.out) == (0, True)
        assert "cannot be kept" in run.err
        assert {one.name for one in path.iterdir()} == {FILE, f"{CHAPTER4}.py"}
