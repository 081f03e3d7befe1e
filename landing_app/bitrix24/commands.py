"""How commands are written into a batch, and which of them must stay in one request."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from .php import encode, has_reference
from .types import Command, ResultOf

_LARGE = 100_000
"""A command longer than this travels alone as JSON: encoding file bytes for a query triples them."""


@dataclass(slots=True)
class Unit:
    """Commands, by position, that stay together because later ones use results of earlier ones."""

    positions: list[int]
    tries: int = 0


def units_of(commands: Sequence[Command], lines: Sequence[str]) -> list[Unit]:
    """The commands in order; ``ValueError`` for a ``ResultOf`` that no batch can carry."""
    units: list[Unit] = []
    for position, command in enumerate(commands):
        used = [value.position for value in command.params.values() if isinstance(value, ResultOf)]
        if not used:
            units.append(Unit([position]))
            continue
        if not lines[position] or max(used) >= position or not all(lines[place] for place in used):
            raise ValueError(f"command {position} cannot use the result of {used}")
        while units[-1].positions[0] > min(used):
            units[-2].positions += units.pop().positions
        units[-1].positions.append(position)
    return units


def positions_of(units: Sequence[Unit]) -> list[int]:
    """All positions of these units, in order."""
    return [position for unit in units for position in unit.positions]


def line(command: Command) -> str:
    """The command as a batch takes it, or "" when it must travel alone as JSON.

    Alone go what PHP's query encoding cannot say, what it would misread as a reference to another result, and
    what is large.
    """
    try:
        query = encode(spelled_out(command))
    except ValueError:
        return ""
    if has_reference(command.params) or len(query) > _LARGE:
        return ""
    return f"{command.method}?{query}" if query else command.method


def spelled_out(command: Command) -> dict[str, Any]:
    """The parameters with references as the portal reads them."""
    return {
        name: f"$result[{key(value.position)}]" if isinstance(value, ResultOf) else value
        for name, value in command.params.items()
    }


def key(position: int) -> str:
    """The name of a command inside its request; never a number, which PHP would make a list of."""
    return f"c{position}"
