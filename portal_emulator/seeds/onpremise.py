"""The third portal: on-premise style, one small site and an intranet page without a public domain."""

from __future__ import annotations

from .planting import BlockPlan, PagePlan, SitePlan

MENU: BlockPlan = ("0.menu_02", {"name": "Halden Works", "links": ("Machines", "Service", "Contacts")})
FOOTER: BlockPlan = ("35.8.footer_short", {"name": "Halden Works", "address": "Dock 7"})


def _page(title: str, code: str, line: str, hours: float, main: bool = False) -> PagePlan:
    cover: BlockPlan = ("01.big_with_text", {"title": title, "text": line, "scene": "abstract-docs"})
    return PagePlan(title, code, [MENU, cover, ("35.2.three_steps", {}), FOOTER], hours=hours, main=main)


SITES = (
    SitePlan(
        "Halden Works",
        "halden-works",
        "docs",
        [
            _page(
                "Machines that outlive their paint",
                "home",
                "Presses, lathes and spare parts since 1961.",
                40.0,
                main=True,
            ),
            _page("Service", "service", "A fitter within two days.", 80.0),
            PagePlan(
                "Spare parts", "parts", [MENU, ("44.1.products_grid", {}), FOOTER], "changed", hours=20.0
            ),
        ],
        domain="halden-works.localhost",
    ),
    SitePlan(
        "Canteen",
        "canteen",
        "halden",
        [
            PagePlan(
                "Menu of the week",
                "home",
                [("21.schedule", {"title": "Menu of the week"})],
                hours=10.0,
                main=True,
            )
        ],
    ),
)
