"""The HTTP session: requests-oauthlib's, without cookies, redirects, environment and a token of its own."""

from __future__ import annotations

import os
import socket
import ssl
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import requests
from oauthlib.oauth2 import WebApplicationClient
from requests.adapters import HTTPAdapter
from requests_oauthlib import OAuth2Session
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    NameResolutionError,
    NewConnectionError,
    ProtocolError,
    ReadTimeoutError,
)

from .deadline import SentInTime
from .egress import EgressGuard
from .errors import AnswerTooLarge, TransportError

CONNECT_SECONDS = 5.0
READ_SECONDS = 65.0
"""A portal cuts a request at 60 s, so an answer that is not whole by then is lost."""

MAX_ANSWER_BYTES = 64 * 2**20
"""67,108,864 bytes, counted after decompression. The longest answer we ask for, all pages of a site of 50,000,
has about 20 MiB (410 bytes a page); titles that JSON escapes can triple that."""

_PIECE = 2**16


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """What came back: the status, where it points to, and the whole body."""

    status: int
    location: str
    body: bytes


class PortalClient(WebApplicationClient):
    """Places the token where a portal expects it: as ``auth`` in the body, not in a header."""

    def with_token(self, params: Mapping[str, Any], access_token: str) -> dict[str, Any]:
        """The JSON body of a call made with this token."""
        return {**params, "auth": access_token}


class PortalSession(OAuth2Session):
    """One kept-alive session; used by one thread at a time.

    Plain http is decided by the guard alone: ``OAUTHLIB_INSECURE_TRANSPORT`` is never set, and
    ``auto_refresh_url`` is not used because it trusts our clock instead of the portal's answer.
    """

    def __init__(self, guard: EgressGuard) -> None:
        self.oauth = PortalClient("")
        super().__init__(client=self.oauth)
        self.guard = guard
        self.trust_env = False
        self.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        self.headers.update({"Accept": "application/json", "User-Agent": "page-desk"})
        adapter = _GuardedAdapter(guard)
        self.mount("https://", adapter)
        self.mount("http://", adapter)

    def send_call(self, url: str, params: Mapping[str, Any], access_token: str) -> HttpAnswer:
        """POST one REST call as JSON; raises ``EgressRefused`` and ``TransportError``."""
        return self.exchange("POST", url, json=self.oauth.with_token(params, access_token))

    def exchange(
        self,
        verb: str,
        url: str,
        *,
        read_seconds: float = READ_SECONDS,
        most_bytes: int = MAX_ANSWER_BYTES,
        **content: Any,
    ) -> HttpAnswer:
        """One request without redirects, its whole answer within `read_seconds` of sending; the texts of network
        errors hold addresses, so they are dropped.

        Raises ``EgressRefused`` and ``TransportError``, for a longer body than ``most_bytes`` its ``AnswerTooLarge``.
        """
        self.guard.check_shape(url)
        try:
            response = requests.Session.request(
                self, verb, url, timeout=(CONNECT_SECONDS, read_seconds), stream=True, **content
            )
        except requests.RequestException as error:
            raise _lost(error) from None
        with response:
            body = _body(response, most_bytes)
            return HttpAnswer(response.status_code, response.headers.get("Location", ""), body)

    def get_redirect_target(self, resp: requests.Response) -> None:  # noqa: ARG002
        """There is none: the caller judges redirects, and ``requests`` would read their bodies without limit."""
        return


def _body(response: requests.Response, most_bytes: int) -> bytes:
    """The decoded body, read as it arrives; closing the connection ends one that is too long."""
    body = bytearray()
    try:
        while piece := response.raw.read1(_PIECE, decode_content=True):
            body += piece
            if len(body) > most_bytes:
                raise AnswerTooLarge("ANSWER_TOO_LARGE", status=response.status_code)
    except ReadTimeoutError:
        raise TransportError("TIMEOUT", status=response.status_code) from None
    except ProtocolError:
        raise TransportError("TRUNCATED", status=response.status_code) from None
    except HTTPError as error:
        raise TransportError("CONNECTION_LOST", type(error).__name__, status=response.status_code) from None
    return bytes(body)


def _lost(error: requests.RequestException) -> TransportError:
    reason = getattr(error.args[0], "reason", None) if error.args else None
    if isinstance(reason, NewConnectionError | ConnectTimeoutError) or _is_certificate(reason):
        return TransportError("CONNECT_FAILED", type(reason).__name__, sent=False)
    if isinstance(error, requests.Timeout):
        return TransportError("TIMEOUT")
    return TransportError("CONNECTION_LOST", type(error).__name__)


def _is_certificate(reason: object) -> bool:
    inner = reason.args[0] if isinstance(reason, Exception) and reason.args else None
    return isinstance(inner, ssl.SSLCertVerificationError)


class _GuardedAdapter(HTTPAdapter):
    """Connections go through the guard, so that the address that was checked is the one that is called."""

    def __init__(self, guard: EgressGuard) -> None:
        super().__init__(pool_connections=16, pool_maxsize=2)
        self.poolmanager.pool_classes_by_scheme = _pools(guard)


def _pools(guard: EgressGuard) -> dict[str, type[HTTPConnectionPool]]:
    def open_socket(connection: HTTPConnection) -> socket.socket:
        timeout = connection.timeout
        seconds = float(timeout) if isinstance(timeout, int | float) else None
        try:
            return guard.connect(connection.host, connection.port, seconds)
        except socket.gaierror as error:
            raise NameResolutionError(connection.host, connection, error) from error
        except TimeoutError as error:
            raise ConnectTimeoutError(connection, "timed out") from error
        except OSError as error:
            raise NewConnectionError(connection, "not reachable") from error

    class PlainConnection(SentInTime, HTTPConnection):
        _new_conn = open_socket

    class SecureConnection(SentInTime, HTTPSConnection):
        _new_conn = open_socket

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = PlainConnection

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = SecureConnection

    return {"http": PlainPool, "https": SecurePool}


_idle: dict[EgressGuard, deque[PortalSession]] = {}
os.register_at_fork(after_in_child=_idle.clear)


@contextmanager
def borrowed_session(guard: EgressGuard) -> Iterator[PortalSession]:
    """A session for this thread alone; it goes back with its open connections. Forked children start anew."""
    idle = _idle.setdefault(guard, deque(maxlen=32))
    try:
        session = idle.pop()
    except IndexError:
        session = PortalSession(guard)
    try:
        yield session
    finally:
        idle.append(session)
