"""What an answer, or its absence, means for each command of a request: done, to be repeated, or unknown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, Protocol

from .answers import Answer
from .budget import Budget, Reading
from .commands import Unit, key, positions_of
from .errors import Bitrix24Error, LimitError, TransportError, portal_error
from .learning import learn
from .ledger import NOT_RUN, Ledger
from .methods import kind_of
from .pace import Pace
from .types import Outcome, OutcomeState

TRIES = 3


class Portal(Protocol):
    """What a verdict may tell all other processes of this portal."""

    @property
    def member_id(self) -> str: ...
    @property
    def budget(self) -> Budget: ...
    def close_bucket(self) -> float: ...


@dataclass(slots=True)
class Verdicts:
    """Writes outcomes into ``ledger`` and what was learned into ``pace`` and the budget."""

    portal: Portal
    ledger: Ledger
    pace: Pace
    _losses: int = 0
    _lock: Lock = field(default_factory=Lock)

    def sort(self, units: Sequence[Unit], answer: Answer) -> dict[str, Reading]:
        """One outcome per command that was in the request; returns the readings for the budget."""
        results, errors, times = (
            _map(answer.result.get(name)) for name in ("result", "result_error", "result_time")
        )
        for unit in units:
            for position in unit.positions:
                name = key(position)
                if name in errors:
                    self._failed(unit, position, errors[name])
                elif name in results or name in times:
                    self.ledger.settle(position, Outcome("ok", results.get(name)))
                else:
                    self.ledger.settle(position, NOT_RUN)
        found = learn(self.ledger.commands, positions_of(units), answer, times, self.pace)
        self._share_pace()
        return found

    def lost(self, units: Sequence[Unit], error: TransportError) -> None:
        """No answer: what may be repeated is sent again in smaller requests, creates become unknown."""
        if error.sent:
            self.pace.slow_down(self.ledger.methods(positions_of(units)))
            self.ledger.doubt(positions_of(units))
            self._share_pace()
        again = [unit for unit in units if self._may_repeat(unit, error)]
        for unit in units:
            if unit not in again:
                for position in unit.positions:
                    self.ledger.settle(position, Outcome(self._state_after(position, error), error=error))
        self.ledger.put_back([Unit(unit.positions, unit.tries + 1) for unit in again])
        with self._lock:
            self._losses += 1
        if self._losses >= TRIES:
            self.ledger.stop(error)

    def _failed(self, unit: Unit, position: int, raw: Any) -> None:
        method = self.ledger.commands[position].method
        detail = raw if isinstance(raw, dict) else {"error": str(raw)}
        error = portal_error(
            str(detail.get("error", "")), str(detail.get("error_description") or ""), method=method
        )
        alone = len(unit.positions) == 1
        if isinstance(error, LimitError):
            self._limited(unit, position, error)
        elif alone and isinstance(error, TransportError):
            self.lost([unit], error)
        elif error.base_code.upper() == "EXPIRED_TOKEN" and self._again(unit):
            return
        else:
            # A part of a unit cannot be sent again: the results it uses belong to this request.
            self.ledger.settle(position, Outcome(self._state_after(position, error), error=error))

    def _limited(self, unit: Unit, position: int, error: LimitError) -> None:
        """The command was refused before it ran: a full bucket is tried again, a spent budget is not."""
        if error.base_code == "OPERATION_TIME_LIMIT":
            error.resume_at = self.portal.budget.exhausted(self.portal.member_id, error.method)
        elif error.base_code == "QUERY_LIMIT_EXCEEDED":
            error.resume_at = self.portal.close_bucket()
            if self._again(unit):
                return
        self.ledger.settle(position, Outcome("not_run", error=error))
        self.ledger.stop(error)

    def _again(self, unit: Unit) -> bool:
        """Queue a command that surely did not run, unless others depend on it or it was tried enough."""
        if len(unit.positions) > 1 or unit.tries + 1 >= TRIES:
            return False
        self.ledger.put_back([Unit(unit.positions, unit.tries + 1)])
        return True

    def _may_repeat(self, unit: Unit, error: TransportError) -> bool:
        return unit.tries + 1 < TRIES and not (error.sent and self.ledger.creates(unit.positions))

    def _state_after(self, position: int, error: Bitrix24Error) -> OutcomeState:
        """What is known of a command that met ``error`` and is not sent again."""
        if not isinstance(error, TransportError):
            return "error"
        if not error.sent:
            return "not_run"
        return "error" if kind_of(self.ledger.commands[position].method) == "read" else "unknown"

    def _share_pace(self) -> None:
        if news := self.pace.news():
            self.portal.budget.share_paces(self.portal.member_id, news)


def _map(value: Any) -> dict[str, Any]:
    """PHP sends an empty map as a list."""
    return value if isinstance(value, dict) else {}
