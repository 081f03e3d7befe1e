"""A server that never stops sending, and never gets anywhere: bytes of its choice, one at a time."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

HOST = "127.0.0.1"


@contextmanager
def dribbling(start: bytes, again: bytes, secured: Path | None = None) -> Iterator[str]:
    """Sends `start`, then `again` every 50 ms; its `host:port`. `secured` is a folder with `make_certificate`'s files."""
    server, ended = socket.create_server((HOST, 0)), threading.Event()

    def serve() -> None:
        with suppress(OSError):
            connection, _ = server.accept()
            with _secured(connection, secured) as line:
                line.recv(65_536)
                line.sendall(start)
                while not ended.wait(0.05):
                    line.sendall(again)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"{HOST}:{server.getsockname()[1]}"
    finally:
        ended.set()
        server.close()
        thread.join()


@contextmanager
def deaf() -> Iterator[str]:
    """Takes a connection and reads nothing of it; its `host:port`."""
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        server.bind((HOST, 0))
        server.listen()
        yield f"{HOST}:{server.getsockname()[1]}"


def _secured(connection: socket.socket, folder: Path | None) -> socket.socket:
    if folder is None:
        return connection
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "certificate", folder / "key")
    return context.wrap_socket(connection, server_side=True)


def make_certificate(folder: Path) -> Path:
    """A certificate for this server, and its key beside it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HOST)])
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder(
        name, name, key.public_key(), 1, now - timedelta(days=1), now + timedelta(days=1)
    )
    names = x509.SubjectAlternativeName([x509.IPAddress(ip_address(HOST))])
    made = builder.add_extension(names, critical=False).sign(key, hashes.SHA256())
    plain = (
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    (folder / "key").write_bytes(key.private_bytes(*plain))
    (folder / "certificate").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    return folder / "certificate"
