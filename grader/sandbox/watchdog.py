"""A thread that looks at a worker now and then, and acts when a deadline passes."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable

SECONDS_BETWEEN_LOOKS = 0.05


class Watchdog:
    """Calls `late(seconds_allowed)` from its own thread when an allowance runs out; it says how much more to allow.

    When that is nothing, the watch is over. It calls `look` every now and then: what it looks at may go on when nobody
    waits for it.
    """

    def __init__(self, late: Callable[[float], float], look: Callable[[], None]) -> None:
        """Start watching, with no deadline yet."""
        self._late = late
        self._look = look
        self._change = threading.Condition()
        self._allowance = 0.0
        self._deadline = math.inf
        self._stopped = False
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def allow(self, seconds: float) -> None:
        """Let `seconds` pass from now on, whatever was allowed before."""
        with self._change:
            self._allowance = seconds
            self._deadline = time.monotonic() + seconds

    def relax(self) -> None:
        """No deadline until the next allowance."""
        with self._change:
            self._deadline = math.inf

    def stop(self) -> None:
        """End the thread."""
        with self._change:
            self._stopped = True
            self._change.notify()
        self._thread.join()

    def _watch(self) -> None:
        while (left := self._left_after_waiting()) is not None:
            if left > 0:
                self._look()
                continue
            more = self._late(self._allowance)
            with self._change:
                if more <= 0:
                    return
                if self._deadline < math.inf:  # nobody has relaxed it meanwhile
                    self._deadline = time.monotonic() + more

    def _left_after_waiting(self) -> float | None:
        """Seconds to the deadline, infinite when there is none, after a moment's sleep; None when it is over."""
        with self._change:
            left = self._deadline - time.monotonic()
            if left > 0 and not self._stopped:
                self._change.wait(min(left, SECONDS_BETWEEN_LOOKS))
            return None if self._stopped else self._deadline - time.monotonic()
