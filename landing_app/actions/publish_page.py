"""Publish pages: put drafts online and published changes live."""

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
from landing_app.actions.outcomes import result_of
from landing_app.actions.situation import SiteSituation, by_site, look, page_facts, pages_of
from landing_app.actions.state_checks import page_refusal

if TYPE_CHECKING:
    from landing_app.bitrix24.landing import Landing
    from landing_app.bitrix24.types import Page


class PublishPage(Action):
    """`landing.landing.publication` for many pages.

    The portal also switches on every parent folder and the site, so the plan names those. Published is
    proved by
    ACTIVE=Y and PUBLIC=Y of the page and ACTIVE=Y of its folders and site; DATE_PUBLIC is never read.
    """

    name = "publish_page"
    title = _("Publish")
    seconds = 0.7

    def plan(self, landing: Landing, targets: Sequence[Target], options: Facts) -> list[PlanLine]:
        """Ready, already online as it is, gone or in the recycle bin, or no right to publish."""
        pages = pages_of(landing, targets)
        sites = look(landing, by_site(targets))
        return [self._line(target, pages.get(target.id), sites[target.site_key]) for target in targets]

    def _line(self, target: Target, page: Page | None, site: SiteSituation) -> PlanLine:
        refused = page_refusal(target, page, site, "public")
        if refused is not None or page is None:
            return refused or PlanLine(target, Verdict.NEEDS_YOU, "LANDING_NOT_EXIST")
        effects = site.offline(page.folder_id)
        facts = page_facts(page)
        if page.active and page.public and not effects:
            return PlanLine(target, Verdict.ALREADY, "ALREADY_PUBLISHED", before=facts)
        if page.active and page.public:
            outcome = "opens_way"
        else:
            outcome = "publishes_changes" if page.active else "goes_live"
        return PlanLine(target, Verdict.READY, "", effects, {"outcome": outcome}, facts)

    def run(self, landing: Landing, steps: Sequence[Step], options: Facts) -> dict[int, Result]:
        """One batch per site scope, ended by the first refusal: after a tariff limit nothing else is sent."""
        results: dict[int, Result] = {}
        halted = False
        for scope in sorted({step.target.scope for step in steps}):
            group = [step for step in steps if step.target.scope == scope]
            if halted:
                results.update({step.key: Result("not_run") for step in group})
                continue
            outcomes = landing.publish([step.target.id for step in group], scope, halt=True)
            for step, outcome in zip(group, outcomes, strict=True):
                results[step.key] = result_of(outcome)
                halted = halted or outcome.state != "ok"
        return results

    def verify(self, landing: Landing, steps: Sequence[Step], options: Facts) -> dict[int, Proof]:
        """Read pages, folders and sites again and name the folders and sites that went live with them."""
        targets = [step.target for step in steps]
        pages = pages_of(landing, targets)
        sites = look(landing, by_site(targets), rights=False)
        return {
            step.key: self._proof(step, pages.get(step.target.id), sites[step.target.site_key])
            for step in steps
        }

    def _proof(self, step: Step, page: Page | None, site: SiteSituation) -> Proof:
        if page is None or page.deleted:
            return Proof("not_done", "LANDING_NOT_EXIST")
        if not page.active or not page.public:
            return Proof("not_done", "NOT_PROVED")
        if site.chain(page.folder_id) is None or site.offline(page.folder_id):
            return Proof("not_done", "WAY_STILL_OFFLINE")
        opened = list(step.before.get("side_effects", []))
        return Proof("proved", "", {"after": page_facts(page), "address": page.public_url, "opened": opened})

    def undo(self, step: Step, options: Facts) -> UndoStep | CannotUndo:
        """A page that was offline goes offline again; folders and a site that went live with it stay so,
        and changes
        that went live cannot be taken back."""
        if step.before.get("active"):
            return CannotUndo("PUBLISHED_CHANGES_STAY")
        opened = tuple(SideEffect(**effect) for effect in step.evidence.get("opened", []))
        return UndoStep("unpublish_page", step.target.expecting(step.evidence.get("after", {})), opened)
