"""Draw the bundled pictures of library blocks and seeded pages from their own HTML (a developer's command).

``python -m portal_emulator.seeds.draw`` needs Playwright and Chromium; existing pictures are kept, so delete
a file to draw it again. The pictures are committed: running the emulator never needs a browser.
"""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page as BrowserPage
from playwright.sync_api import sync_playwright

from ..model import Portal
from . import PORTALS, seed_portal

STATIC = Path(__file__).resolve().parent.parent / "static"
BLOCKS, PAGES = STATIC / "img" / "blocks", STATIC / "img" / "pages"
CHROMIUM = "/usr/bin/chromium"
RATIO = 1.35


def main() -> None:
    """Draw every missing picture of every demo portal."""
    with sync_playwright() as driver, tempfile.TemporaryDirectory() as folder:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        screen = browser.new_page(viewport={"width": 1200, "height": 40})
        for number in range(len(PORTALS)):
            portal = Portal(f"portal-{number}")
            seed_portal(portal, number)
            _draw_blocks(screen, portal, Path(folder))
            _draw_pages(screen, portal, Path(folder))
        browser.close()


def _draw_blocks(screen: BrowserPage, portal: Portal, folder: Path) -> None:
    for block in portal.repository.values():
        target = BLOCKS / f"{block.code}.jpg"
        if not target.exists():
            _save(_shoot(screen, block.content, folder), target, 600, 74)


def _draw_pages(screen: BrowserPage, portal: Portal, folder: Path) -> None:
    for page in list(portal.pages.values()):
        site = portal.sites[page.site_id]
        rows = [row for row in portal.rows_of(page) if not row.public and not row.deleted]
        target = PAGES / f"{page.xml_id}.jpg"
        if not target.exists() and rows and site.code != "/trials/":
            _save(_shoot(screen, "".join(row.content for row in rows), folder), target, 480, 70)


def _shoot(screen: BrowserPage, html: str, folder: Path) -> bytes:
    file = folder / "shot.html"
    style = (STATIC / "css" / "blocks.css").read_text()
    body = html.replace("/upload/landing/art/", f"file://{STATIC}/img/scenes/")
    file.write_text(f"<!doctype html><meta charset=utf-8><style>*{{margin:0}}{style}</style>{body}")
    screen.goto(f"file://{file}")
    return screen.screenshot(full_page=True)


def _save(png: bytes, target: Path, width: int, quality: int) -> None:
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    content = picture.crop((0, 0, picture.width, min(picture.height, int(picture.width * RATIO))))
    height = max(1, round(content.height * width / content.width))
    content.resize((width, height), Image.Resampling.LANCZOS).save(target, quality=quality, optimize=True)


if __name__ == "__main__":
    main()
