"""Emulated operating seconds per method, after the timings shown in the official documentation."""

from __future__ import annotations

COSTS = {
    "landing.block.getbyid": 0.37,
    "landing.block.getlist": 0.49,
    "landing.block.getrepository": 0.6,
    "landing.block.uploadfile": 0.31,
    "landing.block.updatenodes": 0.09,
    "landing.landing.addblock": 0.11,
    "landing.landing.copy": 0.99,
    "landing.landing.copyblock": 0.3,
    "landing.landing.moveblock": 0.3,
    "landing.landing.delete": 0.19,
    "landing.landing.deleteblock": 0.13,
    "landing.landing.favoriteblock": 0.22,
    "landing.landing.getlist": 0.09,
    "landing.landing.move": 0.35,
    "landing.landing.publication": 0.28,
    "landing.landing.unpublic": 0.15,
    "landing.landing.update": 0.1,
    "landing.site.publication": 0.14,
}
DEFAULT = 0.05


def cost_of(method: str) -> float:
    """Seconds one call of a (lower-case) method uses up."""
    return COSTS.get(method, DEFAULT)
