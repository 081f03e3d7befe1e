"""A parent that has imported the product: every worker is a fresh fork of it, up in a fraction of a second.

Each start is a new process with a connection, threads and a session of its own; only the imports are shared, which
otherwise take most of a killed worker's time. Run as `python -m tests.proof.nursery FD` by the class below.
"""

import os
import signal
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Mapping, Sequence
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class Nursery:
    """The test's side: starts processes, kills them, and knows how they ended."""

    def __init__(self, environment: Mapping[str, str], log: Path) -> None:
        self._wire, theirs = Pipe()
        self._ended: dict[int, int] = {}
        with log.open("ab") as output:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.proof.nursery", str(theirs.fileno())],
                cwd=ROOT,
                env=environment,
                pass_fds=[theirs.fileno()],
                stdout=output,
                stderr=output,
            )
        theirs.close()

    def start(self, name: str, arguments: Sequence[str], log: Path) -> int:
        """The process id of a new `celery ARGUMENTS` called `name`. EOFError when the parent could not start."""
        self._wire.send((name, list(arguments), str(log)))
        while (message := self._wire.recv())[0] != "started":
            self._note(message)
        return int(message[1])

    def exit_code(self, pid: int) -> int | None:
        """How it ended (negative: by that signal), or None while it runs."""
        while self._wire.poll():
            self._note(self._wire.recv())
        return self._ended.get(pid)

    def kill(self, pid: int) -> None:
        """SIGKILL, and wait until the process is gone."""
        if self.exit_code(pid) is None:
            os.kill(pid, signal.SIGKILL)
        while pid not in self._ended:
            self._note(self._wire.recv())

    def close(self) -> None:
        """End the parent; what it started ends with it."""
        self._wire.close()
        self._process.wait(timeout=20)

    def _note(self, message: tuple[str, int, int]) -> None:
        self._ended[message[1]] = message[2]


def main(wire: Connection) -> None:
    """Fork on demand and tell who ended, until the test is gone."""
    from tests.proof.worker import ready

    ready()
    running: set[int] = set()
    while True:
        try:
            if wire.poll(0.01):
                name, arguments, log = wire.recv()
                pid = os.fork()
                if pid == 0:
                    wire.close()
                    _become(name, arguments, log)
                running.add(pid)
                wire.send(("started", pid, 0))
            _tell_who_ended(wire, running)
        except (EOFError, BrokenPipeError, ConnectionResetError):
            for pid in running:
                os.kill(pid, signal.SIGKILL)
            return


def _tell_who_ended(wire: Connection, running: set[int]) -> None:
    while running:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if pid == 0:
            return
        running.discard(pid)
        wire.send(("ended", pid, os.waitstatus_to_exitcode(status)))


def _become(name: str, arguments: Sequence[str], log: str) -> None:
    """In the fork: a session, output and name of its own, then Celery until it ends."""
    code = 1
    try:
        os.setsid()
        output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.dup2(output, 1)
        os.dup2(output, 2)
        os.environ["WORKER_NAME"] = name
        threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
        from tests.proof.worker import app

        app.start(arguments)
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(2)
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main(Connection(int(sys.argv[1])))
