"""`check` in a real kernel: the feedback of the command line, from the cells that were run."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from jupyter_client.manager import start_new_kernel

from grader.classroom.notebooks.grading import NotGradedError, chapter_of
from tests.conftest import CHAPTER4, ROOT, solution

SECONDS = 120
FLIPPED = "def cross_correlate2d(image, kernel):\n    return convolve2d(image, kernel)"


@dataclass(frozen=True)
class Kernel:
    """A kernel that a student works in."""

    client: Any

    def run(self, source: str) -> list[dict[str, Any]]:
        """Run a cell; what it put out."""
        found: list[dict[str, Any]] = []

        def note(message: dict[str, Any]) -> None:
            if message["msg_type"] in {"display_data", "execute_result", "error", "stream"}:
                found.append(message["content"] | {"type": message["msg_type"]})

        self.client.execute_interactive(source, output_hook=note, timeout=SECONDS)
        return found

    def check(self, exercise: str, options: str = "", chapter: str = CHAPTER4) -> dict[str, str]:
        """What `check` shows, by kind of text."""
        shown = self.run(f'from grader.notebook import check\n\ncheck("{chapter}", "{exercise}"{options})')
        assert [one["type"] for one in shown] == ["display_data"], shown
        parts: dict[str, str] = shown[0]["data"]
        return parts


@pytest.fixture(scope="module")
def kernel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kernel]:
    folder = tmp_path_factory.mktemp("work")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}
    manager, client = start_new_kernel(cwd=str(folder), env=environment)
    started = Kernel(client)
    started.run(solution())
    yield started
    client.stop_channels()
    manager.shutdown_kernel(now=True)


def test_a_right_function_is_told_so_with_its_speed(kernel: Kernel) -> None:
    shown = kernel.check("conv2d")
    assert shown["text/plain"].startswith("  ✓ conv2d                             5 / 5   ")
    assert "Speed, compared with the reference" in shown["text/plain"]
    assert '<table class="speed">' in shown["text/html"]


def test_a_wrong_one_is_shown_with_its_picture_and_hint(kernel: Kernel) -> None:
    kernel.run(f"{FLIPPED}\n\n1 / 0")
    shown = kernel.check("cross_correlate2d", ", speed=False")
    assert "Hint: " in shown["text/plain"]
    assert "\x1b" not in shown["text/plain"]
    assert '<table class="map' in shown["text/html"]
    assert "<script" not in shown["text/html"]


def test_the_latest_definition_counts_and_prints_do_not(kernel: Kernel) -> None:
    kernel.run("print('hello')\n%matplotlib inline\n\ndef zero_pad2d(image, padding):\n    return image")
    assert "✗ zero_pad2d" in kernel.check("zero_pad2d")["text/plain"]
    kernel.run("def zero_pad2d(image, padding):\n    return image.nothing")
    assert "(cell " in kernel.check("zero_pad2d")["text/plain"]
    kernel.run("def zero_pad2d(image, padding):\n    return np.pad(image, padding)")
    assert "zero_pad2d" in kernel.check("zero_pad2d")["text/plain"]


def test_it_speaks_french_where_it_is_asked_to(kernel: Kernel) -> None:
    kernel.run(FLIPPED)
    assert "reçu" in kernel.check("cross_correlate2d", ', speed=False, language="fr"')["text/plain"]
    kernel.run("%env CONVGRADE_LANG=fr")
    assert 'lang="fr"' in kernel.check("cross_correlate2d", ", speed=False")["text/html"]
    kernel.run("%env CONVGRADE_LANG=en")


@pytest.mark.parametrize(
    ("chapter", "exercise", "said"), [("chapter4", "x", "There is no chapter"), (CHAPTER4, "x", "x")]
)
def test_names_that_do_not_exist_are_told_in_words(kernel: Kernel, chapter: str, exercise: str, said: str) -> None:
    shown = kernel.check(exercise, chapter=chapter)
    assert said in shown["text/plain"]
    assert "convolve2d" in shown["text/plain"] or CHAPTER4 in shown["text/plain"]


def test_what_nbgrader_runs_itself_gets_the_mark(kernel: Kernel) -> None:
    kernel.run(FLIPPED)
    kernel.run("from grader.notebook import check")
    kernel.run("%env NBGRADER_EXECUTION=validate")
    call = f'check("{CHAPTER4}", "cross_correlate2d", speed=False)'
    shown = kernel.run(call)
    kernel.run("import os; os.environ.pop('NBGRADER_EXECUTION')")
    assert 0 < float(shown[0]["data"]["text/plain"]) < 2.5


def test_outside_of_a_notebook_it_says_what_to_do(tmp_path: Path) -> None:
    code = f'from grader.notebook import check; check("{CHAPTER4}", "conv2d")'
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert "on the command line: grade chapter4" in done.stderr


@pytest.mark.parametrize(("locale", "told"), [("C.UTF-8", "is no chapter"), ("fr_FR.UTF-8", "n'est pas un chapitre")])
def test_why_a_notebook_is_not_graded_is_told_in_the_language_of_the_locale(
    monkeypatch: pytest.MonkeyPatch, locale: str, told: str
) -> None:
    monkeypatch.setenv("LC_ALL", locale)
    with pytest.raises(NotGradedError, match=told):
        chapter_of("chapter99_attention")
