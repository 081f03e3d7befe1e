"""New tokens exactly once, however many threads and processes hold the stale pair."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass

from .errors import AuthError, Bitrix24Error, GrantLost, TransportError
from .oauth import OAuthServer, TokenGrant
from .tokens import Tokens, TokenStore

PATIENCE_SECONDS = 45.0
"""Longer than a lease, so that a holder that dies delays the others and does not fail them."""


@dataclass(slots=True)
class Refresher:
    """Refreshes the pair of one person on one portal."""

    store: TokenStore
    oauth: OAuthServer
    member_id: str
    user_id: int
    patience: float = PATIENCE_SECONDS

    def renew(self, stale: Tokens) -> Tokens:
        """A pair newer than ``stale``: somebody else's if there is one, else refreshed by us under a lease.

        Raises ``GrantLost``, ``TariffError``, ``PortalGone``, ``AuthError`` and ``TransportError`` (``sent``
        is False: the call that needed the token was not made).
        """
        deadline = time.monotonic() + self.patience
        while True:
            current = self.store.load()
            if current.version != stale.version:
                return current
            if self.store.try_lease(stale.version):
                return self._refresh(current)
            if time.monotonic() >= deadline:
                raise TransportError("REFRESH_BUSY", method="oauth.token", sent=False)
            time.sleep(random.uniform(0.05, 0.2))  # noqa: S311 - spreads waiters, no secret

    def _refresh(self, current: Tokens) -> Tokens:
        try:
            grant = self._ask(current)
        except GrantLost as lost:
            # Another process, or a newer opening of the app, may have replaced the pair: only an unchanged
            # one is really dead.
            latest = self.store.load()
            if latest.version != current.version:
                return latest
            self.store.mark_lost(current.version, lost.code)
            raise
        except Bitrix24Error:
            # The authorization server is out: holding the lease to its end would only block everybody.
            self.store.release(current.version)
            raise
        if not self._is_ours(grant):
            raise AuthError("FOREIGN_GRANT", method="oauth.token")
        self.store.save(current.version, grant.access, grant.refresh, grant.expires_at)
        return self.store.load()

    def _ask(self, current: Tokens) -> TokenGrant:
        """One repeat with the same token after a lost answer: the server may not have rotated it."""
        try:
            return self.oauth.refresh(current.refresh)
        except TransportError:
            time.sleep(random.uniform(0.2, 0.6))  # noqa: S311
        try:
            return self.oauth.refresh(current.refresh)
        except TransportError as error:
            raise TransportError(error.code, method="oauth.token", status=error.status, sent=False) from None

    def _is_ours(self, grant: TokenGrant) -> bool:
        return grant.member_id in ("", self.member_id) and grant.user_id in (0, self.user_id)
