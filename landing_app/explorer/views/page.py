"""The screen of a page: its blocks as visitors see them, its facts, and what can be done with it."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from landing_app.bitrix24.errors import NotFound
from landing_app.bitrix24.types import Block, Page, SiteContents, SiteScope
from landing_app.explorer import block_contents, folders, menus, naming
from landing_app.explorer.listing import PageQuery
from landing_app.explorer.locks import block_toolbar, locks_of, page_buttons
from landing_app.explorer.rows import page_rows
from landing_app.explorer.scopes import SiteScopeConverter
from landing_app.explorer.troubles import shows_troubles
from landing_app.explorer.views.requests import contents_of, freshness, parked_jobs, portal_of, viewer_of
from landing_app.jobs import favorites
from landing_app.portals.clients import landing_for
from landing_app.portals.frames import frame_required, render_screen

# Codes of Bitrix24's own menus and separators.
_LOW = ("0.menu", "26.separator")
Version = Literal["draft", "published"]


@dataclass(frozen=True, slots=True)
class BlockRow:
    """A block in the list `Blocks`."""

    id: int
    name: str
    code: str
    active: bool
    frame_url: str
    large_url: str
    fields: str
    saved: str

    @property
    def low(self) -> bool:
        """Of a kind that is a strip on every page. Other heights cannot be known: a sandboxed frame tells none."""
        return self.code.startswith(_LOW)

    @property
    def enlarge_id(self) -> str:
        """Id of the button that enlarges it; the block's menu presses it."""
        return f"enlarge-{self.id}"


@require_GET
@frame_required()
@shows_troubles("sites")
def page(request: HttpRequest, scope: SiteScope, site_id: int, page_id: int) -> HttpResponse:
    """One page; `version=published` shows what visitors get, read only, `choose=blocks` begins with the choice of blocks
    to save."""
    return page_screen(request, scope, site_id, page_id)


def page_screen(request: HttpRequest, scope: SiteScope, site_id: int, page_id: int) -> HttpResponse:
    """The screen itself, also answered when a placement opens the frame. Raises Bitrix24Error."""
    reading = contents_of(request, scope, site_id)
    contents = reading.value
    shown = find_page(request, contents, page_id)
    locks = locks_of(contents.rights, contents.site)
    version: Version = "published" if request.GET.get("version") == "published" or locks.viewer else "draft"
    blocks = block_contents.read(viewer_of(request), scope, shown.id, draft=version == "draft")
    row = page_rows(portal_of(request), contents, [shown], _names(contents, shown))[0]
    main, more = page_buttons(locks, row)
    path = f"{row.url}?version=published" if version == "published" else row.url
    context: dict[str, Any] = freshness(reading, path) | {
        "site": contents.site,
        "scope_slug": SiteScopeConverter().to_url(scope),
        "row": row,
        "version": version,
        "selectable": version == "draft" and not shown.deleted,
        "choosing": request.GET.get("choose") == "blocks" and not locks.edit,
        "blocks": _block_rows(
            scope, site_id, shown, blocks, version, favorites.saved(viewer_of(request), blocks)
        ),
        "block_actions": block_toolbar(locks),
        "favorite_locked": locks.edit,
        "menu": menus.block_menu(locks, published=version == "published", deleted=shown.deleted),
        "head_menu": menus.page_menu(row, contents.site, locks),
        "main_actions": main,
        "more_actions": more,
        "locks": locks,
        "parked": parked_jobs(request),
        "crumbs": _crumbs(contents, shown),
        "folder_name": _folder_name(contents, shown),
    }
    return render_screen(request, "explorer/page.html", context, nav="sites", title=row.name)


def find_page(request: HttpRequest, contents: SiteContents, page_id: int) -> Page:
    """The page of this site, also one in the recycle bin, which is asked live. Raises NotFound."""
    known = next((page for page in contents.pages if page.id == page_id), None)
    if known is not None:
        return known
    asked = landing_for(viewer_of(request)).pages([page_id], contents.site.scope).get(page_id)
    if asked is None or asked.site_id != contents.site.id:
        raise NotFound("LANDING_NOT_EXIST")
    return asked


def _names(contents: SiteContents, shown: Page) -> dict[int, str]:
    others = [page for page in contents.pages if page.id != shown.id]
    return naming.page_names([*others, shown])


def _block_rows(
    scope: SiteScope,
    site_id: int,
    shown: Page,
    blocks: list[Block],
    version: Version,
    saved: dict[int, datetime],
) -> list[BlockRow]:
    names, slug = naming.block_names(blocks), SiteScopeConverter().to_url(scope)

    def row(block: Block) -> BlockRow:
        place = [scope, site_id, shown.id, version, block.id]
        small, large = reverse("block-frame", args=place), reverse("block-large", args=place)
        fields = {"scope": slug, "site": site_id, "page": shown.id, "block": block.id}
        when = _saved_when(saved.get(block.id))
        return BlockRow(
            id=block.id,
            name=names[block.id],
            code=block.code,
            active=block.active,
            frame_url=small,
            large_url=large,
            fields=json.dumps(fields),
            saved=when,
        )

    return [row(block) for block in blocks]


def _saved_when(moment: datetime | None) -> str:
    """When this person saved the block; "" when they did not."""
    return (
        _("You saved it: %(when)s") % {"when": date_format(localtime(moment), "SHORT_DATETIME_FORMAT")}
        if moment
        else ""
    )


def _crumbs(contents: SiteContents, shown: Page) -> list[dict[str, str]]:
    site = contents.site
    address = reverse("site", args=[site.scope, site.id])
    crumbs = [{"title": site.title or naming.site_address(site), "url": address}]
    if shown.deleted:
        return [*crumbs, {"title": _("Recycle bin"), "url": address + PageQuery().address(folder="trash")}]
    path = folders.trail(contents, shown.folder_id)
    return crumbs + [
        {"title": folder.title, "url": address + PageQuery().address(folder=str(folder.id))}
        for folder in path
    ]


def _folder_name(contents: SiteContents, shown: Page) -> str:
    path = folders.trail(contents, shown.folder_id)
    return " / ".join(folder.title for folder in path) or _("Site root")
