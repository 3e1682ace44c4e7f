"""The HTML report as people use it, in a real browser: read, filtered, unfolded, by keyboard alone, without script."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pytest

from grader.engine.showing import show
from grader.report.html import render
from grader.report.messages import printable
from grader.report.model import CheckResult, Curve, Detail, Failure, NamedValue, from_json
from tests.conftest import THOROUGH, Folder, Grade, exchanged, solution
from tests.test_html_report import said
from tests.test_terminal_report import HOSTILE, half_right, result

pytest.importorskip("playwright", reason="needs the extra `test`: pip install -e '.[test]'")

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium (Debian's package chromium)")

QUIET = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
"""Options of a browser that serves nobody but these tests and asks nothing of the network of its own accord."""

PHONE, DESKTOP = (360, 740), (1280, 800)
SCHEMES = ["light", "dark"] if THOROUGH else ["dark"]
TRIED = ["en", "fr"] if THOROUGH else ["fr"]
STRIDED = "chapter04_convolution.strided_cross_correlate2d"
MOST_STOPS = 400

Open = Callable[..., "Visit"]


class Visit:
    """A page in the browser, and all that it asked for or complained of."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url
        self.requests: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url.partition("#")[0]))
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("dialog", lambda dialog: self.complaints.append(dialog.message))
        page.goto(url)

    def violations(self) -> list[tuple[str, list[Any]]]:
        """What axe-core finds wrong, with the elements."""
        found = Axe().run(self.page).response["violations"]
        return [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found]

    def shown(self) -> list[str]:
        """Names of the exercises that are shown."""
        return self.page.locator("section.exercise:visible h3").all_inner_texts()

    def unfold(self) -> None:
        """Open everything that is folded."""
        self.page.evaluate("document.querySelectorAll('details').forEach((fold) => { fold.open = true; })")

    def focused(self) -> str:
        """The element with the focus: its markup's beginning."""
        return str(self.page.evaluate("document.activeElement.outerHTML.slice(0, 150)"))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=[*QUIET])
        yield started
        started.close()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Open]:
    """Open a file in a window of a size, perhaps dark, perhaps without script."""
    contexts: list[BrowserContext] = []

    def opened(file: Path, size: tuple[int, int] = DESKTOP, place: str = "", **options: Any) -> Visit:
        context = browser.new_context(viewport={"width": size[0], "height": size[1]}, **options)
        context.set_default_timeout(60_000)
        contexts.append(context)
        return Visit(context.new_page(), f"{file.as_uri()}{place}")

    yield opened
    for context in contexts:
        context.close()


STRIDE_ONE = """def strided_cross_correlate2d(image, kernel, stride):
    print("\\x1b[31m<b>shape</b>", image.shape)
    return cross_correlate2d(image, kernel)[: (image.shape[0] - kernel.shape[0]) // stride + 1]
"""
NOT_STARTED = "def filter_image(image, kernel):\n    raise NotImplementedError\n"


@pytest.fixture(scope="module")
def results() -> dict[str, bytes]:
    """What was graded once for all tests."""
    return {}


@pytest.fixture
def report(grade: Grade, folder: Folder, results: dict[str, bytes], tmp_path: Path) -> Callable[[str], Path]:
    """The report of a submission of chapter 4 that is half right, in a language; graded once."""

    def written(language: str) -> Path:
        if "json" not in results:
            source = exchanged(solution(), strided_cross_correlate2d=STRIDE_ONE, filter_image=NOT_STARTED)
            run = grade("chapter4", "--submission", folder.write(source), "--json", "-")
            results["json"] = run.out.encode()
        found = from_json(results["json"])
        found.language = language  # type: ignore[assignment]
        file = tmp_path / f"report.{language}.html"
        file.write_text(render(found), "utf-8")
        return file

    return written


@pytest.fixture
def rich(tmp_path: Path) -> Path:
    """A report with all that a report can have: curves, bars with landmarks, several channels, wide arrays."""
    checks = half_right()
    checks[2].detail.facts |= {"vectorised": 2.1, "keras": 0.8, "loop": 430.0}
    losses = Detail({"count": 1, "total": 3}, curve=Curve([2.3, 1.5, 1.1], [2.3, 1.9, "nan"]))
    checks.append(
        CheckResult("epochs", "Several epochs", "numerical", "failed", 0.0, 1.0, "values_differ", None, None, losses)
    )
    wide = Failure([NamedValue("values", show(np.arange(200.0)))], show(np.ones((2, 9, 9))), show(np.zeros((2, 9, 9))))
    detail = Detail({"expected": "(1,)", "received": "(2,)"}, wide, 0, 1)
    checks.append(
        CheckResult("wide", "Long vectors", "numerical", "failed", 0.0, 1.0, "wrong_shape", "m", "`axis`", detail)
    )
    file = tmp_path / "rich.html"
    file.write_text(render(result("en", *checks, output="printed\n" * 50)), "utf-8")
    return file


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
class TestReading:
    @pytest.mark.parametrize("language", TRIED)
    def test_it_asks_for_nothing_complains_of_nothing_and_fits_the_window(
        self, visit: Open, report: Callable[[str], Path], language: str, size: tuple[int, int]
    ) -> None:
        seen = visit(report(language), size)
        seen.unfold()
        assert seen.requests == [seen.url]
        assert seen.complaints == []
        assert seen.page.evaluate("document.documentElement.scrollWidth") <= size[0]
        assert seen.page.locator("html").get_attribute("lang") == language

    @pytest.mark.sampled(2)
    @pytest.mark.parametrize("scheme", SCHEMES)
    @pytest.mark.parametrize("language", TRIED)
    def test_it_has_no_accessibility_violation(
        self, visit: Open, report: Callable[[str], Path], language: str, scheme: str, size: tuple[int, int]
    ) -> None:
        seen = visit(report(language), size, color_scheme=scheme)
        assert seen.violations() == []
        seen.unfold()
        assert seen.violations() == []

    @pytest.mark.sampled(2)
    @pytest.mark.parametrize("scheme", SCHEMES)
    def test_nor_have_curves_bars_and_wide_arrays(
        self, visit: Open, rich: Path, scheme: str, size: tuple[int, int]
    ) -> None:
        seen = visit(rich, size, color_scheme=scheme)
        seen.unfold()
        assert seen.violations() == []
        assert seen.complaints == []
        assert seen.page.evaluate("document.documentElement.scrollWidth") <= size[0]


def test_axe_does_find_what_is_wrong(visit: Open, tmp_path: Path) -> None:
    (tmp_path / "poor.html").write_text("<!DOCTYPE html><html><body><img src='data:,'><h4>x</h4></body></html>")
    rules = {rule for rule, _ in visit(tmp_path / "poor.html").violations()}
    assert {"image-alt", "html-has-lang"} <= rules


class TestFilter:
    def test_shows_what_is_left_to_do_and_everything_again(self, visit: Open, report: Callable[[str], Path]) -> None:
        seen = visit(report("en"))
        everything = seen.shown()
        assert len(everything) == 7
        seen.page.get_by_label("what is left to do").check()
        assert seen.shown() == ["filter_image", "strided_cross_correlate2d"]
        assert seen.page.get_by_role("status").inner_text() == "2 of 7 exercises shown"
        seen.page.get_by_label("everything", exact=True).check()
        assert seen.shown() == everything

    def test_does_not_hide_what_a_link_leads_to(self, visit: Open, report: Callable[[str], Path]) -> None:
        seen = visit(report("en"))
        seen.page.get_by_label("what is left to do").check()
        seen.page.evaluate("location.hash = '#chapter04_convolution.zero_pad2d'")
        seen.page.locator("[id='chapter04_convolution.zero_pad2d']").wait_for(state="visible")
        assert seen.page.get_by_label("everything", exact=True).is_checked()


class TestLinks:
    def test_to_a_check_that_is_folded_open_it(self, visit: Open, report: Callable[[str], Path]) -> None:
        file = report("en")
        folded = visit(file).page.locator("details.finding:not([open])").first.get_attribute("id")
        assert folded
        seen = visit(file, place=f"#{folded}")
        check = seen.page.locator(f"[id='{folded}']")
        assert check.evaluate("(fold) => fold.open")
        assert check.locator("p").first.is_visible()
        top = check.evaluate("(fold) => fold.getBoundingClientRect().top")
        assert 0 <= top < DESKTOP[1]

    def test_every_check_has_one_of_its_own(self, visit: Open, report: Callable[[str], Path]) -> None:
        seen = visit(report("en"))
        seen.unfold()
        assert seen.page.locator(f"[id^='{STRIDED}.']").count() == 6
        for place in seen.page.locator(f"[id^='{STRIDED}.']").all():
            name = place.get_attribute("id")
            assert seen.page.locator(f"a.here[href='#{name}']").count() == 1


class TestKeyboardAlone:
    def test_the_first_stop_skips_to_what_is_left(self, visit: Open, report: Callable[[str], Path]) -> None:
        seen = visit(report("en"))
        seen.page.keyboard.press("Tab")
        assert "Skip to what is left to do" in seen.focused()
        assert (
            seen.page.get_by_text("Skip to what is left to do").evaluate("(link) => link.getBoundingClientRect().top")
            >= 0
        )
        seen.page.keyboard.press("Enter")
        assert seen.page.evaluate("location.hash") == "#chapter04_convolution.filter_image"
        seen.page.keyboard.press("Tab")
        assert "filter_image" in seen.focused()

    def test_filters_and_unfolds(self, visit: Open, report: Callable[[str], Path]) -> None:
        seen = visit(report("en"))
        self.walk_to(seen, 'type="radio"')
        seen.page.keyboard.press("ArrowDown")
        assert seen.shown() == ["filter_image", "strided_cross_correlate2d"]
        self.walk_to(seen, "<summary><h4>")
        is_open = "document.activeElement.parentElement.open"
        before = seen.page.evaluate(is_open)
        seen.page.keyboard.press("Enter")
        assert seen.page.evaluate(is_open) is not before
        seen.page.keyboard.press("Space")
        assert seen.page.evaluate(is_open) is before

    @pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
    def test_reaches_everything_and_shows_where_it_is(self, visit: Open, rich: Path, size: tuple[int, int]) -> None:
        seen = visit(rich, size)
        seen.unfold()
        seen.page.evaluate("reachScrollers()")
        wanted = seen.page.locator("a:visible, summary:visible, input:checked, .scroll[tabindex]").count()
        reached = set()
        for _stop in range(MOST_STOPS):
            seen.page.keyboard.press("Tab")
            place, outline = seen.page.evaluate(
                "[[...document.querySelectorAll('*')].indexOf(document.activeElement),"
                " getComputedStyle(document.activeElement).outlineStyle]"
            )
            if place in reached or seen.focused().startswith("<body"):
                break
            assert outline != "none", seen.focused()
            reached.add(place)
        assert len(reached) >= wanted

    def test_wide_arrays_scroll(self, visit: Open, rich: Path) -> None:
        seen = visit(rich, PHONE, place="#chapter04_convolution.conv2d.wide")
        box = seen.page.locator(".scroll[tabindex]").first
        box.focus()
        for _ in range(3):
            seen.page.keyboard.press("ArrowRight")
        seen.page.wait_for_function("document.activeElement.scrollLeft > 0")

    def walk_to(self, seen: Visit, markup: str) -> None:
        """Press the tabulator until the focus is on an element like this."""
        for _stop in range(MOST_STOPS):
            seen.page.keyboard.press("Tab")
            if markup in seen.focused():
                return
        pytest.fail(f"the keyboard does not reach {markup}")


class TestWithoutScript:
    def test_everything_can_be_read(self, visit: Open, report: Callable[[str], Path]) -> None:
        seen = visit(report("fr"), java_script_enabled=False)
        assert len(seen.shown()) == 7
        assert seen.page.get_by_role("heading", level=1).inner_text().startswith("Note")
        assert not seen.page.locator("#filter").is_visible()
        folded = seen.page.locator("details.finding:not([open])").first
        name = folded.get_attribute("id")
        folded.locator("summary").click()
        assert seen.page.locator(f"[id='{name}'] .told").is_visible()


class TestPrint:
    def test_what_is_folded_is_printed_too(self, visit: Open, report: Callable[[str], Path]) -> None:
        seen = visit(report("en"), java_script_enabled=False)
        inside = seen.page.locator("details:not([open]) > :not(summary)").first
        heights = []
        media: Literal["screen", "print"]
        for media in ("screen", "print"):
            seen.page.emulate_media(media=media)
            box = inside.bounding_box()
            heights.append(box["height"] if box and inside.is_visible() else 0)
        assert heights[0] == 0 < heights[1]

    def test_a_dark_page_is_printed_dark_on_white(self, visit: Open, rich: Path) -> None:
        seen = visit(rich, color_scheme="dark")
        dark, paper = (self.colours(seen, media) for media in ("screen", "print"))
        assert dark != paper == self.colours(visit(rich, color_scheme="light"), "print")
        assert [rule for rule, _ in seen.violations() if rule == "color-contrast"] == []

    def colours(self, seen: Visit, media: Literal["screen", "print"]) -> list[str]:
        """Colours of the page's text and ground."""
        seen.page.emulate_media(media=media)
        script = "(({color, backgroundColor}) => [color, backgroundColor])(getComputedStyle(document.body))"
        return list(seen.page.evaluate(script))


class TestStrangersText:
    @pytest.mark.sampled(3)
    @pytest.mark.parametrize(
        "text",
        [
            HOSTILE,
            "</script><script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            '" autofocus onfocus="alert(1)',
        ],
    )
    def test_does_nothing_and_is_read_as_it_was_written(self, visit: Open, tmp_path: Path, text: str) -> None:
        (tmp_path / "hostile.html").write_text(render(said(text)), "utf-8")
        seen = visit(tmp_path / "hostile.html", PHONE)
        seen.unfold()
        assert seen.requests == [seen.url]
        assert seen.complaints == []
        assert seen.page.evaluate("[document.scripts.length, document.images.length]") == [1, 0]
        assert seen.page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
        assert printable(text)[:1000] in seen.page.locator("pre").first.inner_text()
        assert seen.violations() == []

    def test_smuggled_past_the_template_meets_the_policy(self, visit: Open, tmp_path: Path) -> None:
        page = render(said("x")).replace(
            "<main", "<script>document.title = 'caught'</script><img src='http://127.0.0.1:9/'><main"
        )
        (tmp_path / "broken.html").write_text(page, "utf-8")
        seen = visit(tmp_path / "broken.html")
        assert seen.page.title() != "caught"
        assert any("Content Security Policy" in complaint for complaint in seen.complaints)
