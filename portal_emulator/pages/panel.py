"""The emulator panel: a collapsible box on every portal page that switches people, plan, failures and versions.

The controls call the control API (``/_emulator/api/<portal>/<command>``) from panel.js.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from markupsafe import Markup

from ..model import FAULT_KINDS, Portal, User
from .rendering import render
from .session import ROLES, full_name

if TYPE_CHECKING:
    from ..emulator import Emulator

LANGUAGES = {
    "en": "English", "ru": "Русский", "de": "Deutsch", "la": "Español", "br": "Português (Brasil)", "fr": "Français",
    "it": "Italiano", "pl": "Polski", "tr": "Türkçe", "ua": "Українська", "kz": "Қазақ тілі", "ar": "العربية",
    "in": "हिन्दी", "id": "Bahasa Indonesia", "ms": "Bahasa Melayu", "vn": "Tiếng Việt", "th": "ภาษาไทย", "ja": "日本語",
    "sc": "中文 (简体)", "tc": "中文 (繁體)",
}  # fmt: skip
LIMITS = {
    "max_public_pages": "Published pages at most",
    "max_public_sites": "Published sites at most",
    "max_sites": "Sites at most",
}
PLAN = {
    "free_plan_publishing_ban": "Free plan, no publishing",
    "custom_html_allowed": "Own HTML allowed",
    "market_subscription": "Market subscription",
    "phone_confirmed": "Phone confirmed",
    "email_confirmed": "E-mail confirmed",
    "permissions_available": "Permissions in the plan",
    "license_expired": "License expired",
    "rest_available": "REST available",
}
FRAME = {
    "silent": "Portal answers no message",
    "refresh_fails": "refreshAuth fails",
    "wrong_origin": "Messages from a wrong origin",
    "expired_token": "Dead AUTH_ID in the form",
    "no_application_token": "No APPLICATION_TOKEN in the form",
    "mobile": "Mobile client",
    "slow_pictures": "Slow preview pictures",
    "no_pictures": "No preview pictures",
}
KINDS = {
    "503": "503, too many requests",
    "429": "429, operation time limit",
    "500": "500, server error",
    "html": "HTML instead of JSON",
    "slow": "Slow answer",
    "answer_lost": "Answer lost after the work",
    "expire_tokens": "Token expires in mid-work",
}
BUTTONS: tuple[tuple[str, str, dict[str, object], bool], ...] = (
    ("tokens/expire", "Expire all tokens", {}, False),
    ("faults/clear", "Clear failures", {}, False),
    ("uninstall", "Uninstall the application", {}, True),
    ("install", "Install it again", {"finished": False}, True),
    ("update", "Update to a new version", {}, True),
)


def panel(portal: Portal, user: User | None, emulator: Emulator) -> Markup:
    """The panel with the switches as they are now."""
    return render(
        "panel",
        portal=portal_key(portal, emulator),
        people=_options({key: f"{full_name(row)} · {ROLES.get(key, key)}" for key, row in portal.users.items()},
                        user.key if user else ""),
        languages=_options(LANGUAGES, portal.language),
        limits=_join(_limit(portal, name, title) for name, title in LIMITS.items()),
        plan=_join(_switch("tariff", name, title, getattr(portal.tariff, name)) for name, title in PLAN.items()),
        frame=_join(_switch("frame", name, title, name in portal.frame.faults) for name, title in FRAME.items()),
        kinds=_options({kind: KINDS.get(kind, kind.replace("_", " ")) for kind in FAULT_KINDS}, "503"),
        latency=portal.latency.request,
        buttons=_join(_button(*row) for row in BUTTONS),
        spare=f"127.0.0.{int(portal.host.rsplit('.', 1)[-1]) + 40}" if portal.host[-1].isdigit() else "127.0.0.41",
    )  # fmt: skip


def portal_key(portal: Portal, emulator: Emulator) -> str:
    """The host the portal started with, which the control API knows it by."""
    return next(host for host, known in emulator.portals.items() if known is portal)


def _join(parts: Iterable[Markup]) -> Markup:
    return Markup("").join(parts)


def _options(titles: dict[str, str], chosen: str) -> Markup:
    return _join(
        render("panel_option", value=key, title=title, selected=Markup(" selected") if key == chosen else "")
        for key, title in titles.items()
    )


def _limit(portal: Portal, name: str, title: str) -> Markup:
    value = getattr(portal.tariff, name)
    return render("panel_limit", name=name, title=title, value="" if value is None else value)


def _switch(command: str, name: str, title: str, on: bool) -> Markup:
    checked = Markup(" checked") if on else ""
    return render("panel_switch", command=command, name=name, title=title, checked=checked)


def _button(command: str, title: str, values: dict[str, object], reload: bool) -> Markup:
    finished = "false" if values.get("finished") is False else ""
    return render(
        "panel_button", command=command, title=title, finished=finished, reload="yes" if reload else ""
    )
