"""The terminal report: 80 columns, readable without colour, the first failure of each exercise shown small."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.console import Console, Group, RenderableType
from rich.rule import Rule
from rich.text import Text

from grader.report import sentences
from grader.report.cases import INDENT, WIDTH, case_lines
from grader.report.curves import plot
from grader.report.landmarks import picture, times
from grader.report.messages import Messages, one_line, printable
from grader.report.signs import sign

if TYPE_CHECKING:
    from grader.report.model import ChapterResult, CheckResult, ExerciseResult, Result

MARGIN = 2

STYLES = {"passed": "green", "partial": "yellow", "not_started": "dim", "grader_error": "magenta"}
OTHER_STYLE = "red"


def console() -> Console:
    """The console of a report on stdout: 80 columns, or fewer where the terminal has fewer."""
    page = Console(highlight=False, markup=False, emoji=False)
    if not page.is_terminal or page.width > WIDTH:
        page.width = WIDTH
    return page


class Page(Messages):
    """A language's words, and the columns there are for them."""

    def __init__(self, language: str, width: int) -> None:
        """Load the language's catalogue."""
        super().__init__(language)
        self.width = width

    def paragraph(self, text: str, style: str = "", lead: str = "", lead_style: str = "") -> Text:
        """Text broken at plain spaces only (French has others that do not break), after a lead in another style."""
        margin = " " * MARGIN
        filled = textwrap.fill(
            lead + text, self.width, initial_indent=margin, subsequent_indent=margin, break_on_hyphens=False
        )
        paragraph = Text(filled, style=style)
        paragraph.stylize(lead_style, MARGIN, MARGIN + len(lead.rstrip()))
        return paragraph


def _lines(lines: Sequence[str]) -> Text:
    """Lines that are laid out already."""
    return Text("\n".join(f"{' ' * INDENT}{line}".rstrip() for line in lines))


def show(result: Result, console: Console) -> None:
    """Print a report of the result in its language."""
    console.print(Group(*_report(result, Page(result.language, min(console.width, WIDTH)))), soft_wrap=False)


def show_exercise(exercise: ExerciseResult, language: str, console: Console) -> None:
    """Print what the report says of one exercise."""
    page = Page(language, min(console.width, WIDTH))
    parts = [exercise_line(exercise, page), *_findings(exercise, page), *_advice(exercise, page)]
    console.print(Group(*parts), soft_wrap=False)


def _report(result: Result, messages: Page) -> Iterator[RenderableType]:
    for chapter in result.chapters:
        yield from _chapter(chapter, messages)
    yield Rule(style="dim")
    yield mark(result, messages)
    yield from _next_step(result, messages)


def _chapter(chapter: ChapterResult, messages: Page) -> Iterator[RenderableType]:
    heading = messages.text("Chapter {number} · {title}").format(
        number=chapter.number, title=messages.text(chapter.title)
    )
    yield Rule(Text(heading, style="bold"), align="left", style="dim")
    if chapter.code != "graded":
        yield messages.paragraph(sentences.chapter_sentence(chapter, messages), "red")
        yield Text()
    for exercise in chapter.exercises:
        yield exercise_line(exercise, messages)
    if chapter.code != "graded":
        return
    for exercise in chapter.exercises:
        yield from _findings(exercise, messages)
    for exercise in chapter.exercises:
        yield from _advice(exercise, messages)


def _findings(exercise: ExerciseResult, messages: Page) -> Iterator[RenderableType]:
    """What is wrong first, and what else is to be done; of an exercise that is passed, its speed."""
    failed = [check for check in exercise.checks if check.status != "passed"]
    if failed and exercise.status != "not_started":
        yield Text()
        yield from failed_check(exercise, failed[0], messages)
        if exercise.status == "grader_error":
            return
        if others := [messages.text(check.title) for check in failed[1:]]:
            also = messages.text("Also to do: {checks}.").format(checks="; ".join(others))
            yield messages.paragraph(also, "dim")
    elif not failed:
        yield from _speeds(exercise, messages)


def _advice(exercise: ExerciseResult, messages: Page) -> Iterator[RenderableType]:
    """What libraries warned of, whether the answers are right or not."""
    if advice := sentences.advice(exercise, messages):
        yield Text()
        yield Text(exercise.id, style="bold")
        yield messages.paragraph(advice, lead=messages.text("Advice: "), lead_style="bold cyan")


def exercise_line(exercise: ExerciseResult, messages: Messages) -> Text:
    """A line: sign, name, points, remark."""
    style = STYLES.get(exercise.status, OTHER_STYLE)
    score = f"{messages.points(exercise.score)} / {messages.points(exercise.max_score)}"
    line = Text(f"  {sign(exercise.status)} ", style=style)
    line.append(f"{exercise.id:<30}", style="bold" if exercise.status != "passed" else "")
    line.append(f"{score:>10}")
    if remark := _remark(exercise, messages):
        line.append(f"   {remark}", style=style)
    return line


def _remark(exercise: ExerciseResult, messages: Messages) -> str:
    """The status, and how many checks are passed; for a passed exercise, its speed."""
    if exercise.status == "partial":
        passed = sum(check.status == "passed" for check in exercise.checks)
        remark = messages.text("{passed} of {total} checks passed")
        return remark.format(passed=passed, total=len(exercise.checks))
    ratios = [check.times["ratio"] for check in exercise.checks if "ratio" in check.times]
    if exercise.status == "passed" and ratios:
        return messages.text("{ratio}× the reference's time").format(ratio=times(ratios[0], messages))
    return "" if exercise.status == "passed" else sentences.status(exercise.status, messages)


def _speeds(exercise: ExerciseResult, messages: Page) -> Iterator[RenderableType]:
    """Where an exercise that is passed stands in speed."""
    for check in exercise.checks:
        if lines := picture(check, messages, messages.width - INDENT):
            yield Text()
            yield _check_title(exercise, check, messages)
            yield _lines(lines)


def _check_title(exercise: ExerciseResult, check: CheckResult, messages: Page) -> Text:
    title = Text(f"{exercise.id} · ", style="bold")
    title.append(messages.text(check.title))
    return title


def failed_check(exercise: ExerciseResult, check: CheckResult, messages: Page) -> Iterator[RenderableType]:
    """The smallest failing case of a check: what is wrong, the inputs, expected and received, the hint."""
    yield _check_title(exercise, check, messages)
    yield messages.paragraph(sentences.check_sentence(check, messages))
    if check.hint:
        yield messages.paragraph(
            printable(messages.text(check.hint)), lead=messages.text("Hint: "), lead_style="bold cyan"
        )
    if lines := picture(check, messages, messages.width - INDENT):
        yield _lines(lines)
    if check.detail.failure is not None:
        yield _lines(case_lines(check.detail.failure, messages))
    if check.detail.curve is not None:
        yield _lines(plot(check.detail.curve, messages))
    if check.kind == "numerical" and check.detail.cases_total:
        yield messages.paragraph(sentences.cases_right(check, messages), "dim")
    if exercise.output:
        yield messages.paragraph(one_line(exercise.output, 200), "dim", messages.text("Printed by your code: "))


def mark(result: Result, messages: Messages) -> Text:
    """The mark, and under what it was given."""
    text = messages.text("Mark: {score} / {max_score}").format(
        score=messages.points(result.score), max_score=messages.points(result.max_score)
    )
    line = Text(text, style="bold")
    line.append(f"   ({sentences.circumstances(result, messages)})", style="dim not bold")
    return line


def _next_step(result: Result, messages: Messages) -> Iterator[Text]:
    """What to do now."""
    if "grader_error" in result.statuses:
        yield Text(messages.text(sentences.NOT_GRADED))
    if step := sentences.next_step(result, messages):
        yield Text(step, style="green" if result.statuses == {"passed"} else "")
