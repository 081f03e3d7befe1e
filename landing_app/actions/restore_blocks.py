"""Bring blocks back from their page's recycle bin: the undo of cleaning up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from landing_app.actions.base import CannotUndo, Facts, PlanLine, Proof, Result, Step, Target, UndoStep
from landing_app.actions.block_action import BlockAction, block_results
from landing_app.actions.block_situation import BlockSituation

if TYPE_CHECKING:
    from landing_app.bitrix24.landing import Landing


class RestoreBlocks(BlockAction):
    """`landing.landing.markundeletedblock`: each block returns to its old place on the draft page."""

    name = "restore_blocks"
    title = _("Restore blocks")
    seconds = 0.5
    planned_keys = ()

    def judge(self, target: Target, found: BlockSituation) -> PlanLine:
        """Ready, already back, or gone for good."""
        if target.id in found.drafts:
            return PlanLine.already(target, "ALREADY_RESTORED")
        if target.id not in found.trashed:
            return PlanLine.needs_you(target, "BLOCK_NOT_FOUND")
        return PlanLine.ready(target, "restored", effects=found.page_touched(target))

    def run(self, landing: Landing, steps: Sequence[Step], options: Facts) -> dict[int, Result]:
        """One batch per site scope."""
        return block_results(steps, landing.restore_blocks)

    def prove(self, step: Step, found: BlockSituation) -> Proof:
        """Proved when the draft page lists the block again."""
        return Proof("proved") if step.target.id in found.drafts else Proof("not_done", "NOT_PROVED")

    def undo(self, step: Step, options: Facts) -> UndoStep | CannotUndo:
        """Clean it up again."""
        return UndoStep("remove_entities", step.target)
