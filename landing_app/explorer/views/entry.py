"""Where the portal opens the frame: `/app/` from the menu, `/placements/` from Sites and the editor."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods
from django_htmx.http import HttpResponseLocation

from landing_app.explorer.bundles import bundle_addresses
from landing_app.explorer.troubles import shows_troubles
from landing_app.explorer.views.requests import viewer_of
from landing_app.explorer.views.sites import kept_screen
from landing_app.portals import languages, pages, reads, services
from landing_app.portals.clients import landing_for
from landing_app.portals.frames import FrameOpening, frame_required, render_screen

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
    screen = (
        _skeleton(request, reverse("sites")) if opening.needs_renewal else _first_screen(request, opening)
    )
    # The browser asks for the sheet with the first byte, not when it has read so far.
    screen["Link"] = ", ".join(
        f"<{address}>; rel=preload; as=style" for address in bundle_addresses("css/desk.css")
    )
    return screen


def _skeleton(request: HttpRequest, screen_path: str) -> HttpResponse:
    """A shell without portal data; its script loads the screen, after it proved the person over the bridge if that
    is needed."""
    is_sites = screen_path == reverse("sites")
    context = {"screen_path": screen_path, "is_sites": is_sites}
    title = _("Sites") if is_sites else _("Opening")
    return render_screen(request, "explorer/opening.html", context, nav="sites", title=title)


def _first_screen(request: HttpRequest, opening: FrameOpening) -> HttpResponse:
    """The portal was asked who this is and is asked nothing more before the frame shows something: what was read
    within the last hour is shown with its age, and anything else is loaded by the frame."""
    options = opening.placement_options if opening.placement.startswith("LANDING_") else {}
    page_id, site_id = number(options.get("LID")), number(options.get("SITE_ID"))
    if page_id is not None or site_id is not None:
        asked = {name: value for name, value in (("page", page_id), ("site", site_id)) if value is not None}
        return _skeleton(request, f"{reverse('called-from')}?{urlencode(asked)}")
    kept = reads.kept_sites(viewer_of(request))
    return _skeleton(request, reverse("sites")) if kept is None else kept_screen(request, kept)


@require_GET
@frame_required()
@shows_troubles("sites")
def called_from(request: HttpRequest) -> HttpResponse:
    """Goes to the screen of the page or site that a placement was opened on; to Sites when it is not visible."""
    viewer = viewer_of(request)
    page_id, site_id = number(request.GET.get("page")), number(request.GET.get("site"))
    if site_id is None and page_id is not None:
        page = landing_for(viewer).pages([page_id], "").get(page_id)
        site_id = page.site_id if page else None
    site = next((one for one in reads.sites(viewer).value if one.id == site_id), None)
    if site is None:
        return HttpResponseLocation(reverse("sites"), target="#main")
    place = [site.scope, site.id]
    to = reverse("site", args=place) if page_id is None else reverse("page", args=[*place, page_id])
    return HttpResponseLocation(to, target="#main")


def number(value: Any) -> int | None:
    """An id as portals and addresses write it, None for anything else."""
    text = str(value or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None
