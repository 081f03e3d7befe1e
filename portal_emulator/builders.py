"""Filling a portal with content: what seeds and tests call. Ids are given by the portal's counters."""

from __future__ import annotations

from typing import Any

from .model import BlockRow, FileRecord, Folder, Page, Portal, RepositoryBlock, Section, Site


def add_site(portal: Portal, title: str, code: str, *, domain: str = "", **fields: Any) -> Site:
    """A site; ``code`` without slashes. ``domain`` e.g. ``larch.localhost`` makes it public at that host."""
    now = portal.clock.now()
    domain_id = portal.ids.next("domain") if domain else None
    site = Site(
        portal.ids.next("site"),
        title,
        f"/{code}/",
        domain=domain,
        domain_id=domain_id,
        **{"created_at": now, "modified_at": now, **fields},
    )
    portal.sites[site.id] = site
    return site


def add_folder(portal: Portal, site: Site, title: str, code: str, **fields: Any) -> Folder:
    now = portal.clock.now()
    folder = Folder(
        portal.ids.next("folder"), site.id, title, code, **{"created_at": now, "modified_at": now, **fields}
    )
    portal.folders[folder.id] = folder
    return folder


def add_page(portal: Portal, site: Site, title: str, code: str, **fields: Any) -> Page:
    """A page without blocks; pass ``lazy_blocks`` (portal, page) to build them on first use."""
    now = portal.clock.now()
    page = Page(
        portal.ids.next("page"), site.id, title, code, **{"created_at": now, "modified_at": now, **fields}
    )
    if page.active and page.published_at is None:
        page.published_at = now
    portal.pages[page.id] = page
    return page


def add_block(portal: Portal, page: Page, code: str, content: str = "", **fields: Any) -> BlockRow:
    """A draft row at the end of the page; content defaults to the library block's."""
    now = portal.clock.now()
    drafts = [row for row in portal.rows_of(page) if not row.public and not row.deleted]
    library = portal.repository.get(code)
    row = BlockRow(
        portal.ids.next("block"),
        page.id,
        code,
        content or (library.content if library else ""),
        **{"sort": len(drafts) * 500, "created_at": now, "modified_at": now, **fields},
    )
    return portal.add_row(row)


def add_published_block(portal: Portal, page: Page, code: str, content: str = "", **fields: Any) -> BlockRow:
    """A draft row together with its published twin, as after a publication; answers the draft."""
    draft = add_block(portal, page, code, content, **fields)
    twin = BlockRow(
        portal.ids.next("block"),
        page.id,
        code,
        draft.content,
        public=True,
        sort=draft.sort,
        active=draft.active,
        access=draft.access,
        created_at=draft.created_at,
        modified_at=draft.modified_at,
    )
    portal.add_row(twin)
    draft.parent_id = twin.id
    return draft


def add_library_block(portal: Portal, code: str, name: str, sections: tuple[str, ...], content: str,
                      **fields: Any) -> RepositoryBlock:  # fmt: skip
    """A block of the library; unknown sections are created with their code as name."""
    block = RepositoryBlock(code, name, sections, content, **fields)
    for section in sections:
        portal.sections.setdefault(section, Section(section, section.capitalize()))
    portal.repository[code] = block
    return block


def add_file(portal: Portal, name: str, content: bytes, content_type: str, size: tuple[int, int],
             folder: str = "demo") -> FileRecord:  # fmt: skip
    """A picture served by the portal under ``/upload/landing/<folder>/<name>``."""
    record = FileRecord(
        portal.ids.next("file"), name, f"/upload/landing/{folder}/{name}", content, content_type, *size
    )
    portal.files[record.id] = record
    return record
