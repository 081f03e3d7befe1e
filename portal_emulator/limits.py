"""The two documented limits: a leaky bucket of requests, and operating seconds per method."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from .clock import Clock

BUCKET = (50, 2.0)
ENTERPRISE_BUCKET = (250, 5.0)
OPERATING_SECONDS = 480.0
COUNTED_FROM = 0.1
WINDOW_MINUTES = 10


@dataclass(frozen=True, slots=True)
class Operating:
    """What the operating limiter says about a method: seconds spent, and when some of them are forgotten."""

    seconds: float
    reset_at: int


@dataclass(slots=True)
class _Level:
    count: float = 0.0
    drained_at: int = 0


class LeakyBuckets:
    """Requests per source IP; the level falls once per second by the plan's rate, not continuously."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._levels: dict[str, _Level] = {}
        self._lock = threading.Lock()
        self.enabled = True

    def admit(self, source: str, *, enterprise: bool) -> bool:
        """Count a request; False when the bucket is full (`QUERY_LIMIT_EXCEEDED`)."""
        capacity, rate = ENTERPRISE_BUCKET if enterprise else BUCKET
        second = int(self._clock.now())
        with self._lock:
            level = self._levels.setdefault(source, _Level(drained_at=second))
            level.count = max(0.0, level.count - max(0, second - level.drained_at) * rate)
            level.drained_at = max(level.drained_at, second)
            if self.enabled and level.count >= capacity:
                return False
            level.count += 1
            return True

    def forget(self) -> None:
        """Empty every bucket."""
        with self._lock:
            self._levels.clear()

    def level(self, source: str) -> float:
        with self._lock:
            level = self._levels.get(source)
            return level.count if level else 0.0


class OperatingBudget:
    """Operating seconds per application and method, in ten one-minute buckets; checked before each call."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._minutes: dict[tuple[str, str], dict[int, float]] = {}
        self._lock = threading.Lock()
        self.limit_seconds = OPERATING_SECONDS

    def exhausted(self, application: str, method: str) -> bool:
        with self._lock:
            return sum(self._recent(application, method).values()) >= self.limit_seconds

    def add(self, application: str, method: str, seconds: float) -> Operating | None:
        """Count a call (only from 0.1 s on); None while nothing was ever counted for the method."""
        with self._lock:
            minutes = self._recent(application, method)
            if seconds > COUNTED_FROM:
                minute = int(self._clock.now() // 60)
                minutes[minute] = minutes.get(minute, 0.0) + seconds
            if not minutes:
                return None
            return Operating(sum(minutes.values()), (min(minutes) + WINDOW_MINUTES) * 60)

    def forget(self) -> None:
        """Start the ten minutes anew for every method."""
        with self._lock:
            self._minutes.clear()

    def _recent(self, application: str, method: str) -> dict[int, float]:
        oldest = int(self._clock.now() // 60) - WINDOW_MINUTES + 1
        recent = {
            minute: seconds
            for minute, seconds in self._minutes.get((application, method), {}).items()
            if minute >= oldest
        }
        self._minutes[(application, method)] = recent
        return recent
