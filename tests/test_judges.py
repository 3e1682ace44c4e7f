"""Judges that live on, and several of them side by side."""

from __future__ import annotations

import os
import signal
import threading
from pathlib import Path

import pytest

from grader.classroom.judges import Judge, Judges
from grader.engine.job import Done, Job, UnknownExercise
from grader.sandbox.levels import candidates
from tests.conftest import ROOT, Folder, exchanged, solution

WRONG = "def zero_pad2d(image, padding):\n    return image\n"


def job_of(path: Path, exercises: tuple[str, ...] = ()) -> Job:
    return Job([4], os.fsencode(path), "en", list(candidates(None)), speed=False, exercises=list(exercises))


class TestAJudge:
    def test_does_one_job_after_another(self, folder: Folder) -> None:
        with Judge() as judge:
            right = judge.grade(job_of(ROOT / "solutions"))
            wrong = judge.grade(job_of(folder.write(exchanged(solution(), zero_pad2d=WRONG))))
            again = judge.grade(job_of(ROOT / "solutions"))
        assert isinstance(right, Done)
        assert isinstance(wrong, Done)
        assert isinstance(again, Done)
        assert (right.result.score, again.result.score) == (19.0, 19.0)
        assert wrong.result.score < 19.0

    def test_refuses_a_job_and_does_the_next(self) -> None:
        with Judge() as judge:
            assert isinstance(judge.grade(job_of(ROOT / "solutions", ("sharpen",))), UnknownExercise)
            assert isinstance(judge.grade(job_of(ROOT / "solutions", ("same_padding",))), Done)

    def test_that_is_killed_is_replaced_and_its_job_done_all_the_same(self) -> None:
        with Judge() as judge:
            killed: list[int] = []

            def kill_once(_chapter: str, _exercise: str) -> None:
                if not killed:
                    assert judge._process is not None
                    killed.append(judge._process._pid)
                    os.killpg(killed[0], signal.SIGKILL)

            message = judge.grade(job_of(ROOT / "solutions"), kill_once)
        assert killed
        assert isinstance(message, Done)
        assert message.result.score == 19.0

    def test_that_is_stopped_by_another_thread_gives_up(self) -> None:
        with Judge() as judge:
            stopping: list[threading.Thread] = []

            def stop(_chapter: str, _exercise: str) -> None:
                stopping.append(threading.Thread(target=judge.stop))
                stopping[-1].start()

            assert not isinstance(judge.grade(job_of(ROOT / "solutions"), stop), Done)
            for thread in stopping:
                thread.join()


class TestJudgesSideBySide:
    @pytest.mark.parametrize("count", [1, 3])
    def test_do_every_job_once(self, count: int, tmp_path: Path) -> None:
        jobs: dict[str, Job] = {}
        for number in range(8):
            own = exchanged(solution(), zero_pad2d=WRONG) if number % 2 else solution()
            jobs[str(number)] = job_of(Folder(tmp_path / str(number)).write(f"{own}\n# {number}\n"), ("zero_pad2d",))
        found = list(Judges[str](count).outcomes(jobs.items()))
        assert sorted(key for key, _ in found) == sorted(jobs)
        for key, message in found:
            assert isinstance(message, Done)
            assert (message.result.statuses == {"passed"}) == (int(key) % 2 == 0)

    def test_end_when_nobody_listens_any_more(self) -> None:
        before = threading.active_count()
        outcomes = Judges[int](2).outcomes((number, job_of(ROOT / "solutions")) for number in range(1000))
        next(outcomes)
        outcomes.close()
        assert threading.active_count() == before

    def test_tell_what_goes_wrong_in_drawing_jobs(self) -> None:
        def jobs() -> object:
            yield 1, job_of(ROOT / "solutions", ("same_padding",))
            raise OSError("the disk is gone")

        with pytest.raises(OSError, match="the disk is gone"):
            list(Judges[int](2).outcomes(jobs()))  # type: ignore[arg-type]
