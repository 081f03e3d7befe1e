""" "Copy a page here": which page of which site; the dialog of copying then opens with this site as the place."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from landing_app.bitrix24.types import SiteScope
from landing_app.explorer import naming, selection
from landing_app.explorer.dialogs import person_of, says_refusals
from landing_app.explorer.scopes import SiteScopeConverter
from landing_app.portals import reads
from landing_app.portals.frames import fragment, frame_required

_MOST = 500


@require_GET
@frame_required()
@says_refusals
def copy_here(request: HttpRequest, scope: SiteScope, site_id: int) -> HttpResponse:
    """The dialog; `site` is the one whose pages are offered, `to_folder` the folder to copy into. Bitrix24 copies
    within one site scope only."""
    person = person_of(request)
    offered = [site for site in reads.sites(person).value if site.scope == scope]
    here = reads.site_contents(person, scope, site_id).value.site
    wanted = next(iter(selection.ids([request.GET.get("site", "")])), site_id)
    source = wanted if any(site.id == wanted for site in offered) else site_id
    pages = sorted(reads.site_contents(person, scope, source).value.pages, key=lambda p: p.title.casefold())
    names, titles = naming.site_names(offered), naming.page_names(pages)
    context: dict[str, Any] = {
        "heading": _("Copy a page here"),
        "sub": here.title or naming.site_address(here),
        "here": here,
        "scope_slug": SiteScopeConverter().to_url(scope),
        "folder": next(iter(selection.ids([request.GET.get("to_folder", "")])), 0),
        "source": source,
        "sites": [(site.id, names[site.id]) for site in offered],
        "pages": [(page.id, titles[page.id], naming.page_address(page)) for page in pages[:_MOST]],
        "left_out": max(0, len(pages) - _MOST),
        "inner": request.headers.get("HX-Target") == "dialog",
    }
    return fragment(request, "explorer/dialogs/copy_here.html", context)
