"""What actions on pages share: one reading of pages and sites, then one judgment per page."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from landing_app.actions.action import Action
from landing_app.actions.base import Facts, PlanLine, Proof, SiteKey, Step, Target, Verdict
from landing_app.actions.situation import SiteSituation, look, pages_of

if TYPE_CHECKING:
    from landing_app.bitrix24.landing import Landing
    from landing_app.bitrix24.types import Page

Sites = Mapping[SiteKey, SiteSituation]


class PageAction(Action):
    """An action on pages says in `judge` what would happen to one page, and in `prove` what did."""

    @abstractmethod
    def judge(self, target: Target, page: Page, sites: Sites, options: Facts) -> PlanLine:
        """The plan of one page that exists; `sites` are those that `self.sites` named."""

    @abstractmethod
    def prove(self, step: Step, page: Page, options: Facts) -> Proof:
        """What the page that was read back says of its step."""

    def plan(self, landing: Landing, targets: Sequence[Target], options: Facts) -> list[PlanLine]:
        """Judge every page; one that cannot be seen any more needs the person."""
        pages = pages_of(landing, targets)
        sites = look(landing, self.sites(targets, options))
        return [self._line(target, pages.get(target.id), sites, options) for target in targets]

    def _line(self, target: Target, page: Page | None, sites: Sites, options: Facts) -> PlanLine:
        if page is None or sites[target.site_key].site is None:
            return PlanLine.needs_you(target, "LANDING_NOT_EXIST")
        line = self.judge(target, page, sites, options)
        return _with_place(line, sites[target.site_key].place(page.folder_id)) if line.before else line

    def verify(self, landing: Landing, steps: Sequence[Step], options: Facts) -> dict[int, Proof]:
        """Prove every step by the row of its page (`landing.landing.getList`)."""
        pages = pages_of(landing, [step.target for step in steps])
        return {step.key: self._proof(step, pages.get(step.target.id), options) for step in steps}

    def _proof(self, step: Step, page: Page | None, options: Facts) -> Proof:
        return self.prove(step, page, options) if page else Proof("not_done", "LANDING_NOT_EXIST")


def _with_place(line: PlanLine, place: str) -> PlanLine:
    """Where the page lies now in words, should it have been moved before it is its turn."""
    detail = {**line.detail, "place": place} if line.verdict is Verdict.NEEDS_YOU else line.detail
    return replace(line, before={**line.before, "place": place}, detail=detail)
