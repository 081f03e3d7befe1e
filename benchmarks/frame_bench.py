"""The running product for the measurements of its interface, and one line of their table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from playwright.sync_api import Browser, expect

from benchmarks.frame_vitals import person
from portal_emulator.model import Portal
from tests.journeys.stack import Stack


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table. ``goal`` is the most it may be; None when there is none."""

    name: str
    value: float
    unit: str
    goal: float | None
    more: str = ""

    def line(self) -> str:
        verdict = "" if self.goal is None else "ok" if self.value <= self.goal else "MISSED"
        goal = "" if self.goal is None else f"<= {self.goal:g}"
        shown = f"{self.value:.3f}" if self.unit == "" else f"{self.value:,.0f}"
        return f"{self.name:<52}{shown:>9} {self.unit:<8}{goal:<10}{verdict:<8}{self.more}"


def share(values: Sequence[float], part: float) -> float:
    """The value that this part (0.75, 0.95) of them does not exceed."""
    ordered = sorted(values)
    return ordered[max(0, ceil(part * len(ordered)) - 1)]


class Bench:
    """The running product, a portal with the app installed, and where to open it."""

    def __init__(self, stack: Stack, browser: Browser, loads: int) -> None:
        self.stack, self.browser, self.loads = stack, browser, loads
        self.install()

    @property
    def portal(self) -> Portal:
        return self.stack.emulator.portals["127.0.0.1"]

    @property
    def address(self) -> str:
        return f"{self.portal.origin}/marketplace/app/{self.portal.installation.id}/"

    def workload(self) -> str:
        """What the portal holds."""
        pages = Counter(page.site_id for page in self.portal.pages.values() if not page.deleted)
        sites = [site for site in self.portal.sites.values() if not site.deleted and not site.special]
        return f"Portal with {len(sites)} sites; pages of a site: {sorted(pages.values(), reverse=True)}."

    def install(self) -> None:
        """The administrator opens the app once; the installer finishes by itself."""
        context = person(self.browser, self.portal.origin, "administrator")
        page = context.new_page()
        page.goto(self.address)
        frame = page.frame_locator("iframe[id^=appframe_]")
        expect(frame.get_by_role("heading", level=1, name="Sites")).to_be_visible(timeout=60_000)
        context.close()

    def fill(self, pages: int) -> None:
        """Fresh portals at the same addresses, the first one with a site of so many pages."""
        self.stack.renew_portals(pages)
        self.install()
