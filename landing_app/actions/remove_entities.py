"""Clean up: put blocks into their page's recycle bin and remove image records that nothing shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from landing_app.actions.base import (
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
from landing_app.actions.block_action import BlockAction, block_results
from landing_app.actions.block_situation import BlockSituation, block_facts
from landing_app.actions.grouping import grouped
from landing_app.actions.image_use import FileUses, uses_of_files
from landing_app.actions.outcomes import result_of

if TYPE_CHECKING:
    from landing_app.bitrix24.landing import Landing


class RemoveEntities(BlockAction):
    """Blocks by `landing.landing.markdeletedblock`, image records by `landing.landing.removeEntities`.

    `params["file"]` names an image record. It is removed only if no block of its page shows it when read right
    before: not the draft, not the published one, none in the recycle bin of the page.
    """

    name = "remove_entities"
    title = _("Clean up")
    seconds = 0.5
    planned_keys = ("code", "block_modified")
    surveys = True

    def plan(self, landing: Landing, targets: Sequence[Target], options: Facts) -> list[PlanLine]:
        """Image records that a block still shows are kept."""
        lines = super().plan(landing, targets, options)
        uses = uses_of_files(landing, [line.target for line in lines if _removes_record(line)])
        return [_unless_shown(line, uses) if _removes_record(line) else line for line in lines]

    def judge(self, target: Target, found: BlockSituation) -> PlanLine:
        """Ready, already cleaned up, or the block is gone."""
        block = found.drafts.get(target.id)
        if block is None and target.id in found.trashed and not _file(target):
            return PlanLine.already(target, "ALREADY_GONE")
        if block is None:
            return PlanLine.needs_you(target, "BLOCK_NOT_FOUND")
        if _file(target):
            return PlanLine.ready(target, "file_removed")
        return PlanLine.ready(target, "block_trashed", block_facts(block), found.page_touched(target))

    def run(self, landing: Landing, steps: Sequence[Step], options: Facts) -> dict[int, Result]:
        """Image records in one call per page, then blocks in one batch per site scope.

        In this order, because Bitrix24 looks for the records of blocks that are not in the recycle bin.
        """
        results: dict[int, Result] = {}
        records = [step for step in steps if _file(step.target)]
        for (scope, page), group in grouped(
            records, lambda step: (step.target.scope, step.target.page)
        ).items():
            images = [(step.target.id, _file(step.target)) for step in group]
            outcome = landing.remove_entities(page, scope, images=images)
            results |= {step.key: result_of(outcome) for step in group}
        blocks = [step for step in steps if not _file(step.target)]
        return results | block_results(blocks, landing.mark_deleted_blocks)

    def prove(self, step: Step, found: BlockSituation) -> Proof:
        """A block is among the page's deleted ones; after an image record the block is still on its page.

        No method lists image records, so more cannot be read back.
        """
        drafted, trashed = step.target.id in found.drafts, step.target.id in found.trashed
        if _file(step.target):
            return Proof("proved" if drafted or trashed else "unknown")
        return Proof("proved") if trashed and not drafted else Proof("not_done", "NOT_PROVED")

    def undo(self, step: Step, options: Facts) -> UndoStep | CannotUndo:
        """A block comes back from its page's recycle bin; an image record does not."""
        if _file(step.target):
            return CannotUndo("FILES_STAY_GONE")
        return UndoStep("restore_blocks", replace(step.target, params={}))


def _file(target: Target) -> int:
    """Id of the image record to remove; 0 when the target is the block itself."""
    return int(target.params.get("file") or 0)


def _removes_record(line: PlanLine) -> bool:
    return line.is_ready and bool(_file(line.target))


def _unless_shown(line: PlanLine, uses: FileUses) -> PlanLine:
    """A record in use needs nobody: it stays, and says which blocks show it."""
    shown_on = uses.of(line.target)
    if not shown_on:
        return line
    return PlanLine(line.target, Verdict.ALREADY, "STILL_IN_USE", detail={"names": shown_on})
