"""How a portal opens the application: which address, which form, what the bridge may tell the frame.

Follows the documented request of an application page: query DOMAIN, PROTOCOL, LANG, APP_SID, the rest in a form
body; PLACEMENT_OPTIONS only when there are any.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from ..model import Portal, User
from ..tokens import ACCESS_SECONDS, TokenPair
from .rendering import language_of
from .session import full_name

if TYPE_CHECKING:
    from ..emulator import Emulator

BLOCK_COMMANDS = ("refreshBlock",)
NOWHERE = "http://elsewhere.invalid"


class FrameDenied(Exception):
    """The portal shows its own message instead of a frame and sends the application no request."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the application is opened: the placement code, its handler, its options; in a slider or not."""

    code: str = "DEFAULT"
    handler: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)
    in_slider: bool = False


def open_frame(emulator: Emulator, portal: Portal, user: User, place: Place) -> dict[str, Any]:
    """The frame's configuration for the page's script. Raises FrameDenied when the portal opens no frame."""
    installing = check_opening(portal, user)
    address = (
        emulator.application.install_url if installing else place.handler or emulator.application.main_url
    )
    sid = secrets.token_hex(16)
    pair = mint(emulator, portal, user)
    if "expired_token" in portal.frame.faults:
        token = emulator.tokens.access(pair.access)
        if token is not None:
            token.dead = True
    init = init_data(portal, user, pair, place, installing=installing)
    return {
        "sid": sid,
        "name": f"{portal.authority}|0|{sid}",
        "title": emulator.application.title,
        "action": with_query(address, portal, language_of(portal, user), sid),
        "fields": form_fields(emulator, portal, pair, place),
        "appOrigin": NOWHERE
        if "wrong_origin" in portal.frame.faults
        else origin_of(emulator.application.url),
        "appId": portal.installation.id,
        "clientId": emulator.application.client_id,
        "sessid": secrets.token_hex(16),
        "placement": place.code,
        "placementOptions": dict(place.options),
        "placementCommands": list(BLOCK_COMMANDS) if place.code.upper().startswith("LANDING_BLOCK_") else [],
        "placementEvents": [],
        "inSlider": place.in_slider,
        "mobile": "mobile" in portal.frame.faults,
        "silent": "silent" in portal.frame.faults,
        "people": [people_row(person) for person in portal.users.values()],
        "init": init,
    }


def check_opening(portal: Portal, user: User) -> bool:
    """True when the installer must be opened. Raises FrameDenied with the message to show."""
    installation = portal.installation
    if not installation.present:
        raise FrameDenied("The application is not installed.")
    if not user.app_access:
        raise FrameDenied("You do not have access to this application.")
    if installation.payment_expired:
        raise FrameDenied("The paid period of the application is over.")
    if installation.finished:
        return False
    if not user.admin:
        raise FrameDenied("The application has not been fully installed. Contact your administrator.")
    return True


def mint(emulator: Emulator, portal: Portal, user: User) -> TokenPair:
    return emulator.issue_token(portal, user)


def with_query(address: str, portal: Portal, language: str, sid: str) -> str:
    query = urlencode({"DOMAIN": portal.authority, "PROTOCOL": 0, "LANG": language, "APP_SID": sid})
    return f"{address}{'&' if '?' in address else '?'}{query}"


def form_fields(emulator: Emulator, portal: Portal, pair: TokenPair, place: Place) -> dict[str, str]:
    """The form's hidden fields; texts only, as a browser sends them."""
    fields = {
        "AUTH_ID": pair.access,
        "AUTH_EXPIRES": str(ACCESS_SECONDS),
        "REFRESH_ID": pair.refresh,
        "SERVER_ENDPOINT": f"{emulator.oauth_url}/rest/",
        "APPLICATION_TOKEN": portal.installation.application_token,
        "APPLICATION_SCOPE": ",".join(emulator.application.scopes),
        "member_id": portal.member_id,
        "status": portal.installation.status,
        "PLACEMENT": place.code.upper(),
    }
    if "no_application_token" in portal.frame.faults:
        del fields["APPLICATION_TOKEN"]
    if place.options:
        fields["PLACEMENT_OPTIONS"] = json.dumps(dict(place.options), ensure_ascii=False)
    return fields


def init_data(
    portal: Portal, user: User, pair: TokenPair, place: Place, *, installing: bool
) -> dict[str, Any]:
    """The answer of `getInitData` with its types: PROTOCOL a number, AUTH_EXPIRES text, empty options ``[]``."""
    installation = portal.installation
    return {
        "LANG": language_of(portal, user),
        "DOMAIN": portal.authority,
        "PROTOCOL": 0,
        "PATH": "/rest",
        "AUTH_ID": pair.access,
        "REFRESH_ID": pair.refresh,
        "AUTH_EXPIRES": str(ACCESS_SECONDS),
        "MEMBER_ID": portal.member_id,
        "IS_ADMIN": user.admin,
        "INSTALL": installing,
        "FIRST_RUN": (user.id, installation.version) not in portal.frame.seen,
        "USER_OPTIONS": portal.frame.user_options.get(user.id) or [],
        "APP_OPTIONS": installation.options or [],
        "PLACEMENT": place.code.upper(),
        "PLACEMENT_OPTIONS": dict(place.options) or [],
    }


def origin_of(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def people_row(user: User) -> dict[str, Any]:
    return {
        "id": str(user.id),
        "name": full_name(user),
        "photo": "",
        "position": "",
        "url": f"/company/{user.id}/",
    }
