"""Stubs are made from solutions: every solution region gives way to a `NotImplementedError`."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BEGIN = "### BEGIN SOLUTION"
END = "### END SOLUTION"
PLACEHOLDER = "raise NotImplementedError"


class RegionError(ValueError):
    """A solution whose region markers do not match."""


def stub_of(solution: str) -> str:
    """The stub of a solution's source."""
    lines: list[str] = []
    inside = False
    for number, line in enumerate(solution.splitlines(), 1):
        marker = line.strip()
        if marker in {BEGIN, END}:
            if inside == (marker == BEGIN):
                raise RegionError(f"line {number}: unexpected `{marker}`")
            inside = marker == BEGIN
            if inside:
                lines.append(line.replace(BEGIN, PLACEHOLDER))
        elif not inside:
            lines.append(line)
    if inside:
        raise RegionError(f"`{END}` is missing")
    return "\n".join(lines) + "\n"


def stale_stubs(root: Path = ROOT) -> dict[Path, str]:
    """Stubs that are missing or not what their solution gives, with what they should be."""
    wanted = {
        root / "exercises" / solution.name: stub_of(solution.read_text("utf-8"))
        for solution in sorted((root / "solutions").glob("chapter*.py"))
    }
    return {path: text for path, text in wanted.items() if not path.is_file() or path.read_text("utf-8") != text}
