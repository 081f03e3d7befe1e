"""How long items that a killed worker held had to wait."""

from dataclasses import dataclass, field
from time import monotonic

from landing_app.jobs.models import ItemState, JobItem
from tests.proof.crash_points import CrashPoints


@dataclass(slots=True)
class Recovery:
    """Seconds from a kill to the moment another worker took the item over, and from the last kill to its end."""

    takeovers: list[float] = field(default_factory=list)
    settled: dict[str, list[float]] = field(default_factory=lambda: {"repeatable": [], "create": []})
    _hit: dict[int, tuple[float, int]] = field(default_factory=dict)
    _taken: dict[int, float] = field(default_factory=dict)

    def killed(self, worker: str, points: CrashPoints) -> None:
        """This worker has just died: note the items it held."""
        running = JobItem.objects.filter(state=ItemState.RUNNING)
        lanes = running.values_list("pk", "kills", "job__portal_id", "job__kind", "fence")
        for pk, kills, portal_id, kind, fence in lanes:
            if points.holder(portal_id, kind, fence) == worker:
                self._hit.setdefault(pk, (monotonic(), kills))

    def look(self) -> None:
        """Note what changed since the last look."""
        now = monotonic()
        rows = JobItem.objects.filter(pk__in=[*self._hit, *self._taken]).select_related("job")
        for item in rows:
            self._look_at(item, now)

    def _look_at(self, item: JobItem, now: float) -> None:
        over = item.state not in (ItemState.WAITING, ItemState.RUNNING, ItemState.CHECKING)
        if item.pk in self._hit:
            at, kills = self._hit[item.pk]
            if item.kills > kills:
                self.takeovers.append(now - at)
                self._taken[item.pk] = at
            if item.kills > kills or item.state != ItemState.RUNNING:
                del self._hit[item.pk]
        if over and item.pk in self._taken:
            self.settled[item.job.kind].append(now - self._taken.pop(item.pk))


def p95(values: list[float]) -> float:
    """The 95th percentile; 0 for nothing."""
    return _share(values, 0.95)


def p50(values: list[float]) -> float:
    """The median; 0 for nothing."""
    return _share(values, 0.5)


def _share(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))] if values else 0.0
