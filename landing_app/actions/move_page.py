"""Move pages to another folder or site."""

from __future__ import annotations

from collections import defaultdict
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
from landing_app.actions.destination import destination_of, destination_problem
from landing_app.actions.outcomes import result_of
from landing_app.actions.situation import SiteSituation, look, page_facts, pages_of
from landing_app.actions.state_checks import changed, not_allowed
from landing_app.actions.unpublish_page import index_effects

if TYPE_CHECKING:
    from landing_app.actions.base import SiteKey
    from landing_app.bitrix24.landing import Landing
    from landing_app.bitrix24.types import Outcome, Page


class MovePage(Action):
    """`landing.landing.move`. Where to: `options["site"]`, `options["folder"]`, or the same in a target's
    params."""

    name = "move_page"
    title = _("Move")
    seconds = 1.2

    def plan(self, landing: Landing, targets: Sequence[Target], options: Facts) -> list[PlanLine]:
        """Ready, already there, destination gone, or rights missing here (delete) or there."""
        pages = pages_of(landing, targets)
        sites = look(landing, self.sites(targets, options))
        return [self._line(target, pages.get(target.id), sites, options) for target in targets]

    def _line(
        self, target: Target, page: Page | None, sites: dict[SiteKey, SiteSituation], options: Facts
    ) -> PlanLine:
        goal = destination_of(target, options)
        there, here = sites[target.scope, goal.site], sites[target.site_key]
        if page is None or here.site is None:
            return PlanLine(target, Verdict.NEEDS_YOU, "LANDING_NOT_EXIST")
        facts = page_facts(page)
        if page.deleted:
            return PlanLine(target, Verdict.NEEDS_YOU, "PAGE_IN_TRASH", before=facts)
        if (page.site_id, page.folder_id or 0) == (goal.site, goal.folder):
            return PlanLine(target, Verdict.ALREADY, "ALREADY_THERE", before=facts)
        if page.site_id not in (target.site_id, goal.site):
            return PlanLine(target, Verdict.NEEDS_YOU, "PAGE_MOVED", before=facts)
        refused = destination_problem(target, there, goal) or changed(target, page)
        refused = refused or not_allowed(target, here, "delete")
        refused = refused or not_allowed(target, there, "edit", "public", "sett")
        if refused is not None:
            return refused
        effects = index_effects(page, here) + (there.offline(goal.folder) if page.active else ())
        return PlanLine(target, Verdict.READY, "", effects, {"outcome": "moved"}, facts)

    def run(self, landing: Landing, steps: Sequence[Step], options: Facts) -> dict[int, Result]:
        """To another site first, then into its folder: the portal refuses both in one call."""
        groups: dict[tuple[str, int, int, bool], list[Step]] = defaultdict(list)
        for step in steps:
            goal = destination_of(step.target, options)
            changes_site = step.before.get("site") != goal.site
            groups[step.target.scope, goal.site, goal.folder, changes_site].append(step)
        results: dict[int, Result] = {}
        for (_scope, site, folder, changes_site), group in groups.items():
            outcomes = landing.move(
                [step.target.id for step in group],
                group[0].target.scope,
                to_site=site,
                to_folder=folder or None,
                changes_site=changes_site,
            )
            for step, outcome in zip(group, outcomes, strict=True):
                results[step.key] = _both(outcome)
        return results

    def verify(self, landing: Landing, steps: Sequence[Step], options: Facts) -> dict[int, Proof]:
        """Proved by SITE_ID and FOLDER_ID; a page that was online and is not any more says so."""
        pages = pages_of(landing, [step.target for step in steps])
        return {step.key: self._proof(step, pages.get(step.target.id), options) for step in steps}

    def _proof(self, step: Step, page: Page | None, options: Facts) -> Proof:
        goal = destination_of(step.target, options)
        if page is None or page.deleted:
            return Proof("not_done", "LANDING_NOT_EXIST")
        if (page.site_id, page.folder_id or 0) != (goal.site, goal.folder):
            return Proof("not_done", "NOT_PROVED")
        code = "MOVED_OFFLINE" if step.before.get("active") and not page.active else ""
        return Proof("proved", code, {"after": page_facts(page), "address": page.public_url})

    def undo(self, step: Step, options: Facts) -> UndoStep | CannotUndo:
        """Move it back to the site and folder where it was."""
        goal = destination_of(step.target, options)
        target = replace(step.target, site_id=goal.site).expecting(step.evidence.get("after", {}))
        back = {"site": step.before.get("site"), "folder": step.before.get("folder")}
        return UndoStep("move_page", replace(target, params={**target.params, **back}))

    def sites(self, targets: Sequence[Target], options: Facts) -> set[SiteKey]:
        """Where the pages are and where they go."""
        goals = {(target.scope, destination_of(target, options).site) for target in targets}
        return super().sites(targets, options) | goals


def _both(outcome: Outcome) -> Result:
    """The result of a move of one or two calls: what the last executed one says."""
    if outcome.state == "ok" and outcome.follow_up is not None:
        return result_of(outcome.follow_up)
    return result_of(outcome)
