"""Every format has its option: it is written where it is wanted, and nowhere else."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from junitparser import JUnitXml

from grader.cli.outputs import FORMATS, Format
from tests.conftest import ROOT, Grade

STUBS = ROOT / "exercises"

every_format = pytest.mark.parametrize("one", FORMATS, ids=lambda one: one.name)


@pytest.mark.sampled(3)
@every_format
def test_every_format_is_written_where_it_is_wanted(one: Format, grade: Grade, tmp_path: Path) -> None:
    run = grade("4", "--submission", STUBS, "--no-speed", f"--{one.name}", "out")
    assert run.code == 1
    assert "Mark: 0 / 19" in run.out
    assert "conv2d" in (tmp_path / "out").read_text("utf-8")


@pytest.mark.sampled(3)
@every_format
def test_a_link_planted_in_its_place_is_not_followed(one: Format, grade: Grade, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    (tmp_path / "out").symlink_to("mine.txt")
    run = grade("4", "--submission", STUBS, "--no-speed", f"--{one.name}", "out")
    assert (run.code, "cannot be written" in run.err) == (2, True)
    assert (tmp_path / "mine.txt").read_text() == "mine"


def test_all_are_written_in_one_run(grade: Grade, tmp_path: Path) -> None:
    options = [word for one in FORMATS for word in (f"--{one.name}", f"{one.name}.out")]
    assert grade("4", "--submission", STUBS, "--no-speed", *options).code == 1
    assert {path.name for path in tmp_path.glob("*.out")} == {f"{one.name}.out" for one in FORMATS}


def test_one_format_can_take_the_reports_place(grade: Grade) -> None:
    run = grade("4", "--submission", STUBS, "--no-speed", "--junit", "-")
    assert len(list(JUnitXml.fromfile(io.BytesIO(run.out.encode())))) == 1


def test_two_formats_cannot(grade: Grade) -> None:
    run = grade("4", "--submission", STUBS, "--junit", "-", "--json", "-")
    assert (run.code, run.out) == (2, "")
    assert "Only one format can go to stdout: --json, --junit." in run.err


def test_annotations_follow_the_report(grade: Grade) -> None:
    lines = grade("4", "--submission", STUBS, "--no-speed", "--annotations", "-").out.splitlines()
    assert lines[0].startswith("Chapter 4")
    assert all(line.startswith("::notice file=") for line in lines[-7:])


def test_annotations_leave_a_format_on_stdout_alone(grade: Grade, tmp_path: Path) -> None:
    run = grade("4", "--submission", STUBS, "--no-speed", "--json", "-", "--annotations", "notes")
    assert run.result.score == 0
    assert (tmp_path / "notes").read_text().count("::notice") == 7
