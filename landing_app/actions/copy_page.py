"""Copy pages to a folder of this or another site, kept as drafts or published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from landing_app.actions.base import CannotUndo, Facts, PlanLine, Proof, Result, Step, Target, UndoStep
from landing_app.actions.copy_finish import finish_copies
from landing_app.actions.copy_search import find_copies
from landing_app.actions.destination import destination_of, destination_problem, destination_sites
from landing_app.actions.dropped_blocks import dropped_blocks
from landing_app.actions.grouping import grouped
from landing_app.actions.outcomes import result_of
from landing_app.actions.page_action import PageAction, Sites
from landing_app.actions.situation import page_facts, pages_of
from landing_app.actions.state_checks import not_allowed

if TYPE_CHECKING:
    from landing_app.actions.base import SiteKey
    from landing_app.bitrix24.landing import Landing
    from landing_app.bitrix24.types import Outcome, Page


class CopyPage(PageAction):
    """`landing.landing.copy`. Options: `site`, `folder`, `publish` (else the copies are kept as drafts).

    The portal puts a copy of a live page online at once, together with its folders and site; a draft is taken
    offline again in the same request. A copy whose answer was lost is found by listing (`copy_search`).
    """

    name = "copy_page"
    title = _("Copy")
    kind = "create"
    chunk_size = 10
    seconds = 2.0
    planned_keys = ("deleted", "active")

    def sites(self, targets: Sequence[Target], options: Facts) -> set[SiteKey]:
        """Where the pages are and where the copies go."""
        return super().sites(targets, options) | destination_sites(targets, options)

    def plan(self, landing: Landing, targets: Sequence[Target], options: Facts) -> list[PlanLine]:
        """With the newest page of the target site, to tell a copy from the pages that were there before."""
        lines = super().plan(landing, targets, options)
        ready = [line.target for line in lines if line.is_ready]
        newest = {key: landing.newest_page_id(key[1], key[0]) for key in destination_sites(ready, options)}
        return [_with_newest(line, newest, options) for line in lines]

    def judge(self, target: Target, page: Page, sites: Sites, options: Facts) -> PlanLine:
        """Ready, in the recycle bin, destination gone, or no right on the destination."""
        goal, publish = destination_of(target, options), bool(options.get("publish"))
        there, here = sites[target.scope, goal.site], sites[target.site_key]
        facts = {**page_facts(page), "title": page.title, "code": page.code}
        if page.deleted:
            return PlanLine.needs_you(target, "PAGE_IN_TRASH", facts)
        if here.chain(page.folder_id) is None and page.site_id == target.site_id:
            return PlanLine.needs_you(target, "FOLDER_IN_TRASH", facts)
        rights = ("edit", "public") if publish else ("edit",)
        refused = destination_problem(target, there, goal) or not_allowed(target, there, *rights)
        goes_live = there.offline(goal.folder) if page.active or publish else ()
        outcome = "copied_live" if publish else "copied_draft"
        return refused or PlanLine.ready(target, outcome, facts, goes_live)

    def run(self, landing: Landing, steps: Sequence[Step], options: Facts) -> dict[int, Result]:
        """Copy, then put what went to the wrong folder into the right one, then draft or live as asked."""
        results = {step.key: Result("done", evidence={"made": step.made}) for step in steps if step.made}
        new = [step for step in steps if not step.made]
        goals = grouped(new, lambda step: (step.target.scope, destination_of(step.target, options)))
        for (scope, goal), group in goals.items():
            outcomes = landing.copy(
                [step.target.id for step in group],
                scope,
                to_site=goal.site,
                to_folder=goal.folder or None,
                draft=not options.get("publish"),
            )
            results |= {step.key: _copied(outcome) for step, outcome in zip(group, outcomes, strict=True)}
        return finish_copies(landing, steps, results, options)

    def verify(self, landing: Landing, steps: Sequence[Step], options: Facts) -> dict[int, Proof]:
        """Find each copy and prove the step by the copy's own row; blocks that were not copied are named."""
        found = find_copies(landing, steps, options)
        made = [replace(step.target, id=found[step.key].id) for step in steps if found[step.key].id]
        copies = pages_of(landing, made)
        proofs = {}
        for step in steps:
            match = found[step.key]
            copy = copies.get(match.id)
            if not match.id:
                proofs[step.key] = Proof("unknown" if match.several else "not_done", "CANNOT_TELL")
            else:
                proofs[step.key] = self.prove(step, copy, options) if copy else Proof("unknown", "COPY_GONE")
        return dropped_blocks(landing, steps, proofs)

    def prove(self, step: Step, page: Page, options: Facts) -> Proof:
        """Proved by site, folder and online or not; `page` is the copy."""
        if page.deleted:
            return Proof("unknown", "COPY_GONE")
        evidence = {
            "made": page.id,
            "after": page_facts(page),
            "address": page.public_url,
            "title": page.title,
            "opened": list(step.before.get("side_effects", [])),
        }
        if not destination_of(step.target, options).holds(page):
            return Proof("not_done", "COPY_MISPLACED", evidence)
        if page.active != bool(options.get("publish")):
            return Proof("not_done", "COPY_LIVE" if page.active else "COPY_NOT_LIVE", evidence)
        return Proof("proved", "", evidence)

    def undo(self, step: Step, options: Facts) -> UndoStep | CannotUndo:
        """The copy goes to the recycle bin; folders and a site that went live with it stay so."""
        copy = Target(
            kind="page",
            id=step.made,
            site_id=destination_of(step.target, options).site,
            scope=step.target.scope,
            title=str(step.evidence.get("title") or step.target.title),
            address=str(step.evidence.get("address", "")),
        )
        return UndoStep("trash_page", copy.expecting(step.evidence.get("after", {})), step.opened)

    def discard(self, landing: Landing, step: Step, options: Facts) -> None:
        """A worker that came back after its lease made a second copy: into the recycle bin with it."""
        if step.made:
            landing.trash([step.made], step.target.scope)


def _with_newest(line: PlanLine, newest: dict[SiteKey, int], options: Facts) -> PlanLine:
    goal = (line.target.scope, destination_of(line.target, options).site)
    return replace(line, before={**line.before, "newest": newest.get(goal, 0)})


def _copied(outcome: Outcome) -> Result:
    return result_of(outcome, {"made": int(outcome.result or 0)} if outcome.state == "ok" else None)
