"""Dialogs: opening one is a POST that resolves the selection and makes a plan; the click starts it.

Nothing is written to the portal before the click. A plan lives 30 minutes and belongs to who opened it.
"""

from typing import cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseLocation, trigger_client_event

from landing_app.actions.registry import ACTIONS
from landing_app.bitrix24.errors import AuthError, Bitrix24Error
from landing_app.explorer import selection
from landing_app.explorer.dialog_texts import MAKERS, words
from landing_app.explorer.plan_view import PlanView
from landing_app.jobs import explanations, labels, services
from landing_app.jobs.models import Job, JobState
from landing_app.portals.frames import FrameRequest, fragment, frame_required, session_expired
from landing_app.portals.models import PortalUser

TEMPLATES = {"publish_page": "explorer/dialogs/publish_page.html"}
SIMPLE = "explorer/dialogs/simple.html"


def person_of(request: HttpRequest) -> PortalUser:
    """The proved person behind a request inside `frame_required`."""
    return cast(FrameRequest, request).frame.portal_user


@require_POST
@frame_required()
def dialog(request: HttpRequest, action: str) -> HttpResponse:
    """Open the dialog of an action for the posted selection."""
    if action not in ACTIONS or action not in MAKERS:
        return notice(
            request, _("Not available"), _("This is not available in your Bitrix24 yet."), status=404
        )
    try:
        return _open(request, action, request.POST)
    except AuthError:
        return session_expired()
    except selection.NothingSelectedError:
        return notice(
            request, _("Nothing is selected"), _("Select pages in the list, then choose an action.")
        )
    except Bitrix24Error as error:
        return refused(request, error.code)


def _open(request: HttpRequest, action: str, data: QueryDict) -> HttpResponse:
    person = person_of(request)
    chosen = selection.pages(person, data, trash=action == "restore_page")
    if not chosen.targets:
        raise selection.NothingSelectedError
    job = services.open_plan(person, action, chosen.targets, {"place": chosen.site.title})
    return show(request, job)


def show(request: HttpRequest, job: Job, *, inner: bool = False) -> HttpResponse:
    """The dialog of a planned job; skeleton rows while its plan is being made."""
    if job.plan_code:
        return refused(request, job.plan_code, inner=inner)
    plan = PlanView(job) if job.plan_ready else None
    total = job.items.count() or len(job.pending_targets)
    context = {"job": job, "plan": plan, "inner": inner, "sub": job.title_parts.get("place", "")}
    return fragment(request, TEMPLATES.get(job.action, SIMPLE), context | words(job.action, plan, total))


@require_GET
@frame_required(human=False)
def plan_progress(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Asked every second while a large plan is being made; draws the open dialog anew."""
    job = Job.objects.filter(pk=job_id, starter=person_of(request), state=JobState.PLANNED).first()
    if job is None:
        return refused(request, "NO_SUCH_PLAN", inner=True)
    return show(request, job, inner=True)


@require_POST
@frame_required()
def start_job(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """The click. Goes to the page of the job; a second click finds the same job."""
    try:
        job = services.start(job_id, person_of(request))
    except services.NotAllowed as error:
        again = str(job_id) if error.reason == "PLAN_EXPIRED" else ""
        return refused(request, error.reason, inner=True, again=again)
    address = reverse("job", args=[job.pk])
    response = HttpResponseLocation(address, target="#main", swap="innerHTML show:none")
    return trigger_client_event(response, "announce", {"value": labels.label(job)})


@require_POST
@frame_required()
def open_again(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """The same targets planned anew, after a plan grew too old."""
    person = person_of(request)
    old = Job.objects.filter(pk=job_id, starter=person, state=JobState.PLANNED).first()
    if old is None:
        return refused(request, "NO_SUCH_PLAN")
    targets = [item.target for item in old.items.order_by("position")]
    try:
        return show(request, services.open_plan(person, old.action, targets, old.options))
    except AuthError:
        return session_expired()
    except Bitrix24Error as error:
        return refused(request, error.code)


def refused(request: HttpRequest, code: str, *, inner: bool = False, again: str = "") -> HttpResponse:
    """Why there is no plan, or why it cannot start. `again`: the job whose targets can be planned anew."""
    told = explanations.explain(code)
    text = " ".join(part for part in (told.body, told.next_step) if part) or told.title
    return notice(request, told.title, text, inner=inner, again=again)


def notice(
    request: HttpRequest, heading: str, text: str, *, inner: bool = False, again: str = "", status: int = 200
) -> HttpResponse:
    """A dialog that only says something."""
    context = {"heading": heading, "message": text, "inner": inner, "again": again}
    return fragment(request, "explorer/dialogs/notice.html", context, status=status)
