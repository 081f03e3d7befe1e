"""Control commands about a portal's life: installing, removing, renaming, deleting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .control_switches import ControlError
from .model import Portal
from .removal import RemovalBlockedError

if TYPE_CHECKING:
    from .emulator import Emulator


def summary(host: str, portal: Portal) -> dict[str, Any]:
    return {
        "portal": host,
        "host": portal.host,
        "origin": portal.origin,
        "title": portal.title,
        "member_id": portal.member_id,
        "cloud": portal.cloud,
        "language": portal.language,
        "deleted": portal.deleted,
        "installed": portal.installation.present,
        "finished": portal.installation.finished,
    }


def rename(emulator: Emulator, portal: Portal, values: dict[str, Any]) -> dict[str, Any]:
    """Move the portal to ``host`` (a loopback address); the old one answers 302."""
    try:
        emulator.rename(portal, str(values.get("host") or ""))
    except OSError as error:
        raise ControlError(f"cannot listen there: {error}") from None
    return summary(portal.host, portal)


def delete(emulator: Emulator, portal: Portal, values: dict[str, Any]) -> dict[str, Any]:
    emulator.delete(portal)
    return summary(portal.host, portal)


def install(emulator: Emulator, portal: Portal, values: dict[str, Any]) -> dict[str, Any]:
    """Install the application; ``finished`` (default true) and ``notify`` (default false)."""
    emulator.install_app(
        portal, finished=bool(values.get("finished", True)), notify=bool(values.get("notify"))
    )
    return summary(portal.host, portal)


def uninstall(emulator: Emulator, portal: Portal, values: dict[str, Any]) -> dict[str, Any]:
    try:
        emulator.uninstall_app(portal, clean=bool(values.get("clean")))
    except RemovalBlockedError as blocked:
        raise ControlError(str(blocked)) from None
    return summary(portal.host, portal)
