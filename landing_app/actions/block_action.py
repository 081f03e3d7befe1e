"""What actions on blocks share: one reading of the pages with their blocks, then one judgment per block."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from landing_app.actions.action import Action
from landing_app.actions.base import Facts, PlanLine, Proof, Result, Step, Target
from landing_app.actions.block_situation import BlockSituation, look_at_blocks
from landing_app.actions.grouping import grouped
from landing_app.actions.outcomes import results_of

if TYPE_CHECKING:
    from landing_app.bitrix24.landing import Landing
    from landing_app.bitrix24.types import Outcome, SiteScope


class BlockAction(Action):
    """An action on blocks says in `judge` what would happen to one block, and in `prove` what did."""

    @abstractmethod
    def judge(self, target: Target, found: BlockSituation) -> PlanLine:
        """The plan of one block, on a page that may be edited."""

    @abstractmethod
    def prove(self, step: Step, found: BlockSituation) -> Proof:
        """What the page that was read back says of the step."""

    def plan(self, landing: Landing, targets: Sequence[Target], options: Facts) -> list[PlanLine]:
        """Judge every block whose page is there and may be edited."""
        found = look_at_blocks(landing, targets, trashed=True)
        return [found.refusal(target, "edit") or self.judge(target, found) for target in targets]

    def verify(self, landing: Landing, steps: Sequence[Step], options: Facts) -> dict[int, Proof]:
        """Prove every step by the blocks and the deleted blocks of its page (`landing.block.getlist`)."""
        found = look_at_blocks(landing, [step.target for step in steps], trashed=True, sent=True)
        return {step.key: self.prove(step, found) for step in steps}


def block_results(
    steps: Sequence[Step], call: Callable[[list[tuple[int, int]], SiteScope], Sequence[Outcome]]
) -> dict[int, Result]:
    """Call once per site scope with (page id, block id) of its targets."""
    results: dict[int, Result] = {}
    for scope, group in grouped(steps, lambda step: step.target.scope).items():
        results |= results_of(group, call([(step.target.page, step.target.id) for step in group], scope))
    return results
