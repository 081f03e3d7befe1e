"""Where pages are copied or moved to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from landing_app.actions.base import Facts, PlanLine, SiteKey, Target
from landing_app.actions.situation import SiteSituation

if TYPE_CHECKING:
    from landing_app.bitrix24.types import Page


@dataclass(frozen=True, slots=True)
class Destination:
    """A site and a folder of it; folder 0 is the root of the site."""

    site: int
    folder: int

    def holds(self, page: Page) -> bool:
        """Whether the page lies here."""
        return (page.site_id, page.folder_id or 0) == (self.site, self.folder)


def destination_of(target: Target, options: Facts) -> Destination:
    """The target's own destination if it has one (an undo), else that of the whole job."""
    source = target.params if "site" in target.params else options
    return Destination(int(source.get("site") or target.site_id), int(source.get("folder") or 0))


def destination_sites(targets: Iterable[Target], options: Facts) -> set[SiteKey]:
    """The sites that pages go to."""
    return {(target.scope, destination_of(target, options).site) for target in targets}


def destination_problem(target: Target, there: SiteSituation, goal: Destination) -> PlanLine | None:
    """Checked before, because the portal drops pages into the root without a word when the folder is gone."""
    if there.site is None or there.site.deleted:
        return PlanLine.needs_you(target, "SITE_NOT_FOUND")
    if goal.folder and there.chain(goal.folder) is None:
        return PlanLine.needs_you(target, "FOLDER_NOT_FOUND")
    return None
