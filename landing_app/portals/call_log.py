"""The log of REST calls: collected in memory, written in bulk after the request or task that made them.

Writing happens after the answer was sent, so that a call is never slower for being logged, and a failure to
write is reported and never breaks a call. Rows are deleted after API_LOG_DAYS.
"""

import atexit
import logging
from collections import deque
from datetime import UTC, datetime
from threading import Lock

from celery.signals import task_postrun
from django.core.signals import request_finished
from django.db import DatabaseError, DataError, IntegrityError, transaction

from landing_app.bitrix24.calllog import CallEntry
from landing_app.portals.models import ApiCall

log = logging.getLogger(__name__)

# A long task writes on the way, so that a crash loses little; beyond the second number the oldest entries
# are lost.
FLUSH_AT = 100
KEEP_AT_MOST = 5_000


_UNFIT = (DataError, IntegrityError, OverflowError, ValueError)


class BufferedCallLog:
    """Implements `bitrix24.calllog.CallLog`. One per process, used by all its threads."""

    def __init__(self) -> None:
        self._entries: deque[CallEntry] = deque(maxlen=KEEP_AT_MOST)
        self._writing = Lock()

    def record(self, entry: CallEntry) -> None:
        """Remember one finished call."""
        self._entries.append(entry)
        if len(self._entries) >= FLUSH_AT:
            self.flush()

    def flush(self) -> None:
        """Write what was remembered. Does nothing while another thread of this process is writing."""
        if not self._entries or not self._writing.acquire(blocking=False):
            return
        try:
            self._write([self._entries.popleft() for _ in range(len(self._entries))])
        finally:
            self._writing.release()

    def clear(self) -> None:
        """Forget what was not written; for tests, whose database is thrown away."""
        self._entries.clear()

    def _write(self, entries: list[CallEntry]) -> None:
        try:
            with transaction.atomic():
                ApiCall.objects.bulk_create([_row(entry) for entry in entries], batch_size=200)
        except _UNFIT:
            self._write_singly(entries)
        except DatabaseError:
            log.warning(
                "The log of REST calls could not be written; %s entries wait for the next try", len(entries)
            )
            self._entries.extendleft(reversed(entries))

    def _write_singly(self, entries: list[CallEntry]) -> None:
        """One of them will never fit. It is left out, and takes none of another portal's with it."""
        for entry in entries:
            try:
                with transaction.atomic():
                    _row(entry).save(force_insert=True)
            except _UNFIT:
                log.exception("An entry of the log of REST calls was refused by the database")
            except DatabaseError:
                self._entries.append(entry)


def _row(entry: CallEntry) -> ApiCall:
    return ApiCall(
        trace_id=entry.trace_id[:64],
        member_id=entry.member_id[:64],
        user_id=entry.user_id,
        method=entry.method[:120],
        at=datetime.fromtimestamp(entry.started_at, UTC),
        seconds=entry.duration,
        operating=entry.operating,
        status=entry.status,
        code=entry.error[:120],
        request=entry.request,
        answer=entry.answer,
    )


CALL_LOG = BufferedCallLog()


def _flush(**_: object) -> None:
    CALL_LOG.flush()


def connect() -> None:
    """Write after every request and task, and when the process ends."""
    request_finished.connect(_flush, dispatch_uid="portals.call_log")
    task_postrun.connect(_flush, dispatch_uid="portals.call_log")
    atexit.register(_flush)
