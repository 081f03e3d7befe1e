"""The screens Activity and job, their polls, and what people do with a job. All demand a frame session."""

from functools import partial
from typing import Any, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HTMX_STOP_POLLING, HttpResponseLocation, reswap, retarget, trigger_client_event

from landing_app.bitrix24.errors import Bitrix24Error
from landing_app.jobs import explanations, labels, services
from landing_app.jobs.models import Job
from landing_app.jobs.screens.activity_screen import activity_context
from landing_app.jobs.screens.job_screen import changed_items, job_context, mark
from landing_app.jobs.screens.job_view import JobView, family
from landing_app.jobs.screens.presentation import sentence
from landing_app.portals.frames import FrameRequest, fragment, frame_required, render_screen
from landing_app.portals.models import PortalUser

_ANNOUNCED = (25, 50, 75, 100)


def viewer_of(request: HttpRequest) -> PortalUser:
    """The proved person behind a request inside `frame_required`."""
    return cast(FrameRequest, request).frame.portal_user


@require_GET
@frame_required()
def activity(request: HttpRequest) -> HttpResponse:
    """All jobs the person may see."""
    show, query = request.GET.get("show", "all"), " ".join(request.GET.get("q", "").split())[:100]
    context = activity_context(viewer_of(request), show, query, request.GET.get("page", "1"))
    return render_screen(request, "jobs/activity.html", context, nav="activity", title=gettext("Activity"))


@require_GET
@frame_required()
def job(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """A job's own page."""
    found = services.visible_job(viewer_of(request), job_id)
    return missing(request) if found is None else job_screen(request, found)


def job_screen(request: HttpRequest, found: Job) -> HttpResponse:
    """The page of a job that the person may see, also answered to the click that starts it."""
    context = job_context(viewer_of(request), found, request.GET.get("page", "1"))
    title = labels.label(found)
    return render_screen(request, "jobs/job.html", context, nav="activity", title=title)


def missing(request: HttpRequest) -> HttpResponse:
    """A job that is gone or not visible does not exist: the same screen for both."""
    response = render_screen(
        request, "jobs/missing.html", {}, nav="activity", title=gettext("This job is not here")
    )
    response.status_code = 404
    return response


@require_GET
@frame_required(human=False)
def progress(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """What changed since the last poll, 204 for nothing; 286 ends polling. A job of another family is drawn anew."""
    found = services.visible_job(viewer_of(request), job_id)
    if found is None:
        return retarget(reswap(missing(request), "innerHTML"), "#main")
    level = 2 if request.GET.get("level") == "2" else 1
    context = job_context(viewer_of(request), found, request.GET.get("page", "1"), level)
    if request.GET.get("family") != family(found):
        response = fragment(request, "jobs/_detail.html", context)
        retarget(reswap(response, "outerHTML"), "#job")
        trigger_client_event(response, "announce", {"value": _ended(context["view"])})
    else:
        items, seen = changed_items(viewer_of(request), found, request.GET.get("seen", ""))
        now = mark(context["view"], context["acts"], seen)
        if now == request.GET.get("mark") and context["view"].polls:
            return HttpResponse(status=204)
        acts_changed = request.GET.get("acts") != context["acts"]
        context |= {"changed": items, "seen": seen, "mark": now, "acts_changed": acts_changed}
        response = fragment(request, "jobs/progress.html", context)
        announcement = _announcement(context["view"], request.GET.get("was", ""))
        if announcement:
            trigger_client_event(response, "announce", {"value": announcement})
    if not context["view"].polls:
        response.status_code = HTMX_STOP_POLLING
    return response


def _announcement(view: JobView, before: str) -> str:
    """Said aloud when a quarter is passed, not at every poll."""
    was = int(before) if before.isascii() and before.isdigit() and len(before) < 4 else 0
    return view.progress_text if any(was < mark <= view.percent for mark in _ANNOUNCED) else ""


def _ended(view: JobView) -> str:
    return f"{view.title}: {view.status_text}. {view.progress_text}"


@require_POST
@frame_required()
def stop(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """End the job; the running items are finished and read back."""
    return _act(request, job_id, services.stop)


@require_POST
@frame_required()
def resume(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Go on with a parked job."""
    return _act(request, job_id, services.resume)


@require_POST
@frame_required()
def retry(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """A new job with what failed; its page is shown. The field `without` leaves out pictures that were refused."""
    without_picture = request.POST.get("without") == "picture"
    return _act(request, job_id, partial(services.retry_failed, without_picture=without_picture))


@require_POST
@frame_required()
def undo(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """A new job that takes back the whole job, or one item; for one item the person stays on this page."""
    text = request.POST.get("item", "")
    if not text:
        return _act(request, job_id, services.undo)
    item_id = int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0

    def one(found: Job, who: PortalUser) -> Job:
        child = services.undo(found, who, item_id)
        children.append(child)
        return found

    children: list[Job] = []
    response = _act(request, job_id, one)
    if children:
        _toast(response, labels.label(children[0]), children[0])
    return response


def _act(request: HttpRequest, job_id: UUID, deed: Any) -> HttpResponse:
    """Do it and go to the page of the job it answers, or say why not."""
    viewer = viewer_of(request)
    found = services.visible_job(viewer, job_id)
    if found is None:
        return missing(request)
    try:
        shown = deed(found, viewer)
    except services.NotAllowed as refused:
        return _toast(_stay(), sentence(explanations.explain(refused.reason, job=found)))
    except Bitrix24Error as error:
        return _toast(_stay(), sentence(explanations.explain(error.code, job=found)))
    return HttpResponseLocation(shown_path(shown), target="#main")


def shown_path(job: Job) -> str:
    """The address of a job's own page."""
    return reverse("job", args=[job.pk])


def _stay() -> HttpResponse:
    return HttpResponse(status=204)


def _toast(response: HttpResponse, text: str, to: Job | None = None) -> HttpResponse:
    detail = {"text": text}
    if to is not None:
        detail |= {"href": shown_path(to), "label": gettext("Show")}
    return trigger_client_event(response, "toast", detail)
