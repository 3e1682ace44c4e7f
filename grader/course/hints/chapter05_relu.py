"""Hints in steps for chapter 5: a nudge, what to look at, the shape of the solution."""

from __future__ import annotations

STEPS: dict[str, tuple[str, str, str]] = {
    "relu": (
        "Compare each number with zero. Does NumPy do that for a whole array at a stroke?",
        "Look at the argument afterwards: is it still what it was? And does the result share its memory?",
        (
            "The shape of it: the larger of zero and the number, for all numbers, as a new array. There is no loop, "
            "and no shape is mentioned."
        ),
    ),
    "relu_backward": (
        "Where ReLU let a number pass, the gradient passes, too. Where is that?",
        (
            "Look at what is compared with zero: it is what went into ReLU, never the gradient. And at zero itself "
            "nothing passes."
        ),
        "The shape of it: a mask that is true where the input is positive; the gradient there, zero elsewhere.",
    ),
    "leaky_relu": (
        "It is ReLU, but what is negative shrinks instead of vanishing.",
        "Look at arrays of integers: times 0.3 they need decimals. And look at a slope of 0, which is allowed.",
        "The shape of it: a choice, number by number, between the number and the number times the slope.",
    ),
    "gradient_through_layers": (
        "Do two layers by hand: which number goes into the second one?",
        (
            "Look at where each slope is taken: not at the first number again and again, but at what the layers before "
            "have made of it."
        ),
        (
            "The shape of it: a loop over the depth that carries two things along, the current number and the product "
            "of slopes so far. In each turn multiply first, then apply the activation."
        ),
    ),
}
