"""The product's Celery application for the kill tests: `celery -A tests.proof.worker worker|beat`."""

from tests.proof.engine_time import hasten

hasten()

from landing_app.celery import app  # noqa: E402
from tests.proof.crash_points import install  # noqa: E402

install()

__all__ = ["app"]
