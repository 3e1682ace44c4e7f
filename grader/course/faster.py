"""What would make a function faster, from the slowest to the fastest: what to look at, never code."""

from __future__ import annotations

from grader.course.spec import Idea
from grader.language import mark

LOOPS = 1 / 3
"""From this share of a naive loop's time on, a function loops over single numbers as that does."""

SMALLER_LOOPS = 1 / 60
"""From this share on, some Python loop goes over windows, samples or units."""

SINGLE_NUMBERS = Idea(
    LOOPS,
    mark(
        "Python spends its time on single numbers here: have NumPy multiply and add up a whole window, with all its "
        "channels, at once."
    ),
)

CONVOLUTION = (
    SINGLE_NUMBERS,
    Idea(
        SMALLER_LOOPS,
        mark(
            "A Python loop over the windows is left. `sliding_window_view` (in `np.lib.stride_tricks`) shows all "
            "windows of all images at once, or loop over the few positions in the kernel, each for all windows."
        ),
    ),
    Idea(
        0.0,
        mark(
            "With every window as a row (im2col) and every filter as a column, one matrix product computes the layer: "
            "no loop over the batch, the channels or the filters."
        ),
    ),
)

CONVOLUTION_BACKWARD = (
    SINGLE_NUMBERS,
    Idea(
        SMALLER_LOOPS,
        mark(
            "A Python loop over the windows is left: loop over the few positions in the kernel instead, each for all "
            "windows of all images together."
        ),
    ),
    Idea(
        0.0,
        mark(
            "The kernels' gradient is one matrix product of the windows as rows (im2col) with the gradient, and so is "
            "what goes back to the windows: no loop over the batch, the channels or the filters."
        ),
    ),
)

POOLING = (
    Idea(
        0.6,
        mark(
            "Python spends its time on single numbers here: have NumPy pool a whole window, in all channels, at once."
        ),
    ),
    Idea(
        0.1,
        mark(
            "A Python loop over the windows is left. There are far fewer positions within a window: loop over those, "
            "each for all windows of all images together."
        ),
    ),
    Idea(
        0.0,
        mark(
            "Laying out all windows takes longer than pooling them: combine shifted views of the images, one position "
            "within the window after the other."
        ),
    ),
)
"""In windows as small as those that are timed, a loop over windows takes a third of the naive one's time."""

DENSE = (
    Idea(
        LOOPS,
        mark(
            "Python spends its time on single numbers here: have NumPy multiply and add up whole rows and columns at "
            "once."
        ),
    ),
    Idea(
        SMALLER_LOOPS,
        mark(
            "A Python loop over the batch, the inputs or the units is left: one matrix product does without all three."
        ),
    ),
    Idea(
        0.0,
        mark(
            "One matrix product computes the whole batch: products that are laid out first and added up later take "
            "much memory, and time to fill it."
        ),
    ),
)

TRAINING = (
    Idea(
        LOOPS,
        mark("A Python loop over the samples of a batch is left: have every layer take the whole batch at once."),
    ),
    Idea(
        SMALLER_LOOPS,
        mark(
            "Look for the layer that takes longest, forward and backward: a Python loop over windows or pixels is left "
            "in it."
        ),
    ),
    Idea(
        0.0,
        mark("What the way back needs was computed on the way forward: keep it instead of computing it again."),
    ),
)
