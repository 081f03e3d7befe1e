"""The product's Celery application for the kill tests: `celery -A tests.proof.worker worker|beat`."""

import os
import signal
import threading
import time

from tests.proof.engine_time import hasten

hasten()

from landing_app.celery import app  # noqa: E402
from tests.proof.crash_points import install  # noqa: E402


def _end_with_the_test(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(2)
    os.kill(os.getpid(), signal.SIGKILL)


threading.Thread(target=_end_with_the_test, args=(os.getppid(),), daemon=True).start()
install()

__all__ = ["app"]
