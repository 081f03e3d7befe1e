"""Publish pages: put drafts online and published changes live."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from landing_app.actions.base import CannotUndo, Facts, PlanLine, Proof, Result, Step, Target, UndoStep
from landing_app.actions.outcomes import results_by_scope
from landing_app.actions.page_action import PageAction, Sites
from landing_app.actions.situation import look, page_facts
from landing_app.actions.state_checks import page_refusal

if TYPE_CHECKING:
    from landing_app.bitrix24.landing import Landing
    from landing_app.bitrix24.types import Page


class PublishPage(PageAction):
    """`landing.landing.publication` for many pages.

    The portal also switches on every parent folder and the site, so the plan names those. Published is proved
    by ACTIVE=Y and PUBLIC=Y of the page and ACTIVE=Y of its folders and site; DATE_PUBLIC is never read.
    """

    name = "publish_page"
    title = _("Publish")
    seconds = 0.7

    def judge(self, target: Target, page: Page, sites: Sites, options: Facts) -> PlanLine:
        """Ready, already online as it is, in the recycle bin, or no right to publish."""
        site = sites[target.site_key]
        refused = page_refusal(target, page, site, "public")
        if refused:
            return refused
        effects = site.offline(page.folder_id)
        if page.active and page.public and not effects:
            return PlanLine.already(target, "ALREADY_PUBLISHED", page_facts(page))
        return PlanLine.ready(target, _outcome(page), page_facts(page), effects)

    def run(self, landing: Landing, steps: Sequence[Step], options: Facts) -> dict[int, Result]:
        """One batch per site scope, ended by the first refusal: after a tariff limit nothing else is sent."""
        return results_by_scope(steps, landing.publish, until_refused=True)

    def verify(self, landing: Landing, steps: Sequence[Step], options: Facts) -> dict[int, Proof]:
        """A page is online only when its folders and its site are."""
        proofs = super().verify(landing, steps, options)
        proved = [step for step in steps if proofs[step.key].state == "proved"]
        sites = look(landing, {step.target.site_key for step in proved}, rights=False)
        for step in proved:
            site, folder = sites[step.target.site_key], proofs[step.key].evidence["after"]["folder"]
            if site.chain(folder) is None or site.offline(folder):
                proofs[step.key] = Proof("not_done", "WAY_STILL_OFFLINE")
        return proofs

    def prove(self, step: Step, page: Page, options: Facts) -> Proof:
        """The page's own part, with the folders and sites that went live with it."""
        if page.deleted:
            return Proof("not_done", "LANDING_NOT_EXIST")
        if not page.active or not page.public:
            return Proof("not_done", "NOT_PROVED")
        opened = list(step.before.get("side_effects", []))
        return Proof("proved", "", {"after": page_facts(page), "address": page.public_url, "opened": opened})

    def undo(self, step: Step, options: Facts) -> UndoStep | CannotUndo:
        """Offline again. Folders, a site or changes that went live with the page stay so."""
        if step.before.get("active"):
            return CannotUndo("PUBLISHED_CHANGES_STAY")
        return UndoStep("unpublish_page", step.as_left, step.opened)


def _outcome(page: Page) -> str:
    if not page.active:
        return "goes_live"
    return "opens_way" if page.public else "publishes_changes"
