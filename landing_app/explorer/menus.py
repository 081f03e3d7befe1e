"""The menus behind "…" and behind the status of a site: one menu per state of a row, so the page holds a few menus
and not one for every row.

An entry that is off stays in its place and says why. What differs from row to row (addresses, ids) is taken from
the button that opens the menu; see static/js/menus.js.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from landing_app.bitrix24.types import Site
from landing_app.explorer.locks import Locks, offline, settled
from landing_app.explorer.rows import PageRow, SiteCard

Kind = Literal["screen", "outside", "copy", "dialog", "ask", "press"]
_CHANGED = json.dumps({"all": "1", "status": "changed"})
_EVERYTHING = json.dumps({"all": "1"})


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """`value` is the action of a dialog, else the name of the opening button's value ("ask": a dialog at that
    address). `locked` says why it is off, `line` draws a line above, `fields` are sent with the opener's; those of a
    screen are the query of its address."""

    kind: Kind
    value: str
    label: str
    icon: str
    locked: str = ""
    line: bool = False
    alert: bool = False
    fields: str = ""


@dataclass(frozen=True, slots=True)
class Menu:
    """`key` names the menu in its screen."""

    key: str
    entries: tuple[MenuEntry, ...]


def page_menus(rows: Iterable[PageRow], site: Site, locks: Locks) -> list[Menu]:
    """The menus that these rows need."""
    needed = {row.menu: row for row in rows}
    view = MenuEntry("screen", "url", _("Open page view"), "page")
    return [Menu(key, (view, *_page_entries(row, site, locks, listed=True))) for key, row in needed.items()]


def page_menu(row: PageRow, site: Site, locks: Locks) -> Menu:
    """The menu in the head of a page's own screen."""
    return Menu("page", tuple(_page_entries(row, site, locks)))


def _page_entries(row: PageRow, site: Site, locks: Locks, *, listed: bool = False) -> list[MenuEntry]:
    """A `listed` page is not open: its blocks are chosen on its own screen."""
    if row.state == "deleted":
        buried = _("Restore its folder in Bitrix24 first.") if row.within else ""
        return [MenuEntry("dialog", "restore_page", _("Restore"), "undo", locks.delete or buried, line=True)]
    hidden = offline(row) or ("" if site.active else _("The site is not published."))
    missing = "" if row.public_url else _("Bitrix24 names no address of this page.")
    publish = _("Publish changes") if row.state == "changed" else _("Publish")
    return [
        MenuEntry("outside", "editor", _("Open in editor"), "goto"),
        MenuEntry("outside", "settings", _("Page settings in Bitrix24"), "settings"),
        MenuEntry("outside", "public", _("Open on the site"), "goto", hidden or missing),
        MenuEntry("copy", "public", _("Copy link"), "link", missing),
        MenuEntry("dialog", "publish_page", publish, "published", locks.publish or settled(row), line=True),
        MenuEntry("dialog", "unpublish_page", _("Unpublish"), "unpublish", locks.publish or offline(row)),
        MenuEntry("dialog", "copy_page", _("Copy to a folder…"), "copy", locks.edit),
        *([_choose_blocks(locks)] if listed else []),
        MenuEntry("dialog", "move_page", _("Move to a folder…"), "move", locks.delete),
        MenuEntry("dialog", "trash_page", _("Move to recycle bin"), "trash", locks.delete),
        MenuEntry("dialog", "remove_entities", _("Clean up…"), "clean", locks.edit, line=True, alert=True),
    ]


def _choose_blocks(locks: Locks) -> MenuEntry:
    return MenuEntry("screen", "url", _("Save blocks…"), "favorite", locks.edit, fields="?choose=blocks")


def site_menus(cards: Iterable[SiteCard]) -> list[Menu]:
    """The menus that these tiles need. Rights on a site are not known here; its dialog tells them."""
    shown = list(cards)
    view = MenuEntry("screen", "url", _("View pages"), "blocks")
    menus = [Menu(card.menu, (view, *_site_entries(card.site))) for card in shown]
    menus += [Menu(card.status_menu, tuple(_status_entries(card.site))) for card in shown]
    return list({menu.key: menu for menu in menus}.values())


def site_menu(site: Site, locks: Locks) -> Menu:
    """The menu in the head of a site's own screen."""
    return Menu("site", tuple(_site_entries(site, locks.publish, locks.edit)))


def status_menu(card: SiteCard, locks: Locks) -> Menu:
    """What can be done about the status in the head of a site's own screen."""
    return Menu(card.status_menu, tuple(_status_entries(card.site, locks.publish)))


def _site_entries(site: Site, no_publish: str = "", no_edit: str = "") -> list[MenuEntry]:
    missing = "" if site.public_url else _("Bitrix24 names no address of this site.")
    offline = "" if site.active else _("The site is not published.")
    changed = _("Publish all changed pages…")
    return [
        MenuEntry("copy", "public", _("Copy link"), "link", missing),
        MenuEntry("outside", "public", _("Open site"), "goto", offline or missing),
        MenuEntry("outside", "portal", _("Open in Bitrix24"), "goto"),
        MenuEntry("dialog", "publish_page", changed, "published", no_publish, line=True, fields=_CHANGED),
        MenuEntry("ask", "here", _("Copy a page here…"), "copy", no_edit),
    ]


def _status_entries(site: Site, locked: str = "") -> list[MenuEntry]:
    if site.active:
        return [MenuEntry("dialog", "unpublish_site", _("Unpublish the site…"), "unpublish", locked)]
    everything = _("Publish it with all its pages…")
    return [
        MenuEntry("dialog", "publish_site", _("Publish the site…"), "published", locked),
        MenuEntry("dialog", "publish_page", everything, "blocks", locked, fields=_EVERYTHING),
    ]


def block_menu(locks: Locks, *, published: bool, deleted: bool) -> Menu:
    """The menu of every block of a page."""
    draft_only = _("Works on the draft only.") if published else ""
    locked = locks.edit or (_("The page is in the recycle bin.") if deleted else draft_only)
    entries = (
        MenuEntry("press", "enlarge", pgettext("block", "Enlarge"), "zoom-in"),
        MenuEntry("dialog", "favorite_block", _("Save to favorites"), "favorite", locked, line=True),
        MenuEntry("dialog", "remove_entities", _("Clean up…"), "clean", locked, alert=True),
    )
    return Menu("block", entries)
