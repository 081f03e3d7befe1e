"""Move pages to the recycle bin of their site, where Bitrix24 keeps them for 30 days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from landing_app.actions.base import (
    CannotUndo,
    Facts,
    PlanLine,
    Proof,
    Result,
    SideEffect,
    Step,
    Target,
    UndoStep,
)
from landing_app.actions.outcomes import results_by_scope
from landing_app.actions.page_action import PageAction, Sites
from landing_app.actions.situation import page_facts
from landing_app.actions.state_checks import changed, moved_away, not_allowed

if TYPE_CHECKING:
    from landing_app.bitrix24.landing import Landing
    from landing_app.bitrix24.types import Page


class TrashPage(PageAction):
    """`landing.landing.markDelete`: the page goes offline and can be restored."""

    name = "trash_page"
    title = _("Move to recycle bin")
    seconds = 0.5

    def judge(self, target: Target, page: Page, sites: Sites, options: Facts) -> PlanLine:
        """Ready, already there, a shared area, or no right to delete."""
        site, facts = sites[target.site_key], page_facts(page)
        refused = moved_away(target, page)
        if refused:
            return refused
        if page.deleted:
            return PlanLine.already(target, "ALREADY_IN_TRASH", facts)
        if page.is_area:
            return PlanLine.needs_you(target, "UNABLE_DELETE_INCLUDE", facts)
        offline = (SideEffect("goes_offline", page.id, page.title),) if page.active else ()
        refused = changed(target, page) or not_allowed(target, site, "delete")
        return refused or PlanLine.ready(target, "to_trash", facts, offline + site.indexed_by(page))

    def run(self, landing: Landing, steps: Sequence[Step], options: Facts) -> dict[int, Result]:
        """One batch per site scope. The portal answers with the id also where it did nothing: read back."""
        return results_by_scope(steps, landing.trash)

    def prove(self, step: Step, page: Page, options: Facts) -> Proof:
        """Proved when the page reads DELETED=Y."""
        return (
            Proof("proved", "", {"after": page_facts(page)})
            if page.deleted
            else Proof("not_done", "NOT_PROVED")
        )

    def undo(self, step: Step, options: Facts) -> UndoStep | CannotUndo:
        """Restore, and publish what was published without open changes; those are never made public."""
        was_online = bool(step.before.get("active"))
        publish = was_online and bool(step.before.get("public"))
        target = step.as_left
        lost = (SideEffect("stays_offline", target.id, target.title),) if was_online and not publish else ()
        return UndoStep("restore_page", replace(target, params={**target.params, "publish": publish}), lost)
