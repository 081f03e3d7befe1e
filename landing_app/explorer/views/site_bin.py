"""The recycle bin of sites: what lies there, read only. Sites are restored in Bitrix24, where their limits are shown."""

import logging
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from landing_app.bitrix24.errors import NotFound, Rejected
from landing_app.bitrix24.types import SITE_SCOPES, Site
from landing_app.explorer import naming, portal_links
from landing_app.explorer.dates import when
from landing_app.explorer.scopes import type_label
from landing_app.explorer.troubles import shows_troubles
from landing_app.explorer.views.requests import portal_of, viewer_of
from landing_app.portals.clients import landing_for
from landing_app.portals.frames import frame_required, render_screen
from landing_app.portals.models import PortalUser

log = logging.getLogger(__name__)


@require_GET
@frame_required()
@shows_troubles("sites")
def site_bin(request: HttpRequest) -> HttpResponse:
    """Trashed sites of every kind, the latest first. Raises Bitrix24Error."""
    found = _trashed(viewer_of(request))
    names = naming.site_names(found)
    rows: list[dict[str, Any]] = [
        {
            "id": site.id,
            "name": names[site.id],
            "label": type_label(site) or _("Website"),
            "address": naming.site_address(site),
            "modified": when(site.modified, site.modified_text),
        }
        for site in sorted(found, key=lambda site: (site.modified is not None, site.modified), reverse=True)
    ]
    context = {"rows": rows, "sites_section": portal_links.sites_section(portal_of(request))}
    return render_screen(request, "explorer/site_bin.html", context, nav="sites", title=_("Recycle bin"))


def _trashed(person: PortalUser) -> list[Site]:
    landing = landing_for(person)
    found: list[Site] = []
    for scope in SITE_SCOPES:
        try:
            found += [site for site in landing.trashed_sites(scope) if not site.special]
        except (NotFound, Rejected) as error:  # a portal without this kind of sites
            if scope == "":
                raise
            log.info("Trashed sites of scope %s are not shown: %s", scope, error)
    return found
