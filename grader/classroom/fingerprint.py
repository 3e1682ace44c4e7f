"""Of what a result is the result: everything that a grading depends on, in one number."""

from __future__ import annotations

import hashlib
import platform
from functools import cache
from importlib import metadata
from pathlib import Path

import msgspec

from grader.engine.job import Job
from grader.submission.reading import Carried

ROOT = Path(__file__).resolve().parents[2]
DECIDING = (
    *("answers.py", "calling.py", "checks", "course", "engine", "examination", "report/model.py", "sandbox"),
    "submission",
)
"""The parts of the grader that a verdict depends on; the others only tell it."""

PACKAGES = ("numpy", "scipy", "keras", "tensorflow", "scikit-learn", "msgspec")


def fingerprint(job: Job, carried: Carried) -> str:
    """The same for the same submission, graded in the same way by the same grader; in hexadecimal digits.

    Where a submission lies does not matter, nor what its result is written as.
    """
    asked = msgspec.structs.replace(job, submission=b"", carried=carried)
    return hashlib.sha256(grader_digest() + msgspec.msgpack.encode(asked, order="deterministic")).hexdigest()


@cache
def grader_digest() -> bytes:
    """Of the grader's own code, the reference, and the packages that both compute with."""
    digest = hashlib.sha256(platform.python_version().encode())
    for package in PACKAGES:
        digest.update(f"{package} {_version(package)}\0".encode())
    for file in _deciding_files():
        source = file.read_bytes()
        digest.update(f"{file.relative_to(ROOT)} {len(source)}\0".encode())
        digest.update(source)
    return digest.digest()


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""


def _deciding_files() -> list[Path]:
    places = [ROOT / "grader" / name for name in DECIDING] + [ROOT / "reference"]
    found = [file for place in places for file in ([place] if place.is_file() else place.rglob("*.py"))]
    landmarks = ROOT / "grader" / "course" / "landmarks.json"
    return sorted({*found, landmarks})
