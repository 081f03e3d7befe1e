"""Time as the emulator sees it: the wall clock, or one that moves only when somebody waits or pushes it."""

from __future__ import annotations

import threading
import time
from typing import Protocol


class Clock(Protocol):
    """Source of Unix seconds; every limit, expiry and emulated delay goes through one of these."""

    def now(self) -> float: ...

    def sleep(self, seconds: float) -> None: ...


class RealClock:
    """The machine's clock."""

    def now(self) -> float:
        return time.time()

    def sleep(self, seconds: float) -> None:
        if seconds > 0:
            time.sleep(seconds)


class ManualClock:
    """A clock for tests and benchmarks: sleeping moves it forward at once and never waits."""

    def __init__(self, start: float = 1_770_000_000.0) -> None:
        self._now = start
        self._lock = threading.Lock()

    def now(self) -> float:
        with self._lock:
            return self._now

    def sleep(self, seconds: float) -> None:
        self.advance(seconds)

    def advance(self, seconds: float) -> None:
        """Move the clock forward by ``seconds``; negative values are ignored."""
        with self._lock:
            self._now += max(0.0, seconds)
