"""Many commands in few requests: the right width, in parallel, one honest outcome per command."""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, Protocol

from .answers import Answer, number, reading
from .budget import Budget, Reading, Reservation
from .errands import run_parallel
from .errors import (
    AuthError,
    Bitrix24Error,
    LimitError,
    PortalGone,
    PortalMoved,
    TransportError,
    portal_error,
)
from .methods import kind_of
from .pace import BATCH_LIMIT, CREATES_LIMIT, pace_of
from .php import encode, has_reference
from .types import Command, Outcome, ResultOf

PARALLEL = 10
PARALLEL_CREATES = 4
TRIES = 3
_SHORT_WAIT = 5.0
NOT_RUN = Outcome("not_run")
_LARGE = 100_000
"""A command longer than this travels alone as JSON: encoding file bytes for a query triples them."""


class Sender(Protocol):
    """What a run needs of ``Client``."""

    @property
    def member_id(self) -> str: ...
    @property
    def budget(self) -> Budget: ...
    def call(self, method: str, params: Mapping[str, Any]) -> Any: ...
    def request(self, method: str, params: Mapping[str, Any], note: Any = None) -> Answer: ...
    def close_bucket(self) -> float: ...


@dataclass(slots=True)
class _Unit:
    """Commands that stay in one request because later ones use results of earlier ones."""

    positions: list[int]
    tries: int = 0


@dataclass(slots=True)
class BatchRun:
    """One call of ``Client.batch``."""

    client: Sender
    commands: Sequence[Command]
    halt: bool = False
    ordered: bool = False
    _lock: Lock = field(default_factory=Lock)
    _pending: deque[_Unit] = field(default_factory=deque)
    _lines: list[str] = field(default_factory=list)
    _done: dict[int, Outcome] = field(default_factory=dict)
    _rest: Outcome = NOT_RUN
    _stopped: bool = False
    _workers: int = 1

    def outcomes(self) -> list[Outcome]:
        """Run everything; ``ValueError`` for what cannot be encoded comes before anything is sent."""
        self._lines = [_line(command) for command in self.commands]
        self._pending = deque(_units(self.commands, self._lines))
        creates = any(kind_of(command.method) == "create" for command in self.commands)
        widest, parallel = (CREATES_LIMIT, PARALLEL_CREATES) if creates else (BATCH_LIMIT, PARALLEL)
        workers = 1 if self.halt or self.ordered else min(parallel, -(-len(self.commands) // widest))
        self._workers = max(1, workers)
        if workers < 2:
            self._work()
        else:
            run_parallel(self._work, workers)
        return [self._done.get(position, self._rest) for position in range(len(self.commands))]

    def _work(self) -> None:
        while units := self._take():
            if len(units) == 1 and not self._lines[units[0].positions[0]]:
                self._run_alone(units[0])
            elif not self._run_batch(units):
                return

    def _take(self) -> list[_Unit]:
        """The next units that make one request; none: this worker is done."""
        pace, taken, methods = pace_of(self.client.member_id), list[_Unit](), list[str]()
        with self._lock:
            while self._pending and not self._stopped:
                unit = self._pending[0]
                more = [self.commands[position].method for position in unit.positions]
                alone = not self._lines[unit.positions[0]]
                if taken and (alone or not pace.fits(methods, more)):
                    break
                taken.append(self._pending.popleft())
                methods += more
                if alone:
                    break
            if not taken:
                self._workers -= 1
        return taken

    def _run_alone(self, unit: _Unit) -> None:
        position = unit.positions[0]
        command = self.commands[position]
        try:
            self._settle(position, Outcome("ok", self.client.call(command.method, command.params)))
        except TransportError as error:
            self._lost([unit], error)
        except Bitrix24Error as error:
            if _concerns_portal(error):
                self._stop(error)
            else:
                self._settle(position, Outcome("error", error=error))

    def _run_batch(self, units: list[_Unit]) -> bool:
        """True when this worker may go on."""
        try:
            units, reservation = self._within_budget(units)
        except LimitError as error:
            return self._wait_for_others(units, error)
        readings: dict[str, Reading] = {}
        try:
            answer = self._send(units)
            readings = self._sort(units, answer)
        except TransportError as error:
            self._lost(units, error)
        except Bitrix24Error as error:
            if error.base_code == "OPERATION_TIME_LIMIT" and isinstance(error, LimitError):
                error.resume_at = self.client.budget.exhausted(self.client.member_id, "batch")
            self._stop(error)
        finally:
            self.client.budget.settle(reservation, readings)
        return True

    def _wait_for_others(self, units: list[_Unit], error: LimitError) -> bool:
        """The budget is taken by requests under way: their workers go on with what fits, this one ends."""
        with self._lock:
            self._workers -= 1
            if self._workers:
                self._pending.extendleft(reversed(units))
                return False
        self._stop(error)
        return False

    def _within_budget(self, units: list[_Unit]) -> tuple[list[_Unit], Reservation]:
        """As many of ``units`` as the operating budget allows now; the others go back to the queue."""
        while True:
            counts = Counter(self.commands[position].method for position in _positions(units))
            reservation = self.client.budget.reserve(
                self.client.member_id, {**counts, "batch": sum(counts.values())}
            )
            if reservation.share >= 1:
                return units, reservation
            kept = max(1, int(len(units) * reservation.share))
            if kept == len(units):
                raise LimitError("OPERATING_BUDGET", resume_at=time.time() + _SHORT_WAIT)
            self._put_back(units[kept:])
            units = units[:kept]

    def _send(self, units: list[_Unit]) -> Answer:
        positions = _positions(units)
        payload = {"halt": int(self.halt), "cmd": {_key(place): self._lines[place] for place in positions}}
        note = {
            "halt": int(self.halt),
            "cmd": [
                {"method": self.commands[place].method, "params": _spelled_out(self.commands[place])}
                for place in positions
            ],
        }
        answer = self.client.request("batch", payload, note)
        if not isinstance(answer.result, dict) or "result" not in answer.result:
            raise TransportError("UNEXPECTED_ANSWER", method="batch", status=answer.status)
        return answer

    def _sort(self, units: list[_Unit], answer: Answer) -> dict[str, Reading]:
        results, errors, times = (
            _map(answer.result.get(name)) for name in ("result", "result_error", "result_time")
        )
        for unit in units:
            for position in unit.positions:
                key = _key(position)
                if key in errors:
                    self._failed(unit, position, errors[key])
                elif key in results or key in times:
                    self._settle(position, Outcome("ok", results.get(key)))
                else:
                    self._settle(position, NOT_RUN)
        return self._learn(units, answer, times)

    def _learn(self, units: list[_Unit], answer: Answer, times: Mapping[str, Any]) -> dict[str, Reading]:
        pace = pace_of(self.client.member_id)
        by_method: dict[str, list[Mapping[str, Any]]] = {}
        for position in _positions(units):
            entry = _map(times.get(_key(position)))
            if entry:
                method = self.commands[position].method.lower()
                by_method.setdefault(method, []).append(entry)
                seconds = number(entry.get("duration"))
                if seconds is not None:
                    pace.measured(method, seconds)
        found = {method: reading(entries, answer.time) for method, entries in by_method.items()}
        found["batch"] = reading([answer.time], answer.time)
        return {method: value for method, value in found.items() if value is not None}

    def _failed(self, unit: _Unit, position: int, raw: Any) -> None:
        method = self.commands[position].method
        detail = raw if isinstance(raw, dict) else {"error": str(raw)}
        error = portal_error(
            str(detail.get("error", "")), str(detail.get("error_description") or ""), method=method
        )
        if isinstance(error, TransportError):
            self._lost([_Unit([position], unit.tries)], error)
        elif isinstance(error, LimitError):
            self._limited(unit, position, error)
        elif error.base_code.upper() == "EXPIRED_TOKEN" and unit.tries + 1 < TRIES:
            self._put_back([_Unit([position], unit.tries + 1)])
        else:
            self._settle(position, Outcome("error", error=error))

    def _limited(self, unit: _Unit, position: int, error: LimitError) -> None:
        """The command was refused before it ran: a full bucket is tried again, a spent budget is not."""
        alone = len(unit.positions) == 1
        if error.base_code == "OPERATION_TIME_LIMIT":
            error.resume_at = self.client.budget.exhausted(self.client.member_id, error.method)
        elif error.base_code == "QUERY_LIMIT_EXCEEDED":
            error.resume_at = self.client.close_bucket()
            if alone and unit.tries + 1 < TRIES:
                self._put_back([_Unit([position], unit.tries + 1)])
                return
        self._settle(position, Outcome("not_run", error=error))
        self._stop(error)

    def _lost(self, units: list[_Unit], error: TransportError) -> None:
        """No answer: what may be repeated is sent again in smaller requests, creates become unknown."""
        methods = [self.commands[position].method for position in _positions(units)]
        if error.sent:
            pace_of(self.client.member_id).slow_down(methods)
        again = []
        for unit in units:
            kinds = {kind_of(self.commands[position].method) for position in unit.positions}
            if unit.tries + 1 < TRIES and not (error.sent and "create" in kinds):
                again.append(_Unit(unit.positions, unit.tries + 1))
                continue
            state = Outcome("unknown" if kinds != {"read"} else "error", error=error)
            for position in unit.positions:
                self._settle(position, state if error.sent else Outcome("not_run", error=error))
            if unit.tries + 1 >= TRIES:
                self._stop(error)
        self._put_back(again)

    def _put_back(self, units: list[_Unit]) -> None:
        with self._lock:
            self._pending.extendleft(reversed(units))

    def _settle(self, position: int, outcome: Outcome) -> None:
        self._done[position] = outcome
        if self.halt and outcome.state != "ok":
            self._stopped = True

    def _stop(self, error: Bitrix24Error) -> None:
        """Nothing more is sent: what is left did not run, for this reason."""
        with self._lock:
            if not self._stopped:
                self._rest = Outcome("not_run", error=error)
            self._stopped = True


def _concerns_portal(error: Bitrix24Error) -> bool:
    """True for what every other command of this person would meet too."""
    everyone = isinstance(error, AuthError | LimitError | PortalGone | PortalMoved)
    return everyone or error.status in (401, 403)


def _line(command: Command) -> str:
    """The command as a batch takes it, or "" when it must travel alone."""
    try:
        query = encode(_spelled_out(command))
    except ValueError:
        return ""
    if has_reference(command.params) or len(query) > _LARGE:
        return ""
    return f"{command.method}?{query}" if query else command.method


def _spelled_out(command: Command) -> dict[str, Any]:
    return {
        name: f"$result[{_key(value.position)}]" if isinstance(value, ResultOf) else value
        for name, value in command.params.items()
    }


def _units(commands: Sequence[Command], lines: Sequence[str]) -> list[_Unit]:
    units: list[_Unit] = []
    for position, command in enumerate(commands):
        used = [value.position for value in command.params.values() if isinstance(value, ResultOf)]
        if not used:
            units.append(_Unit([position]))
            continue
        if not lines[position] or not all(lines[place] for place in used) or max(used) >= position:
            raise ValueError(f"command {position} cannot use the result of {used}")
        while units[-1].positions[0] > min(used):
            units[-2].positions += units.pop().positions
        units[-1].positions.append(position)
    return units


def _positions(units: Sequence[_Unit]) -> list[int]:
    return [position for unit in units for position in unit.positions]


def _key(position: int) -> str:
    return f"c{position}"


def _map(value: Any) -> dict[str, Any]:
    """PHP sends an empty map as a list."""
    return value if isinstance(value, dict) else {}
