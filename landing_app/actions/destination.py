"""Where pages are copied or moved to."""

from dataclasses import dataclass

from landing_app.actions.base import Facts, PlanLine, Target, Verdict
from landing_app.actions.situation import SiteSituation


@dataclass(frozen=True, slots=True)
class Destination:
    """A site and a folder of it; folder 0 is the root of the site."""

    site: int
    folder: int


def destination_of(target: Target, options: Facts) -> Destination:
    """The target's own destination if it has one (an undo), else that of the whole job."""
    source = target.params if "site" in target.params else options
    return Destination(int(source.get("site") or target.site_id), int(source.get("folder") or 0))


def destination_problem(target: Target, there: SiteSituation, goal: Destination) -> PlanLine | None:
    """The portal drops pages into the root without a word when the folder is gone, so it is checked
    before."""
    if there.site is None or there.site.deleted:
        return PlanLine(target, Verdict.NEEDS_YOU, "SITE_NOT_FOUND")
    if goal.folder and there.chain(goal.folder) is None:
        return PlanLine(target, Verdict.NEEDS_YOU, "FOLDER_NOT_FOUND")
    return None
