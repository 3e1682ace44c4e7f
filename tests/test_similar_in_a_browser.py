"""The pages on submissions that are alike as a teacher uses them, in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

pytest.importorskip("copydetect", reason="needs the extra `similarity`: pip install -e '.[similarity]'")
pytest.importorskip("playwright", reason="needs the extra `test`: pip install -e '.[test]'")

from tests import test_html_in_a_browser as browsing
from tests.class_that_copies import class_of_independents, independent, renamed, reordered, with_conv2d_of
from tests.conftest import Grade, solution
from tests.test_html_in_a_browser import DESKTOP, PHONE, Open
from tests.test_similar import write

pytestmark = browsing.pytestmark
browser, visit = browsing.browser, browsing.visit

NAMES = ("<b>Bob", "\u05d0\u05d1\u05d2", "Émile " + 30 * "long", "\u202eevil")
Report = Callable[[str], Path]


@pytest.fixture
def report(grade: Grade, tmp_path: Path) -> Report:
    """The folder with the pages on a class in which some copied, in a language."""

    def written(language: str) -> Path:
        hostile = f"# </pre><img src=x onerror=alert(1)> {'very' * 90} long\n\t\n{solution()}"
        copies = (reordered(hostile), renamed(solution()), with_conv2d_of(independent(1), solution()))
        students = class_of_independents() | dict(zip(NAMES, copies, strict=False))
        folder = write(tmp_path / "submissions", students)
        (folder / "<i>.zip").write_bytes(b"PK\3\4")
        assert grade("similar", folder, "4", "6", "-o", tmp_path / "out", "--lang", language).code == 1
        return tmp_path / "out"

    return written


@pytest.mark.thorough
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_no_page_has_a_violation_complains_asks_or_overflows(
    visit: Open, report: Report, language: str, size: tuple[int, int], scheme: str
) -> None:
    folder = report(language)
    for page in (folder / "index.html", *sorted((folder / "pairs").iterdir())[:2]):
        seen = visit(page, size, color_scheme=scheme)
        assert seen.violations() == []
        assert seen.requests == [seen.url]
        assert seen.complaints == []
        assert seen.page.evaluate("document.documentElement.scrollWidth") <= size[0]
        assert seen.page.locator("html").get_attribute("lang") == language


def test_a_teacher_goes_from_the_list_to_a_pair_and_back(visit: Open, report: Report) -> None:
    seen = visit(report("en") / "index.html")
    link = seen.page.get_by_role("link", name="alice").first
    other = link.locator("bdi").last.inner_text()
    link.click()
    assert other in seen.page.get_by_role("heading", level=1).inner_text()
    assert seen.page.locator(".code").count() == 2
    seen.page.get_by_role("link", name="All pairs").click()
    assert "alike" in seen.page.title()
    assert seen.complaints == []


def test_a_passage_leads_to_the_same_lines_in_the_other_source(visit: Open, report: Report) -> None:
    seen = visit(report("en") / "pairs" / "pair0001.html")
    passage = seen.page.locator(".code").first.locator(".passage").last
    lines = passage.locator(".line").all_inner_texts()
    passage.get_by_role("link").focus()
    seen.page.keyboard.press("Enter")
    target = seen.page.locator(":target")
    assert target.locator(".line").count() == len(lines)
    assert target.is_visible()
    assert seen.page.locator(".code").last.locator(":target").count() == 1


@pytest.mark.thorough
def test_both_sources_are_side_by_side_where_there_is_room_and_one_below_the_other_where_not(
    visit: Open, report: Report
) -> None:
    page = report("en") / "pairs" / "pair0001.html"
    for size, beside in ((DESKTOP, True), (PHONE, False)):
        boxes = [source.bounding_box() for source in visit(page, size).page.locator(".code").all()]
        assert boxes[0]
        assert boxes[1]
        assert (boxes[0]["x"] + boxes[0]["width"] <= boxes[1]["x"]) == beside
        assert (boxes[0]["y"] == boxes[1]["y"]) == beside
