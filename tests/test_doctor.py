"""`grade doctor` tells by trying what this machine keeps, and how to get more."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from grader.sandbox.levels import LEVELS, candidates
from tests.conftest import ROOT, Grade


def line_of(text: str, level: str) -> str:
    """The line about a level."""
    return next(line for line in text.splitlines() if line[4:].split("  ")[0] == level)


class TestDoctor:
    def test_says_of_every_level_whether_it_holds(self, grade: Grade) -> None:
        run = grade("doctor")
        held = [level for level in LEVELS if line_of(run.out, level).startswith("  ✓")]
        assert run.code == (0 if held else 1)
        for level in held:
            assert "8 of 8 trials held" in line_of(run.out, level)
        assert line_of(run.out, "process").startswith("  –")

    def test_names_the_level_that_grading_uses(self, grade: Grade) -> None:
        lines = grade("doctor").out.splitlines()
        first = next(line[4:].split()[0] for line in lines if line.startswith("  ✓"))
        assert grade("4", "--no-speed", "--submission", ROOT / "solutions", "--json", "-").result.isolation == first

    @pytest.mark.sampled(2)
    @pytest.mark.parametrize("fact", ["Linux", "Landlock", "user namespaces", "bubblewrap", "BLAS thread", "Keras"])
    def test_tells_the_facts(self, grade: Grade, fact: str) -> None:
        assert fact in grade("doctor").out

    def test_speaks_french(self, grade: Grade) -> None:
        out = grade("doctor", LC_ALL="fr_FR.UTF-8").out
        assert "essais" in out
        assert "espaces de noms" in out

    def test_explains_what_a_machine_without_user_namespaces_lacks(self) -> None:
        run = elsewhere(["--unshare-user", "--disable-userns"], "doctor")
        assert line_of(run.stdout, "bubblewrap").startswith("  ✗")
        assert "sysctl" in run.stdout
        assert run.returncode == (0 if line_of(run.stdout, "landlock").startswith("  ✓") else 1)


def elsewhere(options: list[str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run `grade` in a container of bubblewrap's making."""
    if shutil.which("bwrap") is None:
        pytest.skip("bubblewrap is not installed")
    container = ["bwrap", *options, "--bind", "/", "/", "--dev-bind", "/dev", "/dev"]
    program = [sys.executable, "-c", "from grader.cli import main; main()", *arguments]
    environment = ["--setenv", "PYTHONPATH", str(ROOT), "--setenv", "LC_ALL", "C.UTF-8"]
    run = subprocess.run([*container, *environment, *program], capture_output=True, text=True, timeout=60, check=False)
    if run.stderr.startswith("bwrap:"):
        pytest.skip(run.stderr)
    return run


PLACES = {
    "as a plain user": (["--unshare-user", "--uid", "1000", "--gid", "1000"], candidates(None)[0]),
    "in a container without privileges": (
        ["--unshare-user", "--disable-userns", "--uid", "1000", "--gid", "1000"],
        "landlock",
    ),
    "as root of a container without privileges": (
        ["--unshare-user", "--disable-userns", "--uid", "0", "--gid", "0"],
        "landlock",
    ),
    "without a network": (["--unshare-user", "--unshare-net"], candidates(None)[0]),
}


@pytest.mark.parametrize(("options", "level"), PLACES.values(), ids=PLACES)
def test_grading_works(options: list[str], level: str, tmp_path: Path) -> None:
    result = tmp_path / "result.json"
    arguments = ["4", "--no-speed", "--submission", str(ROOT / "solutions"), "--json", str(result)]
    run = elsewhere(options, *arguments)
    assert (run.returncode, run.stderr) == (0, "")
    assert f'"isolation": "{level}"' in result.read_text()
