"""Before and after every commit and every call of a worker: places where it may end itself with SIGKILL.

A place has a name ("after commit claim._claim_one"). The folder in CRASH_FOLDER is the wire to the test: workers
leave an empty file per place they pass in `passed`, whoever removes a file from `armed` dies there, and `holders`
tells which worker took which lane.
"""

import os
import signal
import sys
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from celery.signals import worker_init
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

from landing_app.bitrix24.client import Client
from landing_app.bitrix24.tokens import Tokens

_OURS = ("landing_app.jobs.", "landing_app.portals.")
_WRITES = ("UPDATE", "INSERT", "DELETE")


class CrashPoints:
    """Both sides of the wire: the worker passes places, the test arms them."""

    def __init__(self, folder: Path) -> None:
        self._passed, self._armed, self._holders = (folder / name for name in ("passed", "armed", "holders"))
        for part in (self._passed, self._armed, self._holders):
            part.mkdir(parents=True, exist_ok=True)
        self._known: set[str] = set()

    def reach(self, name: str) -> None:
        """Called by a worker at a place: the one that finds it armed ends here."""
        if name not in self._known:
            self._known.add(name)
            (self._passed / name).touch()
        try:
            (self._armed / name).unlink()
        except FileNotFoundError:
            return
        os.kill(os.getpid(), signal.SIGKILL)

    def arm(self, name: str) -> None:
        """The next worker that reaches the place dies."""
        (self._armed / name).touch()

    def holds(self, worker: str, portal_id: int, kind: str, fence: int) -> None:
        """Called by a worker that took a lane."""
        (self._holders / f"{portal_id} {kind} {fence}").write_text(worker)

    def holder(self, portal_id: int, kind: str, fence: int) -> str:
        """The worker that took the lane with this fencing number; nobody for a moment after it did."""
        try:
            return (self._holders / f"{portal_id} {kind} {fence}").read_text()
        except FileNotFoundError:
            return ""

    def passed(self) -> set[str]:
        """Every place a worker has reached so far."""
        return {file.name for file in self._passed.iterdir()}

    def armed(self) -> set[str]:
        """Places where nobody has died yet."""
        return {file.name for file in self._armed.iterdir()}

    def disarm(self) -> None:
        """From now on nobody dies at a place."""
        for file in self._armed.iterdir():
            file.unlink(missing_ok=True)


def install() -> None:
    """Patch commits and calls of this process; does nothing without CRASH_FOLDER."""
    folder = os.environ.get("CRASH_FOLDER")
    if not folder:
        return
    points = CrashPoints(Path(folder))
    connection_created.connect(_watcher(points), weak=False)
    _watch_transactions(points)
    _watch_calls(points)
    # Not before: the runner leads to models, and those need Django to be set up.
    worker_init.connect(partial(_watch_lanes, points), weak=False)


def _watch_lanes(points: CrashPoints, **_: Any) -> None:
    from landing_app.jobs.engine import lanes, runner

    take, me = lanes.take_lane, os.environ["WORKER_NAME"]

    def watched(portal_id: int, kind: str) -> Any:
        grip = take(portal_id, kind)
        if grip is not None:
            points.holds(me, portal_id, kind, grip.fence)
        return grip

    runner.take_lane = watched  # type: ignore[attr-defined]


def _watcher(points: CrashPoints) -> Callable[..., None]:
    """Outside a transaction every writing statement is a commit of its own."""

    def around(execute: Any, sql: str, params: Any, many: bool, context: Mapping[str, Any]) -> Any:
        if context["connection"].in_atomic_block or not sql.startswith(_WRITES):
            return execute(sql, params, many, context)
        place = _place()
        points.reach(f"before commit {place}")
        result = execute(sql, params, many, context)
        points.reach(f"after commit {place}")
        return result

    def watch(connection: BaseDatabaseWrapper, **_: Any) -> None:
        if around not in connection.execute_wrappers:
            connection.execute_wrappers.append(around)

    return watch


def _watch_transactions(points: CrashPoints) -> None:
    commit = BaseDatabaseWrapper.commit

    def watched(self: BaseDatabaseWrapper) -> None:
        place = _place()
        points.reach(f"before commit {place}")
        commit(self)
        points.reach(f"after commit {place}")

    BaseDatabaseWrapper.commit = watched  # type: ignore[method-assign]


def _watch_calls(points: CrashPoints) -> None:
    send = Client._send

    def watched(
        self: Client, method: str, params: Mapping[str, Any], tokens: Tokens, note: Any = None
    ) -> Any:
        name = note["cmd"][0]["method"] if method == "batch" and isinstance(note, dict) else method
        points.reach(f"before call {name.lower()}")
        answer = send(self, method, params, tokens, note)
        points.reach(f"after call {name.lower()}")
        return answer

    Client._send = watched  # type: ignore[method-assign]


def _place() -> str:
    """The product's function that is writing: the nearest one of ours on the stack."""
    frame = sys._getframe(1)
    while frame is not None:
        module = str(frame.f_globals.get("__name__", ""))
        if module.startswith(_OURS):
            return f"{module.rpartition('.')[2]}.{frame.f_code.co_name}"
        frame = frame.f_back  # type: ignore[assignment]
    return "elsewhere"
