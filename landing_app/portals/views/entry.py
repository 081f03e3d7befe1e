"""The addresses that portals and frames post to: installer, session renewal, events."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from landing_app.portals import frames, languages, pages, services
from landing_app.portals.client_address import client_address
from landing_app.portals.forms import EventForm, RenewalForm, too_large
from landing_app.portals.installing import install as install_app

_METHODS = ["GET", "HEAD", "POST"]
_STATUS = {"token": 401, "unreachable": 503, "too_many": 429, "too_many_here": 429}


# No cookie or other ambient credential exists, so these posts have nothing to forge: each proves itself.
@csrf_exempt
@require_http_methods(_METHODS)
def install(request: HttpRequest) -> HttpResponse:
    """Set the app up for a portal and finish by itself; a failure offers `Try again`."""
    if request.method != "POST":
        return pages.how_to_open(request)
    languages.activate(languages.supported(request.GET.get("LANG", "")))
    try:
        installed = install_app(request)
    except services.FrameRefused as refusal:
        return pages.refused(request, refusal.reason, refusal.wait)
    context = {"title": _("Set up Page Desk"), "installed": installed, "portal": installed.portal}
    return render(request, "portals/install.html", context)


@csrf_exempt
@require_http_methods(_METHODS)
def session(request: HttpRequest) -> HttpResponse:
    """Renew a frame session with the tokens of the bridge's `refreshAuth`; answers `{"token": "..."}`."""
    if request.method != "POST":
        return pages.how_to_open(request)
    form = None if too_large(request) else RenewalForm(request.POST)
    if form is None or not form.is_valid():
        return JsonResponse({"error": "malformed"}, status=400)
    try:
        old = request.headers.get(frames.HEADER, "")
        frame, token = services.renew_frame(form, old, client_address(request))
    except services.FrameRefused as refusal:
        return _refused(refusal)
    frames.attach(request, frame, frame.portal)
    return JsonResponse({"token": token})


@csrf_exempt
@require_http_methods(_METHODS)
def events(request: HttpRequest) -> HttpResponse:
    """Take a lifecycle event; the work it causes is done by a worker."""
    if request.method != "POST":
        return pages.how_to_open(request)
    form = None if too_large(request) else EventForm.of(request)
    if form is None or not form.is_valid():
        return JsonResponse({"error": "malformed"}, status=400)
    try:
        accepted = services.receive_event(form, client_address(request))
    except services.FrameRefused as refusal:
        return _refused(refusal)
    if not accepted:
        return JsonResponse({"error": "refused"}, status=403)
    return JsonResponse({"accepted": True})


def _refused(refusal: services.FrameRefused) -> JsonResponse:
    answer = JsonResponse({"error": refusal.reason}, status=_STATUS.get(refusal.reason, 403))
    if refusal.wait:
        answer["Retry-After"] = str(refusal.wait)
    return answer
