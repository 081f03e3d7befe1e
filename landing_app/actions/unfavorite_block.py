"""Remove saved blocks from favorites: the undo of saving them."""

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
from landing_app.actions.outcomes import results_by_scope

if TYPE_CHECKING:
    from landing_app.bitrix24.landing import Landing
    from landing_app.bitrix24.types import SavedBlock


class UnfavoriteBlock(Action):
    """`landing.landing.unFavoriteBlock`; a target's id is that of the saved block, not of the block on the
    page."""

    name = "unfavorite_block"
    title = _("Remove from favorites")
    seconds = 0.5
    planned_keys = ()

    def plan(self, landing: Landing, targets: Sequence[Target], options: Facts) -> list[PlanLine]:
        """Ready, already removed, or saved by somebody else."""
        saved = _saved(landing, targets)
        return [self._line(target, saved[target.scope].get(target.id)) for target in targets]

    def _line(self, target: Target, saved: SavedBlock | None) -> PlanLine:
        if saved is None:
            return PlanLine(target, Verdict.ALREADY, "ALREADY_GONE")
        if not saved.mine:
            return PlanLine(target, Verdict.NOT_ALLOWED, "NOT_YOURS")
        return PlanLine(target, Verdict.READY, "", (), {"outcome": "removed"}, {"name": saved.name})

    def run(self, landing: Landing, steps: Sequence[Step], options: Facts) -> dict[int, Result]:
        """One batch per site scope."""
        return results_by_scope(steps, landing.unfavorite)

    def verify(self, landing: Landing, steps: Sequence[Step], options: Facts) -> dict[int, Proof]:
        """Proved when the repository does not list it any more."""
        saved = _saved(landing, [step.target for step in steps])
        return {
            step.key: Proof("not_done", "NOT_PROVED")
            if step.target.id in saved[step.target.scope]
            else Proof("proved")
            for step in steps
        }

    def undo(self, step: Step, options: Facts) -> UndoStep | CannotUndo:
        """The saved copy is gone for good."""
        return CannotUndo("DELETED_FOR_GOOD")


def _saved(landing: Landing, targets: Sequence[Target]) -> dict[str, dict[int, SavedBlock]]:
    scopes = {target.scope for target in targets}
    return {scope: {one.id: one for one in landing.saved_blocks(scope)} for scope in scopes}
