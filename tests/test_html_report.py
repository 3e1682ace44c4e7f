"""The HTML report: one harmless file, in two languages, that shows where an answer is wrong."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser
from pathlib import Path

import msgspec
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from grader.course import CHAPTERS, load_chapter
from grader.engine.showing import show
from grader.report.drawn_curves import HEIGHT, drawing
from grader.report.findings import failing_case
from grader.report.heat_maps import HeatMap, Marking, difference, heat_map
from grader.report.html import render
from grader.report.messages import Messages
from grader.report.model import (
    ChapterResult,
    CheckResult,
    Curve,
    Detail,
    ExerciseResult,
    Failure,
    NamedValue,
    Part,
    Result,
    Shown,
    from_json,
)
from grader.report.outdated import replacement
from grader.report.shades import LEVELS, Scale
from grader.report.speed_bars import WIDTH, speed_bars
from tests.conftest import Folder, Grade, exchanged, solution
from tests.test_terminal_report import GOLDEN, HOSTILE, half_right, result

EN = Messages("en")
KB = 1000
ACTING = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Control characters, and those that turn the direction of a text."""


class Outline(HTMLParser):
    """Elements of a page with the names of their attributes, the texts between them, and their attributes' values."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, tuple[str, ...]]] = []
        self.values: list[str] = []
        self.texts: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, tuple(name for name, _ in attrs)))
        self.values += [value for _, value in attrs if value]

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    @property
    def text(self) -> str:
        """All that the page says."""
        return " ".join("".join(self.texts).split())


def said(text: str) -> Result:
    """A result in which everything that may come from a stranger is this text."""
    facts: dict[str, str | int | float] = dict.fromkeys(("exception", "message"), text)
    failure = Failure(
        [
            NamedValue(text, Shown("text", text=text)),
            NamedValue(text, Shown("array", dtype=text, shape=[1], values=[1])),
        ],
        Shown("text", text=text),
        Shown("array", dtype=text, shape=[1, 2], values=[[text, "nan"]]),
        path=[text],
    )
    check = CheckResult(
        "basic", text, "numerical", "error", 0.0, 1.0, "raised", text, text, Detail(facts, failure, 1, 2)
    )
    exercise = ExerciseResult(text, text, "error", 0.0, 1.0, [check], text, text)
    broken = ChapterResult(5, text, text, 0.0, 1.0, [exercise], "syntax_error", {"message": text, "line": 1})
    whole = ChapterResult(4, text + "4", text, 0.0, 1.0, [exercise])
    return Result(1, text, 0, "landlock", "en", text, 0.0, 2.0, [whole, broken])


def wrong_at(index: tuple[int, ...], shape: tuple[int, ...], *, received: float = -7.0) -> Failure:
    """A case whose answer is wrong at one place."""
    right = np.arange(float(np.prod(shape))).reshape(shape)
    answer = right.copy()
    answer[index] = received
    return Failure(
        [NamedValue("images", show(right))],
        show(right),
        show(answer),
        index=list(index),
        expected_at=float(right[index]),
        received_at=received,
        field=[Part("images", [(place, place + 1) for place in index])],
    )


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_half_right_exercise_is_shown_as_agreed(language: str) -> None:
    assert render(result(language, *half_right(), output="one\ntwo\n")) == (
        GOLDEN / f"half_right.{language}.html"
    ).read_text("utf-8")


def test_a_result_that_an_earlier_version_wrote_is_still_shown() -> None:
    written = from_json((GOLDEN / "result_of_schema_1.json").read_bytes())
    page = Outline(render(written))
    assert "Mark: 18 / 20" in page.text
    assert "strided_cross_correlate2d" in page.text
    assert "This is the loop printed in the course" in page.text


class TestPolicy:
    def test_only_the_pages_own_style_and_script_may_act(self) -> None:
        page = render(result("en", *half_right()))
        policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
        assert policy
        for tag in ("style", "script"):
            (text,) = re.findall(f"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
            digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
            assert f"{tag}-src &#39;sha256-{digest}&#39;" in policy[1]
        assert policy[1].startswith("default-src &#39;none&#39;;")

    def test_nothing_in_it_is_fetched_and_nothing_styled_or_handled_by_an_attribute(self) -> None:
        page = render(result("en", *half_right()))
        names = {name for _, attributes in Outline(page).elements for name in attributes}
        assert not names & {"src", "style", "srcset", "action", "background"}
        assert not [name for name in names if name.startswith("on")]
        assert not re.search(r"https?:|url\(|@import|fetch\(|XMLHttp", page)
        links = re.findall(r'href="([^"]*)"', page)
        assert links
        assert all(link.startswith("#") for link in links)

    def test_every_link_leads_to_a_place_of_the_page_and_every_place_is_one(self) -> None:
        page = render(result("en", *half_right()))
        places = re.findall(r' id="([^"]*)"', page)
        assert len(places) == len(set(places))
        assert set(re.findall(r'href="#([^"]*)"', page)) <= set(places)


class TestStrangersText:
    @settings(deadline=None)
    @given(st.text(st.characters(exclude_characters="`"), max_size=400))
    def test_is_never_markup(self, text: str) -> None:
        assume(not replacement(text, Messages("en")))  # that has its own paragraph
        harmless = Outline(render(said("x")))
        assert Outline(render(said(f"x{text}"))).elements == harmless.elements

    @settings(deadline=None)
    @given(st.text(max_size=400))
    def test_holds_nothing_that_acts(self, text: str) -> None:
        assert not ACTING.search(render(said(text)))

    @pytest.mark.parametrize(
        "text",
        [
            HOSTILE,
            "</script><script>alert(1)</script>",
            "</style><img src=x onerror=alert(1)>",
            "\" onmouseover='alert(1)' x=\"",
            "{{ 7 * 7 }}{% raw %}<!--]]>",
            "\u202e\u2066abc\u200f\x00\x1b]0;title\x07\ud800",
            "`<b>` and `",
            "\u05d0\u05d1\u05d2 1 2 3",
        ],
    )
    def test_is_shown_as_it_is(self, text: str) -> None:
        page = render(said(text))
        outline = Outline(page)
        assert {tag: sum(element == tag for element, _ in outline.elements) for tag in ("script", "style")} == {
            "script": 1,
            "style": 1,
        }
        assert not {"img", "iframe", "object", "base", "form"} & {element for element, _ in outline.elements}
        assert not ACTING.search(page)
        assert page.encode()

    def test_is_set_apart_from_the_direction_around_it(self) -> None:
        page = render(said("\u05d0\u05d1\u05d2"))
        assert "<bdi>\u05d0\u05d1\u05d2</bdi>" in page

    def test_of_a_megabyte_is_cut(self) -> None:
        assert len(render(said("<" * 1_000_000))) < 500 * KB


def heavy_chapter(number: int) -> ChapterResult:
    """A chapter in which everything is wrong, with arrays and curves as large as a result holds, and much output."""
    draw = np.random.default_rng(number)
    values = [show(draw.normal(size=(16, 16)) * 1e-5) for _ in range(4)]
    arguments = [NamedValue("image", values[0]), NamedValue("kernel", values[1])]
    failure = Failure(arguments, values[2], values[3], index=[1, 1])
    curves: list[list[int | float | str]] = [list(map(float, draw.normal(size=256))) for _ in range(2)]
    curve = Curve(curves[0], curves[1])
    chapter = load_chapter(number)
    exercises = []
    for exercise in chapter.exercises:
        checks = [
            CheckResult(
                *(
                    check.id,
                    check.title,
                    "numerical",
                    "failed",
                    0.0,
                    check.points,
                    "wrong_shape",
                    "known",
                    "hint " * 40,
                ),
                Detail({"expected": "()", "received": "(1,)"}, failure, 1, 3, curve=curve),
            )
            for check in exercise.checks
        ]
        points = sum(check.points for check in exercise.checks)
        exercises.append(
            ExerciseResult(exercise.id, exercise.summary, "failed", 0.0, points, checks, "<\x00" * 100_000)
        )
    return ChapterResult(number, chapter.id, chapter.title, 0.0, 20.0, exercises)


class TestSize:
    @pytest.mark.parametrize("number", CHAPTERS)
    def test_of_a_chapter_is_below_500_kilobytes(self, number: int) -> None:
        page = render(Result(1, "convgrade", 0, "landlock", "fr", "x", 0.0, 20.0, [heavy_chapter(number)]))
        assert "left out" not in page
        assert '<table class="map' in page
        assert len(page.encode()) < 500 * KB

    def test_of_the_whole_course_is_below_3_megabytes(self) -> None:
        chapters = [heavy_chapter(number) for number in CHAPTERS]
        page = render(Result(1, "convgrade", 0, "landlock", "en", "x", 0.0, 340.0, chapters))
        assert "Its pictures are left out" in page
        assert all(page.count(f'id="{chapter.id}"') == 1 for chapter in chapters)
        assert len(page.encode()) < 3000 * KB

    def test_every_exercise_has_its_first_picture_before_any_has_its_second(self) -> None:
        page = render(Result(1, "convgrade", 0, "landlock", "en", "x", 0.0, 20.0, [heavy_chapter(4)]))
        drawn = [section.count('<figure class="curve">') for section in page.split('<section class="exercise')[1:]]
        assert set(drawn) == {0, 1}
        assert drawn == sorted(drawn, reverse=True)


class TestHeatMaps:
    @given(st.lists(st.floats(allow_nan=False), min_size=2, max_size=20))
    def test_a_larger_number_never_has_a_lesser_shade(self, numbers: list[float]) -> None:
        scale = Scale.of(numbers)
        order = [
            *(f"n{level}" for level in range(LEVELS, 0, -1)),
            "z",
            *(f"p{level}" for level in range(1, LEVELS + 1)),
        ]
        finite = sorted(number for number in numbers if np.isfinite(number))
        shades = [order.index(scale.shade(number)) for number in finite] if scale else []
        assert shades == sorted(shades)

    def test_zero_is_blank_where_numbers_have_both_signs(self) -> None:
        scale = Scale(-1.0, 4.0)
        assert [scale.shade(number) for number in (-1, -1e-300, 0, 1e-300, 4, 100)] == [
            "n2",
            "n1",
            "z",
            "p1",
            "p8",
            "p8",
        ]

    @pytest.mark.parametrize("value", ["nan", "inf", "(1+2j)", 10**400])
    def test_what_is_no_finite_number_has_a_shade_of_its_own(self, value: object) -> None:
        assert Scale(0.0, 1.0).shade(value) == "no"

    @given(st.data())
    def test_the_first_wrong_value_is_marked_once_and_its_field_closed_on_all_sides(self, data: st.DataObject) -> None:
        shape = data.draw(st.lists(st.integers(1, 4), min_size=1, max_size=4).map(tuple))
        index = tuple(data.draw(st.integers(0, size - 1)) for size in shape)
        case = failing_case(wrong_at(index, shape), EN)
        for figure in case.answers:
            assert figure.map
            first = [cell for plane in figure.map.planes for cell in plane.cells if cell.first_wrong]
            assert len(first) == 1
        assert case.answers[1].map
        assert "-7" in {cell.text for cell in marked(case.answers[1].map, "first")}
        assert case.arguments[0].map
        (field,) = marked(case.arguments[0].map, "field")
        assert {"top", "bottom", "left", "right"} <= set(field.marks.split())

    def test_a_field_of_several_pixels_is_framed_along_its_border_only(self) -> None:
        pixels = heat_map("image", show(np.zeros((4, 4))), EN, Marking(spans=[(1, 4), (0, 3)]))
        sides = [
            "".join(side[0] for side in ("top", "right", "bottom", "left") if side in cell.marks.split())
            for cell in marked(pixels, "field")
        ]
        assert sides == ["tl", "t", "tr", "l", "", "r", "bl", "b", "rb"]

    def test_of_a_batch_the_part_with_the_wrong_value_is_shown_and_the_rest_counted(self) -> None:
        images = heat_map("images", show(np.zeros((2, 3, 3, 2))), EN, Marking(index=[1, 0, 2, 1]))
        assert [plane.label for plane in images.planes] == ["[1, :, :, 1]"]
        assert images.planes_left_out == 3

    def test_the_difference_is_what_was_received_less_what_was_expected(self) -> None:
        expected, received = (
            show(np.array([1.0, 2.0, np.nan, 3.0, 4.0])),
            show(np.array([1.0, 5.0, np.nan, np.inf, 4 + 1e-9])),
        )
        less = difference(expected, received, [1])
        assert less
        assert less.values == [0, 3.0, 0, "≠", 0]

    def test_arrays_of_different_shapes_have_no_difference(self) -> None:
        assert difference(show(np.zeros(3)), show(np.zeros((3, 1))), None) is None

    def test_digits_that_are_left_out_are_at_hand(self) -> None:
        numbers = heat_map("x", show(np.array([1 / 3, 0.5])), Messages("fr"))
        assert [(cell.text, cell.exact) for cell in numbers.planes[0].cells] == [
            ("0,3333", "0,333333333333"),
            ("0,5", ""),
        ]


def marked(picture: HeatMap, mark: str) -> list:  # type: ignore[type-arg]
    """Cells with a mark."""
    return [cell for plane in picture.planes for cell in plane.cells if mark in cell.marks.split()]


class TestCurves:
    def test_the_highest_number_is_at_the_top_and_what_is_no_number_breaks_the_line(self) -> None:
        drawn = drawing(Curve([4.0, 3.0, 2.0], [4.0, "nan", 1.0]), EN)
        assert drawn
        assert drawn.expected.strokes == ["0,0 160,46.7 320,93.3"]
        assert (drawn.received.strokes, drawn.received.dots) == ([], [(0.0, 0.0), (320.0, 140.0)])
        assert (drawn.low, drawn.high) == ("1", "4")

    @given(st.lists(st.floats() | st.integers(), max_size=300), st.lists(st.floats(), max_size=300))
    def test_every_point_lies_within_the_frame(self, expected: list[float], received: list[float]) -> None:
        drawn = drawing(Curve(list(expected), list(received)), EN)
        for line in (drawn.expected, drawn.received) if drawn else ():
            points = [tuple(map(float, point.split(","))) for stroke in line.strokes for point in stroke.split()]
            assert all(0 <= y <= HEIGHT for _, y in [*points, *line.dots])

    def test_they_are_told_in_numbers_too(self) -> None:
        check = CheckResult("c", "t", "numerical", "failed", 0.0, 1.0, "x", detail=Detail(curve=Curve([0.25], [0.75])))
        page = Outline(render(result("fr", check))).text
        assert "0,25" in page
        assert "0,75" in page


class TestSpeedBars:
    def speed(self, ratio: float, **facts: float | str) -> CheckResult:
        return CheckResult("s", "t", "speed", "partial", 0.5, 1.0, "slow", detail=Detail(facts), times={"ratio": ratio})

    def test_yours_stands_among_the_landmarks_from_fast_to_slow(self) -> None:
        drawn = speed_bars(self.speed(20.0, keras=0.8, loop=430.0, full_ratio=4.0), EN)
        assert drawn
        assert [bar.ratio for bar in drawn.bars] == ["0.8×", "1×", "4×", "20×", "430×"]
        assert [bar.kind for bar in drawn.bars] == ["other", "other", "limit", "yours", "other"]

    @given(st.floats(1e-3, 1e6), st.floats(1e-3, 1e6))
    def test_a_longer_time_has_a_longer_bar(self, one: float, other: float) -> None:
        drawn = speed_bars(self.speed(one, loop=other), EN)
        assert drawn
        lengths = [bar.length for bar in drawn.bars]
        assert lengths == sorted(lengths)
        assert all(0 < length < WIDTH for length in lengths)

    @pytest.mark.parametrize("fact", ["fast", 0.0, -1.0, float("nan"), float("inf")])
    def test_a_landmark_that_is_no_ratio_is_left_out(self, fact: float | str) -> None:
        drawn = speed_bars(self.speed(2.0, keras=fact), EN)
        assert drawn
        assert len(drawn.bars) == 2

    def test_what_was_not_measured_has_none(self) -> None:
        assert speed_bars(msgspec.structs.replace(self.speed(1.0), times={}), EN) is None


class TestOption:
    @pytest.fixture
    def submission(self, folder: Folder) -> Path:
        return folder.write(exchanged(solution(), zero_pad2d="def zero_pad2d(image, padding):\n    return image\n"))

    def test_writes_the_page_beside_the_report(self, grade: Grade, submission: Path, tmp_path: Path) -> None:
        run = grade("chapter4", "--submission", submission, "--no-speed", "--html", tmp_path / "report.html")
        assert run.code == 1
        assert "zero_pad2d" in run.out
        page = Outline((tmp_path / "report.html").read_text("utf-8"))
        assert "Next: zero_pad2d in chapter04_convolution.py" in page.text

    def test_dash_is_stdout(self, grade: Grade, submission: Path) -> None:
        run = grade("chapter4", "--submission", submission, "--no-speed", "--html", "-", "--lang", "fr")
        assert run.out.startswith('<!DOCTYPE html>\n<html lang="fr"')
        assert run.out.endswith("</html>\n")

    def test_follows_no_link(self, grade: Grade, submission: Path, tmp_path: Path) -> None:
        (tmp_path / "report.html").symlink_to(tmp_path / "elsewhere")
        run = grade("chapter4", "--submission", submission, "--no-speed", "--html", tmp_path / "report.html")
        assert (run.code, (tmp_path / "elsewhere").exists()) == (2, False)
