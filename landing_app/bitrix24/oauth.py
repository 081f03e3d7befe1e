"""The authorization server: new tokens for old, and whose token this is.

Rests on ``<base>/oauth/token/`` and ``<base>/rest/app.info``. The secret travels in a POST body; only a host
that does not accept POST (404, 405) is asked by GET. No exception of this module holds a request.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from oauthlib.oauth2 import OAuth2Error

from .answers import number, parsed
from .egress import EgressGuard
from .errors import AuthError, Bitrix24Error, PortalGone, Rejected, TransportError, portal_error
from .session import HttpAnswer, PortalClient, borrowed_session

_NO_POST = (404, 405)
_READ_SECONDS = 12.0
"""Two tries with these timeouts end before the lease of a refresh does."""


@dataclass(frozen=True, slots=True)
class TokenGrant:
    """A refreshed pair; ``expires_at`` is epoch seconds, ``client_endpoint`` the portal's REST root."""

    access: str = field(repr=False)
    refresh: str = field(repr=False)
    expires_at: float
    member_id: str
    user_id: int
    client_endpoint: str


@dataclass(frozen=True, slots=True)
class Identity:
    """What the authorization server says about a token: ours by ``client_id``, of this portal and person."""

    client_id: str
    user_id: int
    member_id: str
    domain: str
    client_endpoint: str
    status: str
    version: str
    installed: bool
    scope: tuple[str, ...]


class OAuthServer:
    """One authorization server for our application."""

    def __init__(self, base_url: str, client_id: str, client_secret: str, guard: EgressGuard) -> None:
        self.base_url = base_url.rstrip("/")
        self.client_id = client_id
        self._secret = client_secret
        self._guard = guard

    def __repr__(self) -> str:
        return f"OAuthServer({self.base_url!r})"

    def refresh(self, refresh_token: str) -> TokenGrant:
        """Exchange a refresh token, which is dead afterwards.

        Raises ``GrantLost`` (person must open the app again), ``TariffError`` (``PAYMENT_REQUIRED``: unpaid
        or removed), ``AuthError`` (our own keys), ``PortalGone``, ``TransportError`` (keep the pair).
        """
        library = PortalClient(self.client_id)
        body = library.prepare_refresh_body(
            refresh_token=refresh_token, client_id=self.client_id, client_secret=self._secret
        )
        data = self._ask("/oauth/token/", dict(parse_qsl(body)))
        # Scope is kept from the library: the server separates it by commas, which reads as a changed scope.
        known = {key: data[key] for key in ("access_token", "refresh_token", "expires_in") if key in data}
        try:
            library.parse_request_body_response(json.dumps(known))
        except OAuth2Error:
            raise TransportError("OAUTH_ANSWER", method="oauth.token") from None
        return _grant(data)

    def identify(self, access_token: str) -> Identity:
        """Who this token belongs to; raises ``AuthError`` for a dead token and ``TransportError``."""
        data = self._ask("/rest/app.info", {"auth": access_token})
        answer = data.get("result", data)
        install = answer.get("install") if isinstance(answer, dict) else None
        if not isinstance(install, dict):
            raise TransportError("OAUTH_ANSWER", method="app.info")
        return _identity(answer, install)

    def _ask(self, path: str, fields: dict[str, str]) -> dict[str, Any]:
        url = self.base_url + path
        with borrowed_session(self._guard) as session:
            response = session.exchange("POST", url, read_seconds=_READ_SECONDS, data=fields)
            if response.status in _NO_POST and not _is_oauth_answer(response):
                response = session.exchange("GET", url, read_seconds=_READ_SECONDS, params=fields)
        return _checked(response, path.strip("/").replace("/", "."))


def _is_oauth_answer(response: HttpAnswer) -> bool:
    data = _json(response)
    return isinstance(data, dict) and "error" in data


def _json(response: HttpAnswer) -> Any:
    try:
        return parsed(response.body)
    except ValueError:
        return None


def _checked(response: HttpAnswer, method: str) -> dict[str, Any]:
    status, data = response.status, _json(response)
    if status >= 500 or not isinstance(data, dict):
        raise TransportError("OAUTH_ANSWER", method=method, status=status)
    if "error" in data:
        raise _refusal(str(data["error"]), method, status)
    return data


def _refusal(code: str, method: str, status: int) -> Bitrix24Error:
    if status == 404:
        return PortalGone(code, method=method, status=status)
    error = portal_error(code, method=method, status=status)
    return AuthError(code, method=method, status=status) if isinstance(error, Rejected) else error


def _grant(data: dict[str, Any]) -> TokenGrant:
    lifetime = number(data.get("expires_in")) or 3600
    try:
        return TokenGrant(
            access=str(data["access_token"]),
            refresh=str(data["refresh_token"]),
            expires_at=number(data.get("expires")) or time.time() + lifetime,
            member_id=str(data.get("member_id") or ""),
            user_id=int(number(data.get("user_id")) or 0),
            client_endpoint=str(data.get("client_endpoint") or ""),
        )
    except KeyError:
        raise TransportError("OAUTH_ANSWER", method="oauth.token") from None


def _identity(answer: dict[str, Any], install: dict[str, Any]) -> Identity:
    scope = str(answer.get("scope") or install.get("scope") or "").replace(",", " ")
    return Identity(
        client_id=str(answer.get("client_id") or ""),
        user_id=int(number(answer.get("user_id")) or 0),
        member_id=str(install.get("member_id") or ""),
        domain=str(install.get("domain") or ""),
        client_endpoint=str(install.get("client_endpoint") or ""),
        status=str(install.get("status") or ""),
        version=str(install.get("version") or ""),
        installed=install.get("installed") in (True, 1, "1", "Y", "true"),
        scope=tuple(scope.split()),
    )
