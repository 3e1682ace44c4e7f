"""Hints in steps for chapter 15: a nudge, what to look at, the shape of the solution."""

from __future__ import annotations

STEPS: dict[str, tuple[str, str, str]] = {
    "dense_weight_count": (
        "How many numbers is one neuron shown?",
        "Look at the channels: a pixel in colour is three numbers. Biases are not asked for.",
        "The shape of it: a product of three numbers.",
    ),
    "feature_maps": (
        "Three functions of the last chapters, one after the other. Which is the first?",
        (
            "Look at the order, convolution, activation, pooling, and at what the pooling does with pixels left over. "
            "If your block is blocked, an earlier chapter has to be put right first."
        ),
        "The shape of it: import your own functions, and nest three calls.",
    ),
    "locate": (
        "At each place ask how unlike image and pattern are. Which place do you want in the end?",
        (
            "Look at bytes: 3 less 4 is 255 there, so compute in decimal numbers. And at ties: the first place in "
            "reading order wins."
        ),
        (
            "The shape of it: a table with the sum of squared differences for every place where the pattern fits; then "
            "the place of its smallest number, as a row and a column."
        ),
    ),
}
