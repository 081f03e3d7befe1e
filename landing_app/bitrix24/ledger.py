"""The commands of one batch call: which still wait, what became of the others, and who works on them."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from threading import Lock

from .commands import Unit, line, units_of
from .errors import Bitrix24Error, TransportError
from .methods import kind_of
from .pace import Pace
from .types import Command, Outcome

NOT_RUN = Outcome("not_run")


class Ledger:
    """Shared by the workers of a batch. ``halt``: the first outcome that is not ``ok`` ends the work.

    Raises ``ValueError`` for a ``ResultOf`` that no batch can carry, before anything is sent.
    """

    def __init__(self, commands: Sequence[Command], *, halt: bool) -> None:
        self.commands = commands
        self.lines = [line(command) for command in commands]
        self.workers = 1
        self._halt = halt
        self._lock = Lock()
        self._waiting = deque(units_of(commands, self.lines))
        self._settled: dict[int, Outcome] = {}
        self._doubtful: set[int] = set()
        self._rest = NOT_RUN
        self._stopped = False

    def outcomes(self) -> list[Outcome]:
        """One per command, in the order given."""
        places = range(len(self.commands))
        return [self._settled.get(place) or self._honest(place, self._rest) for place in places]

    def methods(self, positions: Sequence[int]) -> list[str]:
        """The methods at these positions."""
        return [self.commands[position].method for position in positions]

    def creates(self, positions: Sequence[int]) -> bool:
        """True when one of these commands must never be sent twice."""
        return any(kind_of(method) == "create" for method in self.methods(positions))

    def alone(self, unit: Unit) -> bool:
        """True for a command that no batch can carry."""
        return not self.lines[unit.positions[0]]

    def take(self, pace: Pace) -> list[Unit]:
        """The next units that make one request; none: this worker is done."""
        taken, methods = list[Unit](), list[str]()
        with self._lock:
            while self._waiting and not self._stopped:
                unit = self._waiting[0]
                more, alone = self.methods(unit.positions), self.alone(unit)
                if taken and (alone or not pace.fits(methods, more)):
                    break
                taken.append(self._waiting.popleft())
                methods += more
                if alone:
                    break
            if not taken:
                self.workers -= 1
        return taken

    def put_back(self, units: Sequence[Unit]) -> None:
        """These are the next to be taken again."""
        with self._lock:
            self._waiting.extendleft(reversed(units))

    def leave(self, units: Sequence[Unit]) -> bool:
        """This worker ends and leaves its units to the others; False when there are no others."""
        with self._lock:
            self.workers -= 1
            if self.workers:
                self._waiting.extendleft(reversed(units))
            return self.workers > 0

    def doubt(self, positions: Sequence[int]) -> None:
        """These were sent and the answer was lost; they may have been done, whatever a repeat is told."""
        methods = zip(positions, self.methods(positions), strict=True)
        with self._lock:
            self._doubtful |= {position for position, method in methods if kind_of(method) != "read"}

    def settle(self, position: int, outcome: Outcome) -> None:
        """What became of one command."""
        outcome = self._settled[position] = self._honest(position, outcome)
        if self._halt and outcome.state != "ok":
            self._stopped = True

    def stop(self, error: Bitrix24Error) -> None:
        """Nothing more is sent: what is left did not run, for this reason."""
        if isinstance(error, TransportError):
            error = TransportError(error.code, method=error.method, status=error.status, sent=False)
        with self._lock:
            if not self._stopped:
                self._rest = Outcome("not_run", error=error)
            self._stopped = True

    def _honest(self, position: int, outcome: Outcome) -> Outcome:
        """A repeat that is refused proves nothing: what was removed by the first request is "not found" now."""
        if position in self._doubtful and outcome.state in ("error", "not_run"):
            return Outcome("unknown", error=outcome.error)
        return outcome
