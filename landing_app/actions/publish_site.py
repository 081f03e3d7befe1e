"""Publish a site: put it online with the pages that are published already, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from landing_app.actions.base import Facts, PlanLine, Result, SideEffect, Step, Target, UndoStep
from landing_app.actions.outcomes import result_of
from landing_app.actions.site_action import SiteAction, reachable, site_facts

if TYPE_CHECKING:
    from landing_app.bitrix24.landing import Landing
    from landing_app.bitrix24.types import Page, SiteContents


class PublishSite(SiteAction):
    """`landing.landing.publication` of one page that is online already and has no changes.

    The portal switches the site on with it and changes nothing else. `landing.site.publication` is not used: it would
    put every draft and every folder online too, and may need longer than a request may take.
    """

    name = "publish_site"
    title = _("Publish site")
    seconds = 1.0
    goal = True

    def judge(self, target: Target, contents: SiteContents) -> PlanLine:
        """Ready, with every page that becomes reachable; needs somebody where no page can carry the site."""
        pages = reachable(contents)
        carrier = _carrier(contents, pages)
        if carrier is None:
            return PlanLine.needs_you(target, "SITE_NEEDS_A_PAGE", site_facts(contents.site))
        before = {**site_facts(contents.site), "page": carrier.id}
        effects = [SideEffect("page_reachable", page.id, page.title) for page in pages]
        return PlanLine.ready(target, "goes_live", before, effects)

    def run(self, landing: Landing, steps: Sequence[Step], options: Facts) -> dict[int, Result]:
        """One site after the other; the first refusal ends it, as a tariff limit would refuse the rest too."""
        results: dict[int, Result] = {}
        refused = False
        for step in steps:
            if refused:
                results[step.key] = Result("not_run", sent=False)
                continue
            [outcome] = landing.publish([int(step.before["page"])], step.target.scope)
            results[step.key] = result_of(outcome)
            refused = outcome.state != "ok"
        return results

    def undo(self, step: Step, options: Facts) -> UndoStep:
        """Offline again; its pages stay as they are."""
        return UndoStep("unpublish_site", step.as_left)


def _carrier(contents: SiteContents, pages: Sequence[Page]) -> Page | None:
    """The page that is published again to switch the site on: the main page if it has no changes, else another."""
    settled = [page for page in pages if page.public and not page.is_area]
    return min(settled, key=lambda page: (page.id != contents.site.index_page_id, page.id), default=None)
