"""The tutorial for instructors: each of its commands is run, in order, and leaves what the page says."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from tests.conftest import CHAPTER4
from tests.whole_course import BROWSED, TUTORIALS, commands_of, run


def test_the_french_page_has_the_same_commands() -> None:
    assert commands_of(TUTORIALS["fr"]) == commands_of(TUTORIALS["en"])
    assert BROWSED in commands_of(TUTORIALS["en"])


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The course of someone who followed the tutorial."""
    folder = tmp_path_factory.mktemp("tutorial")
    run(folder, folder, *(command for command in commands_of(TUTORIALS["en"]) if command != BROWSED))
    return folder / "cnn"


@pytest.mark.thorough
class TestWhoFollowsTheTutorial:
    def test_has_given_the_model_answers_all_points(self, followed: Path) -> None:
        with Gradebook(f"sqlite:///{followed}/gradebook.db") as gradebook:
            [submission] = gradebook.assignment_submissions(CHAPTER4)
            assert submission.max_score == 20
            assert submission.score == pytest.approx(20, abs=1.5)  # speed counts, on a busy machine, too

    def test_has_feedback_and_marks_for_the_platforms(self, followed: Path) -> None:
        assert list(followed.glob(f"feedback/*/{CHAPTER4}/{CHAPTER4}.html"))
        moodle = list(csv.DictReader((followed / "moodle.csv").open(encoding="utf-8", newline="")))
        [ada] = [row for row in moodle if row["ID number"] == "ada"]
        assert (ada["Last name"], ada["Email address"]) == ("Lovelace", "ada@example.org")
        assert ada[f"{CHAPTER4} (/20)"] == "-"
        canvas = list(csv.reader((followed / "canvas.csv").open(encoding="utf-8", newline="")))
        assert canvas[1][-1] == "20"
        assert float(next(row for row in canvas[2:] if row[2] != "ada")[-1]) >= 18.5
