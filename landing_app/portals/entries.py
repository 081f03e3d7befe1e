"""What every post of a portal has in common: reading it, proving it, keeping its person, noting a refusal."""

import logging
import math
from datetime import timedelta
from typing import Any, Literal

import redis
from django.http import HttpRequest
from django.utils import timezone

from landing_app.portals import attempts, lifecycle
from landing_app.portals.forms import EntryForm, too_large
from landing_app.portals.identity import NotProved, Proof, listed_server, prove
from landing_app.portals.languages import supported
from landing_app.portals.models import Portal, PortalEvent, PortalUser
from landing_app.portals.tokens import store_opening

log = logging.getLogger(__name__)

EVENTS_AN_HOUR = 100

Reason = Literal[
    "malformed",
    "too_large",
    "not_installed",
    "not_admin",
    "token",
    "foreign",
    "server",
    "address",
    "unreachable",
    "too_many",
    "too_many_here",
]


class FrameRefused(Exception):
    """The portal's post opens nothing; `pages.refused` turns the reason into a page.

    `wait` is for `too_many` (of an address) and `too_many_here` (of a portal): whole seconds until another attempt
    makes sense.
    """

    def __init__(self, reason: Reason, wait: float = 0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.wait = math.ceil(wait)


def read_entry(request: HttpRequest) -> dict[str, Any]:
    """The checked fields of `EntryForm`. Raises FrameRefused."""
    if too_large(request):
        raise FrameRefused("too_large")
    form = EntryForm.of(request)
    if not form.is_valid():
        raise FrameRefused("malformed")
    return form.cleaned_data


def proved(entry: dict[str, Any], *, oauth_url: str | None, address: str) -> Proof:
    """The proof of the posted pair; `oauth_url` is the stored server of a known portal, `address` the client's.

    Raises FrameRefused, `too_many` and `too_many_here` before anybody is asked.
    """
    access, member_id = entry["AUTH_ID"], entry["member_id"]
    try:
        server = oauth_url or listed_server(entry.get("SERVER_ENDPOINT", ""))
        if access:
            _count(address, member_id)
        proof = prove(access, entry["REFRESH_ID"], member_id=member_id, oauth_url=server)
        attempts.UNPROVED.give_back(address)
        attempts.PORTAL.take(member_id)
    except NotProved as doubt:
        raise FrameRefused(doubt.reason) from None
    except redis.RedisError:
        # Closed: the portal's `profile` needs a slot of the limiter in the same Redis, so nothing would open anyway,
        # and the authorization server must not be asked without a count.
        log.warning("Redis does not answer, so nobody can open the app")
        raise FrameRefused("unreachable") from None
    return proof


def _count(address: str, member_id: str) -> None:
    if wait := attempts.PORTAL.wait(member_id):
        log.warning("A portal opens the app too often; %.0f s to wait", wait)
        raise FrameRefused("too_many_here", wait)
    if wait := attempts.UNPROVED.take(address):
        log.warning("Too many attempts to open the app from one address; %.0f s to wait", wait)
        raise FrameRefused("too_many", wait)


def keep_person(portal: Portal, proof: Proof, portal_language: str) -> PortalUser:
    """The row of a proved person, with the tokens that this opening brought."""
    known = {
        "name": proof.profile.name[:200],
        "is_admin": proof.profile.admin,
        "timezone": proof.profile.timezone[:64],
        "last_opened_at": timezone.now(),
    }
    if portal_language:
        known["language"] = supported(portal_language)
    person, _ = PortalUser.objects.update_or_create(portal=portal, user_id=proof.profile.id, defaults=known)
    store_opening(person, proof.access, proof.refresh)
    return person


def note_refusal(portal: Portal, reason: str) -> None:
    """Write down that a request about this portal did not prove what it claimed."""
    note_sparingly(portal, PortalEvent.Kind.REFUSED, reason=reason)


def note_sparingly(portal: Portal, kind: PortalEvent.Kind, **detail: str) -> None:
    """At most 100 times an hour for one portal, so that nobody fills the table from outside."""
    hour_ago = timezone.now() - timedelta(hours=1)
    recent = PortalEvent.objects.filter(member_id=portal.member_id, kind=kind, at__gt=hour_ago)
    if recent.count() < EVENTS_AN_HOUR:
        lifecycle.note(portal.member_id, kind, **detail)
