"""The portal's operating budget: seconds of work per method within ten minutes, shared by all processes.

Every answer may carry ``operating`` (seconds used so far) and ``operating_reset_at`` (when the oldest part is
forgotten). Portals bill either the commands of a batch or the batch itself, so both counters are fed and the
stricter one is obeyed. A portal that sends no figures (on-premise) is not paced.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import redis

from .budget_scripts import CLOSE, RESERVE, SETTLE
from .errors import LimitError
from .methods import documented_seconds

DOCUMENTED_SECONDS = 480.0
_MARGIN = 0.98
_UNKNOWN_RESET = 60.0
_RESERVED_SECONDS = 90
"""A reservation outlives the longest request and is forgotten if its process dies."""

_PACE_DAYS = 7


@dataclass(frozen=True, slots=True)
class Reading:
    """What an answer told about one counter.

    ``cost``: seconds per command, None after a single one; ``spent``: at most so much of ``operating`` is
    ours; ``finish``: the portal's clock, to tell which of two answers is newer.
    """

    operating: float
    resets_in: float
    finish: float
    cost: float | None
    spent: float


@dataclass(frozen=True, slots=True)
class Reservation:
    """Work under way. ``share`` below 1 means: nothing reserved, that part of the commands would fit."""

    id: str
    keys: tuple[str, ...]
    methods: tuple[str, ...]
    share: float


class Budget:
    """``seconds`` is what a portal allows per method in ten minutes; a 429 teaches a lower figure.

    Time is that of the Redis server, or of ``clock`` (epoch seconds) against a portal with emulated time.
    """

    def __init__(
        self,
        connection: redis.Redis,
        seconds: float = DOCUMENTED_SECONDS,
        clock: Callable[[], float] | None = None,
    ) -> None:
        self._connection = connection
        self._seconds = seconds
        self._clock = clock
        self._reserve = connection.register_script(RESERVE)
        self._settle = connection.register_script(SETTLE)
        self._close = connection.register_script(CLOSE)

    def reserve(self, member_id: str, counts: Mapping[str, int]) -> Reservation:
        """Take room for so many commands per method, at the seconds measured or else documented.

        Raises ``LimitError`` with ``resume_at`` when not even one fits.
        """
        methods = tuple(name.lower() for name in counts)
        reservation_id = uuid.uuid4().hex
        keys = tuple(_key(member_id, name) for name in methods)
        arguments: list[Any] = [self._seconds * _MARGIN, reservation_id, _RESERVED_SECONDS]
        for name, count in counts.items():
            arguments += [count, documented_seconds(name)]
        share, resume = self._run(self._reserve, keys, arguments)
        if float(resume) > 0:
            raise LimitError("OPERATING_BUDGET", method=methods[0], resume_at=float(resume))
        return Reservation(reservation_id, keys, methods, float(share))

    def settle(self, reservation: Reservation, readings: Mapping[str, Reading]) -> None:
        """Give the reservation back and learn from the answer; no reading means no figures in it.

        Never raises: the work is done, and a reservation that stays is forgotten by itself.
        """
        arguments: list[Any] = [reservation.id]
        for method in reservation.methods:
            reading = readings.get(method)
            arguments += (
                [-1, 0, 0, -1, 0]
                if reading is None
                else [
                    reading.operating,
                    reading.resets_in,
                    reading.finish,
                    -1 if reading.cost is None else reading.cost,
                    reading.spent,
                ]
            )
        with suppress(LimitError):
            self._run(self._settle, reservation.keys, arguments)

    def exhausted(self, member_id: str, method: str) -> float:
        """The portal answered 429 for this method; returns the epoch second to come back. Never raises."""
        with suppress(LimitError):
            return float(self._run(self._close, (_key(member_id, method.lower()),), []))
        return time.time() + _UNKNOWN_RESET

    def paces(self, member_id: str) -> dict[str, float]:
        """Seconds per command and method as all processes measured them. Empty without Redis; never raises."""
        with suppress(redis.RedisError):
            stored = self._connection.hgetall(f"bitrix24:pace:{member_id}")
            return {_text(name): float(seconds) for name, seconds in stored.items()}
        return {}

    def share_paces(self, member_id: str, seconds: Mapping[str, float]) -> None:
        """Tell the other processes; the last one to measure a method is believed. Never raises."""
        key = f"bitrix24:pace:{member_id}"
        with suppress(redis.RedisError), self._connection.pipeline(transaction=False) as pipe:
            pipe.hset(key, items=[part for pair in seconds.items() for part in pair])
            pipe.expire(key, _PACE_DAYS * 86400)
            pipe.execute()

    def _run(self, script: Any, keys: tuple[str, ...], arguments: list[Any]) -> Any:
        try:
            return script(keys=list(keys), args=[*arguments, self._clock() if self._clock else ""])
        except redis.RedisError:
            raise LimitError("LIMITER_UNAVAILABLE") from None


def _key(member_id: str, method: str) -> str:
    return f"bitrix24:budget:{member_id}:{method}"


def _text(value: bytes | str) -> str:
    return value.decode() if isinstance(value, bytes) else value
