"""Real workers and a real beat on the database and Redis of this test process, to be killed and started again."""

import os
import signal
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from django.db import connection

from tests.proof.crash_points import CrashPoints
from tests.proof.engine_time import SPEED
from tests.proof.nursery import Nursery

QUIET = ["--without-gossip", "--without-mingle", "--without-heartbeat", "-l", "warning"]


class Fleet:
    """`workers` processes that serve both queues with so many threads each, and beat."""

    def __init__(
        self,
        folder: Path,
        workers: int = 3,
        threads: int = 3,
        *,
        crash_points: bool = True,
        speed: float = SPEED,
    ) -> None:
        self.folder = folder
        self._threads = str(threads)
        self.points = CrashPoints(folder / "points")
        self.names = [f"worker-{n}" for n in range(1, workers + 1)]
        self.environment = {
            **{key: value for key, value in os.environ.items() if not key.startswith("PYTEST")},
            "DJANGO_SETTINGS_MODULE": "landing_app.settings",
            "DATABASE_URL": database_url(),
            "SPEED": str(speed),
            "CRASH_FOLDER": str(folder / "points") if crash_points else "",
        }
        self._running: dict[str, int] = {}

    def __enter__(self) -> Self:
        self._nursery = Nursery(self.environment, self.folder / "nursery.log")
        for name in [*self.names, "beat"]:
            self.start(name)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for name in list(self._running):
            self.kill(name)
        self._nursery.close()

    def start(self, name: str) -> None:
        """Start a process, or start it again."""
        arguments = ["beat", "-l", "warning", "--pidfile="]
        if name != "beat":
            arguments = ["worker", "-Q", "portal,system", "-P", "threads", "-c", self._threads, *QUIET]
            arguments += ["-n", f"{name}@proof"]
        self._running[name] = self._nursery.start(name, arguments, self.folder / f"{name}.log")

    def kill(self, name: str) -> None:
        """SIGKILL for the process; it is gone when this returns."""
        self._nursery.kill(self._running.pop(name))

    def dead(self) -> list[str]:
        """Processes that have ended themselves since the last look; AssertionError when not by SIGKILL."""
        codes = {name: self._nursery.exit_code(pid) for name, pid in self._running.items()}
        ended = {name: code for name, code in codes.items() if code is not None}
        broken = {name: code for name, code in ended.items() if code != -signal.SIGKILL}
        assert not broken, f"ended by an error: {broken}\n{self.logs()}"
        return list(ended)

    def logs(self) -> str:
        """The end of every process's output, for the report of a failed test."""
        files = sorted(self.folder.glob("*.log"))
        return "\n".join(f"--- {file.name}\n{file.read_text()[-2500:]}" for file in files)


def database_url() -> str:
    """The address of the database this process uses now (the one of the test, not of the settings)."""
    values: dict[str, Any] = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{values['NAME']}"
    return f"postgres://{values['USER']}@{values['HOST']}:{values['PORT']}/{values['NAME']}"
