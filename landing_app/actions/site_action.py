"""What the actions on a whole site share: one reading of the site, then one judgment."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from landing_app.actions.action import Action
from landing_app.actions.base import Facts, PlanLine, Proof, Step, Target
from landing_app.actions.situation import SiteSituation
from landing_app.bitrix24.errors import NotFound

if TYPE_CHECKING:
    from landing_app.bitrix24.landing import Landing
    from landing_app.bitrix24.types import Page, Site, SiteContents


class SiteAction(Action):
    """An action that switches a site on or off. Its target is the site itself."""

    chunk_size = 5
    planned_keys = ("active",)
    goal: bool

    @abstractmethod
    def judge(self, target: Target, contents: SiteContents) -> PlanLine:
        """The plan of a site that is not as wanted, by somebody who may publish it."""

    def plan(self, landing: Landing, targets: Sequence[Target], options: Facts) -> list[PlanLine]:
        """Judge every site by what is on it (`landing.site.getList`, `landing.landing.getList`, ...)."""
        return [self._line(landing, target) for target in targets]

    def _line(self, landing: Landing, target: Target) -> PlanLine:
        try:
            contents = landing.site_contents(target.id, target.scope)
        except NotFound:
            return PlanLine.needs_you(target, "SITE_GONE")
        facts = site_facts(contents.site)
        expected = target.params.get("expect", {})
        if any(facts.get(key) != value for key, value in expected.items()):
            return PlanLine.needs_you(target, "CHANGED_SINCE", facts, {"when": contents.site.modified_text})
        if contents.site.active == self.goal:
            return PlanLine.already(target, "ALREADY_PUBLISHED" if self.goal else "ALREADY_OFFLINE", facts)
        if not situation(contents).may("public"):
            return PlanLine.not_allowed(target, "NO_PUBLISH_RIGHT")
        return self.judge(target, contents)

    def verify(self, landing: Landing, steps: Sequence[Step], options: Facts) -> dict[int, Proof]:
        """Prove every step by ACTIVE of the site (`landing.site.getList`)."""
        return {step.key: self._proof(landing, step) for step in steps}

    def _proof(self, landing: Landing, step: Step) -> Proof:
        site = landing.site(step.target.id, step.target.scope)
        if site is None or site.deleted:
            return Proof("not_done", "SITE_GONE")
        if site.active != self.goal:
            return Proof("not_done", "NOT_PROVED")
        return Proof("proved", "", {"after": site_facts(site), "address": site.public_url})


def situation(contents: SiteContents) -> SiteSituation:
    """The site with its folders and the person's rights."""
    folders = {folder.id: folder for folder in contents.folders}
    return SiteSituation(contents.site.scope, contents.site, folders, contents.rights)


def site_facts(site: Site) -> dict[str, Any]:
    """What is remembered of a site to notice later that somebody switched it."""
    return {"active": site.active}


def reachable(contents: SiteContents) -> list[Page]:
    """The pages that visitors get when the site is on: online, as are all folders above them."""
    around = situation(contents)

    def open_way(page: Page) -> bool:
        chain = around.chain(page.folder_id)
        return chain is not None and all(folder.active for folder in chain)

    return [page for page in contents.pages if page.active and open_way(page)]
