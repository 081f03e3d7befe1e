"""Who is signed in to the portal: a cookie on the portal's own host, as a portal session is."""

from __future__ import annotations

from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

from ..model import Portal, User

COOKIE = "portal_user"
ROLES = {
    "administrator": "Administrator",
    "marketer": "Marketer",
    "editor": "Editor without publishing right",
    "viewer": "Viewer",
    "no_access": "No access to Sites",
}


def current_user(portal: Portal, request: Request) -> User | None:
    """The person of the cookie, or None when nobody is signed in."""
    return portal.users.get(request.cookies.get(COOKIE, ""))


def sign_in(portal: Portal, request: Request) -> Response:
    """``/login/?user=<key>&next=<path>``: become that person; an unknown key signs out."""
    key = request.values.get("user", "")
    response = redirect(own_path(request.values.get("next", "/")), code=303)
    if key in portal.users:
        response.set_cookie(COOKIE, key, httponly=True, samesite="Lax")
    else:
        response.delete_cookie(COOKIE)
    return response


def own_path(path: str) -> str:
    """A path on this host; anything else becomes the home page."""
    return path if path.startswith("/") and not path.startswith(("//", "/\\")) else "/"


def full_name(user: User) -> str:
    return f"{user.name} {user.last_name}".strip()
