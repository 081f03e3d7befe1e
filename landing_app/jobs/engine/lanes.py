"""Lanes: at most one worker per portal and job kind, by lease and fencing number, kept alive by a
heartbeat."""

import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import TracebackType

from django.db import DatabaseError, connection
from django.db.models import F
from django.utils import timezone

from landing_app.jobs.engine.timing import HEARTBEAT, LEASE, LONGEST_CHUNK
from landing_app.jobs.models import Lane


class LaneLost(Exception):
    """Another worker holds the lane by now: whatever this one still wanted to send, it must not."""


@dataclass(slots=True)
class Grip:
    """A lane held until the lease ends. `fence` grows with every holder; writes of earlier holders are
    refused. `until` is the end of the lease as far as this process has renewed it."""

    lane_id: int
    portal_id: int
    kind: str
    fence: int
    until: datetime


def take_lane(portal_id: int, kind: str) -> Grip | None:
    """The one conditional UPDATE that makes this process the lane's holder; None when it is busy or must
    wait."""
    now = timezone.now()
    lane, _ = Lane.objects.get_or_create(
        portal_id=portal_id, kind=kind, defaults={"until": now, "not_before": now}
    )
    free = Lane.objects.filter(pk=lane.pk, fence=lane.fence, until__lte=now, not_before__lte=now)
    until = now + timedelta(seconds=LEASE)
    if free.update(fence=F("fence") + 1, until=until) != 1:
        return None
    return Grip(lane.pk, portal_id, kind, lane.fence + 1, until)


def keep_lane(grip: Grip) -> bool:
    """Renew the lease; False when somebody else took over."""
    until = timezone.now() + timedelta(seconds=LEASE)
    if Lane.objects.filter(pk=grip.lane_id, fence=grip.fence).update(until=until) != 1:
        return False
    grip.until = until
    return True


def still_held(grip: Grip) -> None:
    """Asked right before each request leaves: a worker that slept past its lease (a paused machine, a busy
    processor) sends nothing once another one took over. Raises LaneLost.

    So a request leaves before its lane changes hands, and who takes over and waits the time a portal may work on
    a request finds what it did: no create is repeated while another one is on its way.
    """
    if timezone.now() >= grip.until and not keep_lane(grip):
        raise LaneLost(f"lane {grip.lane_id} of holder {grip.fence}")


def release_lane(grip: Grip) -> None:
    """Give the lane back, if it is still ours."""
    Lane.objects.filter(pk=grip.lane_id, fence=grip.fence).update(until=timezone.now())


class Heartbeat:
    """Renews the lease from a second thread while the first one waits for the portal."""

    def __init__(self, grip: Grip) -> None:
        self._grip = grip
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._beat, name=f"heartbeat-{grip.lane_id}", daemon=True)

    def __enter__(self) -> "Heartbeat":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end.set()
        self._thread.join()

    def _beat(self) -> None:
        try:
            for _ in range(int(LONGEST_CHUNK / HEARTBEAT)):
                if self._end.wait(HEARTBEAT) or not self._renewed():
                    return
        finally:
            connection.close()

    def _renewed(self) -> bool:
        try:
            return keep_lane(self._grip)
        except DatabaseError:  # the next beat tries again; three may be missed
            return True
