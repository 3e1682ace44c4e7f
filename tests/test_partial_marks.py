"""Half-right work gets the marks that a teacher would give, and is told which mistake it is."""

from __future__ import annotations

import pytest

from tests.conftest import Folder, Grade, exchanged, solution

COURSE_LOOP = """
def strided_cross_correlate2d(image, kernel, stride):
    output_shape = (
        (image.shape[0] - kernel.shape[0]) // stride + 1,
        (image.shape[1] - kernel.shape[1]) // stride + 1
    )
    output = np.zeros(output_shape)
    for i in range(0, output_shape[0], stride):
        for j in range(0, output_shape[1], stride):
            output[i, j] = np.sum(image[i:i+kernel.shape[0], j:j+kernel.shape[1]] * kernel)
    return output
"""

SYMMETRIC_SAME = """
def conv2d(images, kernels, bias, stride=1, padding="valid"):
    kh, kw = kernels.shape[:2]
    if padding == "same":
        images = np.pad(images, ((0, 0), (kh // 2, kh // 2), (kw // 2, kw // 2), (0, 0)))
    elif padding != "valid":
        raise ValueError(padding)
    if stride < 1 or kh > images.shape[1] or kw > images.shape[2]:
        raise ValueError("bad arguments")
    n, h, w, _ = images.shape
    out = np.zeros((n, (h - kh) // stride + 1, (w - kw) // stride + 1, kernels.shape[3]))
    for i in range(out.shape[1]):
        for j in range(out.shape[2]):
            window = images[:, i * stride : i * stride + kh, j * stride : j * stride + kw, :].astype(float)
            out[:, i, j, :] = np.tensordot(window, kernels, 3) + bias
    return out
"""

VALID_ONLY = """
def conv2d(images, kernels, bias, stride=1, padding="valid"):
    if padding == "same":
        raise NotImplementedError
    kh, kw = kernels.shape[:2]
    if padding != "valid" or stride < 1 or kh > images.shape[1] or kw > images.shape[2]:
        raise ValueError("bad arguments")
    windows = np.lib.stride_tricks.sliding_window_view(images, (kh, kw), axis=(1, 2))[:, ::stride, ::stride]
    return np.tensordot(windows, kernels.astype(float), axes=((4, 5, 3), (0, 1, 2))) + bias
"""

NO_FLIP = """
def convolve2d(image, kernel):
    kh, kw = kernel.shape
    if kh > image.shape[0] or kw > image.shape[1]:
        raise ValueError("kernel too large")
    out = np.zeros((image.shape[0] - kh + 1, image.shape[1] - kw + 1))
    for i in range(out.shape[0]):
        for j in range(out.shape[1]):
            out[i, j] = (image[i : i + kh, j : j + kw] * kernel).sum()
    return out
"""

ZERO_BORDERS = """
def filter_image(image, kernel):
    kh, kw = kernel.shape
    if kh > image.shape[0] or kw > image.shape[1]:
        raise ValueError("kernel too large")
    padded = np.pad(image.astype(float), ((kh // 2,) * 2, (kw // 2,) * 2))
    windows = np.lib.stride_tricks.sliding_window_view(padded, kernel.shape)
    return (windows * kernel[::-1, ::-1]).sum(axis=(2, 3))
"""

STUDENTS = {
    "the course's own loop": (
        {"strided_cross_correlate2d": COURSE_LOOP},
        {"stride_one"},
        {
            "stride": "course_stride_loop",
            "subsampling": "course_stride_loop",
            "rectangles": "course_stride_loop",
            "bad_arguments": "strided_without_checks",
        },
        0.5,
    ),
    "same padding on both sides alike": (
        {"conv2d": SYMMETRIC_SAME},
        {"basic", "rectangles", "channels", "bias", "batch", "stride", "integers", "bad_arguments"},
        dict.fromkeys(("same_padding", "same_with_stride", "whole_layer"), "conv2d_symmetric_same"),
        3.0,
    ),
    "the kernel never flipped, and sums of bytes": (
        {"convolve2d": NO_FLIP},
        {"sliding", "rectangles", "bad_arguments"},
        {"flip": "convolve2d_without_flip", "integers": "convolve2d_overflowing_bytes"},
        1.75,
    ),
    "zeros at the borders": (
        {"filter_image": ZERO_BORDERS},
        {"interior", "integers"},
        {"borders": "filter_image_zero_border", "wide_borders": "filter_image_zero_border"},
        1.5,
    ),
    "same padding not written yet": (
        {"conv2d": VALID_ONLY},
        {"basic", "rectangles", "channels", "bias", "batch", "stride", "integers"},
        {},
        2.75,
    ),
}


@pytest.mark.parametrize(("functions", "passed", "mistakes", "score"), STUDENTS.values(), ids=STUDENTS)
def test_a_student_with_one_mistake(
    grade: Grade, folder: Folder, functions: dict[str, str], passed: set[str], mistakes: dict[str, str], score: float
) -> None:
    (exercise,) = functions
    run = grade(4, "--submission", folder.write(exchanged(solution(), **functions)), "--json", "-", "--no-speed")
    checks = run.exercise(exercise).checks
    assert {check.id for check in checks if check.status == "passed"} == passed
    assert {check.id: check.mistake for check in checks if check.mistake} == mistakes
    assert (run.exercise(exercise).status, run.exercise(exercise).score) == ("partial", score)


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "This is the loop printed in the course"), ("fr", "C'est la boucle imprimée dans le cours")],
)
def test_the_courses_own_loop_is_recognised_in_both_languages(
    grade: Grade, folder: Folder, language: str, words: str
) -> None:
    path = folder.write(exchanged(solution(), strided_cross_correlate2d=COURSE_LOOP))
    report = grade(4, "--submission", path, "--no-speed", "--lang", language).out
    assert words in " ".join(report.split())
