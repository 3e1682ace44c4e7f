"""A right answer is right however it is written."""

from __future__ import annotations

import pytest

from tests.conftest import Folder, Grade, exchanged, solution

LOOPS = """
def conv2d(images, kernels, bias, stride=1, padding="valid"):
    if padding not in ("valid", "same") or stride < 1:
        raise ValueError("bad arguments")
    batch, height, width, channels = images.shape
    kernel_height, kernel_width, _, filters = kernels.shape
    if padding == "valid" and (kernel_height > height or kernel_width > width):
        raise ValueError("kernel larger than image")
    sizes, before = [], []
    for size, kernel_size in ((height, kernel_height), (width, kernel_width)):
        if padding == "same":
            count = -(-size // stride)
            total = max((count - 1) * stride + kernel_size - size, 0)
        else:
            count, total = (size - kernel_size) // stride + 1, 0
        sizes.append(count)
        before.append(total // 2)
    output = np.zeros((batch, sizes[0], sizes[1], filters))
    for n in range(batch):
        for i in range(sizes[0]):
            for j in range(sizes[1]):
                for f in range(filters):
                    total = float(bias[f])
                    for u in range(kernel_height):
                        for v in range(kernel_width):
                            y, x = i * stride + u - before[0], j * stride + v - before[1]
                            if 0 <= y < height and 0 <= x < width:
                                for c in range(channels):
                                    total += float(images[n, y, x, c]) * float(kernels[u, v, c, f])
                    output[n, i, j, f] = total
    return output
"""

FFT = """
def convolve2d(image, kernel):
    if kernel.shape[0] > image.shape[0] or kernel.shape[1] > image.shape[1]:
        raise ValueError("kernel larger than image")
    shape = (image.shape[0] + kernel.shape[0] - 1, image.shape[1] + kernel.shape[1] - 1)
    full = np.fft.irfft2(np.fft.rfft2(image, shape) * np.fft.rfft2(kernel, shape), shape)
    return full[kernel.shape[0] - 1 : image.shape[0], kernel.shape[1] - 1 : image.shape[1]]
"""

WRAPPED = """
import functools

class Layer:
    def __call__(self, image, kernel):
        return {}

convolve2d = Layer()
"""

STRIDES = """
def convolve2d(image, kernel):
    if kernel.shape[0] > image.shape[0] or kernel.shape[1] > image.shape[1]:
        raise ValueError("kernel larger than image")
    image = np.ascontiguousarray(image, dtype=float)
    shape = tuple(np.subtract(image.shape, kernel.shape) + 1) + kernel.shape
    windows = np.lib.stride_tricks.as_strided(image, shape, image.strides * 2)
    return np.einsum("ijuv,uv->ij", windows, kernel[::-1, ::-1])
"""


def result_as(expression: str) -> str:
    """A submission whose convolve2d gives the right result in another form."""
    return solution().replace("def convolve2d(", "def right(") + (
        f"\ndef convolve2d(image, kernel):\n    result = right(image, kernel)\n    return {expression}\n"
    )


RIGHT = {
    "float32": result_as("result.astype(np.float32)"),
    "Fortran order": result_as("np.asfortranarray(result)"),
    "read-only": result_as("np.lib.stride_tricks.as_strided(result, writeable=False)"),
    "non-contiguous": result_as("np.repeat(result, 2, axis=1)[:, ::2]"),
    "big-endian": result_as("result.astype('>f8')"),
    "matrix": result_as("np.matrix(result)"),
    "unmasked": result_as("np.ma.array(result)"),
    "prints": result_as("print('checking', image.shape) or result"),
    "FFT": exchanged(solution(), convolve2d=FFT),
    "strides and einsum": exchanged(solution(), convolve2d=STRIDES),
    "pure loops": exchanged(solution(), conv2d=LOOPS),
    "callable object": solution().replace("def convolve2d(", "def right(") + WRAPPED.format("right(image, kernel)"),
    "partial": solution().replace("def convolve2d(", "def right(")
    + "\nimport functools\nconvolve2d = functools.partial(right)\n",
    "any arguments": solution().replace("def convolve2d(", "def right(")
    + "\ndef convolve2d(*arguments, **keywords):\n    return right(*arguments, **keywords)\n",
    "lambda": solution().replace("def convolve2d(", "def right(")
    + "\nconvolve2d = lambda image, kernel: right(image, kernel)\n",
    "byte order mark": "\ufeff" + solution(),
    "windows line ends": solution().replace("\n", "\r\n"),
    "threads": solution().replace("def convolve2d(", "def right(")
    + """
from concurrent.futures import ThreadPoolExecutor
def convolve2d(image, kernel):
    with ThreadPoolExecutor(2) as pool:
        return pool.submit(right, image, kernel).result()
""",
    "main block": solution() + '\nif __name__ == "__main__":\n    import matplotlib.pyplot as plt\n    plt.show()\n',
}


@pytest.mark.sampled(6)
@pytest.mark.parametrize("source", RIGHT.values(), ids=RIGHT)
def test_gets_full_numerical_marks(grade: Grade, folder: Folder, source: str) -> None:
    run = grade(4, "--submission", folder.write(source), "--json", "-", "--no-speed")
    assert run.result.score == run.result.max_score
    assert run.code == 0


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("(np.int64(before), np.array(after))", "passed"),
        ("[before, after]", "passed"),
        ("(before, np.array([after]))", "wrong_type"),
        ("(float(before), float(after))", "wrong_type"),
        ("(before, after, 0)", "wrong_length"),
        ("before + after", "wrong_type"),
        ("(10**30, after)", "values_differ"),
        ("{before, after}", "wrong_type"),
    ],
)
def test_numbers_count_in_every_form_but_no_other_thing_does(
    grade: Grade, folder: Folder, value: str, code: str
) -> None:
    source = solution().replace("def same_padding(", "def right(") + (
        "\ndef same_padding(size, kernel_size, stride):\n"
        f"    before, after = right(size, kernel_size, stride)\n    return {value}\n"
    )
    run = grade(4, "--submission", folder.write(source), "--json", "-", "--no-speed", "--exercise", "same_padding")
    assert run.exercise("same_padding").checks[0].code == code
