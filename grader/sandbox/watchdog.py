"""A thread that acts when a deadline passes."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable


class Watchdog:
    """Calls `late(seconds_allowed)` once, from its own thread, when an allowance runs out."""

    def __init__(self, late: Callable[[float], None]) -> None:
        """Start watching, with no deadline yet."""
        self._late = late
        self._change = threading.Condition()
        self._allowance = 0.0
        self._deadline = math.inf
        self._wakes_at = math.inf
        self._stopped = False
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def allow(self, seconds: float) -> None:
        """Let `seconds` pass from now on, whatever was allowed before."""
        with self._change:
            self._allowance = seconds
            self._deadline = time.monotonic() + seconds
            if self._deadline < self._wakes_at:  # else it looks at the new deadline when it wakes
                self._change.notify()

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
        with self._change:
            while not self._stopped:
                left = self._deadline - time.monotonic()
                if left <= 0:
                    break
                self._wakes_at = self._deadline
                self._change.wait(None if left == math.inf else left)
        if not self._stopped:
            self._late(self._allowance)
