"""The Sites section: lists and a stand-in editor with the draft blocks and the application's widgets."""

from __future__ import annotations

import json

from markupsafe import Markup
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from ..landing.urls import page_url
from ..model import BlockRow, Page, Placement, Site
from .application import as_script
from .chrome import Visit, page, who
from .home import site_tiles
from .rendering import html, render
from .sections import site_path

MAX_ROWS = 200


def sites(visit: Visit) -> Response:
    """``/sites/``."""
    content = render("sites", title=visit.words("Sites"), who=who(visit), sites=site_tiles(visit))
    return page(visit, visit.words("Sites"), content)


def site(visit: Visit, site_id: int) -> Response:
    """``/sites/site/<id>/``: the pages of a site, the first MAX_ROWS of them."""
    found = _site(visit, site_id)
    pages = [row for row in visit.portal.pages_of(found.id) if not row.deleted][:MAX_ROWS]
    content = render(
        "site",
        title=found.title,
        who=who(visit),
        page=visit.words("Page"),
        status=visit.words("Status"),
        rows=Markup("").join(_row(visit, row) for row in pages),
    )
    return page(visit, found.title, content)


def editor(visit: Visit, site_id: int, page_id: int) -> Response:
    """``/sites/site/<site>/view/<page>/``: draft blocks, each with the widgets bound to it."""
    found = _page(visit, site_id, page_id)
    with visit.portal.lock:
        rows = [row for row in visit.portal.rows_of(found) if not row.public and not row.deleted]
    dot, status = _status(found)
    options = {"SITE_ID": str(found.site_id), "LID": str(found.id)}
    widgets = _widgets(visit, ("LANDING_SETTINGS",), options)
    content = render(
        "editor",
        back=site_path(visit.portal.sites[site_id]),
        sites=visit.words("Sites"),
        title=found.title or found.code,
        address=page_url(visit.portal, found),
        dot=dot,
        status=visit.words(status),
        widgets=widgets,
        blocks=Markup("").join(_block(visit, found, row) for row in rows),
        config=as_script({"appId": visit.portal.installation.id, "sessid": "editor"}),
    )
    return page(visit, found.title or found.code, content, "is-editor")


def block_view(visit: Visit, site_id: int, page_id: int, block_id: int) -> Response:
    """The HTML of one draft block, shown in a sandboxed frame of the editor."""
    found = _page(visit, site_id, page_id)
    row = next((row for row in visit.portal.rows_of(found) if row.id == block_id), None)
    if row is None:
        raise NotFound
    content = Markup(row.content)  # noqa: S704 - the block as it is, in a sandboxed frame
    response = html(render("block_view", title=row.code, content=content))
    response.headers["Content-Security-Policy"] = (
        "script-src 'none'; form-action 'none'; frame-ancestors 'self'"
    )
    return response


def _site(visit: Visit, site_id: int) -> Site:
    found = visit.portal.sites.get(site_id)
    if found is None or visit.user is None or not visit.user.sees_sites:
        raise NotFound
    return found


def _page(visit: Visit, site_id: int, page_id: int) -> Page:
    found = visit.portal.pages.get(page_id)
    if found is None or found.site_id != _site(visit, site_id).id:
        raise NotFound
    return found


def _row(visit: Visit, row: Page) -> Markup:
    dot, status = _status(row)
    return render(
        "site_row",
        href=f"{site_path(visit.portal.sites[row.site_id])}view/{row.id}/",
        title=row.title.strip() or "…",
        address=page_url(visit.portal, row),
        dot=dot,
        status=visit.words(status),
        id=row.id,
    )


def _status(row: Page) -> tuple[str, str]:
    if not row.active:
        return "off", "Not published"
    return ("ok", "Published") if row.public else ("warn", "Published with changes")


def _block(visit: Visit, found: Page, row: BlockRow) -> Markup:
    library = visit.portal.repository.get(row.code)
    codes = (f"LANDING_BLOCK_{row.code}", "LANDING_BLOCK_*")
    options = {"ID": str(row.id), "CODE": row.code, "LID": str(found.id)}
    return render(
        "block",
        id=row.id,
        code=row.code,
        name=library.name if library else row.code,
        look="" if row.active else " is-hidden",
        src=f"{site_path(visit.portal.sites[found.site_id])}view/{found.id}/block/{row.id}/",
        widgets=_widgets(visit, codes, options),
    )


def _widgets(visit: Visit, codes: tuple[str, ...], options: dict[str, str]) -> Markup:
    """Buttons of the widgets bound to these places; none before the installer finished."""
    if not visit.portal.installation.finished:
        return Markup("")
    wanted = {code.upper() for code in codes}
    bound = (row for row in visit.portal.installation.placements if row.placement.upper() in wanted)
    return Markup("").join(_widget(row, options) for row in bound)


def _widget(row: Placement, options: dict[str, str]) -> Markup:
    return render(
        "widget", code=row.placement, handler=row.handler, options=json.dumps(options), title=row.title
    )
