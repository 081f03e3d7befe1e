"""Parallel requests whose side work stays in the caller's thread.

The token store and the API log belong to the caller and may use its database connection and transaction, so
the threads of a batch hand that work back to the caller, who has nothing else to do meanwhile.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from queue import SimpleQueue
from typing import Any, TypeVar

T = TypeVar("T")
_Errand = tuple[Callable[[], Any], "Future[Any]"]
_here = threading.local()


def in_callers_thread(work: Callable[[], T]) -> T:
    """Run ``work`` in the thread that started this batch, or right here outside of a batch."""
    desk: SimpleQueue[_Errand | None] | None = getattr(_here, "desk", None)
    if desk is None:
        return work()
    done: Future[T] = Future()
    desk.put((work, done))
    return done.result()


def run_parallel(work: Callable[[], None], workers: int) -> None:
    """Run ``work`` in so many threads and their errands here; raises what ``work`` raised."""
    desk: SimpleQueue[_Errand | None] = SimpleQueue()

    def worker() -> None:
        _here.desk = desk
        work()

    with ThreadPoolExecutor(workers, thread_name_prefix="bitrix24-batch") as pool:
        running = [pool.submit(worker) for _ in range(workers)]
        for job in running:
            job.add_done_callback(lambda _: desk.put(None))
        left = workers
        while left:
            errand = desk.get()
            if errand is None:
                left -= 1
            else:
                _run(*errand)
        for job in running:
            job.result()


def _run(work: Callable[[], Any], done: Future[Any]) -> None:
    try:
        done.set_result(work())
    except BaseException as error:
        # It belongs to the thread that asked; what ends the program ends it here as well.
        done.set_exception(error)
        if not isinstance(error, Exception):
            raise
