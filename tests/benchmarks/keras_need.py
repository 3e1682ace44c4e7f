"""What a Keras chapter needs at least: TensorFlow's import, and the solution's own answers to every case.

Run as a program with a chapter's number, bound to one processor as a grading's workers are; prints both in seconds.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from importlib import import_module

from grader.course import load_chapter
from grader.course.spec import Check, cases_of
from grader.sandbox.nursery import QUIET


def main(number: int) -> None:
    """Time the import, then the answers."""
    os.environ.update(QUIET)
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    began = time.perf_counter()
    import keras  # noqa: F401, PLC0415 (timed)
    import tensorflow  # noqa: F401, ICN001, PLC0415 (timed)

    imported = time.perf_counter()
    chapter = load_chapter(number)
    asked = [
        (exercise, case)
        for exercise in chapter.exercises
        for check in exercise.checks
        if isinstance(check, Check)
        for case in cases_of(check, exercise, chapter.id, 0)
    ]
    os.chdir(tempfile.mkdtemp())
    ready = time.perf_counter()
    solution, drivers = import_module(chapter.id), import_module(chapter.beside)
    for exercise, case in asked:
        function = getattr(solution, exercise.id)
        for step in case.steps:
            try:
                if exercise.driver:
                    getattr(drivers, exercise.driver)(function, *step.arguments, **step.keywords)
                else:
                    function(*step.arguments, **step.keywords)
            except ValueError:  # arguments without meaning
                pass
    print(imported - began, time.perf_counter() - ready)


if __name__ == "__main__":
    main(int(sys.argv[1]))
