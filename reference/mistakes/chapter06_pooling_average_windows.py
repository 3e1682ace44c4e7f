"""What usually goes wrong in chapter 6 with average pooling, second half: strides, sizes, axes, refusals.

The subtle ones of an exercise stand first. Each mistake is wrong in one way only and right in every other.
"""

# ruff: noqa: D103 (a mistake's hint is its docstring)
from __future__ import annotations

import numpy as np

from reference.mistakes import mistake
from reference.mistakes.pooling_windows import (
    Array,
    average_of,
    average_pooled,
    bordered,
    grown,
    pads_of,
    slide,
    windows_of,
)


@mistake(
    "average_pool2d",
    "Your windows move by one pixel when no stride is given. The default is the pool size: windows side by side.",
)
def average_pool2d_stride_one_by_default(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    if stride is None:
        stride = min(pool_size, 1)
    return average_pooled(images, pool_size, stride, padding)


@mistake(
    "average_pool2d",
    "Your stride is 2 when none is given. The default is the pool size, which need not be 2.",
)
def average_pool2d_stride_two_by_default(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    if stride is None:
        stride = 2
    return average_pooled(images, pool_size, stride, padding)


@mistake(
    "average_pool2d",
    "This is the loop printed in the course, which moves by the stride in the output instead of in the images. Every "
    "number of the output has its window: ask where in the image it starts.",
)
def average_pool2d_course_stride_loop(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    step = pool_size if stride is None else stride
    padded = bordered(images, pads_of(images, pool_size, step, padding))
    output = np.zeros_like(average_of(slide(padded, pool_size, step, step)))
    height, width = output.shape[1:3]
    output[:, ::step, ::step] = average_of(slide(padded, pool_size, 1, 1))[:, :height:step, :width:step]
    return output


@mistake(
    "average_pool2d",
    "Your output has the right size, but its windows move by one pixel instead of by the stride.",
)
def average_pool2d_windows_one_pixel_apart(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    step = pool_size if stride is None else stride
    padded = bordered(images, pads_of(images, pool_size, step, padding))
    height, width = slide(padded, pool_size, step, step).shape[1:3]
    return average_of(slide(padded, pool_size, 1, 1)[:, :height, :width])


@mistake(
    "average_pool2d",
    "You ignore the stride: your windows always stand side by side. The pool size is its default only.",
)
def average_pool2d_stride_ignored(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    step = pool_size if stride is None else stride
    pads_of(images, pool_size, step, padding)
    return average_pooled(images, pool_size, None, padding)


@mistake(
    "average_pool2d",
    "Pool size and stride are exchanged: your windows are as large as the stride and as far apart as the pool size.",
)
def average_pool2d_pool_size_and_stride_exchanged(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    step = pool_size if stride is None else stride
    pads_of(images, pool_size, step, padding)
    size = min(step, *images.shape[1:3]) if padding == "valid" else step
    return average_pooled(images, size, pool_size, padding)


@mistake(
    "average_pool2d",
    "Your windows are as large as the stride: you take the stride where the pool size is meant. Only where they stand "
    "side by side are both the same.",
)
def average_pool2d_windows_of_the_stride(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    step = pool_size if stride is None else stride
    padded = bordered(images, pads_of(images, pool_size, step, padding))
    height, width = slide(padded, pool_size, step, step).shape[1:3]
    padded = grown(padded, height * step, width * step)
    return average_of(slide(padded, step, step, step)[:, :height, :width])


@mistake(
    "average_pool2d",
    "Your windows move by the stride from top to bottom only. They do so from left to right too.",
)
def average_pool2d_strided_rows_only(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    step = pool_size if stride is None else stride
    return average_of(slide(bordered(images, pads_of(images, pool_size, step, padding)), pool_size, step, 1))


@mistake(
    "average_pool2d",
    "Your windows move by the stride from left to right only. They do so from top to bottom too.",
)
def average_pool2d_strided_columns_only(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    step = pool_size if stride is None else stride
    return average_of(slide(bordered(images, pads_of(images, pool_size, step, padding)), pool_size, 1, step))


@mistake(
    "average_pool2d",
    "Your output has a window too many when the stride does not divide: its size is rounded up. The pixels after the "
    "last whole window are not seen.",
)
def average_pool2d_size_rounded_up(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    step = pool_size if stride is None else stride
    pads = pads_of(images, pool_size, step, padding)
    if padding == "valid":
        pads[1] = (0, -(images.shape[1] - pool_size) % step)
        pads[2] = (0, -(images.shape[2] - pool_size) % step)
    padded = bordered(images, pads)
    return average_of(slide(padded, pool_size, step, step))


@mistake(
    "average_pool2d",
    "Your output has size / stride numbers: the last windows are cut off at the border. That fits windows side by "
    "side; with another stride only whole windows count.",
)
def average_pool2d_size_over_stride(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    step = pool_size if stride is None else stride
    pads = pads_of(images, pool_size, step, padding)
    if padding == "valid":
        height, width = (max(size // step, 1) for size in images.shape[1:3])
        padded = grown(np.asarray(images, np.float64), height * step + pool_size, width * step + pool_size)
        return average_of(slide(padded, pool_size, step, step)[:, :height, :width])
    return average_of(slide(bordered(images, pads), pool_size, step, step))


@mistake(
    "average_pool2d",
    "Your output lacks its last row and its last column. The first window needs no move: divide the room to move by "
    "the stride, then add 1.",
)
def average_pool2d_one_window_short(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    return average_pooled(images, pool_size, stride, padding)[:, :-1, :-1]


@mistake(
    "average_pool2d",
    "Your output size adds 1 before the division by the stride instead of after it. Count the windows by hand for 4 "
    "pixels, a pool size of 2 and a stride of 2.",
)
def average_pool2d_one_added_before_division(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    step = pool_size if stride is None else stride
    padded = bordered(images, pads_of(images, pool_size, step, padding))
    height, width = ((size - pool_size + 1) // step for size in padded.shape[1:3])
    return average_of(slide(padded, pool_size, step, step)[:, :height, :width])


@mistake(
    "average_pool2d",
    "The pixels that you leave over are the first ones. The first window starts at the corner of the image, and what "
    "is left over comes after the last one.",
)
def average_pool2d_leftovers_in_front(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    step = pool_size if stride is None else stride
    padded = bordered(images, pads_of(images, pool_size, step, padding))
    top, left = ((size - pool_size) % step for size in padded.shape[1:3])
    return average_of(slide(padded[:, top:, left:], pool_size, step, step))


@mistake(
    "average_pool2d",
    "Your output is square, although the images are not: its width is computed from their height.",
)
def average_pool2d_square_output(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    step = pool_size if stride is None else stride
    padded = bordered(images, pads_of(images, pool_size, step, padding))
    side = (padded.shape[1] - pool_size) // step + 1
    windows = slide(grown(padded, 0, side * step + pool_size), pool_size, step, step)
    return average_of(windows[:, :, :side])


@mistake(
    "average_pool2d",
    "Rows and columns of your result are exchanged.",
)
def average_pool2d_height_and_width_exchanged(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    return average_pooled(images, pool_size, stride, padding).swapaxes(1, 2)


@mistake(
    "average_pool2d",
    "Your windows reach across all channels, of which a single one is left. Each channel is pooled on its own.",
)
def average_pool2d_channels_pooled_together(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    return average_of(windows_of(images, pool_size, stride, padding), (3, 4, 5))[..., np.newaxis]


@mistake(
    "average_pool2d",
    "Every channel of your result is that of all channels together. Each is pooled on its own.",
)
def average_pool2d_channels_all_alike(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    windows = windows_of(images, pool_size, stride, padding)
    return np.repeat(average_of(windows, (3, 4, 5))[..., np.newaxis], images.shape[3], axis=3)


@mistake(
    "average_pool2d",
    "Only the first channel of the images is pooled, the others stay zero.",
)
def average_pool2d_first_channel_only(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    output = average_pooled(images, pool_size, stride, padding)
    output[..., 1:] = 0
    return output


@mistake(
    "average_pool2d",
    "You pool over the wrong axes, as if the channels came before height and width. The images are (batch, height, "
    "width, channels).",
)
def average_pool2d_channels_first(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    moved = np.moveaxis(average_pooled(images, pool_size, stride, padding), -1, 1)
    if images.shape[1] == images.shape[2]:
        return moved
    return moved.swapaxes(2, 3)


@mistake(
    "average_pool2d",
    "Your windows reach across all images of the batch. Each image is pooled on its own.",
)
def average_pool2d_batch_pooled_together(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    return average_of(windows_of(images, pool_size, stride, padding), (0, 4, 5))[np.newaxis]


@mistake(
    "average_pool2d",
    "Only the first image of the batch is computed, the others stay zero.",
)
def average_pool2d_first_image_only(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    output = average_pooled(images, pool_size, stride, padding)
    output[1:] = 0
    return output


@mistake(
    "average_pool2d",
    "All images of your result are that of the first one. Each image of the batch has its own.",
)
def average_pool2d_first_image_repeated(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    output = average_pooled(images, pool_size, stride, padding)
    output[:] = output[:1].copy()
    return output


@mistake(
    "average_pool2d",
    "Your result holds nothing but zeros: the array is made, but never filled.",
)
def average_pool2d_never_filled(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    return np.zeros_like(average_pooled(images, pool_size, stride, padding))


@mistake(
    "average_pool2d",
    "With a pool size of 1 your result is a window on the images themselves: whoever changes it changes them too. "
    "Return a new array.",
)
def average_pool2d_view_for_single_pixels(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    step = pool_size if stride is None else stride
    output = average_pooled(images, pool_size, step, padding)
    return images[:, ::step, ::step] if pool_size == 1 else output


@mistake(
    "average_pool2d",
    "Your function computes whatever it is given: an unknown padding, a stride below 1, windows larger than the "
    "images. Look at the arguments first, and raise ValueError when they have no meaning.",
)
def average_pool2d_without_checks(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    step = pool_size if stride is None else stride
    if padding != "same":
        sizes = [max((size - pool_size) // step + 1, 0) for size in images.shape[1:3]]
        if pool_size < 1 or step < 1 or min(sizes) < 1:
            return np.zeros((len(images), *sizes, images.shape[3]))
        padding = "valid"
    elif pool_size < 1 or step < 1:
        return np.zeros((len(images), -(-images.shape[1] // step), -(-images.shape[2] // step), images.shape[3]))
    return average_pooled(images, pool_size, step, padding)


@mistake(
    "average_pool2d",
    "A stride of 0 is taken for no stride at all: zero counts as false. Ask whether the stride is None instead, and "
    "raise ValueError when it is below 1.",
)
def average_pool2d_zero_stride_is_default(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    return average_pooled(images, pool_size, stride or pool_size, padding)


@mistake(
    "average_pool2d",
    "A stride below 1 has no meaning: raise ValueError instead of using another stride.",
)
def average_pool2d_stride_at_least_one(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    return average_pooled(images, pool_size, None if stride is None else max(stride, 1), padding)


@mistake(
    "average_pool2d",
    "A pool size below 1 has no meaning: raise ValueError instead of using another one.",
)
def average_pool2d_pool_size_unchecked(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    return average_pooled(images, max(pool_size, 1), stride, padding)


@mistake(
    "average_pool2d",
    "A stride of 0 ends in a division by zero here. Look at the stride first, and raise ValueError when it is below 1.",
)
def average_pool2d_divides_by_a_zero_stride(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    step = pool_size if stride is None else stride
    if padding in {"valid", "same"}:
        _ = images.shape[1] // step
    return average_pooled(images, pool_size, step, padding)


@mistake(
    "average_pool2d",
    'An unknown padding has no meaning: raise ValueError instead of computing as for "valid".',
)
def average_pool2d_unknown_is_valid(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    return average_pooled(images, pool_size, stride, "same" if padding == "same" else "valid")


@mistake(
    "average_pool2d",
    'An unknown padding has no meaning: raise ValueError instead of computing as for "same".',
)
def average_pool2d_unknown_is_same(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    return average_pooled(images, pool_size, stride, "valid" if padding == "valid" else "same")


@mistake(
    "average_pool2d",
    "Windows larger than the images have no place to lie without padding: raise ValueError instead of returning an "
    "empty array.",
)
def average_pool2d_empty_result(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    step = pool_size if stride is None else stride
    if padding == "valid" and step > 0 and pool_size > min(images.shape[1:3]):
        sizes = [max((size - pool_size) // step + 1, 0) for size in images.shape[1:3]]
        return np.zeros((len(images), *sizes, images.shape[3]))
    return average_pooled(images, pool_size, step, padding)


@mistake(
    "average_pool2d",
    "Windows larger than the images have no place to lie without padding: raise ValueError instead of cutting them "
    "off.",
)
def average_pool2d_large_windows_cut(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    if padding == "valid":
        step = pool_size if stride is None else stride
        return average_pooled(images, min(pool_size, *images.shape[1:3]), step, padding)
    return average_pooled(images, pool_size, stride, padding)


@mistake(
    "average_pool2d",
    "You compare the pool size with the height of the images only. A window wider than the images has no place "
    "either: raise ValueError.",
)
def average_pool2d_only_height_checked(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    step = pool_size if stride is None else stride
    if padding == "valid" and step > 0 and images.shape[2] < pool_size <= images.shape[1]:
        return np.zeros((len(images), (images.shape[1] - pool_size) // step + 1, 0, images.shape[3]))
    return average_pooled(images, pool_size, step, padding)


@mistake(
    "average_pool2d",
    'You refuse windows larger than the images with "same" too. There the padding makes room for them: ValueError is '
    "for the valid region.",
)
def average_pool2d_same_refuses_large(
    images: Array, pool_size: int, stride: int | None = None, padding: str = "valid"
) -> Array:
    if pool_size > min(images.shape[1:3]):
        raise ValueError("windows larger than the images")
    return average_pooled(images, pool_size, stride, padding)
