"""Where the portal opens the frame: `/app/` from the menu, `/placements/` from Sites and the editor."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from landing_app.bitrix24.errors import AuthError, Bitrix24Error
from landing_app.explorer.troubles import trouble_of, trouble_screen
from landing_app.explorer.views.page import page_screen
from landing_app.explorer.views.requests import viewer_of
from landing_app.explorer.views.site import site_screen
from landing_app.explorer.views.sites import sites_screen
from landing_app.portals import languages, pages, reads, services
from landing_app.portals.clients import landing_for
from landing_app.portals.frames import FrameOpening, render_screen

_METHODS = ["GET", "HEAD", "POST"]


# No cookie or other ambient credential exists, so this post has nothing to forge: it proves itself.
@csrf_exempt
@require_http_methods(_METHODS)
def app(request: HttpRequest) -> HttpResponse:
    """The application's main address."""
    return _open(request)


@csrf_exempt
@require_http_methods(_METHODS)
def placements(request: HttpRequest) -> HttpResponse:
    """`LANDING_SETTINGS` and `LANDING_BLOCK_*`: the frame opens at the page it was called from."""
    return _open(request)


def _open(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return pages.how_to_open(request)
    # A refusal speaks the portal's language too; a proved person's own follows.
    languages.activate(languages.supported(request.GET.get("LANG", "")))
    try:
        opening = services.open_frame(request)
    except services.FrameRefused as refusal:
        return pages.refused(request, refusal.reason, refusal.wait)
    if opening.needs_renewal:
        return _renewal(request)
    try:
        return _first_screen(request, opening)
    except AuthError:
        return _renewal(request)
    except Bitrix24Error as error:
        return trouble_screen(request, trouble_of(error), "sites")


def _renewal(request: HttpRequest) -> HttpResponse:
    """A shell without portal data; its script proves the person over the bridge and then loads Sites."""
    context = {"screen_path": "/sites/"}
    return render_screen(request, "explorer/opening.html", context, nav="sites", title=_("Opening"))


def _first_screen(request: HttpRequest, opening: FrameOpening) -> HttpResponse:
    options = opening.placement_options if opening.placement.startswith("LANDING_") else {}
    page_id, site_id = _id(options.get("LID")), _id(options.get("SITE_ID"))
    if page_id is None and site_id is None:
        return sites_screen(request)
    viewer = viewer_of(request)
    if site_id is None and page_id is not None:
        page = landing_for(viewer).pages([page_id], "").get(page_id)
        site_id = page.site_id if page else None
    site = next((one for one in reads.sites(viewer).value if one.id == site_id), None)
    if site is None:
        return sites_screen(request)
    if page_id is None:
        return site_screen(request, site.scope, site.id)
    return page_screen(request, site.scope, site.id, page_id)


def _id(value: Any) -> int | None:
    text = str(value or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None
