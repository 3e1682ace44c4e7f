"""The table of `grade verify`: a line an exercise, then what is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.cli.words import tr

if TYPE_CHECKING:
    from rich.console import Console

    from grader.authoring.verify import Proof
    from grader.course.spec import Chapter


class Table:
    """Lines written as the exercises are tried; counts everything."""

    def __init__(self, console: Console) -> None:
        """Write to the console."""
        self._console = console
        self.problems = 0
        self._totals = [0, 0, 0, 0, 0]

    def start(self, chapter: Chapter) -> None:
        """Head of a chapter."""
        self._console.print(f"\n{chapter.id}", style="bold")
        cases, witnesses = tr("cases"), tr("witnesses")
        caught, named, accepted = tr("caught"), tr("named"), tr("accepted")
        self._console.print(f"  {'':<29}{cases:>9}  {witnesses:<10}{caught:>8}{named:>8}{accepted:>10}", style="dim")

    def add(self, proof: Proof) -> None:
        """Line of an exercise, and its problems."""
        mistakes, variants = f"{proof.caught}/{proof.mistakes}", f"{proof.accepted}/{proof.variants}"
        named = f"{proof.named}/{proof.mistakes}"
        witnesses = str(1 + len(proof.witnesses))
        cases = f"{proof.cases}+{proof.random_cases}"
        self._console.print(f"  {proof.exercise:<29}{cases:>9}  {witnesses:<10}{mistakes:>8}{named:>8}{variants:>10}")
        for problem in proof.problems:
            self._console.print(f"    {problem}", style="red")
        self.problems += len(proof.problems)
        counts = (proof.mistakes, proof.caught, proof.named, proof.variants, proof.accepted)
        self._totals = [total + count for total, count in zip(self._totals, counts, strict=True)]

    def end(self) -> None:
        """The sums."""
        mistakes, caught, named, variants, accepted = self._totals
        summary = tr(
            "{caught} of {mistakes} mistakes caught, {named} named; {accepted} of {variants} variants accepted."
        )
        self._console.print(
            "\n" + summary.format(caught=caught, mistakes=mistakes, named=named, accepted=accepted, variants=variants)
        )
        if self.problems:
            self._console.print(tr("Problems: {count}.").format(count=self.problems), style="red")
