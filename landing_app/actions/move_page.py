"""Move pages to another folder or site."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from landing_app.actions.base import CannotUndo, Facts, PlanLine, Proof, Result, Step, Target, UndoStep
from landing_app.actions.destination import destination_of, destination_problem, destination_sites
from landing_app.actions.grouping import grouped
from landing_app.actions.outcomes import result_of
from landing_app.actions.page_action import PageAction, Sites
from landing_app.actions.situation import page_facts
from landing_app.actions.state_checks import changed, moved_away, not_allowed

if TYPE_CHECKING:
    from landing_app.actions.base import SiteKey
    from landing_app.bitrix24.landing import Landing
    from landing_app.bitrix24.types import Outcome, Page


class MovePage(PageAction):
    """`landing.landing.move`. Where to: `site` and `folder` of the options, or of a target's params."""

    name = "move_page"
    title = _("Move")
    seconds = 1.2

    def sites(self, targets: Sequence[Target], options: Facts) -> set[SiteKey]:
        """Where the pages are and where they go."""
        return super().sites(targets, options) | destination_sites(targets, options)

    def judge(self, target: Target, page: Page, sites: Sites, options: Facts) -> PlanLine:
        """Ready, already there, destination gone, or rights missing here (delete) or there."""
        goal, facts = destination_of(target, options), page_facts(page)
        there, here = sites[target.scope, goal.site], sites[target.site_key]
        if page.deleted:
            return PlanLine.needs_you(target, "PAGE_IN_TRASH", facts)
        if goal.holds(page):
            return PlanLine.already(target, "ALREADY_THERE", facts)
        refused = (
            (page.site_id != goal.site and moved_away(target, page))
            or destination_problem(target, there, goal)
            or changed(target, page)
            or not_allowed(target, here, "delete")
            or not_allowed(target, there, "edit", "public", "sett")
        )
        effects = here.indexed_by(page) + (there.offline(goal.folder) if page.active else ())
        return refused or PlanLine.ready(target, "moved", facts, effects)

    def run(self, landing: Landing, steps: Sequence[Step], options: Facts) -> dict[int, Result]:
        """To another site first, then into its folder: the portal refuses both in one call."""
        groups = grouped(
            steps, lambda step: (step.target.scope, destination_of(step.target, options), _site(step))
        )
        results: dict[int, Result] = {}
        for (scope, goal, site), group in groups.items():
            outcomes = landing.move(
                [step.target.id for step in group],
                scope,
                to_site=goal.site,
                to_folder=goal.folder or None,
                changes_site=site != goal.site,
            )
            results |= {step.key: _both(outcome) for step, outcome in zip(group, outcomes, strict=True)}
        return results

    def prove(self, step: Step, page: Page, options: Facts) -> Proof:
        """Proved by SITE_ID and FOLDER_ID; a page that was online and is not any more says so."""
        if page.deleted:
            return Proof("not_done", "LANDING_NOT_EXIST")
        if not destination_of(step.target, options).holds(page):
            return Proof("not_done", "NOT_PROVED")
        code = "MOVED_OFFLINE" if step.before.get("active") and not page.active else ""
        return Proof("proved", code, {"after": page_facts(page), "address": page.public_url})

    def undo(self, step: Step, options: Facts) -> UndoStep | CannotUndo:
        """Move it back to the site and folder where it was."""
        back = {"site": step.before.get("site"), "folder": step.before.get("folder")}
        target = replace(step.as_left, site_id=destination_of(step.target, options).site)
        return UndoStep("move_page", replace(target, params={**target.params, **back}))


def _site(step: Step) -> int:
    """Where the page lay before; pages that change their site travel apart from those that do not."""
    return int(step.before.get("site") or step.target.site_id)


def _both(outcome: Outcome) -> Result:
    """The result of a move of one or two calls: what the last executed one says."""
    if outcome.state == "ok" and outcome.follow_up is not None:
        return result_of(outcome.follow_up)
    return result_of(outcome)
