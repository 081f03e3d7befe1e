"""The OAuth server's memory: access tokens, single-use refresh tokens and authorization codes."""

from __future__ import annotations

import secrets
import threading
from dataclasses import dataclass, field

from .clock import Clock
from .model import Portal

ACCESS_SECONDS = 3600
REFRESH_SECONDS = 180 * 86400
CODE_SECONDS = 30


@dataclass(frozen=True, slots=True)
class TokenPair:
    """What the token endpoint hands out; ``expires_at`` in Unix seconds. The values stay out of reprs."""

    access: str = field(repr=False)
    refresh: str = field(repr=False)
    expires_at: int
    user_id: int


@dataclass(slots=True)
class AccessToken:
    """An access token as the portal checks it; ``epoch`` older than the portal's means expired on demand."""

    member_id: str
    user_id: int
    expires_at: int
    epoch: int
    dead: bool = False


@dataclass(slots=True)
class RefreshToken:
    """A refresh token and the access token issued with it."""

    member_id: str
    user_id: int
    access: str = field(repr=False)
    expires_at: float = 0.0
    used: bool = False


@dataclass(frozen=True, slots=True)
class Code:
    member_id: str
    user_id: int
    expires_at: float


class TokenBook:
    """Issues and checks tokens of every portal.

    Strict (default): a refresh token works once and takes its paired access token with it.
    Lenient: used refresh tokens go on working, as during an assumed grace period.
    """

    def __init__(self, clock: Clock, *, lenient: bool = False) -> None:
        self.lenient = lenient
        self._clock = clock
        self._access: dict[str, AccessToken] = {}
        self._refresh: dict[str, RefreshToken] = {}
        self._codes: dict[str, Code] = {}
        self._lock = threading.Lock()

    def issue(self, portal: Portal, user_id: int) -> TokenPair:
        """A new chain for a user; chains of one user are independent."""
        with self._lock:
            return self._issue(portal, user_id)

    def _issue(self, portal: Portal, user_id: int) -> TokenPair:
        expires_at = int(self._clock.now()) + ACCESS_SECONDS
        pair = TokenPair(secrets.token_hex(35), secrets.token_hex(35), expires_at, user_id)
        self._access[pair.access] = AccessToken(portal.member_id, user_id, expires_at, portal.token_epoch)
        self._refresh[pair.refresh] = RefreshToken(
            portal.member_id, user_id, pair.access, self._clock.now() + REFRESH_SECONDS
        )
        return pair

    def issue_code(self, portal: Portal, user_id: int) -> str:
        code = secrets.token_hex(35)
        with self._lock:
            self._codes[code] = Code(portal.member_id, user_id, self._clock.now() + CODE_SECONDS)
        return code

    def access(self, value: str) -> AccessToken | None:
        with self._lock:
            return self._access.get(value)

    def expired(self, token: AccessToken, portal: Portal) -> bool:
        return token.dead or token.epoch < portal.token_epoch or token.expires_at <= self._clock.now()

    def owner_of_refresh(self, value: str) -> str | None:
        """The member_id a usable refresh token belongs to; None when unknown, used (strict) or too old."""
        with self._lock:
            token = self._refresh.get(value)
            return token.member_id if token and self._usable(token) else None

    def owner_of_code(self, value: str) -> str | None:
        with self._lock:
            code = self._codes.get(value)
            return code.member_id if code and code.expires_at > self._clock.now() else None

    def rotate(self, value: str, portal: Portal) -> TokenPair | None:
        """Exchange a refresh token for a new pair; None when another caller was faster (strict)."""
        with self._lock:
            token = self._refresh.get(value)
            if token is None or not self._usable(token):
                return None
            token.used = True
            if not self.lenient and token.access in self._access:
                self._access[token.access].dead = True
            return self._issue(portal, token.user_id)

    def redeem(self, value: str, portal: Portal) -> TokenPair | None:
        with self._lock:
            code = self._codes.pop(value, None)
            return self._issue(portal, code.user_id) if code else None

    def _usable(self, token: RefreshToken) -> bool:
        return (self.lenient or not token.used) and token.expires_at > self._clock.now()

    def revoke(self, member_id: str) -> None:
        """Forget every token of a portal (application removed, portal deleted)."""
        with self._lock:
            self._access = {key: token for key, token in self._access.items() if token.member_id != member_id}
            self._refresh = {
                key: token for key, token in self._refresh.items() if token.member_id != member_id
            }

    def revoke_user(self, member_id: str, user_id: int) -> None:
        """Kill the refresh tokens of one user, whose next refresh answers `invalid_grant`."""
        with self._lock:
            for token in self._refresh.values():
                if (token.member_id, token.user_id) == (member_id, user_id):
                    token.expires_at = 0.0
