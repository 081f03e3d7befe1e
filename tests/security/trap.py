"""Sees every connection this process opens and every name it looks up, whatever library does it."""

import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

_watching: list["Seen"] = []


@dataclass
class Seen:
    """Addresses connected to, and names asked for."""

    connected: list[tuple[str, int]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    if not _watching or not event.startswith("socket."):
        return
    if event == "socket.connect" and isinstance(arguments[1], tuple):
        for seen in _watching:
            seen.connected.append((str(arguments[1][0]), int(arguments[1][1])))
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        name = arguments[0].decode() if isinstance(arguments[0], bytes) else str(arguments[0])
        for seen in _watching:
            seen.asked.append(name)


sys.addaudithook(_hook)  # it stays for the life of the process, and does nothing while nobody watches


@contextmanager
def watched() -> Iterator[Seen]:
    """Connections and look-ups made inside the block, by all threads of this process."""
    seen = Seen()
    _watching.append(seen)
    try:
        yield seen
    finally:
        _watching.remove(seen)


@contextmanager
def listening(host: str, port: int = 0) -> Iterator[tuple[int, list[bytes]]]:
    """A socket that nobody may talk to: its port, and what was sent to it."""
    received: list[bytes] = []
    server = socket.create_server((host, port))
    server.settimeout(0.1)
    ended = threading.Event()

    def serve() -> None:
        while not ended.is_set():
            try:
                connection, _ = server.accept()
            except TimeoutError:
                continue
            with connection:
                connection.settimeout(1)
                received.append(connection.recv(65536))

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield server.getsockname()[1], received
    finally:
        ended.set()
        thread.join()
        server.close()
