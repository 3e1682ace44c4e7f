"""Measuring the landmarks of speed: a naive loop, vectorised NumPy and Keras, each in turns with the reference.

They are measured as a submission is, by the engine itself and in a worker of their own; only that ours need no
confinement.
"""

from __future__ import annotations

import json
import platform
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.answers import Raised
from grader.checks.compare import Fault
from grader.course.landmarks import FILE, KINDS
from grader.course.spec import SpeedCheck
from grader.engine.session import Session
from grader.engine.speed import load_baseline, measure, package_sources
from grader.sandbox.limits import Limits
from grader.sandbox.nursery import Nursery
from reference import variants
from reference.keras_oracles import speed

if TYPE_CHECKING:
    from grader.course.spec import Chapter, Exercise
    from grader.sandbox.forking import Starter

MODULE = "landmark"
PATIENT = Limits(call_seconds=60.0, speed_call_seconds=600.0, chapter_seconds=3600.0, memory_bytes=4 << 30, threads=512)
"""Loops of plain Python take long, and TensorFlow much memory."""

TOLD = ("numpy", "keras", "tensorflow")
TIMES = 3
"""Each is measured so often, and the median kept."""


class LandmarkError(Exception):
    """A landmark that cannot be measured: there is none, or it answers wrongly."""


@dataclass(frozen=True, slots=True)
class Landmark:
    """A well-known way to write an exercise's function: sources, and the module of them that has the function."""

    kind: str
    module: str
    sources: Mapping[str, bytes]


def speed_check(exercise: Exercise) -> SpeedCheck | None:
    """The check of an exercise that is about speed, if it has one."""
    return next((check for check in exercise.checks if isinstance(check, SpeedCheck)), None)


def landmarks(chapter: Chapter, exercise: Exercise, root: Path) -> Iterator[Landmark]:
    """The landmarks of an exercise; `LandmarkError` when no variant of it is marked as naive."""
    loops = [one for one in variants.variants_of(chapter.id) if one.exercise == exercise.id and one.naive]
    if not loops:
        raise LandmarkError(f"{exercise.id}: no variant is marked as naive")
    home = loops[0].function.__module__
    reference = package_sources(exercise.reference.__module__)
    source = f"from {home} import {loops[0].id} as variant\n{exercise.id} = variant.function\n"
    yield Landmark("loop", MODULE, {**reference, **package_sources(home), MODULE: source.encode()})
    solutions = {path.stem: path.read_bytes() for path in (root / "solutions").glob("*.py")}
    yield Landmark("vectorised", chapter.id, solutions)
    source = f"from {speed.__name__} import {exercise.id}\n"
    yield Landmark("keras", MODULE, {**reference, **package_sources(speed.__name__), MODULE: source.encode()})


def ratio_of(landmark: Landmark, exercise: Exercise, start: Starter, baseline: Starter) -> float:
    """How many times the reference's time a landmark takes; its workers and the reference's come from two starters."""
    check = speed_check(exercise)
    assert check is not None
    with Session(start, ["process"], PATIENT) as session, Session(baseline, ["process"], PATIENT) as reference:
        loaded = session.load(landmark.module, landmark.sources)
        if isinstance(loaded, Raised):
            raise LandmarkError(f"{exercise.id}, {landmark.kind}: {loaded.exception}: {loaded.message}")
        load_baseline(reference, exercise)
        medians = []
        for _ in range(TIMES):
            measured = measure(session, reference, exercise, check, np.random.default_rng())
            if isinstance(measured, Fault):
                raise LandmarkError(f"{exercise.id}, {landmark.kind}: {measured.code} {measured.facts}")
            medians.append(float(np.median(measured.ratios)))
    return float(np.median(medians))


@dataclass(frozen=True, slots=True)
class Ratio:
    """How many times the reference's time a landmark takes."""

    chapter: str
    exercise: str
    kind: str
    ratio: float


def measured(chapters: Iterable[Chapter], root: Path) -> Iterator[Ratio]:
    """The landmarks of all exercises of these chapters that have a check of speed, one after the other.

    `LandmarkError` when one cannot be measured.
    """
    with Nursery(["numpy"]) as light, Nursery(["keras", "tensorflow"]) as heavy:
        for chapter in chapters:
            for exercise in chapter.exercises:
                if speed_check(exercise) is None:
                    continue
                for landmark in landmarks(chapter, exercise, root):
                    start = heavy if landmark.kind == "keras" else light
                    yield Ratio(chapter.id, exercise.id, landmark.kind, ratio_of(landmark, exercise, start, light))


def versions() -> dict[str, str]:
    """What was measured with."""
    return {"python": platform.python_version(), **{package: version(package) for package in TOLD}}


def keep(ratios: Mapping[str, Mapping[str, Mapping[str, float]]], file: Path = FILE) -> None:
    """Write the ratios, by chapter, exercise and kind, over those that were kept of the same exercises."""
    kept: dict[str, Any] = json.loads(file.read_text("utf-8")) if file.exists() else {"ratios": {}}
    for chapter, exercises in ratios.items():
        kept["ratios"].setdefault(chapter, {}).update(exercises)
    ordered = {
        chapter: {
            exercise: {kind: float(f"{found[kind]:.3g}") for kind in KINDS if kind in found}
            for exercise, found in kept["ratios"][chapter].items()
        }
        for chapter in sorted(kept["ratios"])
    }
    file.write_text(json.dumps({"versions": versions(), "ratios": ordered}, indent=1) + "\n", "utf-8")
