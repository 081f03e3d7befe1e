"""Health probes, who is in the frame, and the security headers of every answer."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from landing_app.portals import frames
from landing_app.portals.views import plain

GetResponse = Callable[[HttpRequest], HttpResponse]
_PROBES = {"/health/live": plain.live, "/health/ready": plain.ready}
BODY_LIMIT = 32 * 2**20
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


class ProbeMiddleware:
    """Answers health checks before anything looks at the host name: probes call a process by its address."""

    def __init__(self, get_response: GetResponse) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        probe = _PROBES.get(request.path)
        return probe(request) if probe else self._get_response(request)


class BodyLimitMiddleware:
    """Refuses a body that no form of ours has, before anything reads it.

    Django's own limits do not count files, and its CSRF check reads a whole upload before anybody is asked who they
    are: without this, anybody could fill the disk. The limit lies above that of a picture, so that a person with a
    large one still reads why it was refused. A body without a length is never read.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isascii() and length.isdigit() and len(length) < 10 and int(length) <= BODY_LIMIT:
            return self._get_response(request)
        return HttpResponse(status=413)


class FrameSessionMiddleware:
    """Finds the frame session of the header `X-Frame-Session` and names the portal that may frame the answer.

    A request with a session's token carries no ambient credential, so Django's CSRF check is switched off for
    it; any other unsafe request still meets that check.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.frame = None  # type: ignore[attr-defined]
        frame = frames.find(request.headers.get(frames.HEADER, ""))
        if frame is not None and _from_our_own_page(request):
            # Also for an ended session: its post must reach the view, whose 401 makes the browser renew.
            request._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]
            if frame.is_alive:
                frames.attach(request, frame, frame.portal)
        try:
            response = self._get_response(request)
        finally:
            timezone.deactivate()
        _name_ancestors(request, response)
        return response


def _from_our_own_page(request: HttpRequest) -> bool:
    """Browsers say where an unsafe request comes from; another page must not use a token, however it got
    it."""
    if request.method in _SAFE_METHODS:
        return True
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        return False
    ours = {settings.PUBLIC_URL, f"{request.scheme}://{request.get_host()}"}
    return request.headers.get("Origin", settings.PUBLIC_URL) in ours


def _name_ancestors(request: HttpRequest, response: HttpResponse) -> None:
    """`frame-ancestors` of this one answer: the proved portal, nobody for the admin, anyone for pages
    without data."""
    if hasattr(response, "_csp_config"):
        return
    replaced = dict(getattr(response, "_csp_replace", None) or {})
    replaced.setdefault("frame-ancestors", _ancestors(request))
    response._csp_replace = replaced  # type: ignore[attr-defined]


def _ancestors(request: HttpRequest) -> list[str]:
    if request.path.startswith("/admin/"):
        return ["'none'"]
    origin = getattr(request, "portal_origin", "")
    return [origin] if origin else ["https:", "http:"]


class SecurityHeadersMiddleware:
    """Headers of every answer that do not depend on the portal.

    Answers of views are never stored by a cache; static files keep their own rules.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._get_response(request)
        headers = response.headers
        headers.setdefault("X-Content-Type-Options", "nosniff")
        headers.setdefault("Referrer-Policy", "same-origin")
        headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
        )
        headers.setdefault("Cache-Control", "no-store")
        if request.path.startswith("/admin/"):
            headers.setdefault("X-Frame-Options", "DENY")
        return response
