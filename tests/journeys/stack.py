"""The whole product as real processes beside the pretend portals, for journeys and kill tests."""

import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import AbstractContextManager, closing
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlencode
from urllib.request import urlopen

import redis

from portal_emulator import Emulator
from portal_emulator.demo_environment import demo_environment
from portal_emulator.model import Portal
from portal_emulator.private_redis import PrivateRedis, free_port

ROOT = Path(__file__).resolve().parents[2]
CELERY = [sys.executable, "-m", "celery", "-A", "landing_app"]


class Stack:
    """Web, two portal workers, a system worker and beat; `emulator` runs in this process so that tests see its state."""

    def __init__(self, **changed: str) -> None:
        """``changed`` replaces variables of the environment."""
        self._changed = changed
        self.folder = Path(tempfile.mkdtemp(prefix="page-desk-stack-"))
        self.port = free_port()
        self.app_url = f"http://localhost:{self.port}"
        self.emulator = Emulator(port=0, app_url=self.app_url)
        self.redis = PrivateRedis()
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.environment: dict[str, str] = {}

    def __enter__(self) -> Self:
        self.redis.start()
        self.emulator.start()
        made = demo_environment(self.folder, self.port, self.emulator.port, self.redis.url)
        made["STATIC_ROOT"] = str(self.folder / "static")
        made["DATABASE_URL"] = self._database(made["DATABASE_URL"])
        self.environment = {**os.environ, **made, **self._changed}
        for command in (["migrate", "-v", "0"], ["collectstatic", "--no-input", "-v", "0"]):
            subprocess.run(
                [sys.executable, "manage.py", *command], cwd=ROOT, env=self.environment, check=True
            )
        gunicorn = [sys.executable, "-m", "gunicorn", "landing_app.wsgi", "--no-control-socket"]
        self.start("web", [*gunicorn, "--bind", f"127.0.0.1:{self.port}", "--workers", "1", "--threads", "8"])
        self.start_worker("portal-1")
        self.start_worker("portal-2")
        self.start(
            "system", [*CELERY, "worker", "-Q", "system", "-P", "threads", "-c", "2", "-n", "system@%h"]
        )
        self.start("beat", [*CELERY, "beat"])
        self._wait_for_web()
        return self

    def start(self, name: str, command: list[str]) -> None:
        """Start a process of the product; its output goes to a file in the stack's folder."""
        with (self.folder / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdout=log, stderr=subprocess.STDOUT
            )

    def start_worker(self, name: str) -> None:
        """Start (again) a worker of the portal queue."""
        self.start(name, [*CELERY, "worker", "-Q", "portal", "-P", "threads", "-c", "4", "-n", f"{name}@%h"])

    def renew_portals(self, pages: int = 0) -> None:
        """Fresh pretend portals at the same addresses, in the same languages: nothing installed, seeds untouched, old tokens unknown.

        What was read from the old ones is forgotten, as a minute later. ``pages`` adds a site of so many."""
        before = self.emulator
        before.stop()
        self.emulator = Emulator(port=before.port, app_url=self.app_url, pages=pages)
        self.emulator.start()
        # The app remembers what it made on a portal: a new thing must not look like one of those.
        for host, portal in self.emulator.portals.items():
            portal.ids.go_on_after(before.portals[host].ids)
            portal.language = before.portals[host].language
        self.forget_reads()

    def forget_reads(self) -> None:
        """What was read from the portals is forgotten, as a minute later."""
        self.forget("page-desk:reads:*", "page-desk:*:blocks:*", "page-desk:*:block-count:*")

    def forget(self, *patterns: str) -> None:
        """Take the keys of these patterns out of Redis."""
        with redis.Redis.from_url(self.redis.url) as connection:
            for pattern in patterns:
                for key in connection.scan_iter(pattern, count=1000):
                    connection.delete(key)

    def kill(self, name: str) -> None:
        """End a process the hard way, as a machine that loses power would."""
        self.processes[name].kill()
        self.processes[name].wait()

    def portal_status(self, member_id: str) -> str | None:
        """What the app's own table says about a portal; None when it knows none."""
        with self._connect() as connection:
            rows = connection.execute(f"SELECT status FROM portals_portal WHERE member_id = '{member_id}'")
            row = rows.fetchone()
        return None if row is None else str(row[0])

    def end_sessions(self) -> None:
        """As an operator does in the admin: every open frame has to prove itself again."""
        with self._connect() as connection:
            connection.execute(
                "UPDATE portals_framesession SET revoked_at = CURRENT_TIMESTAMP WHERE revoked_at IS NULL"
            )
            connection.commit()

    def post_event(self, event: str, portal: Portal, *, application_token: str) -> None:
        """Send an event as anybody can who knows the application token."""
        fields = {
            "event": event,
            "data[CLEAN]": "1",
            "auth[domain]": portal.host,
            "auth[member_id]": portal.member_id,
            "auth[application_token]": application_token,
        }
        with urlopen(f"{self.app_url}/events/", data=urlencode(fields).encode(), timeout=10):
            pass

    def _connect(self) -> AbstractContextManager[Any]:
        address = self.environment["DATABASE_URL"]
        if address.startswith("sqlite:///"):
            return closing(sqlite3.connect(address.removeprefix("sqlite:///")))
        import psycopg

        return psycopg.connect(address)

    def logs(self) -> str:
        """The end of every process's output, for the report of a failed test."""
        return "\n".join(
            f"--- {file.name}\n{file.read_text()[-3000:]}" for file in sorted(self.folder.glob("*.log"))
        )

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in self.processes.values():
            process.terminate()
        for process in self.processes.values():
            try:
                process.wait(timeout=8)
            except subprocess.TimeoutExpired:
                process.kill()
        self.emulator.stop()
        self.redis.stop()

    def _database(self, sqlite: str) -> str:
        """A database of its own on the server of the test run (PostgreSQL), else a SQLite file."""
        server = os.environ.get("DATABASE_URL", "")
        if not server.startswith("postgres"):
            return sqlite
        import psycopg

        name = f"stack_{os.getpid()}_{self.port}"
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"')  # type: ignore[arg-type]
        return server.rsplit("/", 1)[0] + f"/{name}"

    def _wait_for_web(self) -> None:
        deadline = time.monotonic() + 40
        while time.monotonic() < deadline:
            try:
                with urlopen(f"{self.app_url}/health/live", timeout=2):
                    return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError(f"The web process did not answer.\n{self.logs()}")
