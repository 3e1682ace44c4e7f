# mypy: ignore-errors
"""Raises exceptions named like those that the grader knows, to be taken for a fault of the grader or for no start.

Attacks: convolve2d
Earns: nothing
"""

NAMES = ["WorkerStartError", "BreachError", "BaselineError", "OracleError", "IsolationUnavailableError", "WireError"]
NAMES += ["NotImplementedError", "ForbiddenImportError", "OutputLimitExceeded", "SystemExit", "ValueError", "EOFError"]
CALLS = []


def convolve2d(image, kernel):
    if kernel.shape[0] > image.shape[0] or kernel.shape[1] > image.shape[1]:
        raise RuntimeError
    CALLS.append(1)
    raise type(NAMES[len(CALLS) % len(NAMES)], (BaseException,), {})("grader fault")
