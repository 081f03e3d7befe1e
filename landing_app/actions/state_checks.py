"""Reasons to leave a page alone that several actions share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from landing_app.actions.base import PlanLine, Target, Verdict
from landing_app.actions.situation import SiteSituation, changed_since, page_facts

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


def page_refusal(target: Target, page: Page | None, site: SiteSituation, *rights: str) -> PlanLine | None:
    """Why a page that should be online-able cannot be touched now, or None when nothing is in the way."""
    gone = missing(target, page, site)
    if gone is not None or page is None:
        return gone
    facts = page_facts(page)
    if page.deleted:
        return PlanLine(target, Verdict.NEEDS_YOU, "PAGE_IN_TRASH", before=facts)
    if site.chain(page.folder_id) is None:
        return PlanLine(target, Verdict.NEEDS_YOU, "FOLDER_IN_TRASH", before=facts)
    return changed(target, page) or not_allowed(target, site, *rights)


def missing(target: Target, page: Page | None, site: SiteSituation) -> PlanLine | None:
    """The page or its site cannot be seen any more, or it lies on another site than it did."""
    if page is None or site.site is None:
        return PlanLine(target, Verdict.NEEDS_YOU, "LANDING_NOT_EXIST")
    if page.site_id != target.site_id:
        return PlanLine(target, Verdict.NEEDS_YOU, "PAGE_MOVED", before=page_facts(page))
    return None


def changed(target: Target, page: Page) -> PlanLine | None:
    """An undo expects the page as its job left it."""
    expected = target.params.get("expect", {})
    if not changed_since(expected, page, EXPECTED):
        return None
    detail = {"when": page.modified_text, "who": page.modified_by}
    return PlanLine(target, Verdict.NEEDS_YOU, "CHANGED_SINCE", detail=detail, before=page_facts(page))


def not_allowed(target: Target, site: SiteSituation, *rights: str) -> PlanLine | None:
    """The person lacks one of the rights on the site (`landing.site.getRights`)."""
    for right in rights:
        if not site.may(right):
            return PlanLine(target, Verdict.NOT_ALLOWED, _NO_RIGHT[right])
    return None
