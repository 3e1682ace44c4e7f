"""A course's notebooks and marks where teachers see them: JupyterLab and formgrader, started for real, in Chromium."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook

from tests.conftest import CHAPTER4
from tests.nbgrader_students import STUDENTS
from tests.test_html_in_a_browser import CHROMIUM, QUIET
from tests.whole_course import BROWSED, TUTORIALS, commands_of, environment, graded_course

pytest.importorskip("playwright", reason="needs the extra `test`: pip install -e '.[test]'")

from playwright.sync_api import Page, sync_playwright

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium (Debian's package chromium)"),
    pytest.mark.thorough,
]

LONGEST = 120_000
"""Milliseconds that JupyterLab may take to show something."""


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The course's folder, with chapter 4 graded."""
    some = {name: STUDENTS[name] for name in ("right", "half", "wrong", "broken-file", "forger")}
    return graded_course(tmp_path_factory.mktemp("seen"), [4], some)


@pytest.fixture(scope="module")
def address(course: Path) -> Iterator[str]:
    """Where Jupyter serves the course, started as the tutorial says."""
    assert BROWSED in commands_of(TUTORIALS["en"])
    options = ("--no-browser", "--allow-root", "--ServerApp.port=0", "--ServerApp.ip=127.0.0.1")
    server = subprocess.Popen(
        [*BROWSED.split(), *options, "--IdentityProvider.token="],
        cwd=course,
        env=environment(course.parent),
        stderr=subprocess.PIPE,
        text=True,
    )
    assert server.stderr is not None
    try:
        found = next(filter(None, (re.search(r"(http://127\.0\.0\.1:\d+)/lab", line) for line in server.stderr)))
        yield found[1]
    finally:
        server.terminate()
        server.wait()
        server.stderr.close()


@pytest.fixture
def page() -> Iterator[Page]:
    """A page that waits for JupyterLab."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*QUIET])
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.set_default_timeout(LONGEST)
        yield page
        browser.close()


def test_formgrader_shows_the_gradebooks_marks(course: Path, address: str, page: Page) -> None:
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        marks = {one.student.id: one.score for one in gradebook.assignment_submissions(CHAPTER4)}
    assert len(marks) == 5
    page.goto(f"{address}/formgrader/manage_submissions/{CHAPTER4}")
    page.wait_for_selector("#main-table tr td:nth-child(5)")
    page.wait_for_function("[...document.querySelectorAll('#main-table tr')].every((one) => one.children[4].innerText)")
    shown = {}
    for row in page.locator("#main-table tr").all():
        cells = row.locator("td").all_inner_texts()
        assert cells[3] == "graded"
        shown[cells[1]] = float(cells[4].partition("/")[0])
    assert shown == {student: pytest.approx(mark, abs=0.005) for student, mark in marks.items()}
    assert (shown["right"], shown["forger"], shown["broken-file"]) == (20, 0, 0)


def test_formgrader_opens_a_submission_with_its_feedback(course: Path, address: str, page: Page) -> None:
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        submission = gradebook.find_submission_notebook(CHAPTER4, CHAPTER4, "wrong").id
    page.goto(f"{address}/formgrader/submissions/{submission}")
    page.wait_for_selector("text=cross_correlate2d")
    assert "2.5" in page.locator("body").inner_text()
    assert page.locator(".output_html, .jp-RenderedHTMLCommon").count()


def test_jupyterlab_shows_the_pictures(course: Path, address: str, page: Page) -> None:
    notebook = nbformat.read(course / f"release/{CHAPTER4}/{CHAPTER4}.ipynb", as_version=4)
    count = sum("data:image/svg+xml" in cell.source for cell in notebook.cells)
    assert count == 5
    page.goto(f"{address}/lab/tree/release/{CHAPTER4}/{CHAPTER4}.ipynb")
    page.wait_for_selector(".jp-RenderedMarkdown img")
    page.wait_for_function("[...document.querySelectorAll('.jp-RenderedMarkdown img')].every((one) => one.complete)")
    pictures = page.evaluate(
        "[...document.querySelectorAll('.jp-RenderedMarkdown img')].map((one) => one.naturalWidth)"
    )
    assert pictures
    assert all(width > 100 for width in pictures)


def test_the_feedback_has_the_pictures_and_the_verdicts(course: Path, page: Page) -> None:
    [path] = course.glob(f"feedback/wrong/{CHAPTER4}/{CHAPTER4}.html")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.route(re.compile("^https?:"), lambda route: route.abort())
    page.goto(path.as_uri())
    widths = page.evaluate("[...document.querySelectorAll('img')].map((one) => one.naturalWidth)")
    assert len(widths) == 5
    assert all(width > 100 for width in widths)
    assert "cross_correlate2d" in page.locator("body").inner_text()
