"""Health checks for operators, and the texts that the Market card links to."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from landing_app.portals import health
from landing_app.portals.tasks import EVENT_DAYS, FRAME_DAYS


@require_safe
def live(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """This process answers."""
    return JsonResponse({"live": True})


@require_safe
def ready(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """200 when database and Redis answer, 503 otherwise; the age of the last sweep is for monitoring only."""
    report = health.report()
    is_ready = report["database"] == "ok" and report["redis"] == "ok"
    return JsonResponse({"ready": is_ready, **report}, status=200 if is_ready else 503)


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is stored, why, for how long, and how it is erased."""
    numbers = {
        "api_log_days": settings.API_LOG_DAYS,
        "job_days": settings.JOB_DAYS,
        "frame_days": FRAME_DAYS,
        "event_days": EVENT_DAYS,
    }
    return render(request, "portals/privacy.html", {"title": _("Privacy policy"), **numbers})


@require_safe
def license_agreement(request: HttpRequest) -> HttpResponse:
    """The terms of use."""
    return render(request, "portals/license.html", {"title": _("License agreement")})


@require_safe
def support(request: HttpRequest) -> HttpResponse:
    """How to get help and what to have at hand."""
    return render(request, "portals/support.html", {"title": _("Support")})
