"""What visitors see: published blocks of active pages at the site's own host, and pictures of those pages."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from markupsafe import Markup
from werkzeug.wrappers import Request, Response

from ..landing.urls import page_url
from ..model import Page, Portal, Site
from . import pictures
from .rendering import html, render

if TYPE_CHECKING:
    from ..emulator import Emulator

PREVIEW = "preview.jpg"


def site_at(emulator: Emulator, host: str) -> tuple[Portal, Site] | None:
    """The portal and the site that own a public host name (without port)."""
    for portal in emulator.portals.values():
        for site in portal.sites.values():
            if site.domain == host and not site.deleted:
                return portal, site
    return None


def respond(portal: Portal, site: Site, request: Request) -> Response:
    """A published page, its picture, or the 404 page."""
    wants_picture = request.path.endswith(f"/{PREVIEW}")
    path = request.path.removesuffix(PREVIEW) if wants_picture else request.path
    page = page_at(portal, site, path if path.endswith("/") else path + "/")
    if page is None or not is_online(portal, site, page):
        return html(render("public_missing"), status=404)
    return picture(portal, page) if wants_picture else published(portal, site, page)


def page_at(portal: Portal, site: Site, path: str) -> Page | None:
    """The page whose public address has this path; only pages that can match are compared."""
    last = path.rstrip("/").rsplit("/", 1)[-1]
    folders = {folder.index_page_id for folder in portal.folders_of(site.id) if folder.code == last}
    for page in portal.pages_of(site.id):
        near = page.code == last or page.id == site.index_page_id or page.id in folders
        if near and not page.deleted and urlsplit(page_url(portal, page)).path == path:
            return page
    return None


def is_online(portal: Portal, site: Site, page: Page) -> bool:
    """Site, page and every folder above it are switched on and not in the recycle bin."""
    folder = portal.folders.get(page.folder_id or 0)
    while folder is not None:
        if folder.deleted or not folder.active:
            return False
        folder = portal.folders.get(folder.parent_id or 0)
    return site.active and not site.deleted and page.active and not page.deleted


def published(portal: Portal, site: Site, page: Page) -> Response:
    """The published rows; hidden ones are left out. The HTML is the site owner's and stays as it is."""
    with portal.lock:
        rows = [row for row in portal.rows_of(page) if row.public and row.active and not row.deleted]
    content = Markup("".join(row.content for row in rows))  # noqa: S704 - a site shows its owner's HTML
    return html(render("public", language=site.language or "en", title=page.title, content=content))


def picture(portal: Portal, page: Page) -> Response:
    """``preview.jpg``: drawn at publication, kept by browsers; *slow_pictures* and *no_pictures* play a lagging cloud."""
    if "slow_pictures" in portal.frame.faults:
        portal.clock.sleep(portal.frame.picture_delay)
    if "no_pictures" in portal.frame.faults:
        return Response("", status=404, mimetype="image/jpeg")
    response = Response(pictures.page_picture(portal, page), mimetype="image/jpeg")
    response.headers["Cache-Control"] = "max-age=3600"
    return response
