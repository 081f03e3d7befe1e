"""What a screen shows when the portal does not give what was asked: each reason has a screen of its own."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from landing_app.bitrix24.errors import (
    AccessError,
    AuthError,
    Bitrix24Error,
    LimitError,
    NotFound,
    PortalGone,
    TariffError,
    TransportError,
)
from landing_app.portals.frames import Nav, in_main, render_screen, session_expired

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


@dataclass(frozen=True, slots=True)
class Trouble:
    """Words of the screen. `code` is the portal's code; `details` is what the button Copy details gives."""

    title: str
    reason: str
    advice: str
    icon: str
    tone: str
    status: int = 200
    again: bool = False
    code: str = ""
    details: str = ""


def shows_troubles(nav: Nav) -> Callable[[View[P]], View[P]]:
    """Turn a Bitrix24Error of a view into a screen of its own. A lost grant asks the browser to renew."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            try:
                return view(request, *args, **kwargs)
            except AuthError:
                return session_expired()
            except Bitrix24Error as error:
                return trouble_screen(request, trouble_of(error), nav)

        return guarded

    return decorate


def trouble_screen(request: HttpRequest, trouble: Trouble, nav: Nav) -> HttpResponse:
    """The screen in `#main`, whatever part of a screen had been asked for."""
    context = {
        "trouble": trouble,
        "nav_home": trouble.status in (403, 404) and not _is_home(request),
        "screen_path": request.get_full_path() if request.method == "GET" else "/sites/",
    }
    response = render_screen(request, "explorer/trouble.html", context, nav=nav, title=trouble.title)
    response.status_code = trouble.status
    return in_main(response)


def _is_home(request: HttpRequest) -> bool:
    """Sites itself was asked for, by its address or by the portal's entry post."""
    return request.path in (reverse("sites"), reverse("app"))


def not_here() -> Trouble:
    """An id that is unknown, removed, or of another Bitrix24: for the person it does not exist."""
    return Trouble(
        title=_("Not found"),
        reason=_("This site or page is not here"),
        advice=_("It was removed, or your role in Sites does not include it."),
        icon="search",
        tone="grey",
        status=404,
    )


def trouble_of(error: Bitrix24Error) -> Trouble:
    """The words for a refused or lost reading."""
    if isinstance(error, NotFound):
        return not_here()
    if isinstance(error, AccessError):
        return Trouble(
            title=_("No access"),
            reason=_("Your role does not include this"),
            advice=_("Ask an administrator of your Bitrix24 for access to Sites."),
            icon="lock",
            tone="warn",
            status=403,
            again=True,
        )
    if isinstance(error, TariffError | PortalGone):
        return _refused(error)
    if isinstance(error, LimitError):
        return _slow_down(error)
    if isinstance(error, TransportError):
        return _silent(error)
    return _refused(error)


def _slow_down(error: LimitError) -> Trouble:
    advice = _("Try again in a minute. Jobs already started go on by themselves.")
    if error.resume_at:
        moment = datetime.fromtimestamp(error.resume_at, tz=timezone.get_current_timezone())
        advice = _("It takes requests again at %(time)s. Jobs already started go on by themselves.") % {
            "time": date_format(moment, "H:i")
        }
    return Trouble(
        title=_("Bitrix24 asks us to slow down"),
        reason=_("Bitrix24 asks us to slow down"),
        advice=advice,
        icon="hourglass",
        tone="warn",
        again=True,
        code=error.code,
        details=_details(error),
    )


def _silent(error: TransportError) -> Trouble:
    return Trouble(
        title=_("Bitrix24 did not answer"),
        reason=_("Bitrix24 did not answer"),
        advice=_("Nothing was changed. Try again, or check that your Bitrix24 opens in a browser tab."),
        icon="alert",
        tone="bad",
        again=True,
        code=f"HTTP {error.status}" if error.status else error.code,
        details=_details(error),
    )


def _refused(error: Bitrix24Error) -> Trouble:
    return Trouble(
        title=_("Bitrix24 refused"),
        reason=_("Bitrix24 refused"),
        advice=error.description or _("It gave no reason. Show the details to support."),
        icon="alert",
        tone="bad",
        again=True,
        code=error.code,
        details=_details(error),
    )


def _details(error: Bitrix24Error) -> str:
    now = timezone.now().isoformat(timespec="seconds")
    return f"{now} {error.method} {error.code} HTTP {error.status} {error.trace_id}".strip()
