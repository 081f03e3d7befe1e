"""Content of the demo portals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model import Portal
from . import english, hostile, larch, onpremise, russian
from .library import plant_library
from .many import plant_many
from .planting import SitePlan, plant_site

if TYPE_CHECKING:
    from ..emulator import Emulator

Names = dict[str, str]
ENGLISH: tuple[SitePlan, ...] = (larch.SITE, *english.SITES, hostile.SITE)
# Sites, section names and block names of the first, second and third portal.
PORTALS: tuple[tuple[tuple[SitePlan, ...], Names, Names], ...] = (
    (ENGLISH, {}, {}),
    (russian.SITES, russian.SECTION_NAMES, russian.BLOCK_NAMES),
    (onpremise.SITES, {}, {}),
)


def plant(emulator: Emulator, *, pages: int = 0) -> None:
    """Fill every portal of the emulator; ``pages`` > 0 adds a site of that many pages to the first portal."""
    for number, portal in enumerate(emulator.portals.values()):
        seed_portal(portal, number, pages=pages if number == 0 else 0)


def seed_portal(portal: Portal, number: int = 0, *, pages: int = 0) -> None:
    """Fill one portal like demo portal ``number``: 0 English, 1 Russian, 2 on-premise style."""
    sites, section_names, block_names = PORTALS[number % len(PORTALS)]
    with portal.lock:
        # Registered as a local application; its installer has not run yet.
        portal.installation.present = True
        plant_library(portal, section_names, block_names)
        for plan in sites:
            plant_site(portal, plan)
        if pages:
            plant_many(portal, pages)
