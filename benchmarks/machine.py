"""What else the machine did while something was measured: figures of a busy machine say little."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

_TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class _Moment:
    total: float
    idle: float
    ours: float


class Watch:
    """From its making on: the share of all processors that this process and its children used, and the others."""

    def __init__(self) -> None:
        self._begun = _now()

    def line(self) -> str:
        """One sentence with both shares and the load now."""
        now = _now()
        total = max(now.total - self._begun.total, 0.01)
        ours = (now.ours - self._begun.ours) / total
        others = max(0.0, 1 - (now.idle - self._begun.idle) / total - ours)
        return (
            f"{os.cpu_count()} processors: {ours:.0%} used by what is measured, {others:.0%} by others,"
            f" load {os.getloadavg()[0]:.1f}"
        )


def _now() -> _Moment:
    fields = [float(one) / _TICK for one in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]]
    return _Moment(total=sum(fields), idle=fields[3] + fields[4], ours=_of_family(os.getpid()))


def _of_family(root: int) -> float:
    """Seconds of processor time of a process, its descendants, and the children that already ended."""
    parents: dict[int, int] = {}
    seconds: dict[int, float] = {}
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:  # it ended meanwhile
            continue
        parents[int(folder.name)] = int(fields[1])
        seconds[int(folder.name)] = sum(map(int, fields[11:15])) / _TICK
    family = {root}
    while more := {pid for pid, parent in parents.items() if parent in family} - family:
        family |= more
    return sum(seconds.get(pid, 0.0) for pid in family)
