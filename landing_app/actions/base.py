"""The values that travel between an action and the job engine.

All `detail`, `before`, `evidence` and `params` mappings hold JSON values only: the engine keeps them in rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Literal

from landing_app.bitrix24.types import SiteScope

Facts = Mapping[str, Any]
SiteKey = tuple[SiteScope, int]
TargetKind = Literal["page", "block", "site"]


class Verdict(StrEnum):
    """What the plan says about one target before anything is written."""

    READY = "ready"
    ALREADY = "already"
    NEEDS_YOU = "needs_you"
    NOT_ALLOWED = "not_allowed"


@dataclass(frozen=True, slots=True)
class Target:
    """One thing an action is applied to. `params` are settings of this target alone (an undo needs them)."""

    kind: TargetKind
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
    """What the portal changes beyond the target, or what else the person should know before the click."""

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

    @classmethod
    def ready(
        cls, target: Target, outcome: str, before: Facts | None = None, effects: Iterable[SideEffect] = ()
    ) -> PlanLine:
        """It can be done; `outcome` says in one word what will have happened."""
        return cls(target, Verdict.READY, "", tuple(effects), {"outcome": outcome}, before or {})

    @classmethod
    def already(cls, target: Target, code: str, before: Facts | None = None) -> PlanLine:
        """It is so already, nothing will be sent."""
        return cls(target, Verdict.ALREADY, code, before=before or {})

    @classmethod
    def needs_you(
        cls, target: Target, code: str, before: Facts | None = None, detail: Facts | None = None
    ) -> PlanLine:
        """It is left alone until a person looks at it."""
        return cls(target, Verdict.NEEDS_YOU, code, detail=detail or {}, before=before or {})

    @classmethod
    def not_allowed(cls, target: Target, code: str) -> PlanLine:
        """The person lacks the right."""
        return cls(target, Verdict.NOT_ALLOWED, code)

    @property
    def is_ready(self) -> bool:
        """Whether something would be sent for the target."""
        return self.verdict is Verdict.READY


ResultState = Literal["done", "failed", "skipped", "needs_you", "unknown", "not_run", "parked", "retry"]


@dataclass(frozen=True, slots=True)
class Result:
    """What the portal answered for one step.

    `unknown`: the answer was lost, settle by reading. `not_run`: surely not executed. `parked`: the portal
    refuses the whole job until somebody acts. `retry`: refused for now, `detail["resume_at"]` (Unix seconds)
    may say until when.
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
    """One target at work: what was there before the request, and what is known of its effect so far."""

    key: int
    target: Target
    before: Facts
    evidence: Facts

    @property
    def made(self) -> int:
        """Id of what this step, or an earlier attempt at it, has created; 0 when nothing is known of one."""
        return int(self.evidence.get("made") or self.target.params.get("made") or 0)

    @property
    def opened(self) -> tuple[SideEffect, ...]:
        """Folders and sites that went live with it and stay so."""
        return tuple(SideEffect(**effect) for effect in self.evidence.get("opened", []))

    @property
    def as_left(self) -> Target:
        """The target for an undo that is refused when somebody changed it after this step."""
        return self.target.expecting(self.evidence.get("after", {}))


@dataclass(frozen=True, slots=True)
class UndoStep:
    """How a finished step is taken back: another action on a target. `lost` names what cannot come back."""

    action: str
    target: Target
    lost: tuple[SideEffect, ...] = ()


@dataclass(frozen=True, slots=True)
class CannotUndo:
    """Why a finished step cannot be taken back; `code` is explained by `jobs.explanations`."""

    code: str
