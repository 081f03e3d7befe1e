"""The product's Celery application for the kill tests, with its times made shorter and places to die at."""

from importlib import import_module

from tests.proof.engine_time import hasten

hasten()

from landing_app.celery import app  # noqa: E402
from tests.proof.crash_points import install  # noqa: E402

install()

__all__ = ["app", "ready"]

STARTING = (
    "celery.apps.beat",
    "celery.apps.worker",
    "celery.bin.beat",
    "celery.bin.celery",
    "celery.bin.worker",
    "celery.concurrency.thread",
    "kombu.transport.redis",
)


def ready() -> None:
    """Import what a worker and beat import when they start; nothing here may open a connection or a thread."""
    for name in STARTING:
        import_module(name)
    app.finalize()
    app.loader.import_default_modules()
