"""The engine's time spans divided by SPEED, so that a run of many kills ends in time. Imported before the engine."""

import os

from landing_app import schedule
from landing_app.jobs.engine import timing

#: 1 is the product as it is; leases, sweeps and waits of the engine become shorter by this factor.
SPEED = float(os.environ.get("SPEED", "5"))
_SECONDS = (
    "LEASE",
    "HEARTBEAT",
    "HINT_EVERY",
    "CREATE_SETTLES_AFTER",
    "REPEATABLE_SETTLES_AFTER",
    "GIVE_UP_CHECKING",
)


def hasten() -> None:
    """Divide what `jobs.timing` holds and the timetable of the sweep. Modules copy these names, so be early."""
    for name in _SECONDS:
        setattr(timing, name, getattr(timing, name) / SPEED)
    for name in ("CHECK_AGAIN_AFTER", "BACKOFF"):
        setattr(timing, name, tuple(seconds / SPEED for seconds in getattr(timing, name)))
    sweep = schedule.BEAT_SCHEDULE["sweep-jobs"]
    sweep["schedule"] = sweep["schedule"] / SPEED
    sweep["options"] = {"expires": sweep["schedule"]}
