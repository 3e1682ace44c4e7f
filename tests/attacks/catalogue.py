"""Reading the attacks: what each tries, and what comes of it, from its docstring.

An attack is a file `GROUP/name.py` whose docstring says in a sentence or two what it tries, and then, a line each:

- `Attacks: EXERCISE` (or several, with commas): its text is appended to the right solution of chapter 4, so that its
  functions replace the solution's. `Attacks: the module` when no exercise can be graded. Without this line it is a
  builder: its `build(folder)` makes a submission in the folder and returns its path.
- `Earns: nothing`, `all`, `all but speed` or `checks ID, ID`: what the honest work in it deserves.
- `Verdict: CODE`: the code of a chapter that cannot be graded.
- `Process level: cannot stop it`: it would do harm where a submission is not confined.
"""

from __future__ import annotations

import ast
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent
FIELDS = ("Attacks", "Earns", "Verdict", "Process level")
MODULE = "the module"


class MalformedAttackError(Exception):
    """An attack's docstring does not keep to the format."""


@dataclass(frozen=True, slots=True)
class Attack:
    """One attack. `targets` are exercises, or `MODULE` alone; there are none for a builder."""

    path: Path
    tries: str
    targets: tuple[str, ...]
    earns: str
    verdict: str
    beyond_process: bool

    @property
    def group(self) -> str:
        """What kind of attack it is."""
        return self.path.parent.name

    def reaches(self, exercise: str) -> bool:
        """Whether it has part in an exercise's answers."""
        return self.targets in {(), (MODULE,)} or exercise in self.targets

    @property
    def name(self) -> str:
        """Group and name."""
        return f"{self.group}/{self.path.stem}"

    def earned(self, checks: Collection[str], speed: Collection[str]) -> set[str]:
        """Those of an exercise's checks that it deserves to pass; `speed` are the ones about speed."""
        match self.earns.split(maxsplit=1):
            case ["nothing"]:
                return set()
            case ["all"]:
                return set(checks)
            case ["all", "but speed"]:
                return set(checks) - set(speed)
            case ["checks", names]:
                return set(names.split(", "))
        raise MalformedAttackError(f"{self.name} earns {self.earns!r}")


def read(path: Path) -> Attack:
    """An attack; `MalformedAttackError` when its docstring does not keep to the format."""
    docstring = ast.get_docstring(ast.parse(path.read_text("utf-8")))
    tries, _, lines = (docstring or "").partition("\n\n")
    found = dict(line.split(": ", maxsplit=1) for line in lines.splitlines() if ": " in line)
    builder = "Attacks" not in found
    allowed = {*FIELDS} - ({"Attacks"} if builder else set())
    complete = ("Earns" in found) != ("Verdict" in found) and (found.get("Attacks") == MODULE) <= ("Verdict" in found)
    unstoppable = found.get("Process level", "cannot stop it") == "cannot stop it"
    if not tries or len(found) != len(lines.splitlines()) or not {*found} <= allowed or not complete or not unstoppable:
        raise MalformedAttackError(f"{path.parent.name}/{path.stem}: {docstring}")
    return Attack(
        path,
        tries.replace("\n", " "),
        tuple(found["Attacks"].split(", ")) if "Attacks" in found else (),
        found.get("Earns", "nothing"),
        found.get("Verdict", ""),
        "Process level" in found,
    )


ATTACKS = [read(path) for path in sorted(FOLDER.glob("*/*.py"))]
