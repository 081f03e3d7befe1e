"""The portal's own page: left menu, who is signed in, content, emulator panel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup
from werkzeug.wrappers import Request, Response

from ..model import Portal, User
from .panel import panel
from .rendering import Words, html, render, speaker
from .session import ROLES, current_user, full_name

if TYPE_CHECKING:
    from ..emulator import Emulator

ICONS = {
    "Home": "M4 11l8-7 8 7v9h-5v-6H9v6H4z",
    "Feed": "M4 5h16v11H9l-5 4z",
    "Tasks": "M5 4h14v16H5zM8 12l3 3 5-6",
    "Sites": "M3 5h18v14H3zM3 9h18M7 13h5",
    "Market": "M4 4h7v7H4zM13 4h7v7h-7zM4 13h7v7H4zM13 13h7v7h-7z",
    "Page Desk": "M4 4h16v5H4zM4 12h9v8H4zM16 12h4v8h-4z",
}


@dataclass(frozen=True, slots=True)
class Visit:
    """One request to a portal page: the portal, the person, the words of his language."""

    emulator: Emulator
    portal: Portal
    request: Request
    user: User | None
    words: Words

    @property
    def bare(self) -> bool:
        """Shown inside a slider of the portal, without menu and panel."""
        return self.request.args.get("IFRAME") == "Y"


def visit(emulator: Emulator, portal: Portal, request: Request) -> Visit:
    user = current_user(portal, request)
    return Visit(emulator, portal, request, user, speaker(portal, user))


def page(visit: Visit, title: str, content: Markup, look: str = "", status: int = 200) -> Response:
    """The whole page with menu and panel."""
    looks = " ".join(filter(None, (look, "is-bare" if visit.bare else "")))
    response = html(
        render(
            "page",
            language=visit.words.language,
            close=visit.words("Close"),
            title=title,
            look=looks,
            menu=Markup("") if visit.bare else menu(visit),
            content=content,
            panel=Markup("") if visit.bare else panel(visit.portal, visit.user, visit.emulator),
        ),
        status,
    )
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response


def menu(visit: Visit) -> Markup:
    app = f"/marketplace/app/{visit.portal.installation.id}/"
    links = {"Home": "/", "Sites": "/sites/", "Market": f"/marketplace/detail/{visit.emulator.application.code}/",
             visit.emulator.application.title: app}  # fmt: skip
    items = Markup("").join(
        render(
            "menu_item",
            href=href,
            title=visit.words(name),
            icon=ICONS.get(name, ICONS["Page Desk"]),
            current=Markup(' aria-current="page"') if visit.request.path == href else "",
        )
        for name, href in links.items()
    )
    title = visit.portal.title
    return render("menu", label=visit.words("Company"), company=title, initial=title[:1], items=items)


def who(visit: Visit) -> Markup:
    """The signed-in person, as a link to the switch on the home page."""
    if visit.user is None:
        return Markup("")
    return render("who", name=full_name(visit.user), initials=initials(visit.user), hue=hue(visit.user))


def initials(user: User) -> str:
    return (user.name[:1] + user.last_name[:1]).upper()


def hue(user: User) -> int:
    return user.id * 47 % 360


def role(words: Words, user: User) -> str:
    return words(ROLES.get(user.key, user.key))
