"""Screenshots for the card in Market, made from the real product at a pretend portal: `make market-pictures`."""

import re
from pathlib import Path

from playwright.sync_api import expect, sync_playwright

from tests.journeys.conftest import CHROMIUM, SWITCHES
from tests.journeys.desk import MARKETER, Desk
from tests.journeys.stack import Stack

FOLDER = Path(__file__).parents[2] / "docs" / "market"
SIZE = {"width": 1280, "height": 720}
"""The largest picture the cabinet takes, in pixels."""


def draw(desk: Desk) -> None:
    """Walk through one afternoon of a marketer and keep four moments of it."""
    desk.open_as(MARKETER)
    desk.open_site("Larch & Fern Interiors")
    desk.select("Autumn collection 2026", "Ring table", "Gift cards")
    keep(desk, "1-site")
    dialog = desk.act("Publish", "Publish")
    keep(desk, "2-publish")
    desk.confirm(dialog, "Publish")
    desk.job_ends_as("Done")
    keep(desk, "3-receipt")
    desk.frame.get_by_role("link", name="Sites", exact=True).click()
    desk.open_site("Larch & Fern Interiors")
    desk.frame.get_by_role("link", name="Autumn collection 2026", exact=True).first.click()
    desk.frame.get_by_role("list", name="Blocks").get_by_role("button", name="Save to favorites").nth(
        1
    ).click()
    opened = desk.frame.get_by_role("dialog", name=re.compile("^Save to favorites"))
    opened.get_by_label("Preview image").set_input_files(
        Path(__file__).parents[2] / "portal_emulator/static/img/blocks/46.3.cover_with_blocks.jpg"
    )
    keep(desk, "4-favorite")


def keep(desk: Desk, name: str) -> None:
    """Save what the portal's page shows once nothing is loading any more."""
    expect(desk.frame.locator(".is-busy, .skeleton")).to_have_count(0)
    desk.page.wait_for_load_state("networkidle")
    desk.page.evaluate("for (const part of document.querySelectorAll('*')) part.scrollTop = 0;")
    for panel in desk.page.locator("#emulator-panel").element_handles():
        panel.evaluate("panel => panel.remove()")
    desk.page.mouse.move(0, 0)
    desk.page.screenshot(path=FOLDER / f"{name}.png")


def main() -> None:
    """Start the product and Chromium, draw, end both."""
    with Stack() as stack, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        draw(Desk(stack, browser.new_page(viewport=SIZE)))
        browser.close()


if __name__ == "__main__":
    main()
