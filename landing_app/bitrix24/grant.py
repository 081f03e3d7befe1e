"""What one person granted us on one portal: the pair in use, its renewal, and the proof of a new address."""

from __future__ import annotations

from urllib.parse import urlsplit

from .egress import EgressGuard
from .errors import AuthError, PortalMoved
from .oauth import Identity, OAuthServer
from .refresh import Refresher
from .tokens import Tokens, TokenStore


class Grant:
    """Used in the caller's thread only, because the store may hold its database connection."""

    def __init__(
        self, store: TokenStore, oauth: OAuthServer, guard: EgressGuard, member_id: str, user_id: int
    ) -> None:
        self._store = store
        self._oauth = oauth
        self._guard = guard
        self._member_id = member_id
        self._user_id = user_id
        self._refresher = Refresher(store, oauth, member_id, user_id)
        self._tokens: Tokens | None = None

    def tokens(self) -> Tokens:
        """The pair in use: read from the store once, then replaced only by a newer one."""
        if self._tokens is None:
            self._tokens = self._store.load()
        return self._tokens

    def renew(self, stale: Tokens, error: AuthError) -> None:
        """Newer tokens: stored meanwhile by somebody else, or refreshed, but only after ``expired_token``."""
        latest = self._store.load()
        if latest.version == stale.version:
            if error.base_code.upper() != "EXPIRED_TOKEN":
                raise error
            latest = self._refresher.renew(stale)
        self._tokens = latest

    def follow(self, claim: PortalMoved, tokens: Tokens) -> str:
        """The portal's new REST root, stored. A redirect is a claim; the authorization server (``app.info``)
        proves that this host is the same portal. Raises the claim when it does not."""
        identity = self._identity(tokens)
        endpoint = identity.client_endpoint.rstrip("/") + "/"
        same_host = urlsplit(endpoint).netloc.lower() == urlsplit(claim.claimed_origin).netloc.lower()
        if not same_host or (identity.client_id, identity.member_id, identity.user_id) != (
            self._oauth.client_id,
            self._member_id,
            self._user_id,
        ):
            raise claim
        self._guard.check(endpoint)
        self._store.moved(endpoint)
        return endpoint

    def _identity(self, tokens: Tokens) -> Identity:
        try:
            return self._oauth.identify(tokens.access)
        except AuthError:
            self._tokens = self._refresher.renew(tokens)
            return self._oauth.identify(self._tokens.access)
