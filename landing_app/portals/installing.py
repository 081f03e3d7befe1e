"""Installing: what is kept of a portal, and what is bound in it. Safe to repeat."""

import logging
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from landing_app.bitrix24.errors import Bitrix24Error
from landing_app.portals import lifecycle, reads
from landing_app.portals.bindings import bind_everything
from landing_app.portals.client_address import client_address
from landing_app.portals.clients import landing_for
from landing_app.portals.entries import FrameRefused, keep_person, proved, read_entry
from landing_app.portals.fields import sealed
from landing_app.portals.identity import Proof
from landing_app.portals.models import Portal, PortalEvent, PortalUser

log = logging.getLogger(__name__)


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
    entry = read_entry(request)
    proof = proved(entry, oauth_url=None, address=client_address(request))
    request.portal_origin = proof.origin  # type: ignore[attr-defined]
    if not proof.profile.admin:
        raise FrameRefused("not_admin")
    portal, person = _keep_installation(entry, proof)
    failed, site_count = _set_up(person)
    return Installed(portal=portal, app_sid=entry["APP_SID"], site_count=site_count, failed=failed)


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
    return portal, keep_person(portal, proof, entry["LANG"])


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
