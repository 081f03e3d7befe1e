"""HTTP/1.1 on several loopback addresses at once: sockets, keep-alive and deliberately broken answers."""

from __future__ import annotations

import contextlib
import io
import logging
import socket
import threading
from collections.abc import Callable
from http.client import responses as reason_phrases
from http.server import BaseHTTPRequestHandler
from socketserver import TCPServer, ThreadingMixIn
from typing import Any
from urllib.parse import unquote

from werkzeug.wrappers import Request, Response

logger = logging.getLogger(__name__)

Handler = Callable[[Request], Response]


class DroppedConnectionError(Exception):
    """Raised by a handler to close the socket without an answer."""


class TruncatedResponse(Response):
    """Announces its whole length, sends half of it and closes the connection."""


class RequestHandler(BaseHTTPRequestHandler):
    """Turns one HTTP request into a Werkzeug request and writes the response in a single send."""

    protocol_version = "HTTP/1.1"
    server: AddressServer

    def handle_one_request(self) -> None:
        try:
            self.raw_requestline = self.rfile.readline(65537)
            if not self.raw_requestline or not self.parse_request():
                self.close_connection = True
                return
            self._answer(self._handled(Request(self._environ())))
        except (DroppedConnectionError, ConnectionError, TimeoutError):
            self.close_connection = True

    def _handled(self, request: Request) -> Response:
        """The handler's response; a fault of the emulator itself is shown, so that nobody takes it for the network's."""
        try:
            return self.server.handler(request)
        except (DroppedConnectionError, ConnectionError, TimeoutError):
            raise
        except Exception as error:
            logger.exception("the emulator failed at %s %s", request.method, request.path)
            text = f"The emulator failed: {type(error).__name__}: {error}\n"
            return Response(text, status=500, mimetype="text/plain")

    def _environ(self) -> dict[str, Any]:
        path, _, query = self.path.partition("?")
        environ: dict[str, Any] = {
            "REQUEST_METHOD": self.command,
            "SCRIPT_NAME": "",
            "PATH_INFO": unquote(path, "latin-1"),
            "QUERY_STRING": query,
            "SERVER_NAME": self.server.server_address[0],
            "SERVER_PORT": str(self.server.server_address[1]),
            "SERVER_PROTOCOL": self.request_version,
            "REMOTE_ADDR": self.client_address[0],
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.errors": io.StringIO(),
            "wsgi.multithread": True,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
        }
        for name, value in self.headers.items():
            key = name.upper().replace("-", "_")
            environ[key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"] = value
        body = self._body()
        environ["wsgi.input"] = io.BytesIO(body)
        environ["CONTENT_LENGTH"] = str(len(body))
        return environ

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding", "").lower() == "chunked":
            return b"".join(iter(self._chunk, b""))
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def _chunk(self) -> bytes:
        size = int(self.rfile.readline().split(b";")[0] or b"0", 16)
        data = self.rfile.read(size)
        self.rfile.readline()
        return data

    def _answer(self, response: Response) -> None:
        body = response.get_data()
        truncated = isinstance(response, TruncatedResponse)
        response.headers["Content-Length"] = str(len(body))
        if truncated:
            self.close_connection = True
        if self.close_connection:
            response.headers["Connection"] = "close"
        lines = [f"HTTP/1.1 {response.status_code} {reason_phrases.get(response.status_code, 'Status')}"]
        lines += [f"{name}: {value}" for name, value in response.headers.items()]
        head = ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")
        sent = b"" if self.command == "HEAD" else body[: len(body) // 2] if truncated else body
        self.wfile.write(head + sent)
        response.close()

    def log_message(self, format: str, *args: Any) -> None:
        logger.debug("%s %s", self.client_address[0], format % args)


class AddressServer(ThreadingMixIn, TCPServer):
    """One listening address; a daemon thread per connection."""

    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True
    request_queue_size = 256

    def __init__(self, address: tuple[str, int], handler: Handler) -> None:
        self.handler = handler
        self._open: set[socket.socket] = set()
        self._guard = threading.Lock()
        super().__init__(address, RequestHandler)

    def process_request(self, request: Any, client_address: Any) -> None:
        request.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with self._guard:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        with self._guard:
            self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ARG002
        logger.exception("emulator request failed")  # noqa: LOG004 - called while handling one

    def stop(self) -> None:
        """Stop listening and cut the kept-alive connections."""
        self.shutdown()
        self.server_close()
        with self._guard:
            connections = list(self._open)
        for connection in connections:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


class Listeners:
    """The same port on several addresses, each with its own thread."""

    def __init__(self, handler: Handler) -> None:
        self._handler = handler
        self._servers: dict[str, AddressServer] = {}
        self.port = 0

    def start(self, addresses: list[str], port: int, *, attempts: int = 20) -> None:
        """Listen on every address; with port 0 one free on all of them is chosen. OSError when none is."""
        for attempt in range(attempts):
            try:
                self._bind(addresses, port)
                break
            except OSError:
                self._close()
                if port or attempt == attempts - 1:
                    raise
        self.port = next(iter(self._servers.values())).server_address[1]
        for address in self._servers:
            self._serve(address)

    def _bind(self, addresses: list[str], port: int) -> None:
        for address in addresses:
            server = AddressServer((address, port), self._handler)
            self._servers[address] = server
            port = server.server_address[1]

    def _close(self) -> None:
        for server in self._servers.values():
            server.server_close()
        self._servers.clear()

    def _serve(self, address: str) -> None:
        serve = self._servers[address].serve_forever
        threading.Thread(target=serve, args=(0.02,), name=f"emulator-{address}", daemon=True).start()

    def add(self, address: str) -> None:
        """Listen on one more address (a renamed portal); nothing happens if it already listens."""
        if address not in self._servers:
            self._servers[address] = AddressServer((address, self.port), self._handler)
            self._serve(address)

    def stop(self) -> None:
        """Stop every address at once; each needs a moment to notice."""
        stopping = [threading.Thread(target=server.stop) for server in self._servers.values()]
        for thread in stopping:
            thread.start()
        for thread in stopping:
            thread.join()
        self._servers.clear()
