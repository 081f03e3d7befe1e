"""Who am I and what is this: `app.info`, `profile`, `user.*`, `scope`, `method.get`, `methods`,
`server.time`, `feature.get`.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from ..model import Portal
from ..rest import php_forms
from ..rest.call import Call
from ..rest.errors import RestError
from ..rest.registry import METHODS, method

ALL_SCOPES = (
    "basic",
    "landing",
    "user",
    "user_basic",
    "user_brief",
    "placement",
    "crm",
    "task",
    "im",
    "disk",
)


@method("app.info")
def app_info(call: Call) -> dict[str, Any]:
    """The application on this portal with the portal's license; a webhook has the latter only."""
    portal, installation = call.portal, call.portal.installation
    family = "ent" if portal.tariff.enterprise else portal.tariff.family
    kind = f"{family}10000" if family == "ent" else family
    license_name = f"{portal.zone}_{kind}" if portal.cloud else "selfhosted"
    if call.process.webhook:
        return {"SCOPE": list(call.emulator.application.scopes), "LICENSE": license_name}
    return {
        "ID": installation.id,
        "CODE": call.emulator.application.code,
        "VERSION": installation.version,
        "STATUS": installation.status,
        "INSTALLED": installation.finished,
        "PAYMENT_EXPIRED": "Y" if installation.payment_expired else "N",
        "DAYS": None,
        "LANGUAGE_ID": portal.language,
        "LICENSE": license_name,
        "LICENSE_TYPE": kind if portal.cloud else "selfhosted",
        "LICENSE_FAMILY": family if portal.cloud else "selfhosted",
    }


@method("profile")
def profile(call: Call) -> dict[str, Any]:
    """The acting user; needs no scope."""
    user = call.user
    return {
        "ID": str(user.id),
        "ADMIN": user.admin,
        "NAME": user.name,
        "LAST_NAME": user.last_name,
        "PERSONAL_GENDER": user.gender,
        "TIME_ZONE": user.time_zone,
    }


@method("user.current", scopes=("user", "user_basic", "user_brief"))
def user_current(call: Call) -> dict[str, Any]:
    """The acting user in the shape of `user.get`; the brief scope lacks EMAIL."""
    user = call.user
    answer = {
        "ID": str(user.id),
        "ACTIVE": user.active,
        "NAME": user.name,
        "LAST_NAME": user.last_name,
        "PERSONAL_GENDER": user.gender,
        "TIME_ZONE": user.time_zone,
        "USER_TYPE": "extranet" if user.extranet else "employee",
    }
    if "user_brief" not in call.emulator.application.scopes:
        answer["EMAIL"] = user.email
    return answer


@method("user.admin")
def user_admin(call: Call) -> bool:
    return call.user.admin


@method("scope")
def scope(call: Call) -> list[str]:
    """Granted scopes, or with ``full=1`` all that exist."""
    return list(ALL_SCOPES if php_forms.truthy(call.params.get("full")) else call.emulator.application.scopes)


@method("method.get")
def method_get(call: Call) -> dict[str, bool]:
    """Whether a method exists and may be called; a name with capitals does not exist."""
    found = METHODS.get(str(call.params.get("name") or ""))
    available = found is not None and (
        not found.scopes or bool(set(found.scopes) & set(call.emulator.application.scopes))
    )
    return {"isExisting": found is not None, "isAvailable": available}


@method("methods")
def methods(call: Call) -> list[str]:
    """Deprecated: names of all methods, lower case."""
    return ["batch", *sorted(METHODS)]


@method("server.time")
def server_time(call: Call) -> str:
    return datetime.fromtimestamp(call.now, UTC).isoformat(timespec="seconds")


@method("feature.get")
def feature_get(call: Call) -> dict[str, str]:
    """Y or N for a feature of the plan. Raises CODE_EMPTY."""
    code = call.params.get("CODE")
    if not code:
        raise RestError("CODE_EMPTY", "CODE can't be empty")
    return {"value": "Y" if feature(call.portal, str(code)) else "N"}


def feature(portal: Portal, code: str) -> bool:
    known = {
        "landing_permissions_available": portal.tariff.permissions_available,
        "rest_auth_connector": portal.tariff.rest_available,
        "landing_allow_html": portal.tariff.custom_html_allowed,
    }
    return portal.tariff.features.get(code, known.get(code, True))
