"""How many commands fit into one request: by the seconds each method was measured to need on this portal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from threading import Lock

from .methods import documented_seconds, kind_of

BATCH_LIMIT = 50
CREATES_LIMIT = 10
"""A lost answer leaves at most this many creates unknown."""

TARGET_SECONDS = 15.0
"""A portal cuts a request at 60 s; this leaves room for commands four times slower than measured."""

_NEWS = 0.1
"""A figure that moved by this part is worth telling the other processes."""


class Pace:
    """Seconds per command of one portal, by method. ``known``: what all processes measured so far."""

    def __init__(self, known: Mapping[str, float] | None = None) -> None:
        self._lock = Lock()
        self._seconds = dict(known or {})
        self._told = dict(self._seconds)

    def seconds(self, method: str) -> float:
        """Expected seconds of one command."""
        return self._seconds.get(method.lower(), documented_seconds(method))

    def measured(self, method: str, seconds: float) -> None:
        """Learn from one command: at once when it was slower than expected, slowly when it was quicker."""
        name, seconds = method.lower(), min(max(seconds, 0.0), TARGET_SECONDS)
        with self._lock:
            known = self._seconds.get(name, documented_seconds(method))
            weight = 0.5 if seconds > known else 0.1
            self._seconds[name] = known + (seconds - known) * weight

    def slow_down(self, methods: Iterable[str]) -> None:
        """An answer was lost: the next batches take half as many commands."""
        with self._lock:
            for name in {method.lower() for method in methods}:
                known = self._seconds.get(name, documented_seconds(name))
                self._seconds[name] = min(known * 2, TARGET_SECONDS)

    def fits(self, taken: Sequence[str], more: Sequence[str]) -> bool:
        """True when the methods ``more`` may join ``taken`` in one request."""
        methods = [*taken, *more]
        creates = sum(kind_of(method) == "create" for method in methods)
        if len(methods) > BATCH_LIMIT or creates > CREATES_LIMIT:
            return False
        return sum(self.seconds(method) for method in methods) <= TARGET_SECONDS

    def news(self) -> dict[str, float]:
        """The figures that moved since they were last asked for here."""
        with self._lock:
            moved = {
                name: seconds
                for name, seconds in self._seconds.items()
                if abs(seconds - self._told.get(name, 0.0)) > _NEWS * seconds
            }
            self._told.update(moved)
        return moved
