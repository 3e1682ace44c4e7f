"""An nbgrader course in a temporary folder, worked on by nbgrader's own commands, and the tutorial's."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT

TUTORIALS = {"en": ROOT / "docs/nbgrader.md", "fr": ROOT / "docs/nbgrader_fr.md"}
BROWSED = "jupyter lab"
"""The one command of the tutorial that does not end; the test of the formgrader starts it."""


def environment(home: Path) -> dict[str, str]:
    """That of a user whose home is empty, and for whom this grader is installed."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "XDG", "NBGRADER"))}
    programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return {**kept, "HOME": str(home), "PATH": programs, "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}


def commands_of(page: Path) -> list[str]:
    """The lines of a page's shell blocks."""
    blocks = re.findall(r"^```sh\n(.*?)^```$", page.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    return [line for block in blocks for line in block.splitlines()]


def run(home: Path, folder: Path, *commands: str) -> str:
    """What the commands print, one shell for all of them; they must succeed."""
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", "\n".join(commands)],
        cwd=folder,
        env=environment(home),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=1200,
    )
    assert done.returncode == 0, done.stdout[-4000:]
    return done.stdout
