"""Numbers that a site's screen asks for once it is there: blocks of its pages, pages in its recycle bin."""

from django.http import HttpRequest, HttpResponse
from django.utils.formats import number_format
from django.views.decorators.http import require_GET
from django_htmx.http import trigger_client_event

from landing_app.bitrix24.errors import Bitrix24Error
from landing_app.bitrix24.types import SiteScope
from landing_app.explorer import bin_counts, block_counts, selection
from landing_app.explorer.listing import PER_PAGE
from landing_app.explorer.views.requests import contents_of, viewer_of
from landing_app.portals.frames import fragment, frame_required


@require_GET
@frame_required(human=False)
def block_numbers(request: HttpRequest, scope: SiteScope, site_id: int) -> HttpResponse:
    """Numbers of draft blocks of the pages `ids` for who may edit the site, as the event `numbers`: to put them in one
    by one out of band takes a weak machine longer than a key press may wait. A page whose number is not known keeps
    its dash."""
    wanted = set(selection.ids(request.GET.get("ids", "").split(","))[:PER_PAGE])
    response = HttpResponse(status=204)
    try:
        contents = contents_of(request, scope, site_id).value
    except Bitrix24Error:
        return response
    pages = [page for page in contents.pages if page.id in wanted] if contents.rights.can("edit") else []
    counts = block_counts.read(viewer_of(request), scope, pages)
    if counts:
        texts = {f"blocks-{page}": number_format(count) for page, count in counts.items()}
        trigger_client_event(response, "numbers", {"texts": texts})
    return response


@require_GET
@frame_required(human=False)
def bin_number(request: HttpRequest, scope: SiteScope, site_id: int) -> HttpResponse:
    """How many pages the recycle bin has, out of band; nothing when the portal does not tell."""
    try:
        number = bin_counts.read(viewer_of(request), contents_of(request, scope, site_id))
    except Bitrix24Error:
        number = None
    if number is None:
        return HttpResponse(status=204)
    return fragment(request, "explorer/_bin_count.html", {"count": number, "late": True})
