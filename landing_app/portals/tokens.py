"""Token pairs in the database: what `bitrix24.tokens.TokenStore` asks for, safe between processes.

No lock is held over HTTP: a refresh is leased by a conditional UPDATE on the row's version, and its result
is stored only if the version is still the same. Every opening of the app stores a pair of its own and raises
the version, so the pair of the newer opening wins over a refresh that was under way.
"""

import hashlib
import json
from datetime import timedelta

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from landing_app.bitrix24.errors import GrantLost
from landing_app.bitrix24.tokens import Tokens
from landing_app.portals import signals
from landing_app.portals.crypto import Sealed
from landing_app.portals.endpoints import rename_portal
from landing_app.portals.fields import sealed
from landing_app.portals.models import PortalUser

# Longer than the client waits for the authorization server; a holder that died delays the others by this
# much.
LEASE = timedelta(seconds=40)
RETRY_AFTER = timedelta(seconds=3)


class DatabaseTokens:
    """The stored pair of one person on one portal."""

    def __init__(self, portal_user: PortalUser) -> None:
        self._person = portal_user

    def load(self) -> Tokens:
        """The pair as stored now. Raises GrantLost when it is known to be dead or was erased."""
        row = PortalUser.objects.select_related("portal").filter(pk=self._person.pk).first()
        if row is None or not row.tokens:
            raise GrantLost("NO_STORED_GRANT")
        if row.grant_lost_at is not None:
            raise GrantLost(row.grant_lost_code)
        pair = json.loads(row.tokens.reveal())
        return Tokens(access=pair["access"], refresh=pair["refresh"], version=row.token_version)

    def try_lease(self, seen_version: int) -> bool:
        """Whether this caller may refresh the pair of `seen_version` now. Times are the database's own
        clock."""
        free = Q(refresh_lease_until__isnull=True) | Q(refresh_lease_until__lt=Now())
        rows = self._row(seen_version).filter(free)
        return rows.update(refresh_lease_until=Now() + LEASE) == 1

    def save(self, seen_version: int, access: str, refresh: str, expires_at: float) -> bool:  # noqa: ARG002
        """Store a refreshed pair unless a newer one is there. `expires_at` is not kept: only the portal's
        `expired_token` starts a refresh."""
        changed = self._row(seen_version).update(
            tokens=_sealed_pair(self._person, access, refresh),
            token_version=F("token_version") + 1,
            refresh_lease_until=None,
            grant_lost_at=None,
            grant_lost_code="",
        )
        return changed == 1

    def mark_lost(self, seen_version: int, code: str) -> None:
        """Remember that this person must open the app again; other people of the portal are not touched."""
        now = timezone.now()
        changed = self._row(seen_version).update(
            grant_lost_at=now, grant_lost_code=code[:60], refresh_lease_until=None
        )
        if changed == 1:
            self._person.grant_lost_at = now
            signals.user_lost.send(sender=PortalUser, portal_user=self._person)

    def release(self, seen_version: int) -> None:
        """The next try may start in a moment; at once would let every waiter hammer a server that is out."""
        self._row(seen_version).update(refresh_lease_until=Now() + RETRY_AFTER)

    def moved(self, new_endpoint: str) -> None:
        """Keep the portal's new REST address, which the client proved by `member_id`."""
        rename_portal(self._person.portal, new_endpoint)

    def _row(self, seen_version: int) -> "QuerySet[PortalUser]":
        return PortalUser.objects.filter(pk=self._person.pk, token_version=seen_version)


class OneToken:
    """A token that is being proved: used as it is, never refreshed, stored nowhere."""

    def __init__(self, access: str) -> None:
        self._access = access

    def load(self) -> Tokens:
        """The token itself."""
        return Tokens(access=self._access, refresh="", version=0)

    def try_lease(self, seen_version: int) -> bool:  # noqa: ARG002
        """There is nothing to refresh with: the client is told at once."""
        raise GrantLost("NO_STORED_GRANT")

    def save(self, seen_version: int, access: str, refresh: str, expires_at: float) -> bool:  # noqa: ARG002
        """Never called: no lease is given."""
        return False

    def mark_lost(self, seen_version: int, code: str) -> None:
        """Nothing is stored that could be marked."""

    def release(self, seen_version: int) -> None:
        """Never called: no lease is given."""

    def moved(self, new_endpoint: str) -> None:
        """Nothing is stored that could move: the address came from the authorization server a moment ago."""


def store_opening(person: PortalUser, access: str, refresh: str) -> None:
    """Keep the pair that a proved opening of the app brought.

    A reload of the frame posts the same pair again; if it was refreshed since, the stored pair is the newer
    one and stays. A pair without refresh token is not kept.
    """
    if not refresh:
        return
    opening = hashlib.sha256(refresh.encode()).hexdigest()
    rows = PortalUser.objects.filter(pk=person.pk)
    rows = rows.exclude(opening_digest=opening, grant_lost_at__isnull=True)
    changed = rows.update(
        tokens=_sealed_pair(person, access, refresh),
        token_version=F("token_version") + 1,
        opening_digest=opening,
        refresh_lease_until=None,
        grant_lost_at=None,
        grant_lost_code="",
    )
    if changed:
        person.grant_lost_at = None


def _sealed_pair(person: PortalUser, access: str, refresh: str) -> Sealed:
    return sealed(person, "tokens", json.dumps({"access": access, "refresh": refresh}))
