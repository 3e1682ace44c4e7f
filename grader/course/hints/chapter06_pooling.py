"""Hints in steps for chapter 6: a nudge, what to look at, the shape of the solution."""

from __future__ import annotations

STEPS: dict[str, tuple[str, str, str]] = {
    "max_pool2d": (
        "Cut a small picture into windows with a pencil, and circle the largest number of each.",
        (
            "Look at windows of negative numbers with `same`: what is added must never win. Look at the stride: it "
            "moves in the image, not in the output."
        ),
        (
            "The shape of it: extend with something smaller than any number; loop over the few places inside a window, "
            "take every stride-th pixel from there for all windows at once, and keep the larger each time."
        ),
    ),
    "average_pool2d": (
        "The same windows as before, with a sum in place of the maximum. By how much do you divide?",
        (
            "Look at a window that sticks out over the border: only the pixels of the image count, in the sum and in "
            "the divisor."
        ),
        (
            "The shape of it: the sum of each window over the image with zeros around, and the same sum over a picture "
            "of ones; divide the first by the second."
        ),
    ),
    "global_average_pool2d": (
        "One window as large as the image: what is left of each feature map?",
        "Look at the axes: two of the four disappear. Which two hold the pixels?",
        "The shape of it: one mean over both axes of the pixels; batch and channels stay, even where they are 1 long.",
    ),
    "shift_invariance": (
        "Pool twice and compare. What is it that you count, and out of how many?",
        (
            "Look at the axis of the shift: to the right means along a row. The comparison is between pooled values, "
            "not between pixels."
        ),
        (
            "The shape of it: give the grey image the two axes that your pooling wants; pool it and its rolled copy; "
            "take the mean of where they are equal."
        ),
    ),
}
