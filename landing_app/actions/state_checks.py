"""Reasons to leave a page alone that several actions share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from landing_app.actions.base import PlanLine, Target
from landing_app.actions.changes import SINCE, change_between
from landing_app.actions.situation import SiteSituation, page_facts

if TYPE_CHECKING:
    from landing_app.bitrix24.types import Page

_NO_RIGHT = {
    "public": "NO_PUBLISH_RIGHT",
    "edit": "NO_EDIT_RIGHT",
    "delete": "NO_DELETE_RIGHT",
    "sett": "NO_SETTINGS_RIGHT",
}
#: What an undo compares: a page touched since by anybody is left alone.
EXPECTED = ("modified", "active", "public", "deleted", "site", "folder")


def page_refusal(target: Target, page: Page, site: SiteSituation, *rights: str) -> PlanLine | None:
    """Why the page cannot be put online or taken offline now, or None when nothing is in the way."""
    moved = moved_away(target, page)
    if moved:
        return moved
    if page.deleted:
        return PlanLine.needs_you(target, "PAGE_IN_TRASH", page_facts(page))
    if site.chain(page.folder_id) is None:
        return PlanLine.needs_you(target, "FOLDER_IN_TRASH", page_facts(page))
    return changed(target, page) or not_allowed(target, site, *rights)


def moved_away(target: Target, page: Page) -> PlanLine | None:
    """The page lies on another site than it did."""
    if page.site_id == target.site_id:
        return None
    return PlanLine.needs_you(target, "PAGE_MOVED", page_facts(page))


def changed(target: Target, page: Page) -> PlanLine | None:
    """An undo expects the page as its job left it."""
    facts = page_facts(page)
    change = change_between(target.params.get("expect", {}), facts, EXPECTED)
    if change is None:
        return None
    detail = {"when": page.modified_text, "who": page.modified_by}
    return PlanLine.needs_you(target, SINCE[change], facts, detail)


def not_allowed(target: Target, site: SiteSituation, *rights: str) -> PlanLine | None:
    """The person lacks one of the rights on the site (`landing.site.getRights`)."""
    for right in rights:
        if not site.may(right):
            return PlanLine.not_allowed(target, _NO_RIGHT[right])
    return None
