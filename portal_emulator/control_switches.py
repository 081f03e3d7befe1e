"""Control commands that switch a portal's limits, failures, tokens and rights."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from .model import FAULT_KINDS, Portal, Tariff, User

if TYPE_CHECKING:
    from .emulator import Emulator


class ControlError(Exception):
    """A control request that makes no sense; the text goes into the 400 answer."""


def number(values: dict[str, Any], name: str, default: float) -> float:
    """A number from the body; raises ControlError."""
    try:
        return float(values.get(name, default))
    except (TypeError, ValueError):
        raise ControlError(f"{name} must be a number") from None


def fault(emulator: Emulator, portal: Portal, values: dict[str, Any]) -> Any:
    """Plan a failure: kind, times (null: until cleared), methods, seconds, skip; ``oauth`` plans it there."""
    kind = values.get("kind")
    if kind not in FAULT_KINDS:
        raise ControlError(f"kind must be one of {', '.join(FAULT_KINDS)}")
    methods = values.get("methods") or []
    methods = methods.split(",") if isinstance(methods, str) else methods
    times = values.get("times", 1)
    target = emulator.oauth_faults if values.get("oauth") else portal.faults
    return target.add(
        kind,
        times=None if times in (None, "", "always") else int(number(values, "times", 1)),
        methods=[name.strip() for name in methods],
        seconds=number(values, "seconds", 0.0),
        skip=int(number(values, "skip", 0)),
    )


def clear_faults(emulator: Emulator, portal: Portal, values: dict[str, Any]) -> bool:
    portal.faults.clear()
    emulator.oauth_faults.clear()
    return True


def tariff(emulator: Emulator, portal: Portal, values: dict[str, Any]) -> Any:
    """Change switches of the plan by field name; ``refused`` is a list of publication error codes."""
    with portal.lock:
        change(portal.tariff, values)
    return portal.tariff


def latency(emulator: Emulator, portal: Portal, values: dict[str, Any]) -> Any:
    change(portal.latency, values)
    return portal.latency


def change(target: Any, values: dict[str, Any]) -> None:
    """Set attributes of a switch object from a body; raises ControlError for unknown names and bad values."""
    known = {item.name for item in dataclasses.fields(target)}
    unknown = [name for name in values if name not in known]
    if unknown:
        raise ControlError(f"unknown switch {', '.join(unknown)}")
    try:
        converted = {name: like(getattr(target, name), value) for name, value in values.items()}
    except (TypeError, ValueError) as error:
        raise ControlError(f"bad value: {error}") from None
    for name, value in converted.items():
        setattr(target, name, value)


def like(present: Any, value: Any) -> Any:
    """A value from JSON or a form in the type of the switch it sets; an empty limit is None (unlimited)."""
    if isinstance(present, bool):
        return value not in (False, 0, "", "0", "N", "false")
    if isinstance(present, set):
        return {
            item.strip() for item in (value.split(",") if isinstance(value, str) else value) if item.strip()
        }
    if isinstance(present, float):
        return float(value)
    if isinstance(present, str | dict):
        return type(present)(value)
    return None if value in (None, "") else int(value)


def reset_tariff(emulator: Emulator, portal: Portal, values: dict[str, Any]) -> Any:
    with portal.lock:
        portal.tariff = Tariff()
    return portal.tariff


def chosen_user(portal: Portal, values: dict[str, Any]) -> User:
    """The user named by ``user`` (key or id); raises ControlError."""
    wanted = str(values.get("user", ""))
    for user in portal.users.values():
        if wanted in (user.key, str(user.id)):
            return user
    raise ControlError(f"unknown user {wanted!r}; known: {', '.join(portal.users)}")


def expire_tokens(emulator: Emulator, portal: Portal, values: dict[str, Any]) -> bool:
    portal.expire_tokens()
    return True


def revoke_user(emulator: Emulator, portal: Portal, values: dict[str, Any]) -> bool:
    emulator.tokens.revoke_user(portal.member_id, chosen_user(portal, values).id)
    return True


def token(emulator: Emulator, portal: Portal, values: dict[str, Any]) -> dict[str, Any]:
    """A fresh token pair of a user, for test scripts."""
    pair = emulator.issue_token(portal, chosen_user(portal, values))
    return {"access_token": pair.access, "refresh_token": pair.refresh, "expires": pair.expires_at}


def webhook(emulator: Emulator, portal: Portal, values: dict[str, Any]) -> dict[str, str]:
    """A new incoming webhook of a user: the address that methods are appended to."""
    return {"url": f"{portal.origin}/rest/{emulator.issue_webhook(portal, chosen_user(portal, values))}/"}


def rights(emulator: Emulator, portal: Portal, values: dict[str, Any]) -> Any:
    """Change a user: ``rights`` (list), ``site_id`` with ``rights`` for one site, ``active``,
    ``app_access``…
    """
    user = chosen_user(portal, values)
    switches = {
        name: bool(values[name]) for name in ("active", "app_access", "sees_sites", "admin") if name in values
    }
    with portal.lock:
        if "rights" in values:
            allowed = frozenset(values["rights"])
            if "site_id" in values:
                user.site_rights[int(number(values, "site_id", 0))] = allowed
            else:
                user.rights = allowed
        for name, value in switches.items():
            setattr(user, name, value)
    return user


def limits(emulator: Emulator, portal: Portal, values: dict[str, Any]) -> dict[str, Any]:
    """``bucket`` switches the leaky bucket, ``operating_seconds`` sets the budget, ``forget`` empties both."""
    if "bucket" in values:
        portal.buckets.enabled = like(True, values["bucket"])
    portal.operating.limit_seconds = number(values, "operating_seconds", portal.operating.limit_seconds)
    if values.get("forget"):
        portal.buckets.forget()
        portal.operating.forget()
    return {"bucket": portal.buckets.enabled, "operating_seconds": portal.operating.limit_seconds}


def oauth(emulator: Emulator, portal: Portal, values: dict[str, Any]) -> dict[str, Any]:
    """The OAuth server: ``lenient`` refresh tokens, ``post_allowed``; ``payment_expired`` of this portal."""
    if "lenient" in values:
        emulator.tokens.lenient = like(True, values["lenient"])
    if "post_allowed" in values:
        emulator.oauth_post_allowed = like(True, values["post_allowed"])
    if "payment_expired" in values:
        portal.installation.payment_expired = like(True, values["payment_expired"])
    return {
        "lenient": emulator.tokens.lenient,
        "post_allowed": emulator.oauth_post_allowed,
        "payment_expired": portal.installation.payment_expired,
    }
