"""Control commands about frames, language and versions: the rest of what the panel can switch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .model import Portal
from .model.frame import FRAME_FAULTS

if TYPE_CHECKING:
    from .emulator import Emulator


def frame(emulator: Emulator, portal: Portal, values: dict[str, Any]) -> dict[str, Any]:
    """Switch failures of frames and pictures: ``{"silent": true, …}``; unknown names change nothing."""
    with portal.lock:
        for name in FRAME_FAULTS:
            if name in values:
                (portal.frame.faults.add if values[name] else portal.frame.faults.discard)(name)
    return {"faults": sorted(portal.frame.faults)}


def language(emulator: Emulator, portal: Portal, values: dict[str, Any]) -> dict[str, Any]:
    """Change the portal's language (``language``, e.g. ``ru``), which LANG of the next opening carries."""
    with portal.lock:
        portal.language = str(values.get("language") or portal.language)
    return {"language": portal.language}


def update(emulator: Emulator, portal: Portal, values: dict[str, Any]) -> dict[str, Any]:
    """A new version from the Market: its installer runs again and every first run is ahead once more.

    ``notify`` sends ONAPPUPDATE to the bound handlers first.
    """
    emulator.update_app(portal, notify=bool(values.get("notify")))
    return {"version": portal.installation.version}
