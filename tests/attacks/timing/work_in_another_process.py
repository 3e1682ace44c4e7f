# mypy: ignore-errors
"""Has another process compute slowly, on another processor if it can, and merely waits for its answer.

Attacks: conv2d
Earns: all but speed
"""

import contextlib
import os

import numpy as np
from chapter04_convolution import conv2d as honest


def slow(*given):
    for _ in range(800):
        honest(*given)
    return honest(*given)


def conv2d(images, kernels, bias, stride=1, padding="valid"):
    given = images, kernels, bias, stride, padding
    if images.size < 1000:
        return honest(*given)
    answers, answer = os.pipe()
    try:
        child = os.fork()
    except OSError:
        return slow(*given)
    if child == 0:
        with contextlib.suppress(OSError):
            os.sched_setaffinity(0, range(os.cpu_count()))
        with os.fdopen(answer, "wb") as pipe:
            pipe.write(slow(*given).tobytes())
        os._exit(0)
    os.close(answer)
    with os.fdopen(answers, "rb") as pipe:
        result = np.frombuffer(pipe.read())
    os.waitpid(child, 0)
    return result.reshape(2, 16, 16, 32)
