"""Hints in steps for chapter 4: a nudge, what to look at, the shape of the solution."""

from __future__ import annotations

STEPS: dict[str, tuple[str, str, str]] = {
    "convolve2d": (
        (
            "Do one number by hand: lay the kernel on the top left corner of the image, and mind that a convolution "
            "turns the kernel round first."
        ),
        (
            "Look at the kernel: it is flipped on both axes, not transposed. Look at the output: it is smaller than "
            "the image, by the kernel's size less one."
        ),
        (
            "The shape of it: refuse a kernel that is too large; flip it; make an output of decimal zeros; for each of "
            "its places take the window that begins there, multiply by the kernel and add up."
        ),
    ),
    "cross_correlate2d": (
        "It is exercise 1 without one of its moves. Which?",
        (
            "Look at a kernel that is not symmetric: its first number meets the first pixel of the window. Then try a "
            "kernel with more columns than rows."
        ),
        (
            "The shape of it: the same windows, the kernel as it is. A loop over the few numbers of the kernel, each "
            "weighing a shifted piece of the image, is shorter than one over all windows."
        ),
    ),
    "filter_image": (
        "The output is as large as the image: what does the kernel see where it sticks out?",
        (
            "Look at the mirror: the border pixel comes first in the reflection, and further out the mirror goes on. "
            "NumPy has several modes of padding; try them on a row of four numbers."
        ),
        (
            "The shape of it: extend the image by half a kernel on every side with the right kind of mirror, then the "
            "convolution of exercise 1 does the rest."
        ),
    ),
    "strided_cross_correlate2d": (
        (
            "Mark on paper where the windows begin for a stride of 2. And where in the output does each of their "
            "numbers go?"
        ),
        (
            "Look at the two places, which are different: in the output it is the next one, in the image it is a "
            "stride further on. The course's loop confuses them."
        ),
        (
            "The shape of it: compute the size of the output with a division that rounds down; for each of its places "
            "multiply row and column by the stride to find where the window starts."
        ),
    ),
    "zero_pad2d": (
        "A larger picture, all black, with the image in its middle.",
        (
            "Look at a padding of 0: it must give a new array, and a slice that ends at minus zero is empty. And look "
            "at a negative one."
        ),
        (
            "The shape of it: refuse what has no meaning; make zeros of the new size; copy the image into the part "
            "that begins after the padding."
        ),
    ),
    "same_padding": (
        "How many windows does the output have along the axis? How far do they reach together?",
        (
            "Look at three cases: an odd number of zeros (who gets the extra one?), a stride larger than the kernel "
            "(can there be fewer than no zeros?), and a size that the stride does not divide."
        ),
        (
            "The shape of it: number of windows, rounded up; what they cover, less what there is, but at least "
            "nothing; half of it, rounded down, before, and the rest after."
        ),
    ),
    "conv2d": (
        (
            "Begin with one image, one channel, one filter: that is exercise 4 and a bias. Then ask what each further "
            "axis adds."
        ),
        (
            "Look at which axes are summed over: the two of the kernel, and the channels of the input. Batch and "
            "filters stay. The zeros of `same` need not be as many on both sides."
        ),
        (
            "The shape of it: pad; loop over the few places of the kernel only; for each, take every stride-th pixel "
            "of all images at once, multiply by that place's matrix of channels by filters, and add up; the bias at "
            "the end."
        ),
    ),
}
