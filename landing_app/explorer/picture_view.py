"""A preview image is sent as soon as it is chosen: the answer shows it as kept, or says why it is not taken."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import reswap, retarget, trigger_client_event

from landing_app.actions.base import Verdict
from landing_app.explorer import favorite_pictures
from landing_app.explorer.dialogs import person_of, refused, says_refusals
from landing_app.explorer.drawing.words import counts
from landing_app.explorer.favorite_dialog import block_fields
from landing_app.jobs.models import JobItem, JobState
from landing_app.jobs.refusals import NotAllowed
from landing_app.jobs.uploads import MAX_BYTES
from landing_app.portals.frames import fragment, frame_required

_FORM_AROUND = 2**16


@require_POST
@frame_required()
@says_refusals
def picture(request: HttpRequest, job_id: UUID, item_id: int) -> HttpResponse:
    """Keep the sent picture for one block of the person's plan, or forget it (`remove`)."""
    item = planned_block(request, job_id, item_id)
    if item is None:
        return no_such_plan(request)
    error = ""
    try:
        said = _take(request, item)
    except NotAllowed as why:
        said, error = "", favorite_pictures.refusal(why)
    item.save(update_fields=["params"])
    context = {"job": item.job, "block": {**block_fields(item), "picture_error": error}}
    response = fragment(request, "explorer/dialogs/_favorite_picture.html", context)
    return trigger_client_event(response, "announce", {"value": said}) if said else response


def planned_block(request: HttpRequest, job_id: UUID, item_id: int) -> JobItem | None:
    """A block in the person's own open dialog."""
    items = JobItem.objects.select_related("job__starter").filter(job=job_id, job__starter=person_of(request))
    planned = items.filter(job__state=JobState.PLANNED, job__action="favorite_block", verdict=Verdict.READY)
    return planned.filter(pk=item_id).first()


def no_such_plan(request: HttpRequest) -> HttpResponse:
    """The dialog's plan is gone, or somebody else's: a dialog that says so takes its place."""
    return retarget(reswap(refused(request, "NO_SUCH_PLAN"), "innerHTML"), "#dialog-slot")


def _take(request: HttpRequest, item: JobItem) -> str:
    """What is said aloud. The length is looked at before the body is read, so that nothing huge is stored."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > MAX_BYTES + _FORM_AROUND:
        raise NotAllowed("UPLOAD_TOO_LARGE")
    if request.POST.get("remove"):
        favorite_pictures.remove(item)
        return _("Picture removed")
    sent = request.FILES.get(f"picture-{item.pk}")
    if sent is None:
        return ""
    left_out = counts(request.POST.get(f"drawn-{item.pk}", ""))
    favorite_pictures.take(item, sent, left_out)
    return _("Picture added. Choose which part of it is kept.")
