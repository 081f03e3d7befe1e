"""The checks every `landing.*` call passes before its arguments are looked at."""

from __future__ import annotations

from ..model import PUBLIC_TYPES, Site
from ..rest.call import Call, Process
from ..rest.errors import access_denied

SCOPES = {"KNOWLEDGE": "KNOWLEDGE", "GROUP": "GROUP", "VIBE": "VIBE", "MAINPAGE": "VIBE"}
SCOPE_TYPES = {"KNOWLEDGE": ("KNOWLEDGE",), "GROUP": ("GROUP",), "VIBE": ("VIBE", "MAINPAGE")}


def enter(call: Call) -> None:
    """Apply ``scope`` (it stays for the rest of the process), then check the user. Raises ACCESS_DENIED."""
    apply_scope(call.process, call.params.get("scope"))
    user = call.user
    if user.extranet and call.process.site_scope != "GROUP":
        raise access_denied()
    if not user.sees_sites:
        raise access_denied()


def apply_scope(process: Process, scope: object) -> None:
    """Switch the site scope; an unknown name means the default, an absent one changes nothing."""
    if isinstance(scope, str) and scope:
        process.site_scope = SCOPES.get(scope, "")


def types_in_scope(process: Process) -> tuple[str, ...]:
    """Site types visible in the scope in force."""
    return SCOPE_TYPES.get(process.site_scope, PUBLIC_TYPES)


def in_scope(process: Process, site: Site) -> bool:
    return site.type in types_in_scope(process)
