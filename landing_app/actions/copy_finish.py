"""After the copying itself: the right folder, and draft or live as asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from landing_app.actions.base import Facts, Result, Step
from landing_app.actions.destination import destination_of
from landing_app.actions.grouping import grouped
from landing_app.actions.outcomes import result_of
from landing_app.bitrix24.errors import Bitrix24Error
from landing_app.bitrix24.types import Outcome

if TYPE_CHECKING:
    from landing_app.bitrix24.landing import Landing
    from landing_app.bitrix24.types import Page


def finish_copies(
    landing: Landing, steps: Sequence[Step], results: dict[int, Result], options: Facts
) -> dict[int, Result]:
    """Move copies that the portal dropped into the root, take drafts offline, publish what is to be live.

    A refusal here keeps the copy's id as evidence, so that a retry goes on with it and makes no second one.
    """
    copied = [step for step in steps if results[step.key].state == "done"]
    for scope, steps_there in grouped(copied, lambda step: step.target.scope).items():
        group = {int(results[step.key].evidence["made"]): step for step in steps_there}
        try:
            pages = landing.pages(sorted(group), scope)
        except Bitrix24Error as error:
            # The copies exist: whatever this read met, their ids must not get lost.
            for step in steps_there:
                results[step.key] = _after(results[step.key], Outcome("error", error=error), "COPY_MISPLACED")
            continue
        for made, step in group.items():
            page = pages.get(made)
            if page is not None:
                results[step.key] = _finish(landing, step, page, results[step.key], options)
    return results


def _finish(landing: Landing, step: Step, page: Page, result: Result, options: Facts) -> Result:
    goal = destination_of(step.target, options)
    scope, publish = step.target.scope, bool(options.get("publish"))
    if not goal.holds(page):
        moved = landing.move(
            [page.id],
            scope,
            to_site=goal.site,
            to_folder=goal.folder or None,
            changes_site=page.site_id != goal.site,
        )[0]
        result = _after(result, moved, "COPY_MISPLACED")
    if result.state == "done" and publish and not (page.active and page.public):
        result = _after(result, landing.publish([page.id], scope)[0], "COPY_NOT_LIVE")
    if result.state == "done" and not publish and page.active:
        result = _after(result, landing.unpublish([page.id], scope)[0], "COPY_LIVE")
    return result


def _after(result: Result, outcome: Outcome, code: str) -> Result:
    """The copy exists; what went wrong afterwards parks or delays it, or needs the person."""
    second = result_of(outcome)
    if second.state == "done":
        return result
    if second.state == "failed":
        detail = {**second.detail, "because": second.code}
        return Result("needs_you", code, detail, result.evidence)
    return replace(second, evidence=result.evidence, sent=True)
