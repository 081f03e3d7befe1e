"""Clean up: put blocks into their page's recycle bin and remove image records that nothing shows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
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
from landing_app.actions.block_situation import BlockSituation, block_facts, look_at_blocks
from landing_app.actions.image_use import FileUses, uses_of_files
from landing_app.actions.outcomes import result_of

if TYPE_CHECKING:
    from landing_app.bitrix24.landing import Landing


class RemoveEntities(Action):
    """Blocks: `landing.landing.markdeletedblock`. Image records (`params["file"]`):
    `landing.landing.removeEntities`.

    An image record is removed only if neither the draft nor the published page shows it when read right
    before.
    """

    name = "remove_entities"
    title = _("Clean up")
    seconds = 0.5
    planned_keys = ("code", "block_modified")

    def plan(self, landing: Landing, targets: Sequence[Target], options: Facts) -> list[PlanLine]:
        """Ready, already cleaned up, still in use, block or page gone, or no right to edit."""
        found = look_at_blocks(landing, targets, trashed=True)
        files = [target for target in targets if target.params.get("file")]
        uses = uses_of_files(landing, files)
        return [self._line(target, found, uses) for target in targets]

    def _line(self, target: Target, found: BlockSituation, uses: FileUses) -> PlanLine:
        refused = found.refusal(target, "edit")
        if refused is not None:
            return refused
        block = found.drafts.get(target.id)
        effects = found.page_touched(target)
        if target.params.get("file"):
            shown_on = uses.of(target)
            if shown_on:
                return PlanLine(target, Verdict.NEEDS_YOU, "STILL_IN_USE", detail={"names": shown_on})
            if block is None:
                return PlanLine(target, Verdict.NEEDS_YOU, "BLOCK_NOT_FOUND")
            return PlanLine(target, Verdict.READY, "", (), {"outcome": "file_removed"})
        if block is None and target.id in found.trashed:
            return PlanLine(target, Verdict.ALREADY, "ALREADY_GONE")
        if block is None:
            return PlanLine(target, Verdict.NEEDS_YOU, "BLOCK_NOT_FOUND")
        return PlanLine(target, Verdict.READY, "", effects, {"outcome": "block_trashed"}, block_facts(block))

    def run(self, landing: Landing, steps: Sequence[Step], options: Facts) -> dict[int, Result]:
        """Blocks in one batch per site scope, image records in one call per page."""
        results: dict[int, Result] = {}
        blocks = [step for step in steps if not step.target.params.get("file")]
        for scope in sorted({step.target.scope for step in blocks}):
            group = [step for step in blocks if step.target.scope == scope]
            pairs = [(step.target.page, step.target.id) for step in group]
            for step, outcome in zip(group, landing.mark_deleted_blocks(pairs, scope), strict=True):
                results[step.key] = result_of(outcome)
        for group in _by_page([step for step in steps if step.target.params.get("file")]):
            images = [(step.target.id, int(step.target.params["file"])) for step in group]
            first = group[0].target
            outcome = landing.remove_entities(first.page, first.scope, images=images)
            results.update({step.key: result_of(outcome) for step in group})
        return results

    def verify(self, landing: Landing, steps: Sequence[Step], options: Facts) -> dict[int, Proof]:
        """A block is among the page's deleted ones; after an image record the page still shows what it
        showed."""
        found = look_at_blocks(landing, [step.target for step in steps], trashed=True)
        return {step.key: _proof(step, found) for step in steps}

    def undo(self, step: Step, options: Facts) -> UndoStep | CannotUndo:
        """A block comes back from its page's recycle bin; an image record does not."""
        if step.target.params.get("file"):
            return CannotUndo("FILES_STAY_GONE")
        return UndoStep("restore_blocks", replace(step.target, params={}))


def _by_page(steps: Sequence[Step]) -> list[list[Step]]:
    groups: dict[tuple[str, int], list[Step]] = defaultdict(list)
    for step in steps:
        groups[step.target.scope, step.target.page].append(step)
    return list(groups.values())


def _proof(step: Step, found: BlockSituation) -> Proof:
    block_id = step.target.id
    if step.target.params.get("file"):
        return Proof("proved" if block_id in found.drafts else "unknown", "")
    if block_id in found.trashed and block_id not in found.drafts:
        return Proof("proved")
    return Proof("not_done", "NOT_PROVED")
