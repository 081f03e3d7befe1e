"""Send Celery messages. A message is only a hint: without a broker the sweep sends it again."""

import logging
from collections.abc import Callable
from typing import Any

from django.db import transaction
from kombu.exceptions import OperationalError

from landing_app.portals.clients import redis_answers

logger = logging.getLogger(__name__)
# With `retry=False` kombu tries to connect for six seconds; with this it gives up within milliseconds.
_POLICY = {"max_retries": 1, "interval_start": 0, "interval_step": 0.1, "interval_max": 0.1}


def send_after_commit(task: Any, *arguments: Any) -> None:
    """Queue `task` once the rows it is about are visible to workers."""
    transaction.on_commit(_sender(task, arguments))


def _sender(task: Any, arguments: tuple[Any, ...]) -> Callable[[], None]:
    def send() -> None:
        if not redis_answers():  # asked first, because Celery itself would try for seconds
            logger.warning("The broker does not answer; the sweep will queue %s again", task.name)
            return
        try:
            task.apply_async(arguments, retry=True, retry_policy=_POLICY)
        except (OperationalError, OSError):
            logger.warning("The broker does not answer; the sweep will queue %s again", task.name)

    return send
