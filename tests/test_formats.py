"""Every machine format holds the same marks, fits its consumer, and shows a stranger's text as text."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import jsonschema
import pytest
from cmarkgfm import github_flavored_markdown_to_html
from cmarkgfm.cmark import Options
from junitparser import Error, Failure, JUnitXml, Properties, Property, Skipped, TestCase

from grader.cli.outputs import FORMATS, Format
from grader.report import classroom, codequality, github, gradescope, junit, markdown
from grader.report.model import Result, from_json
from tests.sample_results import Language, hostile, many, of_every_kind, result
from tests.test_terminal_report import rendered

GOLDEN = Path(__file__).parent / "golden"
SCHEMAS = Path(__file__).parent / "schemas"
SUFFIXES = {"junit": "xml", "markdown": "md", "annotations": "txt"}

MACHINE_FORMATS = [one for one in FORMATS if one.name not in {"json", "html"}]
"""All but the result itself and the page, which has tests of its own."""

every_format = pytest.mark.parametrize("one", MACHINE_FORMATS, ids=lambda one: one.name)
every_json = pytest.mark.parametrize("name", ["codequality", "gradescope", "classroom"])
COMMAND = re.compile(r"^\s*::[a-z-]+[ :].*|##\w*\[", re.MULTILINE)
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]")


def text_of(one: Format, found: Result) -> str:
    """A result in a format."""
    return one.render(found).decode()


def named(name: str) -> Format:
    """A format by its name."""
    return next(one for one in FORMATS if one.name == name)


@pytest.mark.parametrize("language", ["en", "fr"])
@every_format
def test_a_format_looks_as_agreed(one: Format, language: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in classroom.VARIABLES.values():
        monkeypatch.delenv(variable, raising=False)
    golden = GOLDEN / f"{one.name}.{language}.{SUFFIXES.get(one.name, 'json')}"
    assert text_of(one, of_every_kind(language)) == golden.read_text("utf-8")


def properties_of(case: TestCase) -> list[Property]:
    """Properties of a JUnit test case."""
    found = case.child(Properties)  # type: ignore[no-untyped-call]
    assert found is not None
    return list(found)


class TestMarks:
    """What is read back from a format is what the result says."""

    @staticmethod
    def of_json(text: str) -> tuple[float, float]:
        found = from_json(text.encode())
        return found.score, found.max_score

    @staticmethod
    def of_junit(text: str) -> tuple[float, float]:
        cases = [case for suite in JUnitXml.fromstring(text.encode()) for case in suite]
        points = [{one.name: float(one.value) for one in properties_of(case)} for case in cases]
        return sum(one["score"] for one in points), sum(one["max_score"] for one in points)

    @staticmethod
    def of_markdown(text: str) -> tuple[float, float]:
        rows = re.findall(r"^\| \S+ \| .*? \| (\S+) / (\S+) \| (.*) \|$", text.replace("\\", ""), re.MULTILINE)
        counted = [(float(score), float(points)) for score, points, verdict in rows if verdict != "not graded"]
        return sum(score for score, _ in counted), sum(points for _, points in counted)

    @staticmethod
    def of_gradescope(text: str) -> tuple[float, float]:
        report = json.loads(text)
        assert sum(test.get("score", 0) for test in report["tests"]) == pytest.approx(report["score"])
        return report["score"], sum(test.get("max_score", 0) for test in report["tests"])

    @staticmethod
    def of_classroom(text: str) -> tuple[float, float]:
        report = json.loads(text)
        assert sum(test["score"] for test in report["tests"]) == report["score"]
        assert sum(test["max-score"] for test in report["tests"]) == report["max-score"]
        return report["score"] / 100, report["max-score"] / 100

    @pytest.mark.parametrize("name", ["json", "junit", "markdown", "gradescope", "classroom"])
    def test_are_the_same_in_every_format(self, name: str) -> None:
        found = of_every_kind()
        read: Callable[[str], tuple[float, float]] = getattr(self, f"of_{name}")
        assert read(text_of(named(name), found)) == pytest.approx((found.score, found.max_score))

    @pytest.mark.parametrize("name", ["annotations", "codequality"])
    def test_lists_of_problems_name_every_exercise_that_is_not_right(self, name: str) -> None:
        text = text_of(named(name), of_every_kind())
        wrong = {"conv2d", "filter_image", "zero_pad2d", "same_padding", "convolve2d", "relu", "chapter11_keras"}
        assert set(re.findall(r"(\w+) · ", text)) == wrong  # of chapter 5, one for the whole module

    @pytest.mark.parametrize("name", ["junit", "markdown", "gradescope", "classroom"])
    def test_nobody_loses_points_by_a_fault_of_the_grader(self, name: str) -> None:
        found = of_every_kind()
        assert found.max_score == 14  # without convolve2d's point and a half
        assert getattr(self, f"of_{name}")(text_of(named(name), found))[1] == pytest.approx(14)


class TestConsumers:
    @every_json
    @pytest.mark.parametrize("make", [of_every_kind, hostile, result], ids=["every kind", "hostile", "empty"])
    def test_json_fits_its_schema(self, name: str, make: Callable[[], Result]) -> None:
        schema = json.loads((SCHEMAS / f"{name}.json").read_text())
        jsonschema.Draft202012Validator.check_schema(schema)
        jsonschema.validate(json.loads(text_of(named(name), make())), schema)

    def test_junit_is_read_with_the_outcomes_told_apart(self) -> None:
        suites = JUnitXml.fromstring(junit.render(of_every_kind()).encode())
        outcomes: dict[str, set[type]] = {}
        for suite in suites:
            assert (suite.tests, suite.failures, suite.errors, suite.skipped) == (
                len(list(suite)),
                *(
                    sum(isinstance(one, kind) for case in suite for one in case.result)
                    for kind in (Failure, Error, Skipped)
                ),
            )
            for case in suite:
                outcomes.setdefault(case.classname.partition(".")[2], set()).update(map(type, case.result))
        assert outcomes == {
            "cross_correlate2d": set(),
            "conv2d": {Failure},
            "filter_image": {Failure},
            "zero_pad2d": {Error},
            "same_padding": {Skipped},
            "convolve2d": {Error},
            "relu": {Error},
            "leaky_relu": {Error},
            "chapter11_keras": {Skipped},
        }

    def test_junit_names_no_test_twice(self) -> None:
        root = ET.fromstring(junit.render(of_every_kind()))  # noqa: S314 (our own)
        names = [(case.get("classname"), case.get("name")) for case in root.iter("testcase")]
        assert len(names) == len(set(names))

    def test_an_annotation_stands_at_the_line_of_the_error(self) -> None:
        lines = github.render(of_every_kind()).splitlines()
        assert any("file=exercises/chapter04_convolution.py,line=17,title=zero_pad2d" in line for line in lines)
        assert sum("file=exercises/chapter05_relu.py,line=3," in line for line in lines) == 1

    @pytest.mark.parametrize(
        ("submission", "file"),
        [
            ("exercises", "exercises/chapter04_convolution.py"),
            (".", "chapter04_convolution.py"),
            ("./work", "work/chapter04_convolution.py"),
            ("mine.py", "mine.py"),
            ("handed-in.tar.gz", "chapter04_convolution.py"),
        ],
    )
    def test_a_problem_is_found_in_the_file_of_the_repository(self, submission: str, file: str) -> None:
        found = result(*of_every_kind().chapters[:1], submission=submission)
        assert {one["location"]["path"] for one in json.loads(codequality.render(found))} == {file}

    def test_the_fingerprint_of_a_problem_stays_the_same_when_its_numbers_change(self) -> None:
        found, other = of_every_kind(), of_every_kind()
        other.chapters[0].exercises[1].checks[1].detail.facts["count"] = 3
        one, two = (json.loads(codequality.render(each)) for each in (found, other))
        assert one != two
        assert [each["fingerprint"] for each in one] == [each["fingerprint"] for each in two]
        assert len({each["fingerprint"] for each in one}) == len(one)

    def test_classroom_is_told_whose_submission_it_is(self) -> None:
        environment = {"CLASSROOM": "cnn", "ASSIGNMENT": "week-4", "COMMIT_URL": "https://host.test/c", "OWNER": ""}
        report = json.loads(classroom.render(of_every_kind(), environment))
        assert (report["classroom"], report["assignment"], report["review"]) == ("cnn", "week-4", "https://host.test/c")
        assert report["owner"] == "unknown"  # an empty one would be refused

    def test_what_a_submission_printed_is_shown_beside_its_exercise_only(self) -> None:
        tests = json.loads(gradescope.render(of_every_kind()))["tests"]
        assert {test["tags"][1] for test in tests if "here I am" in test["output"]} == {"conv2d"}


class Elements(HTMLParser):
    """The elements of a page and their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.words: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.add(" ".join([tag, *(name for name, _ in attrs)]))

    def handle_data(self, data: str) -> None:
        self.words.append(data)


class TestStrangersText:
    @every_format
    def test_has_no_control_character_and_no_workflow_command(self, one: Format) -> None:
        text = text_of(one, hostile())
        if one.name == "annotations":
            assert re.fullmatch(r"(::error file=[^:,]*,title=[^:,]*::.*\n){2}", text)
            text = re.sub(r"^::error file=", "", text, flags=re.MULTILINE)
        assert not COMMAND.search(text)
        assert not CONTROL.search(text)

    @every_json
    def test_in_json_is_harmless_once_decoded_too(self, name: str) -> None:
        for word in strings_in(json.loads(text_of(named(name), hostile()))):
            assert not COMMAND.search(word)
            assert not CONTROL.search(word)

    def test_in_xml_is_no_element_and_attaches_no_file(self) -> None:
        text = junit.render(hostile())
        tags = {element.tag for element in ET.fromstring(text).iter()}  # noqa: S314 (that it is harmless is tested)
        assert tags <= {
            "testsuites",
            "testsuite",
            "testcase",
            "properties",
            "property",
            "failure",
            "error",
            "system-out",
        }
        assert "[[ATTACHMENT|" not in text
        assert "&lt;script&gt;" in text

    def test_in_markdown_is_text(self) -> None:
        page = Elements(github_flavored_markdown_to_html(markdown.render(hostile()), Options.CMARK_OPT_UNSAFE))
        allowed = {"h1", "h2", "h3", "p", "table", "thead", "tbody", "tr", "th", "td", "th align", "td align"}
        assert page.found <= {*allowed, "pre", "code", "pre lang", "code class", "blockquote", "strong", "sub"}
        words = "".join(page.words)
        assert "<script>alert(1)</script>" in words
        assert "**bold**" in words

    def test_in_the_terminal_gives_a_ci_runner_no_command(self) -> None:
        text = rendered(hostile())
        assert not COMMAND.search(text)
        assert not CONTROL.search(text)

    @every_format
    def test_of_a_megabyte_is_cut(self, one: Format) -> None:
        long, short = (text_of(one, hostile(size)) for size in (1 << 20, 10_000))
        assert len(long) < 100_000
        assert len(long) == len(short)


def strings_in(value: Any) -> list[str]:
    """All strings of a JSON value."""
    if isinstance(value, dict):
        return [word for item in value.items() for part in item for word in strings_in(part)]
    if isinstance(value, list):
        return [word for item in value for word in strings_in(item)]
    return [value] if isinstance(value, str) else []


class TestMarkdown:
    def test_is_cut_between_its_parts_to_what_github_takes(self) -> None:
        text = markdown.render(many(1000))
        assert len(text.encode()) <= 1 << 20
        assert text.endswith(f"{markdown.escaped(markdown.CUT)}\n\n")
        assert text.count("```") % 2 == 0

    def test_is_whole_where_it_fits(self) -> None:
        assert markdown.escaped(markdown.CUT) not in markdown.render(many(10))
