"""Frame sessions as views use them: the decorator that demands one, the two ways to answer, and signed links.

There is no cookie: the browser sends the frame's opaque token in the header `X-Frame-Session`.
"""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import wraps
from typing import Any, Concatenate, Literal, ParamSpec, cast

from django.core import signing
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from landing_app.portals import languages
from landing_app.portals.models import FrameSession, Portal, PortalUser

HEADER = "X-Frame-Session"
TOKEN_BYTES = 32
KEPT_FRAMES = 30
# A click within this time of the last one changes nothing about the 30-minute limit worth a write.
_TOUCH_EVERY = timedelta(seconds=30)
_LINK_SALT = "portals.signed-link"

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
Nav = Literal["sites", "activity", "settings"]


class FrameRequest(HttpRequest):
    """A request inside `frame_required`: `frame` is the proved session."""

    frame: FrameSession


@dataclass(frozen=True, slots=True)
class FrameOpening:
    """What a portal's entry POST led to. Without `frame` the person is not proved: the page renews over the
    bridge."""

    portal: Portal
    frame: FrameSession | None
    token: str = field(repr=False)
    app_sid: str
    placement: str
    placement_options: dict[str, Any]

    @property
    def needs_renewal(self) -> bool:
        """AUTH_ID was dead, as on a reload after an hour: render a shell that holds no portal data."""
        return self.frame is None

    def shell(self) -> dict[str, str]:
        """What the shell's scripts must know."""
        return {
            "session_token": self.token,
            "member_id": self.portal.member_id,
            "portal_origin": self.portal.origin,
            "app_sid": self.app_sid,
        }


class LinkExpired(Exception):
    """A signed link is too old, was changed, or its frame session ended."""


def digest(token: str) -> str:
    """What the table keeps instead of the token."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_token() -> str:
    """An opaque random token of 256 bits."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def find(token: str) -> FrameSession | None:
    """The session of this token, alive or not."""
    if not token or len(token) > 2 * TOKEN_BYTES:
        return None
    sessions = FrameSession.objects.select_related("portal_user__portal")
    return sessions.filter(token_hash=digest(token)).first()


def drop_old(person: PortalUser) -> None:
    """Make room for a new frame of this person: only the newest 30 are kept, so that nobody fills the table by
    opening the app again and again."""
    frames = FrameSession.objects.filter(portal_user=person).order_by("-opened_at", "-pk")
    old = list(frames.values_list("pk", flat=True)[KEPT_FRAMES - 1 :])
    FrameSession.objects.filter(pk__in=old).delete()


def frame_required(*, human: bool = True) -> Callable[[View[P]], View[P]]:
    """Let only requests of a live frame session through; others get 401 JSON `{"error": "session_expired"}`.

    `human=False` is for polls and previews, which do not count as a person being there.
    """

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            frame: FrameSession | None = getattr(request, "frame", None)
            if frame is None or frame.portal_user.grant_lost_at is not None:
                return session_expired()
            if human:
                _touch(frame)
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def session_expired() -> JsonResponse:
    """What tells `frame.js` to renew over the bridge and repeat the request."""
    return JsonResponse({"error": "session_expired"}, status=401)


def _touch(frame: FrameSession) -> None:
    now = timezone.now()
    if now - frame.last_human_at >= _TOUCH_EVERY:
        frame.last_human_at = now
        FrameSession.objects.filter(pk=frame.pk).update(last_human_at=now)


def render_screen(
    request: HttpRequest, template: str, context: dict[str, Any], *, nav: Nav, title: str
) -> HttpResponse:
    """A whole screen: inside the shell when the portal opens the frame, a fragment for `#main` otherwise.

    The template extends `{{ layout }}`; the context always has `frame`, `nav` and `title`, and for the shell
    `session_token`, `member_id`, `portal_origin` and `app_sid`. A view whose `open_frame` asks for a renewal
    renders the shell by this function too, with a template that shows no portal data.
    """
    opening: FrameOpening | None = getattr(request, "frame_opening", None)
    base: dict[str, Any] = {"frame": getattr(request, "frame", None), "layout": "frame/fragment.html"}
    if opening is not None:
        base |= {"layout": "frame/shell.html", **opening.shell()}
    return render(request, template, {**base, **context, "nav": nav, "title": title})


def in_main(response: HttpResponse, path: str = "") -> HttpResponse:
    """Put this whole screen into `#main`, whatever part had been asked for; `path` when the screen is not that of the
    request's address, so that back and reload find it."""
    response["HX-Retarget"] = "#main"
    # At once: behind other work htmx's pause of 20 ms becomes a tenth of a second, and only then the screen's polls begin.
    response["HX-Reswap"] = "innerHTML show:none settle:0ms"
    if path:
        response["X-Frame-Path"] = path
    return response


def fragment(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """A part of a screen, for example `explorer/site.html#pages`."""
    frame = getattr(request, "frame", None)
    return render(request, template, {"frame": frame, **context}, status=status)


def signed_link(request: HttpRequest, view_name: str, *, seconds: int = 60, **ids: int | str) -> str:
    """An address that works without the header for `seconds`, for previews and downloads.

    The view takes one argument, the signed text, and hands it to `unsign`.
    """
    frame = cast(FrameRequest, request).frame
    payload = {
        "view": view_name,
        "frame": frame.pk,
        "until": timezone.now().timestamp() + seconds,
        "ids": ids,
    }
    return reverse(view_name, args=[signing.dumps(payload, salt=_LINK_SALT, compress=True)])


def unsign(token: str, view_name: str) -> tuple[FrameSession, dict[str, Any]]:
    """The live frame session and the ids of a signed link, which opens no more than a request would. Raises
    LinkExpired."""
    try:
        payload = signing.loads(token, salt=_LINK_SALT)
    except signing.BadSignature:
        raise LinkExpired from None
    if payload["view"] != view_name or payload["until"] < timezone.now().timestamp():
        raise LinkExpired
    frame = FrameSession.objects.select_related("portal_user__portal").filter(pk=payload["frame"]).first()
    if frame is None or not frame.is_alive or frame.portal_user.grant_lost_at is not None:
        raise LinkExpired
    return frame, payload["ids"]


def attach(request: HttpRequest, frame: FrameSession | None, portal: Portal, language: str = "") -> None:
    """Make this request one of the frame: its portal in the headers, its language and time zone in the
    texts."""
    request.frame = frame  # type: ignore[attr-defined]
    request.portal_origin = portal.origin  # type: ignore[attr-defined]
    languages.activate(frame.language if frame else language, frame.timezone if frame else "")
