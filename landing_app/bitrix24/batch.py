"""Many commands in few requests: the right width, in parallel, one honest outcome per command."""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, Protocol

from .answers import Answer
from .budget import Budget, Reading, Reservation
from .commands import Unit, key, line, positions_of, spelled_out, units_of
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
from .learning import learn
from .methods import kind_of
from .pace import BATCH_LIMIT, CREATES_LIMIT, pace_of
from .types import Command, Outcome, OutcomeState

PARALLEL = 10
PARALLEL_CREATES = 4
TRIES = 3
_SHORT_WAIT = 5.0
NOT_RUN = Outcome("not_run")


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
class BatchRun:
    """One call of ``Client.batch``."""

    client: Sender
    commands: Sequence[Command]
    halt: bool = False
    ordered: bool = False
    _lock: Lock = field(default_factory=Lock)
    _pending: deque[Unit] = field(default_factory=deque)
    _lines: list[str] = field(default_factory=list)
    _done: dict[int, Outcome] = field(default_factory=dict)
    _rest: Outcome = NOT_RUN
    _stopped: bool = False
    _workers: int = 1
    _losses: int = 0

    def outcomes(self) -> list[Outcome]:
        """Run everything; a ``ResultOf`` that cannot be carried raises before anything is sent."""
        self._lines = [line(command) for command in self.commands]
        self._pending = deque(units_of(self.commands, self._lines))
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

    def _take(self) -> list[Unit]:
        """The next units that make one request; none: this worker is done."""
        pace, taken, methods = pace_of(self.client.member_id), list[Unit](), list[str]()
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

    def _run_alone(self, unit: Unit) -> None:
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

    def _run_batch(self, units: list[Unit]) -> bool:
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

    def _wait_for_others(self, units: list[Unit], error: LimitError) -> bool:
        """The budget is taken by requests under way: their workers go on with what fits, this one ends."""
        with self._lock:
            self._workers -= 1
            if self._workers:
                self._pending.extendleft(reversed(units))
                return False
        self._stop(error)
        return False

    def _within_budget(self, units: list[Unit]) -> tuple[list[Unit], Reservation]:
        """As many of ``units`` as the operating budget allows now; the others go back to the queue."""
        while True:
            counts = Counter(self.commands[position].method for position in positions_of(units))
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

    def _send(self, units: list[Unit]) -> Answer:
        positions = positions_of(units)
        payload = {"halt": int(self.halt), "cmd": {key(place): self._lines[place] for place in positions}}
        note = {
            "halt": int(self.halt),
            "cmd": [
                {"method": self.commands[place].method, "params": spelled_out(self.commands[place])}
                for place in positions
            ],
        }
        answer = self.client.request("batch", payload, note)
        if not isinstance(answer.result, dict) or "result" not in answer.result:
            raise TransportError("UNEXPECTED_ANSWER", method="batch", status=answer.status)
        return answer

    def _sort(self, units: list[Unit], answer: Answer) -> dict[str, Reading]:
        results, errors, times = (
            _map(answer.result.get(name)) for name in ("result", "result_error", "result_time")
        )
        for unit in units:
            for position in unit.positions:
                name = key(position)
                if name in errors:
                    self._failed(unit, position, errors[name])
                elif name in results or name in times:
                    self._settle(position, Outcome("ok", results.get(name)))
                else:
                    self._settle(position, NOT_RUN)
        return learn(self.commands, positions_of(units), answer, times, pace_of(self.client.member_id))

    def _failed(self, unit: Unit, position: int, raw: Any) -> None:
        method = self.commands[position].method
        detail = raw if isinstance(raw, dict) else {"error": str(raw)}
        error = portal_error(
            str(detail.get("error", "")), str(detail.get("error_description") or ""), method=method
        )
        alone = len(unit.positions) == 1
        if isinstance(error, LimitError):
            self._limited(unit, position, error)
        elif alone and isinstance(error, TransportError):
            self._lost([unit], error)
        elif alone and error.base_code.upper() == "EXPIRED_TOKEN" and unit.tries + 1 < TRIES:
            self._put_back([Unit(unit.positions, unit.tries + 1)])
        else:
            # A part of a unit cannot be sent again: the results it uses belong to this request.
            self._settle(position, Outcome(self._state_after(position, error), error=error))

    def _limited(self, unit: Unit, position: int, error: LimitError) -> None:
        """The command was refused before it ran: a full bucket is tried again, a spent budget is not."""
        if error.base_code == "OPERATION_TIME_LIMIT":
            error.resume_at = self.client.budget.exhausted(self.client.member_id, error.method)
        elif error.base_code == "QUERY_LIMIT_EXCEEDED":
            error.resume_at = self.client.close_bucket()
            if len(unit.positions) == 1 and unit.tries + 1 < TRIES:
                self._put_back([Unit(unit.positions, unit.tries + 1)])
                return
        self._settle(position, Outcome("not_run", error=error))
        self._stop(error)

    def _lost(self, units: list[Unit], error: TransportError) -> None:
        """No answer: what may be repeated is sent again in smaller requests, creates become unknown."""
        if error.sent:
            methods = [self.commands[position].method for position in positions_of(units)]
            pace_of(self.client.member_id).slow_down(methods)
        again = [unit for unit in units if self._may_repeat(unit, error)]
        for unit in units:
            if unit not in again:
                for position in unit.positions:
                    self._settle(position, Outcome(self._state_after(position, error), error=error))
        self._put_back([Unit(unit.positions, unit.tries + 1) for unit in again])
        with self._lock:
            self._losses += 1
        if self._losses >= TRIES:
            self._stop(error)

    def _may_repeat(self, unit: Unit, error: TransportError) -> bool:
        creates = any(kind_of(self.commands[position].method) == "create" for position in unit.positions)
        return unit.tries + 1 < TRIES and not (error.sent and creates)

    def _state_after(self, position: int, error: Bitrix24Error) -> OutcomeState:
        """What is known of a command that met ``error`` and is not sent again."""
        if not isinstance(error, TransportError):
            return "error"
        if not error.sent:
            return "not_run"
        return "error" if kind_of(self.commands[position].method) == "read" else "unknown"

    def _put_back(self, units: list[Unit]) -> None:
        with self._lock:
            self._pending.extendleft(reversed(units))

    def _settle(self, position: int, outcome: Outcome) -> None:
        self._done[position] = outcome
        if self.halt and outcome.state != "ok":
            self._stopped = True

    def _stop(self, error: Bitrix24Error) -> None:
        """Nothing more is sent: what is left did not run, for this reason."""
        if isinstance(error, TransportError):
            error = TransportError(error.code, method=error.method, status=error.status, sent=False)
        with self._lock:
            if not self._stopped:
                self._rest = Outcome("not_run", error=error)
            self._stopped = True


def _concerns_portal(error: Bitrix24Error) -> bool:
    """True for what every other command of this person would meet too."""
    everyone = isinstance(error, AuthError | LimitError | PortalGone | PortalMoved)
    return everyone or error.status in (401, 403)


def _map(value: Any) -> dict[str, Any]:
    """PHP sends an empty map as a list."""
    return value if isinstance(value, dict) else {}
