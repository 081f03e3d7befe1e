"""Bring pages back from the recycle bin, and online again where an undo asks for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from landing_app.actions.base import CannotUndo, Facts, PlanLine, Proof, Result, Step, Target, UndoStep
from landing_app.actions.outcomes import results_by_scope
from landing_app.actions.page_action import PageAction, Sites
from landing_app.actions.situation import page_facts
from landing_app.actions.state_checks import changed, moved_away, not_allowed

if TYPE_CHECKING:
    from landing_app.bitrix24.landing import Landing
    from landing_app.bitrix24.types import Page


class RestorePage(PageAction):
    """`landing.landing.markUnDelete`. The portal leaves a restored page offline: `params["publish"]` publishes."""

    name = "restore_page"
    title = _("Restore")
    seconds = 0.5

    def judge(self, target: Target, page: Page, sites: Sites, options: Facts) -> PlanLine:
        """Ready, its folder is in the recycle bin, it is not there itself, or no right."""
        site, facts, publish = sites[target.site_key], page_facts(page), _publishes(target)
        refused = moved_away(target, page)
        if refused:
            return refused
        if site.chain(page.folder_id) is None:
            return PlanLine.needs_you(target, "FOLDER_IN_TRASH", facts)
        if not page.deleted and (page.active or not publish):
            return PlanLine.already(target, "ALREADY_RESTORED", facts)
        rights = ("delete", "public") if publish else ("delete",)
        effects = site.offline(page.folder_id) if publish else ()
        refused = changed(target, page) or not_allowed(target, site, *rights)
        return refused or PlanLine.ready(target, "restored", facts, effects)

    def run(self, landing: Landing, steps: Sequence[Step], options: Facts) -> dict[int, Result]:
        """Restore; then publish those that were online before, until the portal refuses one."""
        results = results_by_scope(steps, landing.restore)
        back = [step for step in steps if _publishes(step.target) and results[step.key].state == "done"]
        published = results_by_scope(back, landing.publish, until_refused=True)
        # Whatever became of publishing: the page was restored, so it is no longer as it was planned.
        return results | {key: replace(result, sent=True) for key, result in published.items()}

    def prove(self, step: Step, page: Page, options: Facts) -> Proof:
        """Proved when the page reads DELETED=N, and ACTIVE=Y where it had to be published."""
        if page.deleted or (_publishes(step.target) and not page.active):
            return Proof("not_done", "NOT_PROVED")
        return Proof("proved", "", {"after": page_facts(page), "address": page.public_url})

    def undo(self, step: Step, options: Facts) -> UndoStep | CannotUndo:
        """Back to the recycle bin."""
        target = replace(step.target, params={})
        return UndoStep("trash_page", target.expecting(step.evidence.get("after", {})))


def _publishes(target: Target) -> bool:
    return bool(target.params.get("publish"))
