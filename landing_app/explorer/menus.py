"""The menus behind "…": one menu per state of a row, so the page holds a few menus and not one for every row.

An entry that is off stays in its place and says why. What differs from row to row (addresses, ids) is taken from
the button that opens the menu; see static/js/menus.js.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from landing_app.bitrix24.types import Site
from landing_app.explorer.locks import Locks
from landing_app.explorer.rows import PageRow, SiteCard

Kind = Literal["screen", "outside", "copy", "dialog", "press"]


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """`value` is the action of a dialog, else the name of the opening button's value. `locked` says why it is
    off, `line` draws a line above."""

    kind: Kind
    value: str
    label: str
    icon: str
    locked: str = ""
    line: bool = False
    alert: bool = False


@dataclass(frozen=True, slots=True)
class Menu:
    """`key` names the menu in its screen."""

    key: str
    entries: list[MenuEntry]


def page_menus(rows: Iterable[PageRow], site: Site, locks: Locks) -> list[Menu]:
    """The menus that these rows need."""
    needed = {row.menu: row for row in rows}
    return [Menu(key, _page_entries(row, site, locks)) for key, row in needed.items()]


def _page_entries(row: PageRow, site: Site, locks: Locks) -> list[MenuEntry]:
    view = MenuEntry("screen", "url", _("Open page view"), "page")
    if row.state == "deleted":
        buried = _("Restore its folder in Bitrix24 first.") if row.within else ""
        locked = locks.delete or buried
        restore = MenuEntry("dialog", "restore_page", _("Restore"), "undo", locked, line=True)
        return [view, restore]
    offline = "" if row.online else _("The page is not published.")
    hidden = offline or ("" if site.active else _("The site is not published."))
    missing = "" if row.public_url else _("Bitrix24 names no address of this page.")
    publish = _("Publish changes") if row.state == "changed" else _("Publish")
    settled = _("Nothing was changed since it was published.") if row.state == "published" else ""
    return [
        view,
        MenuEntry("outside", "editor", _("Open in editor"), "goto"),
        MenuEntry("outside", "public", _("Open on the site"), "goto", hidden or missing),
        MenuEntry("copy", "public", _("Copy link"), "link", missing),
        MenuEntry("dialog", "publish_page", publish, "published", locks.publish or settled, line=True),
        MenuEntry("dialog", "unpublish_page", _("Unpublish"), "unpublish", locks.publish or offline),
        MenuEntry("dialog", "copy_page", _("Copy to a folder…"), "copy", locks.edit),
        MenuEntry("dialog", "move_page", _("Move to a folder…"), "move", locks.delete),
        MenuEntry("dialog", "remove_entities", _("Clean up…"), "clean", locks.edit, line=True, alert=True),
    ]


def site_menus(cards: Iterable[SiteCard]) -> list[Menu]:
    """The menus that these tiles need. Rights on a site are not known here; its dialog tells them."""
    needed = {card.menu: card for card in cards}
    return [Menu(key, _site_entries(card.site)) for key, card in needed.items()]


def _site_entries(site: Site) -> list[MenuEntry]:
    missing = "" if site.public_url else _("Bitrix24 names no address of this site.")
    offline = "" if site.active else _("The site is not published.")
    changed = _("Publish all changed pages…")
    return [
        MenuEntry("screen", "url", _("View pages"), "blocks"),
        MenuEntry("copy", "public", _("Copy link"), "link", missing),
        MenuEntry("outside", "public", _("Open site"), "goto", offline or missing),
        MenuEntry("outside", "portal", _("Open in Bitrix24"), "goto"),
        MenuEntry("dialog", "publish_page", changed, "published", line=True),
    ]


def block_menu(locks: Locks, *, published: bool, deleted: bool) -> Menu:
    """The menu of every block of a page."""
    draft_only = _("Works on the draft only.") if published else ""
    locked = locks.edit or (_("The page is in the recycle bin.") if deleted else draft_only)
    entries = [
        MenuEntry("press", "enlarge", pgettext("block", "Enlarge"), "zoom-in"),
        MenuEntry("dialog", "favorite_block", _("Save to favorites"), "favorite", locked, line=True),
        MenuEntry("dialog", "remove_entities", _("Clean up…"), "clean", locked, alert=True),
    ]
    return Menu("block", entries)
