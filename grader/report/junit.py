"""JUnit XML, as CI servers read it: a test suite a chapter, a test case a check, its points as properties.

No standard defines the format. Elements and attributes are those that Jenkins, GitLab and pytest agree on.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from grader.report import sentences
from grader.report.messages import Messages
from grader.report.rows import Row, rows

if TYPE_CHECKING:
    from grader.report.model import Result

ERRORS = frozenset({"error", "timeout", "memory", "crashed", "forbidden", "grader_error"})
"""Statuses of code that stopped, or was not graded; JUnit tells them from wrong results."""

UNPUT = frozenset({"blocked", "not_measured", "needs_packages"})
"""Codes of what was not put to the test at all: neither passed nor failed."""

ATTACHMENT = "[[ATTACHMENT|"
"""What makes GitLab show a file, wherever it stands in a test's output."""


def render(result: Result) -> str:
    """The result as an XML document."""
    messages = Messages(result.language)
    root = Element("testsuites", name="convgrade")
    seconds = {chapter.id: chapter.times.get("seconds", 0.0) for chapter in result.chapters}
    for chapter, found in groupby(rows(result, messages), key=lambda row: row.chapter):
        _suite(root, list(found), messages, seconds[chapter])
    for count in ("tests", "failures", "errors", "skipped"):
        root.set(count, str(sum(int(suite.get(count, "0")) for suite in root)))
    root.set("time", f"{sum(seconds.values()):.3f}")
    indent(root)
    document = tostring(root, encoding="unicode").replace(ATTACHMENT, f"[ {ATTACHMENT[1:]}")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{document}\n'


def _suite(root: Element, found: list[Row], messages: Messages, seconds: float) -> None:
    suite = SubElement(root, "testsuite", name=found[0].chapter)
    _points(suite, round(sum(row.score for row in found), 4), round(sum(row.max_score for row in found), 4))
    for row in found:
        _case(suite, row, messages)
    for count, outcome in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(count, str(len(suite.findall(f"testcase/{outcome}"))))
    suite.set("tests", str(len(found)))
    suite.set("time", f"{seconds:.3f}")


def _case(suite: Element, row: Row, messages: Messages) -> None:
    case = SubElement(suite, "testcase", name=row.check, classname=f"{row.chapter}.{row.exercise}", file=row.file)
    if row.line is not None:
        case.set("line", str(row.line))
    _points(case, row.score, row.max_score)
    if not row.passed:
        kind = "skipped" if row.code in UNPUT else "error" if row.status in ERRORS else "failure"
        outcome = SubElement(case, kind, message=row.said)
        if kind != "skipped":
            outcome.set("type", row.code)
            outcome.text = "\n".join([row.title, sentences.status(row.status, messages), row.hint, row.case]).strip()
    if row.output:
        SubElement(case, "system-out").text = row.output


def _points(element: Element, score: float, max_score: float) -> None:
    properties = SubElement(element, "properties")
    SubElement(properties, "property", name="score", value=repr(float(score)))
    SubElement(properties, "property", name="max_score", value=repr(float(max_score)))
