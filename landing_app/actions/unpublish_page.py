"""Unpublish pages: take them offline; drafts stay as they are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from landing_app.actions.base import CannotUndo, Facts, PlanLine, Proof, Result, Step, Target, UndoStep
from landing_app.actions.outcomes import results_by_scope
from landing_app.actions.page_action import PageAction, Sites
from landing_app.actions.situation import page_facts
from landing_app.actions.state_checks import page_refusal

if TYPE_CHECKING:
    from landing_app.bitrix24.landing import Landing
    from landing_app.bitrix24.types import Page


class UnpublishPage(PageAction):
    """`landing.landing.unpublic` for many pages; folders and the site stay as they are."""

    name = "unpublish_page"
    title = _("Unpublish")
    seconds = 1.2

    def judge(self, target: Target, page: Page, sites: Sites, options: Facts) -> PlanLine:
        """Ready (with a warning for main pages), already offline, or no right to publish."""
        site = sites[target.site_key]
        refused = page_refusal(target, page, site, "public")
        if refused:
            return refused
        if not page.active:
            return PlanLine.already(target, "ALREADY_OFFLINE", page_facts(page))
        return PlanLine.ready(target, "goes_offline", page_facts(page), site.indexed_by(page))

    def run(self, landing: Landing, steps: Sequence[Step], options: Facts) -> dict[int, Result]:
        """One batch per site scope; a refusal of one page does not hold up the others."""
        return results_by_scope(steps, landing.unpublish)

    def prove(self, step: Step, page: Page, options: Facts) -> Proof:
        """Proved when the page reads ACTIVE=N."""
        if page.active:
            return Proof("not_done", "NOT_PROVED")
        return Proof("proved", "", {"after": page_facts(page), "address": page.public_url})

    def undo(self, step: Step, options: Facts) -> UndoStep | CannotUndo:
        """Publish again; refused where that would put changes online that were not published before."""
        if not step.before.get("public"):
            return CannotUndo("DRAFT_WOULD_GO_LIVE")
        return UndoStep("publish_page", step.as_left)
