"""What posts from a portal lead to: installing, opening a frame, renewing it, and a reported uninstall."""

import hmac
import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from landing_app.bitrix24.errors import Bitrix24Error
from landing_app.portals import frames, lifecycle, reads, tasks
from landing_app.portals.bindings import bind_everything
from landing_app.portals.clients import landing_for
from landing_app.portals.endpoints import rename_portal
from landing_app.portals.fields import sealed
from landing_app.portals.forms import EntryForm, EventForm, RenewalForm, too_large
from landing_app.portals.frames import FrameOpening
from landing_app.portals.identity import NotProved, Proof, listed_server, prove
from landing_app.portals.languages import supported
from landing_app.portals.models import FrameSession, Portal, PortalEvent, PortalUser
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
]


class FrameRefused(Exception):
    """The portal's post opens nothing; `pages.refused` turns the reason into a page."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Installed:
    """A finished installation. `failed` names the step that Bitrix24 refused, so that it can be tried
    again."""

    portal: Portal
    app_sid: str
    site_count: int
    failed: str


def install(request: HttpRequest) -> Installed:
    """POST `/install/`: prove an administrator, keep portal and tokens, bind, read the sites.

    Safe to repeat: an update and a second installation of a known portal take the same way. Raises
    FrameRefused.
    """
    entry = _read_entry(request)
    proof = _proved(entry, oauth_url=None)
    request.portal_origin = proof.origin  # type: ignore[attr-defined]
    if not proof.profile.admin:
        raise FrameRefused("not_admin")
    portal, person = _keep_installation(entry, proof)
    failed, site_count = _set_up(person)
    return Installed(portal=portal, app_sid=entry["APP_SID"], site_count=site_count, failed=failed)


def open_frame(request: HttpRequest) -> FrameOpening:
    """POST `/app/` or `/placements/`: prove the person and open a frame session.

    A dead AUTH_ID, as on a reload after an hour, gives an opening with `needs_renewal`. Sets `request.frame`,
    `request.frame_opening` and the portal's origin for the answer's headers. Raises FrameRefused.
    """
    entry = _read_entry(request)
    portal = Portal.objects.filter(member_id=entry["member_id"]).first()
    if portal is None or portal.status == Portal.Status.GONE:
        raise FrameRefused("not_installed")
    try:
        proof = _proved(entry, oauth_url=portal.oauth_url)
    except FrameRefused as refused:
        if refused.reason != "token":
            _note_refusal(portal, refused.reason)
            raise
        return _opening(request, entry, portal, None, "")
    frame, token = _open(portal, proof, entry)
    return _opening(request, entry, portal, frame, token)


def renew_frame(form: RenewalForm, old_token: str) -> tuple[FrameSession, str]:
    """POST `/session/`: a new session for a fresh AUTH_ID of the same portal and, where one was open, the
    same person.

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
    proof = _proved(data, oauth_url=portal.oauth_url)
    if old is not None and old.portal_user.user_id != proof.profile.id:
        raise FrameRefused("foreign")
    return _open(portal, proof, _screen_of(old))


def receive_event(form: EventForm) -> bool:
    """POST `/events/`: False when the application token is not the portal's, which is then written down.

    ONAPPUNINSTALL pauses the portal and queues the check; the other events are written down.
    """
    event, member_id = form.cleaned_data["event"], form.cleaned_data["member_id"]
    portal = Portal.objects.filter(member_id=member_id).first()
    expected = portal.application_token.reveal() if portal else ""
    posted = form.cleaned_data["application_token"]
    if not hmac.compare_digest(expected.encode(), posted.encode()) or portal is None or not expected:
        log.warning("An event %r with a wrong application token was refused", event)
        if portal is not None:
            _note_refusal(portal, f"event {event}")
        return False
    if event == "ONAPPUNINSTALL":
        lifecycle.pause(portal)
        transaction.on_commit(lambda: tasks.queue_check(portal.pk))
    else:
        version = form.cleaned_data["version"]
        _note_sparingly(portal, PortalEvent.Kind.EVENT, event=event, version=version)
    return True


def _read_entry(request: HttpRequest) -> dict[str, Any]:
    if too_large(request):
        raise FrameRefused("too_large")
    form = EntryForm.of(request)
    if not form.is_valid():
        raise FrameRefused("malformed")
    return form.cleaned_data


def _proved(entry: dict[str, Any], oauth_url: str | None) -> Proof:
    """The proof of the posted pair; `oauth_url` is the stored server of a known portal."""
    try:
        server = oauth_url or listed_server(entry.get("SERVER_ENDPOINT", ""))
        return prove(entry["AUTH_ID"], entry["REFRESH_ID"], member_id=entry["member_id"], oauth_url=server)
    except NotProved as doubt:
        raise FrameRefused(doubt.reason) from None


@transaction.atomic
def _keep_installation(entry: dict[str, Any], proof: Proof) -> tuple[Portal, PortalUser]:
    portal, is_new = Portal.objects.update_or_create(
        member_id=proof.member_id,
        defaults={
            "domain": proof.domain,
            "endpoint": proof.endpoint,
            "oauth_url": proof.oauth_url,
            "app_version": proof.app_version[:20],
            "status": Portal.Status.ACTIVE,
            "uninstall_reported_at": None,
            "uninstall_checked_at": None,
            "language": entry["LANG"],
            "installed_at": timezone.now(),
        },
    )
    if entry["APPLICATION_TOKEN"]:
        token = sealed(portal, "application_token", entry["APPLICATION_TOKEN"])
        Portal.objects.filter(pk=portal.pk).update(application_token=token)
    kind = PortalEvent.Kind.INSTALLED if is_new else PortalEvent.Kind.REINSTALLED
    lifecycle.note(portal.member_id, kind, version=portal.app_version)
    return portal, _keep_person(portal, proof, entry["LANG"])


def _keep_person(portal: Portal, proof: Proof, portal_language: str) -> PortalUser:
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


def _set_up(person: PortalUser) -> tuple[str, int]:
    """Bind, learn the plan, read the sites. Only a failed binding makes the installation incomplete."""
    try:
        landing = landing_for(person)
        bind_everything(landing)
    except Bitrix24Error as error:
        log.warning("An installation could not be completed: %s", error)
        return error.base_code, 0
    try:
        family = landing.license().family
        Portal.objects.filter(pk=person.portal_id).update(license_family=family[:40])
        return "", len(reads.sites(person).value)
    except Bitrix24Error as error:
        log.info("The sites of a new portal could not be read yet: %s", error)
        return "", 0


@transaction.atomic
def _open(portal: Portal, proof: Proof, screen: dict[str, Any]) -> tuple[FrameSession, str]:
    if portal.status == Portal.Status.PAUSED:
        lifecycle.resume(portal, "the app was opened")
    rename_portal(portal, proof.endpoint)
    person = _keep_person(portal, proof, screen["LANG"])
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


def _note_refusal(portal: Portal, reason: str) -> None:
    _note_sparingly(portal, PortalEvent.Kind.REFUSED, reason=reason)


def _note_sparingly(portal: Portal, kind: PortalEvent.Kind, **detail: str) -> None:
    """At most 100 times an hour for one portal, so that nobody fills the table from outside."""
    hour_ago = timezone.now() - timedelta(hours=1)
    recent = PortalEvent.objects.filter(member_id=portal.member_id, kind=kind, at__gt=hour_ago)
    if recent.count() < EVENTS_AN_HOUR:
        lifecycle.note(portal.member_id, kind, **detail)
