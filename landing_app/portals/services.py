"""What posts from a portal lead to after the installation: opening a frame, renewing it, a reported
uninstall."""

import hmac
import logging
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from landing_app.portals import attempts, frames, lifecycle, tasks
from landing_app.portals.client_address import client_address
from landing_app.portals.endpoints import rename_portal
from landing_app.portals.entries import (
    FrameRefused,
    keep_person,
    note_refusal,
    note_sparingly,
    proved,
    read_entry,
)
from landing_app.portals.forms import EventForm, RenewalForm
from landing_app.portals.frames import FrameOpening
from landing_app.portals.identity import Proof
from landing_app.portals.languages import supported
from landing_app.portals.models import FrameSession, Portal, PortalEvent

__all__ = ["FrameRefused", "open_frame", "receive_event", "renew_frame"]

log = logging.getLogger(__name__)


def open_frame(request: HttpRequest) -> FrameOpening:
    """POST `/app/` or `/placements/`: prove the person and open a frame session.

    A dead AUTH_ID, as on a reload after an hour, gives an opening with `needs_renewal`. Sets `request.frame`,
    `request.frame_opening` and the portal's origin for the answer's headers. Raises FrameRefused.
    """
    entry = read_entry(request)
    portal = Portal.objects.filter(member_id=entry["member_id"]).first()
    if portal is None or portal.status == Portal.Status.GONE:
        raise FrameRefused("not_installed")
    try:
        proof = proved(entry, oauth_url=portal.oauth_url, address=client_address(request))
    except FrameRefused as refused:
        if refused.wait:
            raise
        if refused.reason != "token":
            note_refusal(portal, refused.reason)
            raise
        return _opening(request, entry, portal, None, "")
    frame, token = _open(portal, proof, entry)
    return _opening(request, entry, portal, frame, token)


def renew_frame(form: RenewalForm, old_token: str, address: str) -> tuple[FrameSession, str]:
    """POST `/session/` from `address`: a new session for a fresh AUTH_ID of the same portal and, where one was
    open, the same person. The old one ends some seconds later.

    Raises FrameRefused: `not_installed` when nothing is known to renew, `foreign` for another person or
    portal.
    """
    old = frames.find(old_token)
    if old is not None and old.revoked_at is not None:
        raise FrameRefused("not_installed")
    portal = old.portal if old else Portal.objects.filter(member_id=form.cleaned_data["member_id"]).first()
    if portal is None or portal.status == Portal.Status.GONE:
        raise FrameRefused("not_installed")
    data = {**form.cleaned_data, "member_id": portal.member_id}
    proof = proved(data, oauth_url=portal.oauth_url, address=address)
    if old is not None and old.portal_user.user_id != proof.profile.id:
        raise FrameRefused("foreign")
    with transaction.atomic():
        opened = _open(portal, proof, _screen_of(old))
        if old is not None:
            FrameSession.objects.filter(pk=old.pk, renewed_at__isnull=True).update(renewed_at=timezone.now())
    return opened


def receive_event(form: EventForm, address: str) -> bool:
    """POST `/events/`: False when the application token is not the portal's, which is then written down.

    ONAPPUNINSTALL pauses the portal and queues the check, if no report was forged lately; the other events are
    written down. Raises FrameRefused (`too_many`) for a wrong token only: an event with the right one counts whatever
    else came from its address, because Bitrix24 sends those of all portals from a few.
    """
    event, member_id = form.cleaned_data["event"], form.cleaned_data["member_id"]
    portal = Portal.objects.filter(member_id=member_id).first()
    expected = portal.application_token.reveal() if portal else ""
    posted = form.cleaned_data["application_token"]
    if not hmac.compare_digest(expected.encode(), posted.encode()) or portal is None or not expected:
        if wait := attempts.FORGED_EVENTS.refuses(address):
            raise FrameRefused("too_many", wait)
        log.warning("An event %r with a wrong application token was refused", event)
        if portal is not None:
            note_refusal(portal, f"event {event}")
        return False
    if event == "ONAPPUNINSTALL":
        if lifecycle.report_uninstall(portal):
            transaction.on_commit(lambda: tasks.queue_check(portal.pk))
    else:
        version = form.cleaned_data["version"]
        note_sparingly(portal, PortalEvent.Kind.EVENT, event=event, version=version)
    return True


@transaction.atomic
def _open(portal: Portal, proof: Proof, screen: dict[str, Any]) -> tuple[FrameSession, str]:
    if portal.status == Portal.Status.PAUSED:
        lifecycle.resume(portal, "the app was opened")
    rename_portal(portal, proof.endpoint)
    person = keep_person(portal, proof, screen["LANG"])
    frames.drop_old(person)
    token = frames.new_token()
    frame = FrameSession.objects.create(
        token_hash=frames.digest(token),
        portal_user=person,
        language=person.language,
        timezone=person.timezone,
        placement=screen["PLACEMENT"],
        placement_options=screen["PLACEMENT_OPTIONS"],
    )
    return frame, token


def _screen_of(old: FrameSession | None) -> dict[str, Any]:
    if old is None:
        return {"LANG": "", "PLACEMENT": "", "PLACEMENT_OPTIONS": {}}
    return {"LANG": "", "PLACEMENT": old.placement, "PLACEMENT_OPTIONS": old.placement_options}


def _opening(
    request: HttpRequest, entry: dict[str, Any], portal: Portal, frame: FrameSession | None, token: str
) -> FrameOpening:
    opening = FrameOpening(
        portal=portal,
        frame=frame,
        token=token,
        app_sid=entry["APP_SID"],
        placement=entry["PLACEMENT"] or "DEFAULT",
        placement_options=entry["PLACEMENT_OPTIONS"],
    )
    frames.attach(request, frame, portal, supported(entry["LANG"]))
    request.frame_opening = opening  # type: ignore[attr-defined]
    return opening
