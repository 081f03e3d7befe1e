"""Delete blocks for good that were cleaned up before. Without a way back: the dialog asks for typed words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from landing_app.actions.base import CannotUndo, Facts, PlanLine, Proof, Result, Step, Target, UndoStep
from landing_app.actions.block_action import BlockAction
from landing_app.actions.block_situation import BlockSituation
from landing_app.actions.grouping import grouped
from landing_app.actions.outcomes import result_of

if TYPE_CHECKING:
    from landing_app.bitrix24.landing import Landing
    from landing_app.bitrix24.types import Outcome


class DeleteBlocks(BlockAction):
    """Restore from the page's recycle bin and `landing.landing.removeEntities`, both in one request."""

    name = "delete_blocks"
    title = _("Delete for good")
    chunk_size = 40
    seconds = 0.8
    planned_keys = ()
    surveys = True

    def judge(self, target: Target, found: BlockSituation) -> PlanLine:
        """Ready, already gone, or not cleaned up before."""
        half_done = target.id in found.drafts and target.params.get("again")
        if target.id in found.trashed or half_done:
            return PlanLine.ready(target, "deleted_for_good")
        if target.id in found.drafts:
            return PlanLine.needs_you(target, "NOT_YET_TRASHED")
        return PlanLine.already(target, "ALREADY_GONE")

    def run(self, landing: Landing, steps: Sequence[Step], options: Facts) -> dict[int, Result]:
        """One request per page."""
        results: dict[int, Result] = {}
        for (scope, page), group in grouped(
            steps, lambda step: (step.target.scope, step.target.page)
        ).items():
            ids = [step.target.id for step in group]
            *restored, removal = landing.delete_blocks_for_good(page, ids, scope)
            results |= {step.key: _both(one, removal) for step, one in zip(group, restored, strict=True)}
        return results

    def prove(self, step: Step, found: BlockSituation) -> Proof:
        """Proved when the draft page lists it neither among its blocks nor among the deleted ones."""
        left = step.target.id in found.drafts or step.target.id in found.trashed
        return Proof("not_done", "NOT_PROVED") if left else Proof("proved")

    def undo(self, step: Step, options: Facts) -> UndoStep | CannotUndo:
        """There is none."""
        return CannotUndo("DELETED_FOR_GOOD")


def _both(restored: Outcome, removal: Outcome) -> Result:
    """A block that was restored but not removed is back on the draft page: reading must settle that."""
    if restored.state != "ok":
        return result_of(restored)
    second = result_of(removal)
    return second if second.state in ("done", "unknown") else Result("unknown", second.code, second.detail)
