"""The source of a block's picture: a link of 60 seconds for one block of a plan, and what stands behind it."""

from dataclasses import astuple
from uuid import UUID

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from django_htmx.http import trigger_client_event

from landing_app.bitrix24.errors import Bitrix24Error
from landing_app.explorer import favorite_pictures
from landing_app.explorer.dialogs import says_refusals
from landing_app.explorer.drawing import source
from landing_app.explorer.picture_view import no_such_plan, planned_block
from landing_app.explorer.views.previews import shown_block
from landing_app.jobs.refusals import NotAllowed
from landing_app.portals.clients import egress_guard
from landing_app.portals.frames import LinkExpired, attach, frame_required, signed_link, unsign

_NAME = "block-drawing"
_SECONDS = 60
# Longer than a source takes: a link works several times, and must not keep every thread of the server busy.
_ONE_AT_A_TIME = 45


@require_GET
@frame_required()
@says_refusals
def drawing_link(request: HttpRequest, job_id: UUID, item_id: int) -> HttpResponse:
    """Hand the browser's script a link to the source of this block; nothing on the screen changes."""
    item = planned_block(request, job_id, item_id)
    if item is None:
        return no_such_plan(request)
    link = signed_link(
        request,
        _NAME,
        seconds=_SECONDS,
        scope=item.scope,
        site=item.site_id,
        page=item.page_id or 0,
        version="draft",
        block=item.target_id,
    )
    return trigger_client_event(HttpResponse(status=204), "drawBlock", {"link": link})


@require_GET
def drawing(request: HttpRequest, signed: str) -> HttpResponse:
    """HTML and style of one block with everything inside, as JSON: read by our script, never shown as a page."""
    try:
        frame, ids = unsign(signed, _NAME)
    except LinkExpired:
        return _refused(_("This took too long. Try again."), 410)
    attach(request, frame, frame.portal)
    busy = f"drawing:{frame.pk}"
    if not cache.add(busy, 1, _ONE_AT_A_TIME):
        return _refused(_("Another block is being drawn. Try again in a few seconds."), 429)
    try:
        shown = shown_block(frame, ids)
        if shown is None:
            return _refused(_("The block is not on the page any more, or Bitrix24 did not answer."), 404)
        made = source.make(shown.content, shown.css, frame.portal.origin, shown.site_origin, egress_guard())
    except NotAllowed as others:
        return _refused(favorite_pictures.refusal(others), 429)
    except (source.NotDrawable, Bitrix24Error):
        return _refused(
            _("This block cannot be drawn: it is empty or too large. Choose a file instead."), 422
        )
    finally:
        cache.delete(busy)
    return JsonResponse(
        {"html": made.html, "css": made.css, "leftOut": ",".join(map(str, astuple(made.left_out)))}
    )


def _refused(text: str, status: int) -> HttpResponse:
    return JsonResponse({"said": text}, status=status)
