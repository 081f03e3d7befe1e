"""The timetable of `celery beat`: kept in code, its state in memory. Every entry may run twice or late."""

from typing import Any


def _every(seconds: int, task: str) -> dict[str, Any]:
    # `expires` keeps a broker outage from piling up old messages.
    return {"task": task, "schedule": seconds, "options": {"expires": seconds}}


BEAT_SCHEDULE: dict[str, dict[str, Any]] = {
    "sweep-jobs": _every(5, "landing_app.jobs.tasks.sweep"),
    "check-uninstalls": _every(60, "landing_app.portals.tasks.check_reported_uninstalls"),
    "learn-plans": _every(3600, "landing_app.portals.tasks.learn_plans"),
    "purge-portals": _every(3600, "landing_app.portals.tasks.purge"),
    "purge-jobs": _every(3600, "landing_app.jobs.tasks.purge"),
}
