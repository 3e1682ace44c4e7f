"""Chapter 13: what usually goes wrong with the rules of thumb."""

from __future__ import annotations

from reference.mistakes import mistake

PROBLEMS = ("linearly separable", "continuous", "any boundary", "complex")


def _rules(problem: str, inputs: int, outputs: int) -> dict[str, int]:
    if problem not in PROBLEMS:
        raise ValueError(problem)
    return {
        "layers": PROBLEMS.index(problem),
        "smallest": min(inputs, outputs),
        "largest": max(inputs, outputs),
        "advised": round(2 * inputs / 3 + outputs),
        "most": 2 * inputs - 1,
    }


@mistake(
    "rules_of_thumb",
    "Between the two sizes: where the input is larger than the output, as for images, the output is the smaller end.",
)
def rules_with_ends_in_the_order_of_the_layers(problem: str, inputs: int, outputs: int) -> dict[str, int]:
    """At least the input's size, at most the output's."""
    return _rules(problem, inputs, outputs) | {"smallest": inputs, "largest": outputs}


@mistake("rules_of_thumb", "Only the size of the input is multiplied by 2/3; the size of the output is added as it is.")
def rules_with_two_thirds_of_both(problem: str, inputs: int, outputs: int) -> dict[str, int]:
    """Two thirds of the sum."""
    return _rules(problem, inputs, outputs) | {"advised": round(2 * (inputs + outputs) / 3)}


@mistake("rules_of_thumb", "Rounded to the nearest integer: `int` and `//` cut off whatever follows the point.")
def rules_cut_off(problem: str, inputs: int, outputs: int) -> dict[str, int]:
    """Rounded down."""
    return _rules(problem, inputs, outputs) | {"advised": 2 * inputs // 3 + outputs}


@mistake("rules_of_thumb", "*Less* than twice the size of the input: that number itself is one too many.")
def rules_up_to_twice_the_input(problem: str, inputs: int, outputs: int) -> dict[str, int]:
    """At most twice the input."""
    return _rules(problem, inputs, outputs) | {"most": 2 * inputs}


@mistake("rules_of_thumb", "Linearly separable classes need no hidden layer: the table begins at 0.")
def rules_counted_from_one(problem: str, inputs: int, outputs: int) -> dict[str, int]:
    """One layer too many."""
    found = _rules(problem, inputs, outputs)
    return found | {"layers": found["layers"] + 1}


@mistake("rules_of_thumb", "A problem that is not in the table must raise ValueError.")
def rules_for_any_problem(problem: str, inputs: int, outputs: int) -> dict[str, int]:
    """Whatever is not in the table is complex."""
    return _rules(problem if problem in PROBLEMS else "complex", inputs, outputs)
