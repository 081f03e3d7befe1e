"""Pages and sites as screens show them: names, words, addresses, pictures."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from time import time
from urllib.parse import urlsplit

from django.urls import reverse
from django.utils.translation import gettext as _

from landing_app.actions.site_action import situation
from landing_app.bitrix24.types import Page, PageStatus, Site, SiteContents, SiteTrash
from landing_app.explorer import naming, portal_links
from landing_app.explorer.dates import when
from landing_app.explorer.scopes import SiteScopeConverter, type_label
from landing_app.explorer.site_facts import SiteFacts
from landing_app.portals.models import Portal, PortalUser


@dataclass(frozen=True, slots=True)
class SiteCard:
    """A tile of the screen Sites. `facts` arrive later where they were not asked for."""

    site: Site
    name: str
    url: str
    label: str
    address: str
    picture: str
    portal: str
    facts: SiteFacts | None = None

    @property
    def fields(self) -> str:
        """What the dialogs of its menus are sent."""
        return json.dumps({"scope": SiteScopeConverter().to_url(self.site.scope), "site": self.site.id})

    @property
    def copy_here(self) -> str:
        """Address of the dialog that asks for a page to copy to this site."""
        return reverse("copy-here", args=[self.site.scope, self.site.id])

    @property
    def menu(self) -> str:
        """The menu of this tile: sites in the same state share one."""
        return f"site-{'on' if self.site.active else 'off'}{'' if self.site.public_url else '-nowhere'}"

    @property
    def status_menu(self) -> str:
        """The menu of its status."""
        return f"status-{'on' if self.site.active else 'off'}"


@dataclass(frozen=True, slots=True)
class PageRow:
    """A page in a list and at the top of its own screen. `fields`: what the dialogs of its menu are sent.

    `within` names the folder in the recycle bin that hides the page. `closed`: its site or a folder above it is not
    published, so that nobody gets the page even when it is. `blocks`: how many its draft has, None while unknown.
    """

    fields: str
    id: int
    name: str
    url: str
    address: str
    public_url: str
    state: str
    status: str
    tone: str
    online: bool
    role: str
    picture: str
    modified: str
    author: str
    editor: str
    settings: str
    closed: bool = False
    within: str = ""
    blocks: int | None = None

    @property
    def place(self) -> str:
        """The whole address without its scheme, where Bitrix24 names one."""
        parts = urlsplit(self.public_url)
        return parts.netloc + parts.path if parts.netloc else self.address

    @property
    def settled(self) -> bool:
        """Publishing would change nothing: not the page, nor the way to it."""
        return self.state == "published" and not self.closed

    @property
    def menu(self) -> str:
        """The menu of this row: pages in the same state share one."""
        state = self.state if self.state != "published" or self.settled else "published-closed"
        return f"page-{state}{'-within' if self.within else ''}{'' if self.public_url else '-nowhere'}"


def site_cards(portal: Portal, sites: list[Site]) -> list[SiteCard]:
    """Tiles in the portal's order."""
    names = naming.site_names(sites)
    hour = int(time() // 3600)  # the date of a site does not tell when its main page was published
    return [
        SiteCard(
            site=site,
            name=names[site.id],
            url=site_url(site),
            label=type_label(site),
            address=naming.site_address(site),
            picture=_version_of(site.picture, site.modified, hour),
            portal=portal_links.site_in_portal(portal, site),
        )
        for site in sites
    ]


def site_url(site: Site) -> str:
    """Address of the screen of a site."""
    return reverse("site", args=[site.scope, site.id])


def trash_rows(
    portal: Portal, contents: SiteContents, trash: SiteTrash, pages: Iterable[Page], names: dict[int, str]
) -> list[PageRow]:
    """Rows of the recycle bin: a page whose folder lies there has the name of that folder."""
    shown = list(pages)
    within = {page.id: folder.title for page in shown if (folder := trash.folder_above(page))}
    rows = page_rows(portal, contents, [replace(page, deleted=True) for page in shown], names)
    return [replace(row, within=within.get(row.id, "")) for row in rows]


def page_rows(
    portal: Portal, contents: SiteContents, pages: Iterable[Page], names: dict[int, str]
) -> list[PageRow]:
    """Rows for these pages; `names` are distinct among all pages they can be confused with."""
    shown = list(pages)
    people = _people(portal, shown)
    roles, around = _roles(contents), situation(contents)
    rows = [_row(portal, contents.site, page, names[page.id], people, roles) for page in shown]
    return [
        replace(row, closed=bool(around.offline(page.folder_id)))
        for row, page in zip(rows, shown, strict=True)
    ]


def _row(
    portal: Portal, site: Site, page: Page, name: str, people: dict[int, str], roles: dict[int, str]
) -> PageRow:
    status, tone = _status(page)
    place = {"scope": SiteScopeConverter().to_url(site.scope), "site": site.id}
    return PageRow(
        fields=json.dumps({**place, "page": page.id}),
        id=page.id,
        name=name,
        url=reverse("page", args=[site.scope, site.id, page.id]),
        address=naming.page_address(page),
        public_url=page.public_url,
        state="deleted" if page.deleted else page.status.value,
        status=status,
        tone=tone,
        online=page.active,
        role=roles.get(page.id, _("Header or footer") if page.is_area else ""),
        picture=_picture(page),
        modified=when(page.modified, page.modified_text),
        author=people.get(page.modified_by or 0, ""),
        editor=portal_links.editor(portal, site, page),
        settings=portal_links.page_settings(portal, site, page),
    )


def _status(page: Page) -> tuple[str, str]:
    if page.deleted:
        return _("In recycle bin"), "bad"
    return {
        PageStatus.PUBLISHED: (_("Published"), "ok"),
        PageStatus.CHANGED: (_("Changed"), "warn"),
        PageStatus.NOT_PUBLISHED: (_("Not published"), ""),
    }[page.status]


def _roles(contents: SiteContents) -> dict[int, str]:
    roles = {folder.index_page_id: _("Folder index") for folder in contents.folders if folder.index_page_id}
    if contents.site.index_page_id:
        roles[contents.site.index_page_id] = _("Main page")
    return roles


def _picture(page: Page) -> str:
    """The portal makes pictures of published pages only."""
    if not page.active or page.deleted or not page.picture:
        return ""
    return _version_of(page.picture, page.modified)


def _version_of(picture: str, modified: datetime | None, *more: int) -> str:
    """A browser keeps pictures; the date of the last change in the address keeps it from showing an old one."""
    if not picture.endswith("/preview.jpg") or modified is None:
        return picture
    return f"{picture}?v={'-'.join(map(str, (int(modified.timestamp()), *more)))}"


def people_of(portal: Portal, pages: Iterable[Page]) -> list[tuple[int, str]]:
    """Who modified these pages last, by name: those whose name we know."""
    return sorted(_people(portal, pages).items(), key=lambda person: person[1].casefold())


def _people(portal: Portal, pages: Iterable[Page]) -> dict[int, str]:
    """Names of those who opened the app; the portal's other employees are unknown to us."""
    ids = {page.modified_by for page in pages if page.modified_by}
    people = PortalUser.objects.filter(portal=portal, user_id__in=ids).exclude(name="")
    return dict(people.values_list("user_id", "name"))
