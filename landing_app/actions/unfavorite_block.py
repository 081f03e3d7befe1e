"""Remove saved blocks from favorites: the undo of saving them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from landing_app.actions.action import Action
from landing_app.actions.base import CannotUndo, Facts, PlanLine, Proof, Result, Step, Target, UndoStep
from landing_app.actions.outcomes import results_by_scope

if TYPE_CHECKING:
    from landing_app.bitrix24.landing import Landing
    from landing_app.bitrix24.types import SavedBlock


class UnfavoriteBlock(Action):
    """`landing.landing.unFavoriteBlock`; a target's id is that of the saved block, not of one on a page."""

    name = "unfavorite_block"
    title = _("Remove from favorites")
    seconds = 0.5
    planned_keys = ()

    def plan(self, landing: Landing, targets: Sequence[Target], options: Facts) -> list[PlanLine]:
        """Ready, already removed, or saved by somebody else."""
        saved = saved_blocks(landing, targets)
        return [_line(target, saved[target.scope].get(target.id)) for target in targets]

    def run(self, landing: Landing, steps: Sequence[Step], options: Facts) -> dict[int, Result]:
        """One batch per site scope."""
        return results_by_scope(steps, landing.unfavorite)

    def verify(self, landing: Landing, steps: Sequence[Step], options: Facts) -> dict[int, Proof]:
        """Proved when the repository does not list it any more."""
        saved = saved_blocks(landing, [step.target for step in steps])
        left = {step.key: step.target.id in saved[step.target.scope] for step in steps}
        return {
            key: Proof("not_done", "NOT_PROVED") if listed else Proof("proved")
            for key, listed in left.items()
        }

    def undo(self, step: Step, options: Facts) -> UndoStep | CannotUndo:
        """The saved copy is gone for good."""
        return CannotUndo("DELETED_FOR_GOOD")


def _line(target: Target, saved: SavedBlock | None) -> PlanLine:
    if saved is None:
        return PlanLine.already(target, "ALREADY_GONE")
    if not saved.mine:
        return PlanLine.not_allowed(target, "NOT_YOURS")
    return PlanLine.ready(target, "removed", {"name": saved.name})


def saved_blocks(landing: Landing, targets: Sequence[Target]) -> dict[str, dict[int, SavedBlock]]:
    """By site scope and id, what the repository lists as saved (`landing.block.getrepository`)."""
    scopes = {target.scope for target in targets}
    return {scope: {one.id: one for one in landing.saved_blocks(scope)} for scope in scopes}
