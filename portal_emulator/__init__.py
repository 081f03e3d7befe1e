"""A pretend Bitrix24: portals with REST, OAuth, limits and faults. Knows nothing of the application it serves."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .clock import ManualClock, RealClock
    from .emulator import Emulator
    from .model import Portal
    from .tokens import TokenPair

__all__ = ["Emulator", "ManualClock", "Portal", "RealClock", "TokenPair"]
_HOMES = {
    "ManualClock": ".clock",
    "RealClock": ".clock",
    "Emulator": ".emulator",
    "Portal": ".model",
    "TokenPair": ".tokens",
}


def __getattr__(name: str) -> Any:
    # Loaded on first use: the launcher and the private Redis live here too and need none of it.
    if name in _HOMES:
        return getattr(import_module(_HOMES[name], __name__), name)
    raise AttributeError(name)
