"""Move pages to the recycle bin of their site, where Bitrix24 keeps them for 30 days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from landing_app.actions.base import (
    Action,
    CannotUndo,
    Facts,
    PlanLine,
    Proof,
    Result,
    SideEffect,
    Step,
    Target,
    UndoStep,
    Verdict,
)
from landing_app.actions.outcomes import results_by_scope
from landing_app.actions.situation import SiteSituation, by_site, look, page_facts, pages_of
from landing_app.actions.state_checks import changed, missing, not_allowed
from landing_app.actions.unpublish_page import index_effects

if TYPE_CHECKING:
    from landing_app.bitrix24.landing import Landing
    from landing_app.bitrix24.types import Page


class TrashPage(Action):
    """`landing.landing.markDelete`: the page goes offline and can be restored."""

    name = "trash_page"
    title = _("Move to recycle bin")
    seconds = 0.5

    def plan(self, landing: Landing, targets: Sequence[Target], options: Facts) -> list[PlanLine]:
        """Ready, already there, gone, a shared area, or no right to delete."""
        pages = pages_of(landing, targets)
        sites = look(landing, by_site(targets))
        return [self._line(target, pages.get(target.id), sites[target.site_key]) for target in targets]

    def _line(self, target: Target, page: Page | None, site: SiteSituation) -> PlanLine:
        gone = missing(target, page, site)
        if gone is not None or page is None:
            return gone or PlanLine(target, Verdict.NEEDS_YOU, "LANDING_NOT_EXIST")
        facts = page_facts(page)
        if page.deleted:
            return PlanLine(target, Verdict.ALREADY, "ALREADY_IN_TRASH", before=facts)
        if page.is_area:
            return PlanLine(target, Verdict.NEEDS_YOU, "UNABLE_DELETE_INCLUDE", before=facts)
        effects = index_effects(page, site)
        if page.active:
            effects = (SideEffect("goes_offline", page.id, page.title), *effects)
        refused = changed(target, page) or not_allowed(target, site, "delete")
        return refused or PlanLine(target, Verdict.READY, "", effects, {"outcome": "to_trash"}, facts)

    def run(self, landing: Landing, steps: Sequence[Step], options: Facts) -> dict[int, Result]:
        """One batch per site scope. The portal answers with the id also where it did nothing: read back."""
        return results_by_scope(steps, landing.trash)

    def verify(self, landing: Landing, steps: Sequence[Step], options: Facts) -> dict[int, Proof]:
        """Proved when the page reads DELETED=Y."""
        pages = pages_of(landing, [step.target for step in steps])
        return {step.key: self._proof(pages.get(step.target.id)) for step in steps}

    def _proof(self, page: Page | None) -> Proof:
        if page is None:
            return Proof("not_done", "LANDING_NOT_EXIST")
        if not page.deleted:
            return Proof("not_done", "NOT_PROVED")
        return Proof("proved", "", {"after": page_facts(page)})

    def undo(self, step: Step, options: Facts) -> UndoStep | CannotUndo:
        """Restore, and publish again what was published as it was; unpublished changes are not made
        public."""
        target = step.target.expecting(step.evidence.get("after", {}))
        was_online = bool(step.before.get("active"))
        publish = was_online and bool(step.before.get("public"))
        lost = (SideEffect("stays_offline", target.id, target.title),) if was_online and not publish else ()
        return UndoStep("restore_page", replace(target, params={**target.params, "publish": publish}), lost)
