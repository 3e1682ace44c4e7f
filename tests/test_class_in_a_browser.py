"""The report on a class as a teacher uses it, in a real browser: read, searched, sorted, from page to page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from grader.report.model import to_json
from tests.class_of_students import class_results
from tests.conftest import Grade

pytest.importorskip("playwright", reason="needs the extra `test`: pip install -e '.[test]'")

from tests import test_html_in_a_browser as browsing
from tests.test_html_in_a_browser import DESKTOP, PHONE, Open, Visit

pytestmark = browsing.pytestmark
browser, visit = browsing.browser, browsing.visit

NAMES = ["Alice", "<b>Bob", "\u202eevil", "=cmd()", "Émile", "\u05d0\u05d1\u05d2"]
Report = Callable[[str], Path]


@pytest.fixture
def report(grade: Grade, tmp_path: Path) -> Report:
    """The folder with the report on a class of six, in a language."""

    def written(language: str) -> Path:
        results = tmp_path / "results"
        for name, result in zip(NAMES, class_results(6, (4, 6)), strict=True):
            folder = results / name
            folder.mkdir(parents=True)
            (folder / "result.json").write_bytes(to_json(result))
        assert grade("class", results, "--html", tmp_path / "out", "--lang", language).code == 0
        return tmp_path / "out"

    return written


def column(seen: Visit, place: int) -> list[str]:
    """Texts of a column of the students who are shown."""
    return seen.page.locator(f".sortable tbody tr:visible > :nth-child({place})").all_inner_texts()


@pytest.mark.thorough
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_no_page_has_a_violation_complains_asks_or_overflows(
    visit: Open, report: Report, language: str, size: tuple[int, int], scheme: str
) -> None:
    folder = report(language)
    pages = [folder / "index.html", *(sorted((folder / name).iterdir())[3] for name in ("exercises", "students"))]
    for page in pages:
        seen = visit(page, size, color_scheme=scheme)
        assert seen.violations() == []
        assert seen.requests == [seen.url]
        assert seen.complaints == []
        assert seen.page.evaluate("document.documentElement.scrollWidth") <= size[0]
        assert seen.page.locator("html").get_attribute("lang") == language


def test_a_teacher_goes_from_the_class_to_a_student_and_back(visit: Open, report: Report) -> None:
    seen = visit(report("en") / "index.html")
    seen.page.locator("#students").get_by_role("link", name="Alice").click()
    assert "Alice" in seen.page.title()
    seen.page.get_by_role("link", name="The whole class").click()
    assert seen.page.title() == "Class report: 6 students"


def test_a_teacher_goes_from_a_mistake_to_its_exercise_and_to_who_made_it(visit: Open, report: Report) -> None:
    seen = visit(report("en") / "index.html")
    mistake = seen.page.locator("#mistakes li").first
    name = mistake.locator(".names a").first.inner_text()
    mistake.get_by_role("link").first.click()
    seen.page.locator("#mistakes").get_by_role("link", name=name, exact=True).first.click()
    assert name in seen.page.title()


def test_a_student_is_found_by_a_part_of_the_name(visit: Open, report: Report) -> None:
    seen = visit(report("en") / "index.html")
    seen.page.get_by_label("Find a name:").fill("LIC")
    assert column(seen, 1) == ["Alice"]
    assert seen.page.locator("#found").inner_text() == "1 of 6 students shown"


def test_students_are_sorted_by_mark_with_the_keyboard_alone(visit: Open, report: Report) -> None:
    seen = visit(report("en") / "index.html")
    button = seen.page.get_by_role("button", name="Mark")
    button.focus()
    for direction in ("descending", "ascending"):
        seen.page.keyboard.press("Enter")
        shares = [float(one) / float(of) for one, of in (text.split(" / ") for text in column(seen, 2))]
        assert shares == sorted(shares, reverse=direction == "descending")
        assert seen.page.locator("th[aria-sort]").get_attribute("aria-sort") == direction
        assert "Mark" in seen.focused()


def test_all_is_there_without_script(visit: Open, report: Report) -> None:
    seen = visit(report("en") / "index.html", java_script_enabled=False)
    assert len(column(seen, 1)) == 6
    assert not seen.page.locator("#search").is_visible()
