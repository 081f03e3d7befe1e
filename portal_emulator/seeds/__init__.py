"""Content of the demo portals."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..emulator import Emulator


def plant(emulator: Emulator, *, pages: int = 0) -> None:
    """Fill every portal of the emulator; ``pages`` > 0 adds a site of that many pages to the first portal."""
