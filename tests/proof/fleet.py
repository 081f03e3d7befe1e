"""Real workers and a real beat on the database and Redis of this test process, to be killed and started again."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from django.db import connection

from tests.proof.crash_points import CrashPoints

ROOT = Path(__file__).resolve().parents[2]
CELERY = [sys.executable, "-m", "celery", "-A", "tests.proof.worker"]
QUIET = ["--without-gossip", "--without-mingle", "--without-heartbeat", "-l", "warning"]


class Fleet:
    """`workers` processes that serve both queues with so many threads each, and beat."""

    def __init__(
        self, folder: Path, workers: int = 3, threads: int = 3, *, crash_points: bool = True
    ) -> None:
        self.folder = folder
        self._threads = str(threads)
        self.points = CrashPoints(folder / "points")
        self.names = [f"worker-{n}" for n in range(1, workers + 1)]
        self.environment = {
            **{key: value for key, value in os.environ.items() if not key.startswith("PYTEST")},
            "DJANGO_SETTINGS_MODULE": "landing_app.settings",
            "DATABASE_URL": database_url(),
            "CRASH_FOLDER": str(folder / "points") if crash_points else "",
        }
        self._processes: dict[str, subprocess.Popen[bytes]] = {}

    def __enter__(self) -> Self:
        for name in [*self.names, "beat"]:
            self.start(name)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for name in list(self._processes):
            self.kill(name)

    def start(self, name: str) -> None:
        """Start a process, or start it again."""
        command = [*CELERY, "beat", "-l", "warning", "--pidfile="]
        if name != "beat":
            command = [*CELERY, "worker", "-Q", "portal,system", "-P", "threads", "-c", self._threads, *QUIET]
            command += ["-n", f"{name}@proof"]
        with (self.folder / f"{name}.log").open("ab") as log:
            self._processes[name] = subprocess.Popen(
                command,
                cwd=ROOT,
                env={**self.environment, "WORKER_NAME": name},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def kill(self, name: str) -> None:
        """SIGKILL for the process and everything it started."""
        process = self._processes.pop(name)
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def dead(self) -> list[str]:
        """Processes that have ended themselves since the last look; AssertionError when not by SIGKILL."""
        ended = {name: process.returncode for name, process in self._processes.items() if process.poll()}
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
