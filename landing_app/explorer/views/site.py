"""The screen of a site: folders, the list of pages, and the toolbar that opens dialogs."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from landing_app.bitrix24.types import Site, SiteContents, SiteScope
from landing_app.explorer import bin_counts, block_counts, folders, menus, naming, portal_links
from landing_app.explorer.listing import (
    ALL,
    ROOT,
    TRASH,
    PageQuery,
    PageSlice,
    cut,
    in_folder,
    matching,
)
from landing_app.explorer.locks import locks_of, page_toolbar
from landing_app.explorer.rows import page_rows, people_of, site_cards, trash_rows
from landing_app.explorer.scopes import SiteScopeConverter
from landing_app.explorer.troubles import shows_troubles
from landing_app.explorer.views.requests import contents_of, freshness, parked_jobs, portal_of, viewer_of
from landing_app.portals.clients import landing_for
from landing_app.portals.frames import fragment, frame_required, render_screen
from landing_app.portals.reads import Reading

# The part of the screen that a link or field asks for by its htmx target.
_PARTS = {"pages": "explorer/_list.html", "site-body": "explorer/_body.html"}


@require_GET
@frame_required()
@shows_troubles("sites")
def site(request: HttpRequest, scope: SiteScope, site_id: int) -> HttpResponse:
    """One site; the query is that of `PageQuery`."""
    return site_screen(request, scope, site_id)


def site_screen(request: HttpRequest, scope: SiteScope, site_id: int) -> HttpResponse:
    """The screen, or the part of it named by the htmx target. Raises Bitrix24Error."""
    reading = contents_of(request, scope, site_id)
    contents, query = reading.value, PageQuery.read(request.GET)
    context = _list_context(request, reading, query)
    part = _PARTS.get(request.htmx.target or "") if getattr(request, "htmx", None) else None  # type: ignore[attr-defined]
    if part == "explorer/_list.html":
        # While somebody types, the next list comes before the numbers of this one.
        return fragment(request, part, context | {"numbers_wait": True})
    context |= reading.worked_out("folders", lambda: _folders(contents)) | _words(query)
    context["people"] = people_of(portal_of(request), contents.pages)
    context["bin_count"] = bin_counts.kept(viewer_of(request), reading)
    if part:
        return fragment(request, part, context)
    context |= freshness(reading, reverse("site", args=[scope, site_id]) + query.address(page=query.page))
    locks, [card] = locks_of(contents.rights, contents.site), site_cards(portal_of(request), [contents.site])
    context |= {
        "address": card.address,
        "parked": parked_jobs(request),
        "locks": locks,
        "card": card,
        "head_menu": menus.site_menu(contents.site, locks),
        "status_menu": menus.status_menu(card, locks),
    }
    title = card.name
    return render_screen(request, "explorer/site.html", context, nav="sites", title=title)


def _list_context(request: HttpRequest, reading: Reading[SiteContents], query: PageQuery) -> dict[str, Any]:
    contents = reading.value
    site, portal = contents.site, portal_of(request)
    if query.is_trash:  # a reading of its own that is never kept
        trash = landing_for(viewer_of(request)).site_trash(site.id, site.scope)
        bin_counts.keep(viewer_of(request), reading, len(trash.pages))
        shown = cut(matching(trash.pages, query), query)
        rows = trash_rows(portal, contents, trash, shown.rows, naming.page_names(trash.pages))
    else:
        pages = contents.pages
        shown = cut(reading.worked_out(query.choice, lambda: matching(pages, query)), query)
        names = reading.worked_out("names", lambda: naming.page_names(pages))
        rows = page_rows(portal, contents, shown.rows, names)
    counts = _counts_blocks(contents, query)
    if counts:
        known = block_counts.kept(viewer_of(request), site.scope, shown.rows)
        rows = [replace(row, blocks=known.get(row.id)) for row in rows]
    address = reverse("site", args=[site.scope, site.id])
    place = _place(contents, query)
    locks = locks_of(contents.rights, site)
    return {
        "site": site,
        "site_url": address,
        "scope_slug": SiteScopeConverter().to_url(site.scope),
        "site_in_portal": portal_links.site_in_portal(portal, site),
        "query": query,
        "slice": shown,
        "rows": rows,
        "no_copy": locks.edit,
        "copy_here": _copy_here(site, query),
        "uncounted": ",".join(str(row.id) for row in rows if counts and row.blocks is None),
        "menus": menus.page_menus(rows, site, locks),
        "place": place,
        "caption": f"{place}, {_span(shown)}",
        "span": _span(shown),
        "heads": _heads(address, query),
        "numbers": _numbers(address, query, shown),
        "actions": page_toolbar(locks, trash=query.is_trash),
        "addresses": {
            "list": address + query.address(view="list"),
            "changed": address + query.address(status="changed"),
            "any_status": address + query.address(status=""),
            "tiles": address + query.address(view="tiles"),
            "unfiltered": address + query.address(text="", status="", by=0),
        },
    }


def _counts_blocks(contents: SiteContents, query: PageQuery) -> bool:
    """The list of rows has a column for them; see `block_counts` for whose are counted."""
    return contents.rights.can("edit") and not query.is_trash and query.view == "list"


def _copy_here(site: Site, query: PageQuery) -> str:
    folder = f"?to_folder={query.folder}" if query.folder.isdigit() else ""
    return reverse("copy-here", args=[site.scope, site.id]) + folder


def _folders(contents: SiteContents) -> dict[str, Any]:
    counts = {"all": len(contents.pages), "root": len(in_folder(contents.pages, ROOT))}
    return {"folders": folders.tree(contents), "counts": counts}


def _words(query: PageQuery) -> dict[str, Any]:
    words = {"all": _("All pages"), "root": _("Site root"), "trash": _("Recycle bin")}
    return {"words": words, "selected": query.folder}


def _place(contents: SiteContents, query: PageQuery) -> str:
    names = {ALL: _("All pages"), ROOT: _("Site root"), TRASH: _("Recycle bin")}
    if query.folder in names:
        return names[query.folder]
    path = folders.trail(contents, int(query.folder))
    return path[-1].title if path else _("Folder")


def _span(shown: PageSlice) -> str:
    text = ngettext("%(first)d to %(last)d of %(total)d", "%(first)d to %(last)d of %(total)d", shown.total)
    return text % {"first": shown.first, "last": shown.last, "total": shown.total}


def _heads(address: str, query: PageQuery) -> list[dict[str, str]]:
    """Sortable columns: a click on the current one turns it around."""
    labels = {"title": _("Page"), "status": _("Status"), "modified": _("Modified")}
    css = {"title": "c-main", "status": "c-status", "modified": "c-date hide-m"}
    heads = []
    for key, label in labels.items():
        current = query.sort.removeprefix("-") == key
        down = query.sort.startswith("-")
        first = f"-{key}" if key == "modified" else key
        turned = (key if down else f"-{key}") if current else first
        aria = ("descending" if down else "ascending") if current else "none"
        place = address + query.address(sort=turned)
        heads.append({"key": key, "label": label, "css": css[key], "aria": aria, "address": place})
    return heads


def _numbers(address: str, query: PageQuery, shown: PageSlice) -> list[dict[str, Any]]:
    """Page numbers around the current one, the first and the last; a gap between them is marked once."""
    if shown.pages < 2:
        return []
    around = range(max(1, shown.page - 2), min(shown.pages, shown.page + 2) + 1)
    wanted = sorted({1, shown.pages, *around})
    numbers: list[dict[str, Any]] = []
    for before, number in zip([0, *wanted], wanted, strict=False):
        if number - before > 1:
            numbers.append({"gap": True})
        place = address + query.address(page=number)
        numbers.append({"value": number, "current": number == shown.page, "address": place})
    return numbers
