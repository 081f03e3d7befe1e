"""The recycle bin is emptied of what has lain in it for 30 days; looked at once an hour, on the portal's clock."""

from __future__ import annotations

from ..model import Folder, Page, Portal, Site
from . import access, block_rows

KEPT_SECONDS = 30 * 86_400.0
EVERY_SECONDS = 3600.0
Thing = Site | Folder | Page


def note(portal: Portal, thing: Thing) -> None:
    """Remember since when this lies in the recycle bin, or forget it."""
    if thing.deleted:
        portal.trashed_since.setdefault(_key(thing), portal.clock.now())
    else:
        portal.trashed_since.pop(_key(thing), None)


def purge(portal: Portal) -> None:
    """Delete for good what is due. What was trashed without a request counts from when it is first seen here."""
    now = portal.clock.now()
    if now - portal.purged_at < EVERY_SECONDS:
        return
    portal.purged_at = now
    things: list[Thing] = [*portal.sites.values(), *portal.folders.values(), *portal.pages.values()]
    for thing in things:
        note(portal, thing)
        if thing.deleted and now - portal.trashed_since[_key(thing)] > KEPT_SECONDS:
            _drop(portal, thing)


def _drop(portal: Portal, thing: Thing) -> None:
    portal.trashed_since.pop(_key(thing), None)
    if isinstance(thing, Page):
        drop_page(portal, thing)
        return
    inside = list(portal.pages_of(thing.id if isinstance(thing, Site) else thing.site_id))
    for page in inside:
        if isinstance(thing, Site) or thing in access.parents(portal, page.folder_id):
            drop_page(portal, page)
    folders = portal.folders_of(thing.id) if isinstance(thing, Site) else _below(portal, thing)
    for folder in list(folders):
        portal.folders.pop(folder.id, None)
    if isinstance(thing, Site):
        portal.sites.pop(thing.id, None)


def _below(portal: Portal, folder: Folder) -> list[Folder]:
    """A folder and everything under it."""
    return [one for one in portal.folders_of(folder.site_id) if folder in access.parents(portal, one.id)]


def drop_page(portal: Portal, page: Page) -> None:
    """A page with its blocks; the index of its site moves to the page with the lowest id."""
    if portal.pages.pop(page.id, None) is None:
        return
    for row in portal.rows_of(page):
        block_rows.drop_row(portal, row)
    site = portal.sites.get(page.site_id)
    if site is not None and site.index_page_id == page.id:
        site.index_page_id = min((other.id for other in portal.pages_of(site.id)), default=None)


def _key(thing: Thing) -> tuple[str, int]:
    return type(thing).__name__, thing.id
