"""Unpublish a site: take all of it offline at once; its pages and folders stay as they are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from landing_app.actions.base import Facts, PlanLine, Result, SideEffect, Step, Target, UndoStep
from landing_app.actions.outcomes import results_by_scope
from landing_app.actions.site_action import SiteAction, reachable, site_facts

if TYPE_CHECKING:
    from landing_app.bitrix24.landing import Landing
    from landing_app.bitrix24.types import SiteContents


class UnpublishSite(SiteAction):
    """`landing.site.unpublic`."""

    name = "unpublish_site"
    title = _("Unpublish site")
    seconds = 0.5
    goal = False

    def judge(self, target: Target, contents: SiteContents) -> PlanLine:
        """Ready, with every page that visitors lose."""
        effects = [SideEffect("page_unreachable", page.id, page.title) for page in reachable(contents)]
        return PlanLine.ready(target, "goes_offline", site_facts(contents.site), effects)

    def run(self, landing: Landing, steps: Sequence[Step], options: Facts) -> dict[int, Result]:
        """One batch per site scope."""
        return results_by_scope(steps, landing.unpublish_sites)

    def undo(self, step: Step, options: Facts) -> UndoStep:
        """Online again with the pages that are published then."""
        return UndoStep("publish_site", step.as_left)
