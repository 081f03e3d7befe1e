"""One deadline for a whole answer. A timeout of the socket starts anew with every byte, so a server that sends
one now and then would hold a thread for ever: in the status line, in a header, or with "100 Continue" on end."""

from __future__ import annotations

import io
import socket
import time
from http.client import HTTPConnection, HTTPResponse
from typing import Any, BinaryIO

SEND_SECONDS = 30.0
"""For the whole request: the largest, a picture in base64, has 1.4 MB."""


class AnswerInTime(HTTPResponse):
    """Status, headers and body arrive within the timeout that the socket has when it is made."""

    def __init__(self, sock: socket.socket, *args: Any, **named: Any) -> None:
        # Of a socket, `makefile` is all that is used here.
        super().__init__(_Timed(sock), *args, **named)  # type: ignore[arg-type]


class SentInTime(HTTPConnection):
    """A connection whose every message leaves within `SEND_SECONDS`, however slowly the other side takes it."""

    response_class = AnswerInTime

    def send(self, data: Any) -> None:
        """Bytes only, as this client sends nothing else. Raises TimeoutError."""
        if self.sock is None:
            self.connect()
        usual, deadline, rest = self.sock.gettimeout(), time.monotonic() + SEND_SECONDS, memoryview(data)
        while rest:
            _allow(self.sock, deadline)
            rest = rest[self.sock.send(rest) :]
        self.sock.settimeout(usual)


class _Timed:
    """Stands for the socket where an answer is read from it."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock

    def makefile(self, mode: str) -> BinaryIO:  # noqa: ARG002 - always "rb"
        return io.BufferedReader(_Until(self._sock, time.monotonic() + (self._sock.gettimeout() or 0)))


class _Until(io.RawIOBase):
    """What the socket receives until the deadline; TimeoutError after it."""

    def __init__(self, sock: socket.socket, deadline: float) -> None:
        self._sock, self._deadline = sock, deadline
        # Holding it keeps the socket open until the answer is read, also when the connection is closed first.
        self._inner = sock.makefile("rb", buffering=0)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        _allow(self._sock, self._deadline)
        return self._inner.readinto(buffer)

    def close(self) -> None:
        self._inner.close()
        super().close()


def _allow(sock: socket.socket, deadline: float) -> None:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError("timed out")
    sock.settimeout(left)
