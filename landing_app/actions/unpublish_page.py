"""Unpublish pages: take them offline; drafts stay as they are."""

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
from landing_app.actions.outcomes import results_by_scope
from landing_app.actions.situation import SiteSituation, by_site, look, page_facts, pages_of
from landing_app.actions.state_checks import page_refusal

if TYPE_CHECKING:
    from landing_app.bitrix24.landing import Landing
    from landing_app.bitrix24.types import Page


class UnpublishPage(Action):
    """`landing.landing.unpublic` for many pages; folders and the site stay as they are."""

    name = "unpublish_page"
    title = _("Unpublish")
    seconds = 1.2

    def plan(self, landing: Landing, targets: Sequence[Target], options: Facts) -> list[PlanLine]:
        """Ready (with a warning for main pages), already offline, gone, or no right to publish."""
        pages = pages_of(landing, targets)
        sites = look(landing, by_site(targets))
        return [self._line(target, pages.get(target.id), sites[target.site_key]) for target in targets]

    def _line(self, target: Target, page: Page | None, site: SiteSituation) -> PlanLine:
        refused = page_refusal(target, page, site, "public")
        if refused is not None or page is None:
            return refused or PlanLine(target, Verdict.NEEDS_YOU, "LANDING_NOT_EXIST")
        if not page.active:
            return PlanLine(target, Verdict.ALREADY, "ALREADY_OFFLINE", before=page_facts(page))
        detail = {"outcome": "goes_offline"}
        return PlanLine(target, Verdict.READY, "", index_effects(page, site), detail, page_facts(page))

    def run(self, landing: Landing, steps: Sequence[Step], options: Facts) -> dict[int, Result]:
        """One batch per site scope; a refusal of one page does not hold up the others."""
        return results_by_scope(steps, landing.unpublish)

    def verify(self, landing: Landing, steps: Sequence[Step], options: Facts) -> dict[int, Proof]:
        """Proved when the page reads ACTIVE=N."""
        pages = pages_of(landing, [step.target for step in steps])
        return {step.key: self._proof(pages.get(step.target.id)) for step in steps}

    def _proof(self, page: Page | None) -> Proof:
        if page is None:
            return Proof("not_done", "LANDING_NOT_EXIST")
        if page.active:
            return Proof("not_done", "NOT_PROVED")
        return Proof("proved", "", {"after": page_facts(page), "address": page.public_url})

    def undo(self, step: Step, options: Facts) -> UndoStep | CannotUndo:
        """Publish again; where the page had unpublished changes, those go live with it, so it is refused."""
        if not step.before.get("public"):
            return CannotUndo("DRAFT_WOULD_GO_LIVE")
        return UndoStep("publish_page", step.target.expecting(step.evidence.get("after", {})))


def index_effects(page: Page, site: SiteSituation) -> tuple[SideEffect, ...]:
    """Site and folders whose bare address leads to this page."""
    effects = []
    if site.site is not None and site.site.index_page_id == page.id:
        effects.append(SideEffect("main_page", site.site.id, site.site.title))
    for folder in site.folders.values():
        named_like_folder = folder.index_page_id is None and folder.code == page.code
        if folder.index_page_id == page.id or (named_like_folder and page.folder_id == folder.id):
            effects.append(SideEffect("folder_index", folder.id, folder.title))
    return tuple(effects)
