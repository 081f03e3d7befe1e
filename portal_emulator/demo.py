"""The trial on one machine: private Redis, pretend portals, web, workers and beat as real processes.

`make demo` runs it. It prints one address to open; Ctrl-C ends everything it started.
"""

import argparse
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from urllib.request import urlopen

from portal_emulator.demo_environment import demo_environment
from portal_emulator.private_redis import PrivateRedis

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable


def main() -> int:
    """Start everything, print the address, wait for Ctrl-C. Returns the exit code."""
    options = _options()
    logs = ROOT / "var" / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    busy = [port for port in (options.port, options.portal_port) if _is_taken(port)]
    if busy:
        print(f"Port {busy[0]} is in use. Stop what uses it, or run: make demo PORT=… PORTAL_PORT=…")
        return 1
    signal.signal(signal.SIGTERM, _stop_like_ctrl_c)
    with PrivateRedis() as redis:
        environment = {
            **os.environ,
            **demo_environment(ROOT / "var", options.port, options.portal_port, redis.url),
        }
        for command in (["migrate", "--no-input", "-v", "0"], ["collectstatic", "--no-input", "-v", "0"]):
            subprocess.run([PYTHON, "manage.py", *command], cwd=ROOT, env=environment, check=True)
        stack = _Stack(environment, logs)
        try:
            return _serve(stack, options)
        except KeyboardInterrupt:
            return 0
        finally:
            stack.stop()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8000, help="port of Page Desk on localhost")
    parser.add_argument("--portal-port", type=int, default=9000, help="port of the pretend portals")
    parser.add_argument("--pages", type=int, default=0, help="add a site with this many pages")
    return parser.parse_args()


def _serve(stack: "_Stack", options: argparse.Namespace) -> int:
    app_url = f"http://localhost:{options.port}"
    portal_url = f"http://127.0.0.1:{options.portal_port}/"
    stack.start(
        "portal",
        [PYTHON, "-m", "portal_emulator", "--port", str(options.portal_port), "--app-url", app_url]
        + (["--pages", str(options.pages)] if options.pages else []),
    )
    gunicorn = [PYTHON, "-m", "gunicorn", "landing_app.wsgi", "--bind", f"127.0.0.1:{options.port}"]
    stack.start("web", [*gunicorn, "--workers", "2", "--threads", "8", "--no-control-socket"])
    celery = [PYTHON, "-m", "celery", "-A", "landing_app"]
    # Two workers for the portal: the trial shows that a killed one is taken over by the other.
    for name in ("worker-portal-1", "worker-portal-2"):
        stack.start(name, [*celery, "worker", "-Q", "portal", "-P", "threads", "-c", "8", "-n", f"{name}@%h"])
    stack.start(
        "worker-system", [*celery, "worker", "-Q", "system", "-P", "prefork", "-c", "1", "-n", "system@%h"]
    )
    stack.start("beat", [*celery, "beat"])
    for url in (portal_url, f"{app_url}/health/live"):
        stack.wait_until_answers(url)
    print(f"\nPage Desk is ready. Open  {portal_url}\n(logs: var/logs, Ctrl-C ends it)", flush=True)
    return stack.wait()


class _Stack:
    """The started processes, each with a log file of its own."""

    def __init__(self, environment: dict[str, str], logs: Path) -> None:
        self._environment = environment
        self._logs = logs
        self._processes: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, name: str, command: list[str]) -> None:
        with (self._logs / f"{name}.log").open("wb") as log:
            self._processes[name] = subprocess.Popen(
                command,
                cwd=ROOT,
                env=self._environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def wait_until_answers(self, url: str) -> None:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            self._raise_if_one_ended()
            try:
                with urlopen(url, timeout=2):
                    return
            except OSError:
                time.sleep(0.2)
        raise SystemExit(f"{url} did not answer within a minute; see var/logs.")

    def wait(self) -> int:
        """Until Ctrl-C, or until the portal or the web server ends. A killed worker is part of the trial."""
        while True:
            self._raise_if_one_ended("portal", "web")
            threading.Event().wait(1)

    def _raise_if_one_ended(self, *names: str) -> None:
        for name in names or tuple(self._processes):
            if self._processes[name].poll() is not None:
                tail = (self._logs / f"{name}.log").read_text(errors="replace")[-2000:]
                raise SystemExit(
                    f"{tail}\nThe process {name} ended; the lines above are the end of var/logs/{name}.log."
                )

    def stop(self) -> None:
        for process in self._processes.values():
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
        deadline = time.monotonic() + 10
        for process in self._processes.values():
            try:
                process.wait(timeout=max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)


def _is_taken(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


def _stop_like_ctrl_c(*_: object) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    raise SystemExit(main())
