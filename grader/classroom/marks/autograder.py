"""An autograder as Gradescope takes it: a zip with `setup.sh` and `run_autograder` at its root, and our package.

Source: Gradescope's "Autograder Specifications". The zip is unpacked to /autograder/source; `setup.sh` runs once, when
the image is built, and has the network; `run_autograder` runs for each submission, which lies in
/autograder/submission, and writes /autograder/results/results.json.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import grader
import reference
from grader.classroom.kits.kit import Member, licence, requirements
from grader.language import mark
from grader.report.messages import Messages

if TYPE_CHECKING:
    from grader.course.spec import Chapter

PACKAGES = (Path(grader.__file__).parent, Path(reference.__file__).parent)
KERAS = "keras"
SETUP = """#!/usr/bin/env bash
# Run once, when the image is built.
set -euo pipefail
root="${AUTOGRADER_ROOT:-/autograder}"
apt-get update -q
apt-get install -q -y --no-install-recommends bubblewrap libseccomp2 python3 python3-venv
python3 -m venv "$root/venv"
"$root/venv/bin/pip" install --quiet -r "$root/source/requirements.txt"
"""
RUN = """#!/usr/bin/env bash
# Run for each submission.
set -uo pipefail
root="${{AUTOGRADER_ROOT:-/autograder}}"
python="${{AUTOGRADER_PYTHON:-$root/venv/bin/python}}"
mkdir -p "$root/results"

grade() {{ # our own package comes first, and nothing of the folder that this was started in
    (cd / && "$python" -P -c "import sys; sys.path.insert(0, sys.argv.pop(1)); from grader.cli import main; main()" \\
        "$root/source" "$@")
}}

# A student's code is run only where it can be kept from reading what it is graded by.
if ! grade doctor >"$root/results/doctor.txt" 2>&1; then
    cp "$root/source/not_safe.json" "$root/results/results.json"
    cat "$root/results/doctor.txt"
    exit 0
fi

# As an archive the submission is taken apart by a confined worker, which finds the modules in any folder of it.
packed="$(mktemp -d)"
trap 'rm -rf "$packed"' EXIT
tar -C "$root/submission" -cf "$packed/submission.tar" .
grade {chapters} --submission "$packed/submission.tar" --lang {language} --gradescope "$root/results/results.json"
status=$?
[ "$status" -eq 1 ] || [ "$status" -eq 0 ] || exit "$status"
"""
NOT_SAFE = mark(
    "Nothing was graded: this container keeps no isolation that is safe for strangers' code. The teacher finds the "
    "reason in the autograder's output."
)


def members(chapters: Sequence[Chapter], language: str) -> list[Member]:
    """The files of an autograder for chapters, sorted by name. It has references, but no solution."""
    messages = Messages(language)
    words = " ".join(f"chapter{chapter.number}" for chapter in chapters)
    failure = {
        "score": 0,
        "tests": [],
        "output": messages.text(NOT_SAFE),
        "visibility": "visible",
        "stdout_visibility": "hidden",
    }
    extras = any("keras" in chapter.imports or "tensorflow" in chapter.imports for chapter in chapters)
    needed = "".join(f"{line}\n" for line in requirements(extra=KERAS if extras else "", whole=True))
    found = [
        Member("setup.sh", SETUP.encode(), runnable=True),
        Member("run_autograder", RUN.format(chapters=words, language=language).encode(), runnable=True),
        Member("requirements.txt", needed.encode()),
        Member("not_safe.json", json.dumps(failure, indent=1, ensure_ascii=False).encode() + b"\n"),
        Member("LICENSE", licence().encode()),
        *_package(),
    ]
    return sorted(found, key=lambda member: member.name)


def _package() -> Iterator[Member]:
    """Our package as it is installed, without byte code."""
    for package in PACKAGES:
        for file in sorted(package.rglob("*")):
            if file.is_file() and "__pycache__" not in file.parts:
                yield Member(file.relative_to(package.parent).as_posix(), file.read_bytes())
