"""A site of thousands of pages: rows at once, blocks only when somebody looks at a page."""

from __future__ import annotations

from ..builders import add_folder, add_page, add_site
from ..model import Page, Portal, Site
from .larch import FOOTER, MENU
from .planting import HOUR, PagePlan, Status, plant_blocks

FOLDER_SIZE = 500
PICTURES = ("home", "autumn", "sofas-all", "tables-all", "about", "delivery", "spring", "trade-in")
KINDS = ("Sofa", "Table", "Lamp", "Cabinet", "Armchair", "Rug", "Shelf", "Mirror")
WOODS = ("oak", "ash", "birch", "walnut", "pine", "elm", "beech", "larch", "maple")
STATUSES: tuple[Status, ...] = ("published", "published", "changed", "draft", "published")


def plant_many(portal: Portal, pages: int) -> Site:
    """Add the site "Warehouse catalog" with ``pages`` pages, 500 to a folder."""
    now = portal.clock.now()
    site = add_site(
        portal, "Warehouse catalog", "warehouse", domain="warehouse.localhost", modified_at=now - HOUR
    )
    folder = None
    for number in range(pages):
        if number % FOLDER_SIZE == 0:
            shelf = number // FOLDER_SIZE + 1
            folder = add_folder(portal, site, f"Shelf {shelf:03}", f"shelf-{shelf:03}", active=True)
        page = _page(portal, site, number, now)
        page.folder_id = folder.id if folder and number else None
    return site


def _page(portal: Portal, site: Site, number: int, now: float) -> Page:
    status = STATUSES[number % len(STATUSES)]
    kind, wood = KINDS[number % len(KINDS)], WOODS[number % len(WOODS)]
    changed = now - (2 + number % 4000) * HOUR
    page = add_page(
        portal, site, f"{kind} in {wood}, no. {number + 1}", f"item-{number + 1}",
        active=status != "draft", public=status == "published", modified_at=changed,
        created_at=changed - 100 * HOUR, published_at=changed if status != "draft" else None, modified_by=7,
        xml_id=f"larch-fern-{PICTURES[number % len(PICTURES)]}", lazy_blocks=_build,
    )  # fmt: skip
    if number == 0:
        site.index_page_id = page.id
    return page


def _build(portal: Portal, page: Page) -> None:
    """Blocks of one catalog page, with the status the page has at this moment."""
    status: Status = "draft" if not page.published_at else "published" if page.public else "changed"
    texts = {"title": page.title, "text": "In stock, ready to be delivered this week."}
    details = {"title": "Details", "text": "Solid wood, oiled by hand."}
    blocks = (MENU, ("01.big_with_text", texts), ("31.2.two_cols_img_text", details), FOOTER)
    plant_blocks(portal, page, "larch", PagePlan(page.title, page.code, blocks, status))
