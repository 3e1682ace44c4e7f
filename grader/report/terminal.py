"""The terminal report: 80 columns, readable without colour, the first failure of each exercise shown small."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING

from rich.console import Console, Group, RenderableType
from rich.rule import Rule
from rich.text import Text

from grader.language import mark as _
from grader.report import sentences
from grader.report.arrays import grid
from grader.report.curves import plot
from grader.report.landmarks import picture, times
from grader.report.messages import Messages, one_line, printable
from grader.report.signs import sign

if TYPE_CHECKING:
    from grader.report.model import ChapterResult, CheckResult, ExerciseResult, Failure, Result, Shown

WIDTH = 80
MARGIN = 2
INDENT = 4
GAP = 4

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


def _report(result: Result, messages: Page) -> Iterator[RenderableType]:
    for chapter in result.chapters:
        yield from _chapter(chapter, messages)
    yield Rule(style="dim")
    yield _mark(result, messages)
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
        yield _exercise_line(exercise, messages)
    if chapter.code != "graded":
        return
    for exercise in chapter.exercises:
        failed = [check for check in exercise.checks if check.status != "passed"]
        if failed and exercise.status != "not_started":
            yield Text()
            yield from _failed_check(exercise, failed[0], messages)
            if exercise.status == "grader_error":
                continue
            if others := [messages.text(check.title) for check in failed[1:]]:
                also = messages.text("Also to do: {checks}.").format(checks="; ".join(others))
                yield messages.paragraph(also, "dim")
        elif not failed:
            yield from _speeds(exercise, messages)
    yield from _advice(chapter, messages)


def _advice(chapter: ChapterResult, messages: Page) -> Iterator[RenderableType]:
    """What libraries warned of, whether the answers are right or not."""
    for exercise in chapter.exercises:
        if advice := sentences.advice(exercise, messages):
            yield Text()
            yield Text(exercise.id, style="bold")
            yield messages.paragraph(advice, lead=messages.text("Advice: "), lead_style="bold cyan")


def _exercise_line(exercise: ExerciseResult, messages: Messages) -> Text:
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


def _failed_check(exercise: ExerciseResult, check: CheckResult, messages: Page) -> Iterator[RenderableType]:
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
        yield _lines(_case_lines(check.detail.failure, messages))
    if check.detail.curve is not None:
        yield _lines(plot(check.detail.curve, messages))
    if check.kind == "numerical" and check.detail.cases_total:
        yield messages.paragraph(sentences.cases_right(check, messages), "dim")
    if exercise.output:
        yield messages.paragraph(one_line(exercise.output, 200), "dim", messages.text("Printed by your code: "))


def _case_lines(failure: Failure, messages: Messages) -> list[str]:
    arguments = [_block(argument.name, argument.value, None, messages) for argument in failure.arguments]
    lines = ["", *_side_by_side(arguments), ""]
    index = failure.index if not failure.path else None
    answers = [
        _block(messages.text(name), value, index, messages)
        for name, value in ((_("expected"), failure.expected), (_("received"), failure.received))
        if value is not None
    ]
    if answers:
        lines += [*_side_by_side(answers), ""]
    if failure.index:
        lines += [sentences.computed_from(part, failure.index, messages) for part in failure.field]
    return lines


def _block(name: str, value: Shown, index: Sequence[int] | None, messages: Messages) -> list[str]:
    """A named value as lines: text on one, an array as a grid under its name."""
    if value.kind == "text":
        return [f"{name} = {one_line(value.text, WIDTH - INDENT - len(name) - 4)}"]
    shape = "×".join(map(str, value.shape))
    layout = grid(value, name, index if index and len(index) == len(value.shape) else None, messages)
    if layout is None or layout.width > WIDTH - INDENT:
        return [f"{name}: {shape} {printable(value.dtype)}"]
    return [f"{name}{layout.label} ({shape} {printable(value.dtype)})", *(f"  {line}" for line in layout.lines)]


def _side_by_side(blocks: Sequence[list[str]]) -> list[str]:
    """Blocks of lines beside one another as long as the page is wide enough."""
    rows: list[list[list[str]]] = [[]]
    used = 0
    for block in blocks:
        width = max(map(len, block)) + GAP
        if rows[-1] and used + width > WIDTH - INDENT + GAP:
            rows.append([])
            used = 0
        rows[-1].append(block)
        used += width
    lines: list[str] = []
    for row in rows:
        widths = [max(map(len, block)) + GAP for block in row]
        lines += [
            "".join(part.ljust(width) for part, width in zip(parts, widths, strict=True)).rstrip()
            for parts in zip_longest(*row, fillvalue="")
        ]
    return lines


def _mark(result: Result, messages: Messages) -> Text:
    text = messages.text("Mark: {score} / {max_score}").format(
        score=messages.points(result.score), max_score=messages.points(result.max_score)
    )
    line = Text(text, style="bold")
    details = messages.text("isolation: {isolation}, seed: {seed}").format(isolation=result.isolation, seed=result.seed)
    line.append(f"   ({details})", style="dim not bold")
    return line


def _next_step(result: Result, messages: Messages) -> Iterator[Text]:
    """What to do now."""
    if "grader_error" in result.statuses:
        yield Text(messages.text(sentences.NOT_GRADED))
    if step := sentences.next_step(result, messages):
        yield Text(step, style="green" if result.statuses == {"passed"} else "")
