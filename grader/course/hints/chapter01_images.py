"""Hints in steps for chapter 1: a nudge, what to look at, the shape of the solution."""

from __future__ import annotations

STEPS: dict[str, tuple[str, str, str]] = {
    "gradient_image": (
        (
            "Every pixel depends on its row and its column only. Fill in a picture of two rows and three columns by "
            "hand first."
        ),
        (
            "Look at the order of things: the cut at 255 has to happen while the numbers are still wide enough, and "
            "the change to bytes comes last."
        ),
        (
            "The shape of it: a column of row numbers and a row of column numbers add up to a whole table by "
            "broadcasting; multiply, cut, convert."
        ),
    ),
    "rgb_gradient": (
        "A colour image is three grey ones, one behind the other. Think of each channel alone.",
        (
            "Look at the ends: the last column must reach 255 exactly, so count the steps between the columns, not the "
            "columns. And what becomes of a side of one pixel?"
        ),
        (
            "The shape of it: an empty image of bytes with three channels; a row of levels goes into red, a column of "
            "levels into green, one number into blue."
        ),
    ),
    "pixel_count": (
        "What is a pixel, and what is merely a number inside of one?",
        (
            "Look at the shape of the image: which of its numbers say how many pixels there are, whether it is grey or "
            "in colour?"
        ),
        "The shape of it: the product of the first two sizes. A third one, if there is any, plays no part.",
    ),
    "to_grayscale": (
        "The three colours do not count alike. How would you mix them for a single pixel?",
        (
            "Look at the last axis: it holds red, green and blue, in this order. Nothing is rounded, and nothing is "
            "divided by 255."
        ),
        (
            "The shape of it: a weighted sum over the last axis, which disappears. A product of the image with a row "
            "of three weights is just that."
        ),
    ),
    "rescale": (
        "White is 255 and has to become 1. What happens to the numbers in between?",
        "Look at what you divide by: it is the same for every image, however dark. And look at the kind of division.",
        "The shape of it: one division of the whole array, into a new one of decimal numbers.",
    ),
}
