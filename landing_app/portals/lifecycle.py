"""A reported uninstall: pause at once, ask the authorization server, then erase or go on.

The application token of an event passes through every user's browser, so an event alone erases nothing.
"""

import logging
from datetime import timedelta
from enum import Enum

from django.db import transaction
from django.utils import timezone

from landing_app.bitrix24.errors import Bitrix24Error, GrantLost, LimitError, PortalGone, TransportError
from landing_app.bitrix24.refresh import Refresher
from landing_app.portals import signals
from landing_app.portals.clients import oauth_server
from landing_app.portals.models import ApiCall, FrameSession, Portal, PortalEvent, PortalUser
from landing_app.portals.tokens import DatabaseTokens

log = logging.getLogger(__name__)

# Enough people to tell a removed app from one person's dead grant.
ASK_AT_MOST = 10
# Other refusals may mean our own keys or an unpaid month, which must not erase anybody's data.
REMOVAL_CODES = frozenset({"invalid_grant", "portal_deleted", "application_not_found"})
# The privacy policy's promise: where the answers stay unclear for so long, the portal is erased.
ERASE_UNCLEAR_AFTER = timedelta(days=30)
DOUBT = timedelta(hours=1)


class Verdict(Enum):
    """What the authorization server said about the stored grants."""

    ALIVE = "alive"
    REMOVED = "removed"
    REFUSED_OTHERWISE = "refused_otherwise"
    UNREACHABLE = "unreachable"


def report_uninstall(portal: Portal) -> bool:
    """An uninstall was reported; True when the portal was paused and waits to be checked.

    Whoever once opened the app knows the application token, also after leaving the company. After a forged report
    another one pauses nothing for an hour: the timetable asks first, so that nobody can keep the others out.
    """
    recent = PortalEvent.objects.filter(member_id=portal.member_id, at__gt=timezone.now() - DOUBT)
    if not recent.filter(kind=PortalEvent.Kind.FORGED).exists():
        return pause(portal)
    unheard = Portal.objects.filter(pk=portal.pk, status=Portal.Status.ACTIVE, uninstall_reported_at=None)
    unheard.update(uninstall_reported_at=timezone.now())
    return False


def check_doubted(portal: Portal) -> None:
    """A report that paused nothing: erase when the app is really gone, forget the report when it is there."""
    verdict = _ask(portal)
    active = Portal.objects.filter(pk=portal.pk, status=Portal.Status.ACTIVE)
    if verdict is Verdict.ALIVE:
        active.update(uninstall_reported_at=None)
    elif verdict is Verdict.REMOVED and pause(portal):
        _condemn(portal)
    else:
        active.update(uninstall_reported_at=timezone.now())


def pause(portal: Portal) -> bool:
    """Stop work and end every frame session until the report is checked.

    A repeated report of a paused portal changes nothing, and is False.
    """
    now = timezone.now()
    active = Portal.objects.filter(pk=portal.pk, status=Portal.Status.ACTIVE)
    with transaction.atomic():
        changed = active.update(
            status=Portal.Status.PAUSED, uninstall_reported_at=now, uninstall_checked_at=None
        )
        if not changed:
            return False
        revoke_frames(portal)
        note(portal.member_id, PortalEvent.Kind.UNINSTALL_REPORTED)
    signals.portal_disconnected.send(sender=Portal, portal=portal, erasing=False)
    return True


def resume(portal: Portal, seen_as: str) -> None:
    """The app is still installed, so the reported uninstall was forged."""
    waiting = Portal.objects.filter(pk=portal.pk, status=Portal.Status.PAUSED)
    if waiting.update(status=Portal.Status.ACTIVE, uninstall_reported_at=None, uninstall_checked_at=None):
        note(portal.member_id, PortalEvent.Kind.FORGED, seen_as=seen_as)
        log.warning("A forged uninstall of portal %s was refused", portal.pk)
    portal.status = Portal.Status.ACTIVE


def revoke_frames(portal: Portal) -> int:
    """End every open frame of the portal now; returns how many."""
    sessions = FrameSession.objects.filter(portal_user__portal=portal, revoked_at__isnull=True)
    return sessions.update(revoked_at=timezone.now())


def check_uninstall(portal: Portal) -> None:
    """Ask whether the app is still there, and end the pause or erase. Repeated until the answer is clear."""
    if portal.status == Portal.Status.GONE:
        erase(portal)
        return
    if portal.status != Portal.Status.PAUSED:
        return
    verdict = _ask(portal)
    Portal.objects.filter(pk=portal.pk).update(uninstall_checked_at=timezone.now())
    if verdict is Verdict.ALIVE:
        resume(portal, "grant accepted")
    elif verdict is Verdict.REMOVED or (verdict is Verdict.REFUSED_OTHERWISE and _unclear_for_long(portal)):
        _condemn(portal)
    elif portal.uninstall_checked_at is None:
        note(portal.member_id, PortalEvent.Kind.UNINSTALL_UNCLEAR, answer=verdict.value)


def _condemn(portal: Portal) -> None:
    """From here on the erasing is finished even if this process dies; a new installation in between wins."""
    if Portal.objects.filter(pk=portal.pk, status=Portal.Status.PAUSED).update(status=Portal.Status.GONE):
        erase(portal)


def erase(portal: Portal) -> None:
    """Delete everything kept about a portal whose app was removed; receivers of the signal delete their part.

    An installation made meanwhile wins: its row is active again and stays.
    """
    gone = Portal.objects.filter(pk=portal.pk, status=Portal.Status.GONE)
    if not gone.exists():
        return
    signals.portal_disconnected.send(sender=Portal, portal=portal, erasing=True)
    member_id = portal.member_id
    ApiCall.objects.filter(member_id=member_id).delete()
    with transaction.atomic():
        deleted, _ = gone.delete()
        if deleted:
            PortalEvent.objects.filter(member_id=member_id).delete()
            note(member_id, PortalEvent.Kind.ERASED)


def note(member_id: str, kind: PortalEvent.Kind, **detail: str) -> None:
    """Write one event of the portal's life."""
    PortalEvent.objects.create(member_id=member_id, kind=kind, detail=detail)


def _unclear_for_long(portal: Portal) -> bool:
    reported = portal.uninstall_reported_at
    return reported is not None and timezone.now() - reported > ERASE_UNCLEAR_AFTER


def _ask(portal: Portal) -> Verdict:
    """Try stored refresh tokens: one that works proves the app is there; REMOVED needs a refusal made now."""
    verdicts = set()
    people = portal.users.select_related("portal").order_by("grant_lost_at", "-last_opened_at")
    for person in people[:ASK_AT_MOST]:
        verdict = _ask_with(person)
        if verdict in (Verdict.ALIVE, Verdict.UNREACHABLE):
            return verdict
        verdicts.add(verdict)
    return Verdict.REMOVED if verdicts >= {Verdict.REMOVED} else Verdict.REFUSED_OTHERWISE


def _ask_with(person: PortalUser) -> Verdict:
    if person.grant_lost_at is not None:
        return Verdict.REFUSED_OTHERWISE  # dead before the report: tells nothing about it
    store = DatabaseTokens(person)
    oauth = oauth_server(person.portal.oauth_url)
    refresher = Refresher(store, oauth, person.portal.member_id, person.user_id, patience=0)
    try:
        refresher.renew(store.load())
    except (GrantLost, PortalGone) as error:
        return Verdict.REMOVED if error.base_code.lower() in REMOVAL_CODES else Verdict.REFUSED_OTHERWISE
    except (TransportError, LimitError):
        return Verdict.UNREACHABLE
    except Bitrix24Error as error:
        log.warning("The authorization server answered %s about a reported uninstall", error.code)
        return Verdict.REFUSED_OTHERWISE
    return Verdict.ALIVE
