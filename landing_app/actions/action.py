"""The shape every action has. It is handed a `bitrix24.landing.Landing` and never stores anything.

What actions on pages share is in `page_action`, what actions on blocks share in `block_action`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from landing_app.actions.base import (
    CannotUndo,
    Facts,
    PlanLine,
    Proof,
    Result,
    SiteKey,
    Step,
    Target,
    UndoStep,
)

if TYPE_CHECKING:
    from landing_app.bitrix24.landing import Landing


class Action(ABC):
    """One thing a person can do to many targets.

    `kind` is "repeatable" when sending the same call twice is harmless, "create" when it would make a second
    thing. `chunk_size` bounds the targets of one run, `seconds` is the time expected for one target,
    `planned_keys` are the facts in `before` that must still hold when the job reaches the target. `surveys`: a
    selected page stands for what is found on it when the plan is made. `undone_by_starter_only`: the portal lets
    nobody else take it back.
    """

    name: ClassVar[str]
    title: ClassVar[Any]
    kind: ClassVar[Literal["repeatable", "create"]] = "repeatable"
    chunk_size: ClassVar[int] = 50
    seconds: ClassVar[float] = 1.0
    planned_keys: ClassVar[tuple[str, ...]] = ("modified", "active", "public", "deleted", "site", "folder")
    surveys: ClassVar[bool] = False
    undone_by_starter_only: ClassVar[bool] = False

    @abstractmethod
    def plan(self, landing: Landing, targets: Sequence[Target], options: Facts) -> list[PlanLine]:
        """Read the portal and judge every target, in the order given; writes nothing."""

    @abstractmethod
    def run(self, landing: Landing, steps: Sequence[Step], options: Facts) -> dict[int, Result]:
        """Do it: one result per step key. Raises `bitrix24.errors` if nothing can be said of any step."""

    @abstractmethod
    def verify(self, landing: Landing, steps: Sequence[Step], options: Facts) -> dict[int, Proof]:
        """Read back what the portal now says of each step; writes nothing."""

    @abstractmethod
    def undo(self, step: Step, options: Facts) -> UndoStep | CannotUndo:
        """How a step that ended *done* can be taken back. Needs no portal."""

    def sites(self, targets: Sequence[Target], options: Facts) -> set[SiteKey]:
        """Sites somebody must be able to read to see this job."""
        return {target.site_key for target in targets}

    def discard(self, landing: Landing, step: Step, options: Facts) -> None:  # noqa: B027
        """Take back the double that a worker made after it had lost its lease. Only creates need it."""
