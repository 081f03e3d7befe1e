"""Pages that hold no portal data: why nothing was opened, and how to open the app."""

from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

Text = str | Promise


class _Refusal(NamedTuple):
    status: int
    title: Text
    why: Text
    next_step: Text
    can_retry: bool = False
    icon: str = "alert"
    tone: str = "warn"


_OPEN_AGAIN = _("Open Page Desk from the menu of your Bitrix24.")

_REFUSALS: dict[str, _Refusal] = {
    "malformed": _Refusal(
        400,
        _("This request is not complete"),
        _("Fields that Bitrix24 sends when it opens an app are missing or have another form."),
        _OPEN_AGAIN,
    ),
    "too_large": _Refusal(
        413,
        _("This request is too large"),
        _("Bitrix24 never sends this much when it opens an app, so nothing of it was read."),
        _OPEN_AGAIN,
    ),
    "not_installed": _Refusal(
        403,
        _("Page Desk is not set up in this Bitrix24"),
        _("It was never installed here, or it was removed."),
        _("Ask an administrator of your Bitrix24 to install Page Desk from Market."),
    ),
    "not_admin": _Refusal(
        403,
        _("Ask an administrator to finish the setup"),
        _("Only an administrator of this Bitrix24 can connect Page Desk to it. Nothing was changed."),
        _("An administrator opens Page Desk once; it then works for everyone with access to Sites."),
        icon="lock",
    ),
    "token": _Refusal(
        403,
        _("Access to Bitrix24 has expired"),
        _("Bitrix24 no longer accepts the access that came with this request. Nothing was lost."),
        _("Close this page and open Page Desk from the menu again."),
        icon="clock",
    ),
    "foreign": _Refusal(
        403,
        _("This Bitrix24 could not be confirmed"),
        _("The access that came with this request belongs to another Bitrix24, person or app."),
        _OPEN_AGAIN,
    ),
    "server": _Refusal(
        403,
        _("This authorization server is not known"),
        _("The request names a server that Page Desk does not trust, so nothing was sent to it."),
        _("Tell support the address of your Bitrix24."),
    ),
    "address": _Refusal(
        403,
        _("The address of this Bitrix24 cannot be reached safely"),
        _("Page Desk sends requests only to public https addresses and to those its operator has allowed."),
        _("Ask the operator of Page Desk to allow the address of your Bitrix24."),
    ),
    "unreachable": _Refusal(
        503,
        _("Bitrix24 did not answer"),
        _("We could not confirm who you are, because a server did not answer in time. Nothing was changed."),
        _("Try again in a minute."),
        can_retry=True,
        tone="bad",
    ),
    "too_many_here": _Refusal(
        429,
        _("Page Desk was opened too often in this Bitrix24"),
        _("So many requests in so short a time could block Bitrix24 for everybody. Nothing was changed."),
        _OPEN_AGAIN,
        icon="hourglass",
    ),
    "too_many": _Refusal(
        429,
        _("Too many attempts from this address"),
        _("So many requests in so short a time could block Bitrix24 for everybody. Nothing was changed."),
        _OPEN_AGAIN,
        icon="hourglass",
    ),
}


def refused(request: HttpRequest, reason: str, wait: int = 0) -> HttpResponse:
    """A page that says what happened, why, and what to do next; `reason` and `wait` are those of `FrameRefused`."""
    refusal = _REFUSALS[reason]
    if wait:
        refusal = refusal._replace(next_step=_after(wait))
    context = {"title": refusal.title, "refusal": refusal}
    answer = render(request, "portals/refused.html", context, status=refusal.status)
    if wait:
        answer["Retry-After"] = str(wait)
    return answer


def _after(seconds: int) -> str:
    words = ngettext(
        "Wait %(seconds)d second, then open Page Desk again.",
        "Wait %(seconds)d seconds, then open Page Desk again.",
        seconds,
    )
    return words % {"seconds": seconds}


def how_to_open(request: HttpRequest) -> HttpResponse:
    """The answer to GET and HEAD at an address that portals post to."""
    return render(request, "portals/how_to_open.html", {"title": _("How to open Page Desk")})
