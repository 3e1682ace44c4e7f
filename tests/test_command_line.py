"""Every command does what its help says; bad usage gets a message and exit code 2, never a traceback."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from grader.report.model import from_json
from grader.sandbox.levels import LEVELS
from tests.conftest import CHAPTER4, ROOT, Folder, Grade, exchanged, solution

SOLUTIONS = ROOT / "solutions"
STUBS = ROOT / "exercises"


class TestGrading:
    def test_solutions_get_20_of_20(self, grade: Grade) -> None:
        run = grade("chapter4", "--submission", SOLUTIONS)
        assert run.code == 0
        assert "20 / 20" in run.out

    def test_stubs_get_0_of_20_and_name_the_next_step(self, grade: Grade) -> None:
        run = grade("chapter4", "--submission", STUBS)
        assert run.code == 1
        assert "0 / 20" in run.out
        assert run.out.count("not started") == 7
        assert "Next: convolve2d in chapter04_convolution.py" in run.out

    @pytest.mark.parametrize("name", ["4", "04", "ch4", "CH04", "chapter4", "chapter04", CHAPTER4])
    def test_a_chapter_has_many_names(self, grade: Grade, name: str) -> None:
        run = grade(name, "--submission", STUBS, "--json", "-")
        assert [chapter.number for chapter in run.result.chapters] == [4]

    def test_options_may_stand_before_the_chapter(self, grade: Grade) -> None:
        assert grade("--no-speed", "--submission", SOLUTIONS, "4").code == 0

    def test_exercises_is_the_submission_where_it_exists(self, grade: Grade, tmp_path: Path) -> None:
        grade("init", tmp_path / "exercises")
        assert "0 / 20" in grade("4", cwd=tmp_path).out

    def test_the_folder_itself_is_the_submission_where_it_has_chapters(self, grade: Grade, tmp_path: Path) -> None:
        grade("init", tmp_path)
        assert "0 / 20" in grade("4", cwd=tmp_path).out

    def test_a_file_can_be_graded_alone(self, grade: Grade, tmp_path: Path) -> None:
        (tmp_path / "mine.py").write_text(solution())
        assert grade("4", "--submission", tmp_path / "mine.py", "--no-speed").code == 0

    def test_one_exercise_can_be_graded_alone(self, grade: Grade) -> None:
        run = grade("4", "--submission", SOLUTIONS, "--exercise", "same_padding", "--json", "-")
        assert (run.result.score, run.result.max_score) == (2, 2)

    def test_min_score_decides_the_exit_code(self, grade: Grade, folder: Folder) -> None:
        path = folder.write(exchanged(solution(), convolve2d=""))
        assert grade("4", "--submission", path, "--no-speed", "--min-score", "16").code == 0
        assert grade("4", "--submission", path, "--no-speed", "--min-score", "16.5").code == 1

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (["99"], "neither a command nor a chapter"),
            (["chaptr4"], "neither a command nor a chapter"),
            (["4", "--submission", "nowhere"], "nothing at nowhere"),
            (["4", "--submission", "/etc/passwd"], "neither a folder nor a Python file nor an archive"),
            (["4", "--submission", str(STUBS), "--exercise", "conv3d"], "no exercise “conv3d”"),
            (["4", "--seed", "-1"], "--seed"),
            (["4", "--lang", "de"], "--lang"),
            (["4", "--isolation", "prayer"], "--isolation"),
            (["4", "--colour"], "--colour"),
            (["chapters"], "CHAPTERS"),
        ],
    )
    def test_bad_usage_is_told(self, grade: Grade, arguments: list[str], message: str) -> None:
        run = grade(*arguments)
        assert run.code == 2
        assert message in run.err

    def test_a_result_that_cannot_be_written_is_still_shown(self, grade: Grade) -> None:
        run = grade("4", "--submission", STUBS, "--json", "/nowhere/result.json")
        assert run.code == 2
        assert "0 / 20" in run.out
        assert "cannot be written" in run.err

    def test_a_link_planted_where_the_result_goes_is_not_followed(self, grade: Grade, tmp_path: Path) -> None:
        (tmp_path / "mine.txt").write_text("mine")
        (tmp_path / "result.json").symlink_to("mine.txt")
        run = grade("4", "--submission", STUBS, "--json", "result.json")
        assert run.code == 2
        assert "cannot be written" in run.err
        assert (tmp_path / "mine.txt").read_text() == "mine"

    def test_a_pipe_planted_where_the_result_goes_holds_nothing_up(self, grade: Grade, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "result.json")
        run = grade("4", "--submission", STUBS, "--json", "result.json")
        assert run.code == 2
        assert "cannot be written" in run.err

    def test_a_name_that_acts_on_terminals_is_spelled_out(self, grade: Grade, tmp_path: Path) -> None:
        name = "\x1b]0;owned\x07.txt"
        (tmp_path / name).write_text("")
        run = grade("4", "--submission", name)
        assert run.code == 2
        assert "\\x1b]0;owned\\x07.txt" in run.err

    @pytest.mark.parametrize("level", LEVELS)
    def test_the_isolation_demanded_is_the_one_reported(self, grade: Grade, level: str) -> None:
        run = grade("4", "--submission", STUBS, "--isolation", level, "--json", "-")
        assert run.code in {1, 2}  # 2: this machine does not keep it
        if run.code == 1:
            assert run.result.isolation == level


def without_times(value: Any) -> Any:
    """A JSON value without everything that is called `times`."""
    if isinstance(value, dict):
        return {key: without_times(item) for key, item in value.items() if key != "times"}
    if isinstance(value, list):
        return [without_times(item) for item in value]
    return value


class TestJson:
    @pytest.mark.parametrize("submission", [SOLUTIONS, STUBS], ids=["solutions", "stubs"])
    def test_fits_the_published_schema(self, grade: Grade, submission: Path, tmp_path: Path) -> None:
        grade("4", "--submission", submission, "--json", tmp_path / "result.json")
        schema = json.loads(grade("schema").out)
        jsonschema.Draft202012Validator.check_schema(schema)
        jsonschema.validate(json.loads((tmp_path / "result.json").read_text()), schema)

    def test_of_a_wrong_submission_fits_it_too_and_is_the_same_twice(self, grade: Grade, folder: Folder) -> None:
        wrong = exchanged(
            solution(),
            cross_correlate2d="def cross_correlate2d(image, kernel):\n    print('hm')\n    return image * np.inf",
            same_padding="def same_padding(size, kernel_size, stride):\n    return 1 / 0",
            zero_pad2d="def zero_pad2d(image, padding):\n    return np.pad(image, padding, mode='edge')",
        )
        path = folder.write(wrong)
        runs = [grade("4", "--submission", path, "--json", "-") for _ in range(2)]
        jsonschema.validate(json.loads(runs[0].out), json.loads(grade("schema").out))
        assert without_times(json.loads(runs[0].out)) == without_times(json.loads(runs[1].out))

    def test_under_another_seed_has_other_cases_and_the_same_verdict(self, grade: Grade, folder: Folder) -> None:
        wrong = exchanged(solution(), convolve2d="def convolve2d(image, kernel):\n    return image * 2")
        path = folder.write(wrong)
        one, other = (grade("4", "--submission", path, "--no-speed", "--seed", s, "--json", "-") for s in (0, 1))
        assert one.result.score == other.result.score
        assert one.out.replace('"seed": 0', '"seed": 1') != other.out

    def test_names_the_language_and_the_isolation(self, grade: Grade) -> None:
        result = grade("4", "--submission", STUBS, "--lang", "fr", "--json", "-").result
        assert result.language == "fr"
        assert result.isolation in LEVELS

    def test_is_read_back_as_it_was_written(self, grade: Grade, tmp_path: Path) -> None:
        run = grade("4", "--submission", STUBS, "--json", tmp_path / "result.json")
        assert from_json((tmp_path / "result.json").read_bytes()).score == 0
        assert "Mark: 0 / 20" in run.out


class TestCourse:
    def test_list_shows_every_chapter(self, grade: Grade) -> None:
        run = grade("list")
        assert run.code == 0
        assert re.search(r"chapter4 .*7 exercises +/ 20", run.out)

    def test_show_says_what_is_asked(self, grade: Grade) -> None:
        run = grade("show", "chapter4")
        assert "conv2d(images, kernels, bias, stride=1, padding='valid')" in run.out
        assert "Allowed imports: numpy" in run.out
        assert all(len(line) <= 80 for line in run.out.splitlines()[2:])

    def test_init_never_overwrites(self, grade: Grade, tmp_path: Path) -> None:
        target = tmp_path / "mine"
        assert grade("init", target).code == 0
        (target / f"{CHAPTER4}.py").write_text("my work")
        run = grade("init", target)
        assert run.code == 0
        assert "left as it is" in run.out
        assert (target / f"{CHAPTER4}.py").read_text() == "my work"

    def test_init_into_a_file_is_refused(self, grade: Grade, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("")
        assert grade("init", tmp_path / "file").code == 2

    def test_init_where_nothing_may_be_written_is_told(self, grade: Grade) -> None:
        run = grade("init", "/proc/nowhere")
        assert run.code == 2
        assert "cannot be written" in run.err


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(
    "command",
    [
        [],
        *([name] for name in ("chapters", "class", "hint", "init", "list", "show", "schema")),
        *([name] for name in ("stubs", "catalogues", "landmarks", "verify", "doctor", "replay")),
    ],
)
def test_every_command_has_help_in_both_languages(grade: Grade, command: list[str], language: str) -> None:
    run = grade(*command, "--help", LC_ALL=f"{language}_{language.upper()}.UTF-8")
    assert run.code == 0
    assert run.out
    assert all(len(line) <= 80 for line in run.out.splitlines())


def test_version_is_told(grade: Grade) -> None:
    assert re.fullmatch(r"grade \(convgrade\) \d+\.\d+\.\d+\n", grade("--version").out)
