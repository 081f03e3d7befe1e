"""`landing.landing.publication` and its relatives: row synchronisation, folders and sites."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ..model import BlockRow, Page, Site
from ..rest.call import Call
from ..rest.errors import RestError
from ..rest.registry import method
from . import access, block_rows
from .publication_checks import check_page, check_site


@method("landing.landing.publication", "lid:id")
def publish(call: Call, page_id: int) -> bool | None:
    """True, or null with nothing done when the caller may not publish. Raises the errors of §6.5."""
    return publish_page(call, access.load_page(call, page_id))


def publish_page(call: Call, page: Page) -> bool | None:
    """Put a page online. The site's own check comes last: it may fail after the blocks are live."""
    site = access.site_of(call, page)
    if not access.may(call, site, "public"):
        return None
    check_page(call, page)
    for folder in access.parents(call.portal, page.folder_id):
        folder.active = True
    page.public_settings = dict(page.settings)
    sync_rows(call, page)
    page.active = page.public = True
    page.published_at = call.now
    activate_site(call, site)
    return True


def activate_site(call: Call, site: Site) -> None:
    """Switch the site on. Raises FREE_DOMAIN_IS_NOT_ALLOWED or PUBLIC_SITE_REACHED."""
    check_site(call, site)
    if not site.active:
        site.active = True
        site.modified_by, site.modified_at = call.user.id, call.now


def sync_rows(call: Call, page: Page) -> None:
    """Make published rows equal to the drafts; ids of existing twins are kept, twins without draft go."""
    kept = {sync_row(call, page, row).id for row in block_rows.drafts(call, page)}
    for row in call.portal.rows_of(page):
        if row.public and row.id not in kept:
            block_rows.drop_row(call.portal, row)
    for row in block_rows.drafts(call, page, deleted=True):
        row.parent_id = None
    rewrite_links(call, page)


def sync_row(call: Call, page: Page, draft: BlockRow) -> BlockRow:
    """The published twin of a draft, made on first publication with an id of its own."""
    portal = call.portal
    twin = portal.blocks.get(draft.parent_id or 0)
    if twin is None or not twin.public or twin.page_id != page.id:
        twin = replace(draft, id=portal.ids.next("block"), public=True, parent_id=None, favorite_meta={})
        portal.add_row(twin)
        draft.parent_id = twin.id
    twin.content = draft.content.replace(f"block{draft.id}", f"block{twin.id}")
    twin.code, twin.active, twin.sort, twin.access = draft.code, draft.active, draft.sort, draft.access
    twin.anchor, twin.designed, twin.deleted = draft.anchor or f"b{draft.id}", draft.designed, False
    twin.modified_by, twin.modified_at = call.user.id, call.now
    block_rows.attach_same_files(portal, draft.id, twin.id)
    return twin


def rewrite_links(call: Call, page: Page) -> None:
    """Links ``#block<draft>`` between blocks of the page point to the published rows."""
    twins = {row.id: row.parent_id for row in block_rows.drafts(call, page) if row.parent_id}
    for row in block_rows.published(call, page):
        for draft_id, twin_id in twins.items():
            row.content = row.content.replace(f'#block{draft_id}"', f'#block{twin_id}"')


@method("landing.landing.unpublic", "lid:id")
def unpublish(call: Call, page_id: int) -> bool:
    """ACTIVE=N and PUBLIC=N; published rows remain and the site stays on."""
    page = access.load_page(call, page_id)
    if not access.may(call, access.site_of(call, page), "public"):
        raise RestError("ACCESS_DENIED", "Page publishing access was denied.")
    page.active = page.public = False
    page.modified_by, page.modified_at = call.user.id, call.now
    return True


@method("landing.block.publication", "block:id")
def publish_block(call: Call, block_id: int) -> bool | None:
    """Undocumented: publishes one block; null for an unknown one or without the right."""
    page = block_rows.page_of_row(call, block_id)
    if page is None or not access.may(call, access.site_of(call, page), "public"):
        return None
    page = access.load_page(call, page.id)
    call.process.edit_mode = True
    row = next((row for row in block_rows.drafts(call, page) if row.id == block_id), None)
    if row is None:
        return False
    sync_row(call, page, row)
    return True


@method("landing.site.publication", "id:int", "mark:bool?")
def publish_site(call: Call, site_id: int, mark: bool | None) -> int:
    """Publishes every page not up to date, never-published drafts included, and every folder, then the site.

    Stops at the first page error. Without the right pages are skipped, folders are still switched on, and
    only then ACCESS_DENIED comes.
    """
    if mark is False:
        return unpublish_site(call, site_id)
    site = access.visible_site(call, site_id)
    for page in pages_to_publish(call, site):
        publish_page(call, page)
    for folder in call.portal.folders_of(site.id) if site else ():
        if not folder.deleted:
            folder.active = True
    if site is None or not access.may(call, site, "public"):
        raise RestError("ACCESS_DENIED", "Site publishing access was denied.")
    activate_site(call, site)
    return site.id


def pages_to_publish(call: Call, site: Site | None) -> Iterator[Page]:
    for page in list(call.portal.pages_of(site.id)) if site else ():
        reachable = not page.deleted and not access.in_trashed_folder(call.portal, page.folder_id)
        if reachable and not (page.active and page.public):
            yield page


@method("landing.site.unpublic", "id:int")
def unpublish_site(call: Call, site_id: int) -> int:
    """Switches the site off; its pages keep their state."""
    site = access.visible_site(call, site_id)
    if site is None or not access.may(call, site, "public"):
        raise RestError("ACCESS_DENIED", "Site publishing access was denied.")
    site.active = False
    site.modified_by, site.modified_at = call.user.id, call.now
    return site.id
