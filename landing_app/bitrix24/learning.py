"""What answers teach about a portal: seconds per command for the pace, operating seconds for the budget."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .answers import Answer, number
from .budget import Reading
from .commands import key
from .pace import Pace
from .types import Command


def learn(
    commands: Sequence[Command],
    positions: Sequence[int],
    answer: Answer,
    times: Mapping[str, Any],
    pace: Pace,
) -> dict[str, Reading]:
    """Feed ``pace`` with a batch's ``result_time`` and return the readings per counter."""
    by_method: dict[str, list[Mapping[str, Any]]] = {}
    for position in positions:
        entry = times.get(key(position))
        if isinstance(entry, Mapping) and entry:
            method = commands[position].method.lower()
            by_method.setdefault(method, []).append(entry)
            seconds = number(entry.get("duration"))
            if seconds is not None:
                pace.measured(method, seconds)
    found = {method: reading(entries, answer.time) for method, entries in by_method.items()}
    found["batch"] = reading([answer.time], answer.time)
    return {method: value for method, value in found.items() if value is not None}


def reading(times: list[Mapping[str, Any]], outer: Mapping[str, Any]) -> Reading | None:
    """What the ``time`` maps of one counter's commands tell, oldest first; None when there are no figures."""
    figures = [value for entry in times if (value := number(entry.get("operating"))) is not None]
    if not figures:
        return None
    last = times[-1]
    finish = number(outer.get("finish")) or number(last.get("finish")) or 0.0
    reset_at = number(last.get("operating_reset_at"))
    resets_in = (reset_at - finish) if reset_at and finish else 600.0
    return Reading(
        operating=max(figures),
        resets_in=max(0.0, min(resets_in, 600.0)),
        finish=finish,
        cost=(figures[-1] - figures[0]) / (len(figures) - 1) if len(figures) > 1 else None,
        spent=sum(number(entry.get("duration")) or 0.0 for entry in times),
    )
