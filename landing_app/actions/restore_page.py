"""Bring pages back from the recycle bin, and online again where an undo asks for it."""

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
    Step,
    Target,
    UndoStep,
    Verdict,
)
from landing_app.actions.outcomes import results_by_scope
from landing_app.actions.situation import SiteSituation, by_site, look, page_facts, pages_of
from landing_app.actions.state_checks import changed, missing, not_allowed

if TYPE_CHECKING:
    from landing_app.bitrix24.landing import Landing
    from landing_app.bitrix24.types import Outcome, Page, SiteScope


class RestorePage(Action):
    """`landing.landing.markUnDelete`; a restored page stays unpublished, so `params["publish"]` publishes
    it."""

    name = "restore_page"
    title = _("Restore")
    seconds = 0.5

    def plan(self, landing: Landing, targets: Sequence[Target], options: Facts) -> list[PlanLine]:
        """Ready, not in the recycle bin, its folder is there too, gone, or no right."""
        pages = pages_of(landing, targets)
        sites = look(landing, by_site(targets))
        return [self._line(target, pages.get(target.id), sites[target.site_key]) for target in targets]

    def _line(self, target: Target, page: Page | None, site: SiteSituation) -> PlanLine:
        gone = missing(target, page, site)
        if gone is not None or page is None:
            return gone or PlanLine(target, Verdict.NEEDS_YOU, "LANDING_NOT_EXIST")
        facts = page_facts(page)
        publish = bool(target.params.get("publish"))
        if not page.deleted and not (publish and not page.active):
            return PlanLine(target, Verdict.ALREADY, "ALREADY_RESTORED", before=facts)
        if site.chain(page.folder_id) is None:
            return PlanLine(target, Verdict.NEEDS_YOU, "FOLDER_IN_TRASH", before=facts)
        rights = ("delete", "public") if publish else ("delete",)
        effects = site.offline(page.folder_id) if publish else ()
        refused = changed(target, page) or not_allowed(target, site, *rights)
        return refused or PlanLine(target, Verdict.READY, "", effects, {"outcome": "restored"}, facts)

    def run(self, landing: Landing, steps: Sequence[Step], options: Facts) -> dict[int, Result]:
        """Restore; then publish those that were online before."""
        results = results_by_scope(steps, landing.restore)
        online = [step for step in steps if step.target.params.get("publish")]
        online = [step for step in online if results[step.key].state == "done"]

        def publish(ids: list[int], scope: SiteScope) -> list[Outcome]:
            return landing.publish(ids, scope, halt=False)

        return results | results_by_scope(online, publish)

    def verify(self, landing: Landing, steps: Sequence[Step], options: Facts) -> dict[int, Proof]:
        """Proved when the page reads DELETED=N, and ACTIVE=Y where it had to be published."""
        pages = pages_of(landing, [step.target for step in steps])
        return {step.key: self._proof(step, pages.get(step.target.id)) for step in steps}

    def _proof(self, step: Step, page: Page | None) -> Proof:
        if page is None:
            return Proof("not_done", "LANDING_NOT_EXIST")
        if page.deleted or (step.target.params.get("publish") and not page.active):
            return Proof("not_done", "NOT_PROVED")
        return Proof("proved", "", {"after": page_facts(page), "address": page.public_url})

    def undo(self, step: Step, options: Facts) -> UndoStep | CannotUndo:
        """Back to the recycle bin."""
        target = replace(step.target, params={})
        return UndoStep("trash_page", target.expecting(step.evidence.get("after", {})))
