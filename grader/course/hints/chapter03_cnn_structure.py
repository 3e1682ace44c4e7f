"""Hints in steps for chapter 3: a nudge, what to look at, the shape of the solution."""

from __future__ import annotations

STEPS: dict[str, tuple[str, str, str]] = {
    "conv2d_output_shape": (
        (
            "Forget the second axis for a moment: on how many places does a kernel of 3 find room along 7 pixels? Draw "
            "it, for a stride of 1 and of 2."
        ),
        (
            "Look at the two paddings: one rounds down, the other rounds up, and only one of them knows the size of "
            "the kernel. Height and width may differ."
        ),
        (
            "The shape of it: check the arguments; write a small function for one axis; use it on both, and put the "
            "number of filters last."
        ),
    ),
    "pool2d_output_shape": (
        "A window of a pooling finds its places just like a kernel. What is different about the channels?",
        (
            "Look at the stride that nobody gave: it is the window's size. And be careful how you ask whether it was "
            "given: 0 is not the same as nothing."
        ),
        (
            "The shape of it: settle the stride, then the function of exercise 1 does the rest, with as many filters "
            "as there are channels."
        ),
    ),
    "conv2d_parameter_count": (
        "How many numbers does one single filter have? Count them on a picture of three colours.",
        "Look at the bias: one a filter, whatever the channels. The size of the image appears nowhere.",
        (
            "The shape of it: the weights of a filter (kernel times channels), one more for the bias, times the number "
            "of filters."
        ),
    ),
    "dense_parameter_count": (
        "Draw three inputs and two units, and every line between them.",
        "Look for what is not a line: each unit has one number more.",
        "The shape of it: a product for the lines, and one bias for each unit.",
    ),
    "summarize": (
        "Follow one image through the layers with a finger: what comes out of one goes into the next.",
        (
            "Look at what changes from layer to layer: the shape. And at what may be missing in a layer's description: "
            "the stride and the padding, whose usual values differ between convolution and pooling."
        ),
        (
            "The shape of it: a loop over the layers that carries the current shape along; a branch for each type, "
            "which calls your four functions; a pair added to the list at every turn; an error for an unknown type."
        ),
    ),
}
