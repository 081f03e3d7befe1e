"""Copy pages to a folder of this or another site, kept as drafts or published."""

from __future__ import annotations

from collections.abc import Sequence
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
from landing_app.actions.copy_finish import finish_copies
from landing_app.actions.copy_search import find_copies
from landing_app.actions.destination import Destination, destination_of, destination_problem
from landing_app.actions.dropped_blocks import dropped_blocks
from landing_app.actions.outcomes import result_of
from landing_app.actions.situation import SiteSituation, look, page_facts, pages_of
from landing_app.actions.state_checks import not_allowed

if TYPE_CHECKING:
    from landing_app.actions.base import SiteKey
    from landing_app.bitrix24.landing import Landing
    from landing_app.bitrix24.types import Page


class CopyPage(Action):
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

    def plan(self, landing: Landing, targets: Sequence[Target], options: Facts) -> list[PlanLine]:
        """Ready, page or destination gone, or no right on the destination."""
        pages = pages_of(landing, targets)
        sites = look(landing, self.sites(targets, options))
        goals = {(target.scope, destination_of(target, options).site) for target in targets}
        newest = {key: landing.newest_page_id(key[1], key[0]) for key in goals if sites[key].site}
        lines = []
        for target in targets:
            goal = destination_of(target, options)
            line = self._line(target, pages.get(target.id), sites, goal, options)
            mark = {"newest": newest.get((target.scope, goal.site), 0)}
            lines.append(
                PlanLine(
                    target, line.verdict, line.code, line.side_effects, line.detail, {**line.before, **mark}
                )
            )
        return lines

    def _line(
        self,
        target: Target,
        page: Page | None,
        sites: dict[SiteKey, SiteSituation],
        goal: Destination,
        options: Facts,
    ) -> PlanLine:
        there, here = sites[target.scope, goal.site], sites[target.site_key]
        if page is None or here.site is None:
            return PlanLine(target, Verdict.NEEDS_YOU, "LANDING_NOT_EXIST")
        facts = {**page_facts(page), "title": page.title, "code": page.code}
        if page.deleted:
            return PlanLine(target, Verdict.NEEDS_YOU, "PAGE_IN_TRASH", before=facts)
        if here.chain(page.folder_id) is None and page.site_id == target.site_id:
            return PlanLine(target, Verdict.NEEDS_YOU, "FOLDER_IN_TRASH", before=facts)
        rights = ("edit", "public") if options.get("publish") else ("edit",)
        refused = destination_problem(target, there, goal) or not_allowed(target, there, *rights)
        if refused is not None:
            return refused
        goes_live = there.offline(goal.folder) if page.active or options.get("publish") else ()
        outcome = "copied_live" if options.get("publish") else "copied_draft"
        return PlanLine(target, Verdict.READY, "", goes_live, {"outcome": outcome}, facts)

    def run(self, landing: Landing, steps: Sequence[Step], options: Facts) -> dict[int, Result]:
        """Copy, then put what went to the wrong folder into the right one, then draft or live as asked."""
        results = {step.key: Result("done", evidence={"made": _made(step)}) for step in steps if _made(step)}
        for scope, goal in {(step.target.scope, destination_of(step.target, options)) for step in steps}:
            group = [step for step in steps if not _made(step)]
            group = [
                step
                for step in group
                if (step.target.scope, destination_of(step.target, options)) == (scope, goal)
            ]
            outcomes = landing.copy(
                [step.target.id for step in group],
                scope,
                to_site=goal.site,
                to_folder=goal.folder or None,
                draft=not options.get("publish"),
            )
            for step, outcome in zip(group, outcomes, strict=True):
                evidence = {"made": int(outcome.result or 0)} if outcome.state == "ok" else {}
                results[step.key] = result_of(outcome, evidence)
        return finish_copies(landing, steps, results, options)

    def verify(self, landing: Landing, steps: Sequence[Step], options: Facts) -> dict[int, Proof]:
        """Proved by the copy's own row: site, folder and online or not; blocks that were not copied are
        named."""
        found = find_copies(landing, steps, options)
        copies = pages_of(landing, [_copy_target(step, found[step.key].id) for step in steps])
        proofs = {}
        for step in steps:
            match = found[step.key]
            if match.id:
                proofs[step.key] = self._proof(step, copies.get(match.id), options)
            else:
                proofs[step.key] = Proof("unknown" if match.several else "not_done", "CANNOT_TELL")
        return dropped_blocks(landing, steps, proofs)

    def _proof(self, step: Step, page: Page | None, options: Facts) -> Proof:
        goal = destination_of(step.target, options)
        if page is None or page.deleted:
            return Proof("unknown", "COPY_GONE")
        evidence = {
            "made": page.id,
            "after": page_facts(page),
            "address": page.public_url,
            "title": page.title,
            "opened": list(step.before.get("side_effects", [])),
        }
        if (page.site_id, page.folder_id or 0) != (goal.site, goal.folder):
            return Proof("not_done", "COPY_MISPLACED", evidence)
        if page.active != bool(options.get("publish")):
            return Proof("not_done", "COPY_LIVE" if page.active else "COPY_NOT_LIVE", evidence)
        return Proof("proved", "", evidence)

    def undo(self, step: Step, options: Facts) -> UndoStep | CannotUndo:
        """The copy goes to the recycle bin; folders and a site that went live with it stay so."""
        goal = destination_of(step.target, options)
        copy = Target(
            kind="page",
            id=int(step.evidence.get("made", 0)),
            site_id=goal.site,
            scope=step.target.scope,
            title=str(step.evidence.get("title") or step.target.title),
            address=str(step.evidence.get("address", "")),
        )
        lost = tuple(SideEffect(**effect) for effect in step.evidence.get("opened", []))
        return UndoStep("trash_page", copy.expecting(step.evidence.get("after", {})), lost)

    def sites(self, targets: Sequence[Target], options: Facts) -> set[SiteKey]:
        """Where the pages are and where the copies go."""
        goals = {(target.scope, destination_of(target, options).site) for target in targets}
        return super().sites(targets, options) | goals

    def discard(self, landing: Landing, step: Step, options: Facts) -> None:
        """A worker that came back after its lease made a second copy: into the recycle bin with it."""
        made = int(step.evidence.get("made", 0))
        if made:
            landing.trash([made], step.target.scope)


def _made(step: Step) -> int:
    """The copy that an earlier attempt made, if any."""
    return int(step.evidence.get("made") or step.target.params.get("made") or 0)


def _copy_target(step: Step, made: int) -> Target:
    return Target("page", made, step.target.site_id, step.target.scope, step.target.title)
