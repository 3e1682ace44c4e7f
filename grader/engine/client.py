"""The command line's side of a grading: giving the judge its job and hearing from it. Loads no NumPy."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from grader.engine import job
from grader.sandbox.frames import WireError, read_frame
from grader.submission.hints import used_hints

if TYPE_CHECKING:
    from grader.engine.job import Job, Message
    from grader.report.model import Result
    from grader.sandbox.launch import WarmParent
    from grader.submission import Submission


def outcome(judge: WarmParent, todo: Job, notice: Callable[[str, str], None]) -> Message:
    """Give the judge its job, pass on its news and return the outcome."""
    try:
        judge.stdin.write(job.encode(todo))
        judge.stdin.flush()
        while isinstance(message := job.decode_message(read_frame(judge.stdout, job.LARGEST)), job.Grading):
            notice(message.chapter, message.exercise)
    except (EOFError, WireError, BrokenPipeError):
        return job.Failed(_last_words(judge))
    return message


def count_hints(result: Result, submission: Submission) -> None:
    """Note in the result how many steps of each exercise's hint were asked for."""
    used = used_hints(submission.folder)
    for chapter in result.chapters:
        for exercise in chapter.exercises:
            exercise.hints = used.get(chapter.id, {}).get(exercise.id, 0)


def _last_words(judge: WarmParent) -> str:
    """The last line that a judge wrote before it died."""
    judge.end()
    lines = judge.stderr.read().decode("utf-8", "replace").strip().splitlines()
    return lines[-1] if lines else "the judge ended without a word"
