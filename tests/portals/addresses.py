"""Addresses of portals, plus the smallest views that use its services as the explorer does."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

from landing_app.portals import pages, services
from landing_app.portals.frames import FrameRequest, LinkExpired, frame_required, signed_link, unsign


@csrf_exempt
def opened(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return pages.how_to_open(request)
    try:
        opening = services.open_frame(request)
    except services.FrameRefused as refusal:
        return pages.refused(request, refusal.reason, refusal.wait)
    return JsonResponse(
        {
            **opening.shell(),
            "renew": opening.needs_renewal,
            "placement": opening.placement,
            "options": opening.placement_options,
        }
    )


@frame_required(human=True)
def probe(request: FrameRequest) -> HttpResponse:
    frame = request.frame
    answer = {"user": frame.portal_user.user_id, "portal": frame.portal.member_id}
    return JsonResponse(
        {**answer, "language": request.LANGUAGE_CODE, "link": signed_link(request, "linked", page=7)}
    )


@frame_required(human=False)
def poll(request: FrameRequest) -> HttpResponse:
    return JsonResponse({"user": request.frame.portal_user.user_id})


def linked(request: HttpRequest, signed: str) -> HttpResponse:
    try:
        frame, ids = unsign(signed, "linked")
    except LinkExpired:
        return HttpResponse(status=410)
    return JsonResponse({"user": frame.portal_user.user_id, **ids})


urlpatterns = [
    path("", include("landing_app.portals.urls")),
    path("app/", opened, name="app"),
    path("placements/", opened, name="placements"),
    path("probe/", probe, name="probe"),
    path("poll/", poll, name="poll"),
    path("linked/<signed>/", linked, name="linked"),
]
