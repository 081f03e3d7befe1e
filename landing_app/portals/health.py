"""Whether this process can work: database, Redis, and how long ago the sweeper of jobs ran."""

import time
from contextlib import suppress

import redis
from django.db import DatabaseError, connection

from landing_app.portals.clients import redis_connection

_SWEEP_KEY = "page-desk:sweep-at"
SWEEP_LATE_AFTER = 60


def note_sweep() -> None:
    """Remember that the sweeper ran now; called by `jobs.tasks.sweep`. Without Redis nothing is
    remembered."""
    with suppress(redis.RedisError):
        redis_connection().set(_SWEEP_KEY, int(time.time()))


def report() -> dict[str, str | int]:
    """`database`, `redis`: "ok" or "down"; `sweep`: "ok", "late" or "never"; `sweep_age` in seconds if
    known."""
    found: dict[str, str | int] = {"database": _database(), "redis": "ok", "sweep": "never"}
    try:
        swept_at = redis_connection().get(_SWEEP_KEY)
    except redis.RedisError:
        return {**found, "redis": "down", "sweep": "unknown"}
    if swept_at is not None:
        age = max(0, int(time.time()) - int(swept_at))
        found |= {"sweep": "late" if age > SWEEP_LATE_AFTER else "ok", "sweep_age": age}
    return found


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "down"
    return "ok"
