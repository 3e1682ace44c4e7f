"""Autograder for Classroom 50: publish it as `autograder.py` of an assignment, with its chapters below.

Its runner calls this in the student's checkout and reads `result.json` and `release-body.md` from there.
"""

# ruff: noqa: INP001 (a file for another project)
from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

CHAPTERS = ["chapter4"]
CONVGRADE = os.environ.get("CONVGRADE", "git+https://github.com/OWNER/convgrade@main")
SCORED = {0, 1}
"""Exit codes of a grading that gave a mark, all points or not."""


def main() -> int:
    """Install convgrade outside of the checkout, and have it grade the commit."""
    checkout = Path.cwd()
    with tempfile.TemporaryDirectory(dir=os.environ.get("RUNNER_TEMP")) as folder:
        grade = os.environ.get("CONVGRADE_COMMAND") or installed(folder)
        for name in ("result.json", "release-body.md"):  # whatever the commit put there
            if (checkout / name).is_symlink() or (checkout / name).exists():
                (checkout / name).unlink()
        files = ["--classroom", str(checkout / "result.json"), "--markdown", str(checkout / "release-body.md")]
        command = [grade, "repo", *files, "--annotations", "-", "--", str(checkout), *CHAPTERS]
        code = subprocess.run(command, cwd=folder, check=False).returncode  # noqa: S603 (our own words)
    return 0 if code in SCORED else code


def installed(folder: str) -> str:
    """Path of a fresh `grade`."""
    subprocess.run([sys.executable, "-I", "-m", "venv", "venv"], cwd=folder, check=True)
    programs = Path(folder, "venv/bin")
    subprocess.run([programs / "pip", "install", "--quiet", CONVGRADE], cwd=folder, check=True)  # noqa: S603
    return str(programs / "grade")


if __name__ == "__main__":
    sys.exit(main())
