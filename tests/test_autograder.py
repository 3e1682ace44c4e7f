"""The autograder for Gradescope, run as its documentation says: unpacked, set up, a submission in, results out."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.conftest import CHAPTER4, ROOT, exchanged, solution
from tests.test_release import grade_here

SCHEMA = json.loads((ROOT / "tests/schemas/gradescope.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A root folder as Gradescope lays it out, the zip unpacked in `source`, its programs made runnable."""
    folder = tmp_path_factory.mktemp("autograder")
    archive = folder / "autograder.zip"
    done = grade_here("export", "4", "--to", "gradescope", "-o", str(archive))
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(archive) as packed:
        names = packed.namelist()
        packed.extractall(folder / "source")
    assert {"setup.sh", "run_autograder"} <= set(names)
    assert not [name for name in names if "solutions" in name or "__pycache__" in name or name.endswith(".pyc")]
    for name in ("setup.sh", "run_autograder"):
        (folder / "source" / name).chmod(0o755)
    (folder / "run_autograder").write_bytes((folder / "source/run_autograder").read_bytes())
    (folder / "run_autograder").chmod(0o755)
    return folder


def graded(home: Path, submission: Path, **environment: str) -> dict[str, Any]:
    """What stands in results.json, which fits Gradescope's schema."""
    results = home / "results/results.json"
    results.unlink(missing_ok=True)
    link = home / "submission"
    link.unlink(missing_ok=True)
    link.symlink_to(submission)
    variables = {"PATH": os.environ["PATH"], "AUTOGRADER_ROOT": str(home), "AUTOGRADER_PYTHON": sys.executable}
    done = subprocess.run(
        [str(home / "run_autograder")],
        cwd=home,
        env={**variables, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(results.read_text("utf-8"))
    jsonschema.validate(found, SCHEMA)
    return found


def test_a_right_submission_gets_its_points_wherever_its_module_lies(home: Path, tmp_path: Path) -> None:
    (tmp_path / "in/a folder").mkdir(parents=True)
    (tmp_path / "in/a folder" / f"{CHAPTER4}.py").write_text(solution(), "utf-8")
    found = graded(home, tmp_path / "in")
    assert found["score"] == 20
    assert {test["status"] for test in found["tests"]} == {"passed"}


def test_a_half_right_submission_keeps_its_half(home: Path, tmp_path: Path) -> None:
    source = exchanged(solution(), conv2d="def conv2d(*_a, **_k):\n    return None")
    (tmp_path / f"{CHAPTER4}.py").write_text(source, "utf-8")
    found = graded(home, tmp_path)
    assert found["score"] == 15


def test_an_empty_submission_and_planted_modules_get_nothing(home: Path, tmp_path: Path) -> None:
    for name in ("grader.py", "numpy.py", "sitecustomize.py"):
        (tmp_path / name).write_text("raise SystemExit(0)\n")
    found = graded(home, tmp_path, PYTHONPATH="")
    assert found["score"] == 0
    assert "There is no file" in found["tests"][0]["output"]


def test_where_strangers_code_cannot_be_kept_nothing_is_graded_and_that_is_told(home: Path, tmp_path: Path) -> None:
    (tmp_path / f"{CHAPTER4}.py").write_text(solution(), "utf-8")
    fake = tmp_path / "python"
    fake.write_text("#!/bin/sh\necho 'no isolation'; exit 1\n")  # as `grade doctor` does there
    fake.chmod(0o755)
    results = home / "results/results.json"
    results.unlink(missing_ok=True)
    done = subprocess.run(
        [str(home / "run_autograder")],
        env={"PATH": os.environ["PATH"], "AUTOGRADER_ROOT": str(home), "AUTOGRADER_PYTHON": str(fake)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "no isolation" in done.stdout
    found = json.loads(results.read_text("utf-8"))
    assert (found["score"], found["output"].startswith("Nothing was graded")) == (0, True)


def test_its_setup_asks_for_what_the_project_needs(home: Path, tmp_path: Path) -> None:
    """Run with stand-ins for the programs that need the network, which note what they are asked for."""
    notes = tmp_path / "notes"
    for name in ("apt-get", "python3"):
        program = tmp_path / name
        program.write_text(
            f'#!/bin/sh\necho "{name} $@" >> {notes}\n'
            'if [ "$1 $2" = "-m venv" ]; then mkdir -p "$3/bin" && cp "$0" "$3/bin/pip"; fi\n'
        )
        program.chmod(0o755)
    path = f"{tmp_path}:{os.environ['PATH']}"
    subprocess.run([str(home / "source/setup.sh")], env={"PATH": path, "AUTOGRADER_ROOT": str(tmp_path)}, check=True)
    asked = notes.read_text()
    assert "bubblewrap" in asked
    assert f"install --quiet -r {tmp_path}/source/requirements.txt" in asked
    needed = (home / "source/requirements.txt").read_text()
    assert "numpy" in needed
    assert "scipy" in needed
    assert "tensorflow" not in needed


def test_an_autograder_for_keras_chapters_asks_for_keras(tmp_path: Path) -> None:
    archive = tmp_path / "autograder.zip"
    assert grade_here("export", "11", "--to", "gradescope", "-o", str(archive)).returncode == 0
    with zipfile.ZipFile(archive) as packed:
        assert b"tensorflow" in packed.read("requirements.txt")
        assert b"chapter11" in packed.read("run_autograder")


def test_what_is_no_chapter_and_no_zip_is_a_usage_error(tmp_path: Path) -> None:
    assert grade_here("export", "99", "--to", "gradescope", "-o", str(tmp_path / "a.zip")).returncode == 2
    assert grade_here("export", "4", "--to", "gradescope", "-o", str(tmp_path / "a.tar")).returncode == 2
