"""Delete blocks for good that were cleaned up before. There is no way back, so the dialog asks for typed
words."""

from __future__ import annotations

from collections import defaultdict
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
    Step,
    Target,
    UndoStep,
    Verdict,
)
from landing_app.actions.block_situation import BlockSituation, look_at_blocks
from landing_app.actions.outcomes import result_of

if TYPE_CHECKING:
    from landing_app.bitrix24.landing import Landing
    from landing_app.bitrix24.types import Outcome


class DeleteBlocks(Action):
    """Restore from the page's recycle bin and `landing.landing.removeEntities`, both in one request."""

    name = "delete_blocks"
    title = _("Delete for good")
    chunk_size = 40
    seconds = 0.8
    planned_keys = ()

    def plan(self, landing: Landing, targets: Sequence[Target], options: Facts) -> list[PlanLine]:
        """Ready, already gone, not cleaned up before, or no right to edit."""
        found = look_at_blocks(landing, targets, trashed=True)
        return [self._line(target, found) for target in targets]

    def _line(self, target: Target, found: BlockSituation) -> PlanLine:
        refused = found.refusal(target, "edit")
        if refused is not None:
            return refused
        half_done = target.id in found.drafts and target.params.get("again")
        if target.id in found.trashed or half_done:
            return PlanLine(target, Verdict.READY, "", (), {"outcome": "deleted_for_good"})
        if target.id in found.drafts:
            return PlanLine(target, Verdict.NEEDS_YOU, "NOT_YET_TRASHED")
        return PlanLine(target, Verdict.ALREADY, "ALREADY_GONE")

    def run(self, landing: Landing, steps: Sequence[Step], options: Facts) -> dict[int, Result]:
        """One request per page."""
        pages: dict[tuple[str, int], list[Step]] = defaultdict(list)
        for step in steps:
            pages[step.target.scope, step.target.page].append(step)
        results: dict[int, Result] = {}
        for group in pages.values():
            first = group[0].target
            ids = [step.target.id for step in group]
            *restored, removal = landing.delete_blocks_for_good(first.page, ids, first.scope)
            for step, outcome in zip(group, restored, strict=True):
                results[step.key] = _both(outcome, removal)
        return results

    def verify(self, landing: Landing, steps: Sequence[Step], options: Facts) -> dict[int, Proof]:
        """Proved when the draft page lists it neither among its blocks nor among the deleted ones."""
        found = look_at_blocks(landing, [step.target for step in steps], trashed=True)
        left = {*found.drafts, *found.trashed}
        return {
            step.key: Proof("not_done", "NOT_PROVED") if step.target.id in left else Proof("proved")
            for step in steps
        }

    def undo(self, step: Step, options: Facts) -> UndoStep | CannotUndo:
        """There is none."""
        return CannotUndo("DELETED_FOR_GOOD")


def _both(restored: Outcome, removal: Outcome) -> Result:
    """A block that was restored but not removed is back on the draft page: that must be settled by
    reading."""
    if restored.state != "ok":
        return result_of(restored)
    second = result_of(removal)
    return second if second.state in ("done", "unknown") else Result("unknown", second.code, second.detail)
