"""The shape every action has, and the values that travel between an action and the job engine.

An action is handed a `bitrix24.landing.Landing` and never stores anything. All `detail`, `before` and
`evidence`
mappings hold JSON values only, because the engine keeps them in rows.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from landing_app.bitrix24.types import SiteScope

if TYPE_CHECKING:
    from landing_app.bitrix24.landing import Landing

Facts = Mapping[str, Any]
SiteKey = tuple[SiteScope, int]


class Verdict(StrEnum):
    """What the plan says about one target before anything is written."""

    READY = "ready"
    ALREADY = "already"
    NEEDS_YOU = "needs_you"
    NOT_ALLOWED = "not_allowed"


@dataclass(frozen=True, slots=True)
class Target:
    """One thing an action is applied to. `params` are settings of this target alone (an undo needs them)."""

    kind: Literal["page", "block"]
    id: int
    site_id: int
    scope: SiteScope
    title: str
    page_id: int | None = None
    address: str = ""
    params: Facts = field(default_factory=dict, compare=False)

    @property
    def site_key(self) -> SiteKey:
        """The site this target belongs to: (site scope, site id)."""
        return (self.scope, self.site_id)

    @property
    def page(self) -> int:
        """The page this target is or lies on."""
        return self.id if self.page_id is None else self.page_id

    def expecting(self, facts: Facts) -> Target:
        """The same target for an undo that is refused when the portal no longer says `facts`."""
        return replace(self, params={**self.params, "expect": dict(facts)})


@dataclass(frozen=True, slots=True)
class SideEffect:
    """Something beyond the target that the portal changes too, or that the person should know before the
    click."""

    kind: str
    id: int
    title: str


@dataclass(frozen=True, slots=True)
class PlanLine:
    """The verdict on one target. `before` is what the portal said at that moment, to notice later changes."""

    target: Target
    verdict: Verdict
    code: str = ""
    side_effects: tuple[SideEffect, ...] = ()
    detail: Facts = field(default_factory=dict)
    before: Facts = field(default_factory=dict)


ResultState = Literal["done", "failed", "skipped", "needs_you", "unknown", "not_run", "parked", "retry"]


@dataclass(frozen=True, slots=True)
class Result:
    """What the portal answered for one step.

    `unknown`: the answer was lost, settle by reading. `not_run`: surely not executed. `parked`: the portal
    refuses the
    whole job until somebody acts. `retry`: refused for now, `detail["resume_at"]` (Unix seconds) may say
    until when.
    """

    state: ResultState
    code: str = ""
    detail: Facts = field(default_factory=dict)
    evidence: Facts = field(default_factory=dict)
    sent: bool = True


@dataclass(frozen=True, slots=True)
class Proof:
    """What reading the portal back says about one step.

    `evidence["made"]` is the id of what a create made; with it, `not_done` means "made, but not finished".
    """

    state: Literal["proved", "not_done", "unknown"]
    code: str = ""
    evidence: Facts = field(default_factory=dict)
    detail: Facts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Step:
    """One target at work: what was there before, what is known so far, when the request left (or will
    leave)."""

    key: int
    target: Target
    before: Facts
    evidence: Facts


@dataclass(frozen=True, slots=True)
class UndoStep:
    """How one finished step is taken back: another action on a target. `lost` names what REST cannot bring
    back."""

    action: str
    target: Target
    lost: tuple[SideEffect, ...] = ()


@dataclass(frozen=True, slots=True)
class CannotUndo:
    """Why a finished step cannot be taken back; `code` is explained by `jobs.explanations`."""

    code: str


class Action(ABC):
    """One thing a person can do to many targets.

    `kind` is "repeatable" when sending the same call twice is harmless, "create" when it would make a
    second thing.
    `chunk_size` bounds the targets of one run, `seconds` is the expected time of one target in seconds,
    `planned_keys` are the facts in `before` that must still hold when the job reaches the target.
    """

    name: ClassVar[str]
    title: ClassVar[Any]
    kind: ClassVar[Literal["repeatable", "create"]] = "repeatable"
    chunk_size: ClassVar[int] = 50
    seconds: ClassVar[float] = 1.0
    planned_keys: ClassVar[tuple[str, ...]] = ("modified", "active", "public", "deleted", "site", "folder")

    @abstractmethod
    def plan(self, landing: Landing, targets: Sequence[Target], options: Facts) -> list[PlanLine]:
        """Read the portal and judge every target, in the order given; writes nothing."""

    @abstractmethod
    def run(self, landing: Landing, steps: Sequence[Step], options: Facts) -> dict[int, Result]:
        """Do it: one result per step key. Raises `bitrix24.errors` only when nothing can be said of any
        step."""

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
