"""Hints in steps for chapter 7: a nudge, what to look at, the shape of the solution."""

from __future__ import annotations

STEPS: dict[str, tuple[str, str, str]] = {
    "flatten": (
        "No number changes. What happens to the axes?",
        "Look at the batch: its axis stays, also when there is but one image. The others become one, in reading order.",
        "The shape of it: a change of shape to as many rows as there are images, and as many columns as it takes.",
    ),
    "dense": (
        "Which operation multiplies rows by columns and adds up?",
        (
            "Look at the formula's indices: the sum runs over what the inputs have as columns and the weights as rows. "
            "The bias has one number for each unit."
        ),
        (
            "The shape of it: one matrix product, and the bias added by broadcasting. A loop would be hundreds of "
            "times slower."
        ),
    ),
    "softmax": (
        "Exponentials make everything positive; what makes the sum 1?",
        (
            "Look at large logits: the exponential of 1000 is infinite. Taking the same number from a whole row "
            "changes nothing in the result: choose it so that the largest becomes 0."
        ),
        (
            "The shape of it: take away the maximum of each row, exponentials, divide by the sum of each row. Both run "
            "along the last axis, which must be kept for the broadcasting to fit."
        ),
    ),
    "categorical_crossentropy": (
        "Only one probability of each row matters: which? A one-hot label points at it.",
        (
            "Look at a probability of 0, whose logarithm is infinite: clip before you take logarithms, on both ends. "
            "There is one loss for each sample, not one for all."
        ),
        "The shape of it: clip, natural logarithm, times the labels, sum over the classes, minus sign.",
    ),
    "predict_classes": (
        "You want to know where the largest number stands, not how large it is.",
        "Look at the axis: each sample is a row. And at ties: the first one wins.",
        (
            "The shape of it: NumPy has a function that gives the place of the largest number along an axis, the first "
            "of equals."
        ),
    ),
    "classification_head": (
        "You have written all the parts. In which order do they come?",
        "Look at what stands between the two dense layers, and at what comes after the second.",
        (
            "The shape of it: flatten, dense, negative numbers to zero, dense, softmax. Each takes what the one before "
            "gave."
        ),
    ),
}
