"""Many commands in few requests: the right width, in parallel, one honest outcome per command."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from .answers import Answer
from .budget import Reading, Reservation
from .commands import Unit, key, positions_of, spelled_out
from .errands import run_parallel
from .errors import AuthError, Bitrix24Error, LimitError, PortalGone, PortalMoved, TransportError
from .ledger import Ledger
from .pace import BATCH_LIMIT, CREATES_LIMIT, Pace
from .types import Command, Outcome
from .verdicts import Portal, Verdicts

PARALLEL = 10
PARALLEL_CREATES = 4
_SHORT_WAIT = 5.0


class Sender(Portal, Protocol):
    """What a run needs of ``Client``."""

    def call(self, method: str, params: Mapping[str, Any]) -> Any: ...
    def request(self, method: str, params: Mapping[str, Any], note: Any = None) -> Answer: ...


class BatchRun:
    """One call of ``Client.batch``."""

    def __init__(
        self, client: Sender, commands: Sequence[Command], *, halt: bool = False, ordered: bool = False
    ) -> None:
        self._client = client
        self._halt = halt
        self._ordered = ordered or halt
        self._ledger = Ledger(commands, halt=halt)
        self._pace = Pace(client.budget.paces(client.member_id))
        self._verdicts = Verdicts(client, self._ledger, self._pace)

    def outcomes(self) -> list[Outcome]:
        """Run everything."""
        number = len(self._ledger.commands)
        creates = self._ledger.creates(range(number))
        widest, parallel = (CREATES_LIMIT, PARALLEL_CREATES) if creates else (BATCH_LIMIT, PARALLEL)
        workers = 1 if self._ordered else max(1, min(parallel, -(-number // widest)))
        self._ledger.workers = workers
        if workers == 1:
            self._work()
        else:
            run_parallel(self._work, workers)
        return self._ledger.outcomes()

    def _work(self) -> None:
        while units := self._ledger.take(self._pace):
            if self._ledger.alone(units[0]):
                self._run_alone(units[0])
            elif not self._run_batch(units):
                return

    def _run_alone(self, unit: Unit) -> None:
        position = unit.positions[0]
        command = self._ledger.commands[position]
        try:
            result = self._client.call(command.method, command.params)
            self._ledger.settle(position, Outcome("ok", result))
        except TransportError as error:
            self._verdicts.lost([unit], error)
        except Bitrix24Error as error:
            if _concerns_portal(error):
                self._ledger.stop(error)
            else:
                self._ledger.settle(position, Outcome("error", error=error))

    def _run_batch(self, units: list[Unit]) -> bool:
        """True when this worker may go on."""
        try:
            units, reservation = self._within_budget(units)
        except LimitError as error:
            # The budget is taken by requests under way: their workers go on with what fits.
            if not self._ledger.leave(units):
                self._ledger.stop(error)
            return False
        readings: dict[str, Reading] = {}
        try:
            readings = self._verdicts.sort(units, self._send(units))
        except TransportError as error:
            self._verdicts.lost(units, error)
        except Bitrix24Error as error:
            if error.base_code == "OPERATION_TIME_LIMIT" and isinstance(error, LimitError):
                error.resume_at = self._client.budget.exhausted(self._client.member_id, "batch")
            self._ledger.stop(error)
        finally:
            self._client.budget.settle(reservation, readings)
        return True

    def _within_budget(self, units: list[Unit]) -> tuple[list[Unit], Reservation]:
        """As many of ``units`` as the operating budget allows now; the others go back to the queue."""
        budget, member_id = self._client.budget, self._client.member_id
        while True:
            counts = Counter(self._ledger.methods(positions_of(units)))
            reservation = budget.reserve(member_id, {**counts, "batch": sum(counts.values())})
            if reservation.share >= 1:
                return units, reservation
            kept = max(1, int(len(units) * reservation.share))
            if kept == len(units):
                raise LimitError("OPERATING_BUDGET", resume_at=time.time() + _SHORT_WAIT)
            self._ledger.put_back(units[kept:])
            units = units[:kept]

    def _send(self, units: list[Unit]) -> Answer:
        places, commands = positions_of(units), self._ledger.commands
        payload = {
            "halt": int(self._halt),
            "cmd": {key(place): self._ledger.lines[place] for place in places},
        }
        note = {
            "halt": int(self._halt),
            "cmd": [
                {"method": commands[place].method, "params": spelled_out(commands[place])} for place in places
            ],
        }
        answer = self._client.request("batch", payload, note)
        if not isinstance(answer.result, dict) or "result" not in answer.result:
            raise TransportError("UNEXPECTED_ANSWER", method="batch", status=answer.status)
        return answer


def _concerns_portal(error: Bitrix24Error) -> bool:
    """True for what every other command of this person would meet too."""
    everyone = isinstance(error, AuthError | LimitError | PortalGone | PortalMoved)
    return everyone or error.status in (401, 403)
