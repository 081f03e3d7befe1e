"""From a short plan of a site to rows: sites, folders, pages with draft and published blocks.

Ids come from the portal's counters in the order of the plan, dates are hours before the start, so the same
plan gives the same portal every time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from ..builders import add_block, add_folder, add_page, add_published_block, add_site
from ..model import BlockRow, Folder, Page, Portal, Site
from .library import BY_CODE

Status = Literal["published", "changed", "draft", "trash"]
BlockPlan = tuple[str, dict[str, Any]]
HOUR = 3600.0


@dataclass(frozen=True, slots=True)
class PagePlan:
    """One page. ``folder`` is a folder code of the site or ``""``; ``hours`` is the age of its last change.

    ``raw`` holds block HTML that is not made from the library (code, html).
    """

    title: str
    code: str
    blocks: Sequence[BlockPlan] = ()
    status: Status = "published"
    folder: str = ""
    hours: float = 48.0
    author: int = 7
    theme: str = ""
    main: bool = False
    folder_index: bool = False
    is_area: bool = False
    raw: Sequence[tuple[str, str]] = ()
    hidden: frozenset[int] = frozenset()
    deleted_blocks: frozenset[int] = frozenset()
    fields: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FolderPlan:
    title: str
    code: str
    parent: str = ""
    active: bool = True


@dataclass(frozen=True, slots=True)
class SitePlan:
    """One site with its folders (parents first) and pages; ``fields`` go to the site as they are."""

    title: str
    code: str
    theme: str
    pages: Sequence[PagePlan]
    folders: Sequence[FolderPlan] = ()
    domain: str = ""
    fields: dict[str, Any] = field(default_factory=dict)


def plant_site(portal: Portal, plan: SitePlan) -> Site:
    """Add the site, its folders and pages; answers the site."""
    newest = min((page.hours for page in plan.pages), default=24.0)
    stamp = portal.clock.now() - newest * HOUR
    site = add_site(
        portal,
        plan.title,
        plan.code,
        domain=plan.domain,
        **{
            "created_at": stamp - 400 * 24 * HOUR,
            "modified_at": stamp,
            "language": portal.language,
            **plan.fields,
        },
    )
    folders: dict[str, Folder] = {}
    for folder in plan.folders:
        folders[folder.code] = _plant_folder(portal, site, folder, folders)
    for page in plan.pages:
        _plant_page(portal, site, plan.theme, page, folders)
    return site


def _plant_folder(portal: Portal, site: Site, plan: FolderPlan, known: dict[str, Folder]) -> Folder:
    stamp = portal.clock.now() - 60 * 24 * HOUR
    parent = known[plan.parent].id if plan.parent else None
    return add_folder(portal, site, plan.title, plan.code, parent_id=parent, active=plan.active,
                      created_at=stamp, modified_at=stamp)  # fmt: skip


def _plant_page(portal: Portal, site: Site, theme: str, plan: PagePlan, folders: dict[str, Folder]) -> None:
    changed = portal.clock.now() - plan.hours * HOUR
    online = plan.status in ("published", "changed")
    page = add_page(
        portal, site, plan.title, plan.code,
        **{
            "folder_id": folders[plan.folder].id if plan.folder else None,
            "active": online, "public": plan.status == "published", "deleted": plan.status == "trash",
            "is_area": plan.is_area, "sys": plan.is_area,
            "created_by": plan.author, "modified_by": plan.author, "created_at": changed - 90 * 24 * HOUR,
            "modified_at": changed,
            "published_at": changed - (50 * HOUR if plan.status == "changed" else 0) if online else None,
            "xml_id": f"{site.code.strip('/')}-{plan.code}", **plan.fields,
        },
    )  # fmt: skip
    if plan.main:
        site.index_page_id = page.id
    if plan.folder_index:
        folders[plan.folder].index_page_id = page.id
    plant_blocks(portal, page, plan.theme or theme, plan)


def plant_blocks(portal: Portal, page: Page, theme: str, plan: PagePlan) -> None:
    """Draft rows of the plan, with published twins unless the page was never published."""
    contents = [(code, BY_CODE[code].html(theme, **texts)) for code, texts in plan.blocks] + list(plan.raw)
    add = add_published_block if plan.status in ("published", "changed") else add_block
    stamps = {"created_at": page.created_at, "modified_at": page.modified_at, "created_by": plan.author,
              "modified_by": plan.author}  # fmt: skip
    rows: list[BlockRow] = []
    for code, content in contents:
        rows.append(add(portal, page, code, content, **stamps))
    for number in plan.hidden:
        rows[number].active = False
    for number in plan.deleted_blocks:
        rows[number].deleted = True
    if plan.status == "changed":
        _edit_after_publication(rows)


def _edit_after_publication(rows: list[BlockRow]) -> None:
    """The second draft gets a new text, so that draft and published copy really differ."""
    for row in rows[1:2]:
        row.content = row.content.replace("</h1>", " · new</h1>", 1).replace("</h2>", " · new</h2>", 1)
        row.modified_at += 0.25 * HOUR
