"""Bring blocks back from their page's recycle bin: the undo of cleaning up."""

from __future__ import annotations

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


class RestoreBlocks(Action):
    """`landing.landing.markundeletedblock`: each block returns to its old place on the draft page."""

    name = "restore_blocks"
    title = _("Restore blocks")
    seconds = 0.5
    planned_keys = ()

    def plan(self, landing: Landing, targets: Sequence[Target], options: Facts) -> list[PlanLine]:
        """Ready, already back, gone for good, or no right to edit."""
        found = look_at_blocks(landing, targets, trashed=True)
        return [self._line(target, found) for target in targets]

    def _line(self, target: Target, found: BlockSituation) -> PlanLine:
        refused = found.refusal(target, "edit")
        if refused is not None:
            return refused
        if target.id in found.drafts:
            return PlanLine(target, Verdict.ALREADY, "ALREADY_RESTORED")
        if target.id not in found.trashed:
            return PlanLine(target, Verdict.NEEDS_YOU, "BLOCK_NOT_FOUND")
        return PlanLine(target, Verdict.READY, "", found.page_touched(target), {"outcome": "restored"})

    def run(self, landing: Landing, steps: Sequence[Step], options: Facts) -> dict[int, Result]:
        """One batch per site scope."""
        results: dict[int, Result] = {}
        for scope in sorted({step.target.scope for step in steps}):
            group = [step for step in steps if step.target.scope == scope]
            pairs = [(step.target.page, step.target.id) for step in group]
            for step, outcome in zip(group, landing.restore_blocks(pairs, scope), strict=True):
                results[step.key] = result_of(outcome)
        return results

    def verify(self, landing: Landing, steps: Sequence[Step], options: Facts) -> dict[int, Proof]:
        """Proved when the draft page lists the block again."""
        found = look_at_blocks(landing, [step.target for step in steps])
        return {
            step.key: Proof("proved") if step.target.id in found.drafts else Proof("not_done", "NOT_PROVED")
            for step in steps
        }

    def undo(self, step: Step, options: Facts) -> UndoStep | CannotUndo:
        """Clean it up again."""
        return UndoStep("remove_entities", step.target)
