"""Dialogs: opening one is a POST that resolves the selection and makes a plan; the click starts it.

Nothing is written to the portal before the click. A plan lives 30 minutes and belongs to who opened it.
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import trigger_client_event

from landing_app.actions.outcomes import parking_code
from landing_app.actions.registry import ACTIONS
from landing_app.bitrix24.errors import AuthError, Bitrix24Error
from landing_app.explorer.dialog_kinds import Options
from landing_app.explorer.dialog_registry import KINDS
from landing_app.explorer.dialog_texts import nothing_to_do
from landing_app.explorer.plan_view import PlanView
from landing_app.explorer.selection import NothingSelectedError
from landing_app.jobs import explanations, labels, services
from landing_app.jobs.models import Job, JobState
from landing_app.jobs.views import job_screen, shown_path
from landing_app.portals.frames import FrameRequest, fragment, frame_required, in_main, session_expired
from landing_app.portals.models import PortalUser

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def person_of(request: HttpRequest) -> PortalUser:
    """The proved person behind a request inside `frame_required`."""
    return cast(FrameRequest, request).frame.portal_user


def says_refusals(view: View[P]) -> View[P]:
    """Turn what the portal refuses into a dialog that says so. A lost grant asks the browser to renew."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except AuthError:
            return session_expired()
        except Bitrix24Error as error:
            return refused(request, parking_code(error))
        except services.NotAllowed as error:
            return refused(request, error.reason)

    return guarded


@require_POST
@frame_required()
@says_refusals
def dialog(request: HttpRequest, action: str) -> HttpResponse:
    """Open the dialog of an action for the posted selection."""
    if action not in ACTIONS or action not in KINDS:
        return notice(request, _("Not available"), _("Page Desk cannot do this."), status=404)
    person, kind = person_of(request), KINDS[action]
    try:
        chosen = kind.select(person, request.POST)
    except NothingSelectedError:
        chosen = None
    if chosen is None or not chosen.targets:
        heading, text = nothing_to_do(action, request.POST)
        return notice(request, heading, text)
    options = kind.first_options(person, chosen)
    return show(request, services.open_plan(person, action, chosen.targets, options))


def show(request: HttpRequest, job: Job, errors: dict[str, str] | None = None) -> HttpResponse:
    """The dialog of a planned job; skeleton rows while its plan is being made. `errors` by field."""
    if job.plan_code:
        return refused(request, job.plan_code)
    kind = KINDS[job.action]
    plan = PlanView(job) if job.plan_ready else None
    if plan and not plan.items:
        return notice(request, *nothing_to_do(job.action, request.POST))
    total = len(plan.items) if plan else len(job.pending_targets)
    sub = job.title_parts.get("place", "")
    context = {"job": job, "plan": plan, "inner": _is_open(request), "sub": sub, "errors": errors or {}}
    context |= kind.context(person_of(request), job, plan, total)
    kind.place_errors(context, context["errors"])
    return fragment(request, kind.template, context)


def _is_open(request: HttpRequest) -> bool:
    """Whether the answer goes into a dialog that is already open, by the id of what htmx fills."""
    return request.headers.get("HX-Target") == "dialog"


def _planned(request: HttpRequest, job_id: UUID) -> Job | None:
    """A plan that this person opened and did not start."""
    jobs = Job.objects.filter(pk=job_id, starter=person_of(request), state=JobState.PLANNED)
    return jobs.select_related("starter__portal").first()


@require_GET
@frame_required(human=False)
@says_refusals
def plan_progress(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Asked every second while a large plan is being made; draws the open dialog anew."""
    job = _planned(request, job_id)
    return show(request, job) if job else refused(request, "NO_SUCH_PLAN")


@require_POST
@frame_required()
@says_refusals
def change(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Settings of the dialog were changed: the same targets are planned anew with them."""
    job = _planned(request, job_id)
    if job is None:
        return refused(request, "NO_SUCH_PLAN")
    options = KINDS[job.action].changed_options(person_of(request), job, request.POST)
    return show(request, _replan(request, job, options))


@require_POST
@frame_required()
@says_refusals
def open_again(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """The same targets and settings planned anew, after a plan grew too old."""
    job = _planned(request, job_id)
    return show(request, _replan(request, job, job.options)) if job else refused(request, "NO_SUCH_PLAN")


def _replan(request: HttpRequest, job: Job, options: Options) -> Job:
    targets = KINDS[job.action].targets_again(job)
    fresh = services.open_plan(person_of(request), job.action, targets, options)
    Job.objects.filter(pk=job.pk, state=JobState.PLANNED).delete()
    return fresh


@require_POST
@frame_required()
@says_refusals
def start_job(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """The click. Answers the page of the job; a second click finds the same job.

    Settings that differ from the plan are planned first and shown again: only what was shown is started.
    """
    person, planned = person_of(request), _planned(request, job_id)
    if planned is not None and planned.plan_ready:
        options = KINDS[planned.action].changed_options(person, planned, request.POST)
        if options != planned.options:
            return show(request, _replan(request, planned, options))
        errors = KINDS[planned.action].enter(person, planned, request.POST, request.FILES)
        if errors:
            return show(request, planned, errors)
    try:
        job = services.start(job_id, person)
    except services.NotAllowed as error:
        again = str(job_id) if error.reason == "PLAN_EXPIRED" else ""
        return refused(request, error.reason, again=again)
    response = in_main(job_screen(request, job), path=shown_path(job))
    return trigger_client_event(response, "announce", {"value": labels.label(job)})


def refused(request: HttpRequest, code: str, *, again: str = "") -> HttpResponse:
    """Why there is no plan, or why it cannot start. `again`: the job whose targets can be planned anew."""
    told = explanations.explain(code)
    text = " ".join(part for part in (told.body, told.next_step) if part) or told.title
    return notice(request, told.title, text, again=again)


def notice(
    request: HttpRequest, heading: str, text: str, *, again: str = "", status: int = 200
) -> HttpResponse:
    """A dialog that only says something."""
    context = {"heading": heading, "message": text, "inner": _is_open(request), "again": again}
    return fragment(request, "explorer/dialogs/notice.html", context, status=status)
