"""The page with the application's frame, its Market card and the installation of a removed application."""

from __future__ import annotations

import json

from markupsafe import Markup
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from .chrome import Visit, page
from .opening import FrameDenied, Place, open_frame
from .rendering import render

SYSTEM_ARGUMENTS = frozenset({"mode", "install_finished", "IFRAME", "IFRAME_TYPE", "from", "from_app"})


def application(visit: Visit) -> Response:
    """``/marketplace/app/<id>/``: the installer until it finished, then the application.

    ``?mode=slider`` denies resizing, as inside a slider; ``page`` (default) lets the frame grow with its content.
    """
    if visit.user is None:
        return redirect("/", code=303)
    in_slider = visit.request.args.get("mode") == "slider" or visit.bare
    place = Place(options=own_arguments(visit), in_slider=in_slider)
    try:
        with visit.portal.lock:
            config = open_frame(visit.emulator, visit.portal, visit.user, place)
    except FrameDenied as denied:
        return refused(visit, str(denied))
    content = render(
        "app",
        title=visit.emulator.application.title,
        close=visit.words("Close"),
        bar="",
        config=as_script(config),
    )
    return page(
        visit, visit.emulator.application.title, content, "is-app is-inslider" if in_slider else "is-app"
    )


def own_arguments(visit: Visit) -> dict[str, str]:
    """The page's own GET parameters, which reach the application as PLACEMENT_OPTIONS."""
    return {name: value for name, value in visit.request.args.items() if name not in SYSTEM_ARGUMENTS}


def as_script(value: object) -> Markup:
    """JSON that may stand inside a script element."""
    text = json.dumps(value, ensure_ascii=False).replace("<", "\\u003c")
    return Markup(text)  # noqa: S704 - "<" is escaped above


def refused(visit: Visit, reason: str) -> Response:
    """The portal's own message; the application gets no request."""
    more = Markup("")
    if not visit.portal.installation.present and visit.user is not None and visit.user.admin:
        more = render("install_button", text=visit.words("Install"))
    title = visit.emulator.application.title
    text = visit.words(reason)
    content = render("message", title=title, close=visit.words("Close"), sign="🔒", text=text, more=more)
    return page(visit, title, content, "is-app")


def market_card(visit: Visit) -> Response:
    """``/marketplace/detail/<code>/``."""
    installation = visit.portal.installation
    href = f"/marketplace/app/{installation.id}/"
    more = render("link_button", href=href, text=visit.words("Open"))
    if not installation.present and visit.user is not None and visit.user.admin:
        more = render("install_button", text=visit.words("Install"))
    title = visit.emulator.application.title
    text = f"{title}, version {installation.version}. Works with the sites of this portal."
    content = render(
        "message", title=visit.words("Market"), close=visit.words("Close"), sign="▦", text=text, more=more
    )
    return page(visit, visit.words("Market"), content, "is-app")


def install(visit: Visit) -> Response:
    """POST of an administrator: put the application on the portal; its installer runs on the next opening."""
    if visit.user is not None and visit.user.admin:
        visit.emulator.install_app(visit.portal, finished=False)
    return redirect(f"/marketplace/app/{visit.portal.installation.id}/", code=303)
