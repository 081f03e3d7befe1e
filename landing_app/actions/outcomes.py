"""From the client's outcome of one REST call to the result of one step."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from landing_app.actions.base import Facts, Result, Step
from landing_app.bitrix24.errors import (
    AuthError,
    Bitrix24Error,
    EgressRefused,
    LimitError,
    PortalGone,
    PortalMoved,
    TariffError,
    TransportError,
)
from landing_app.bitrix24.types import Outcome, SiteScope


def result_of(outcome: Outcome, evidence: Facts | None = None) -> Result:
    """What an outcome means for its step; `evidence` is kept when the call was executed."""
    if outcome.state == "ok":
        return Result("done", evidence=evidence or {})
    if outcome.state == "unknown":
        return Result("unknown", code=outcome.error.code if outcome.error else "")
    if outcome.error is None:
        return Result("not_run", sent=False)
    result = refusal(outcome.error)
    return replace(result, sent=False) if outcome.state == "not_run" else result


def refusal(error: Bitrix24Error) -> Result:
    """How an error of the portal ends, pauses or parks a step."""
    detail = {"description": error.description, "method": error.method, "status": error.status}
    if isinstance(error, TransportError) and error.sent:
        return Result("unknown", error.code, detail)
    if isinstance(error, TransportError | PortalMoved | EgressRefused):
        return Result("retry", error.code, detail | {"trouble": True}, sent=False)
    if isinstance(error, LimitError):
        return Result("retry", error.code, detail | {"resume_at": error.resume_at}, sent=False)
    if isinstance(error, TariffError) and error.item_only:
        return Result("failed", error.code, detail)
    if isinstance(error, TariffError):
        return Result("parked", parking_code(error), detail | {"probing": True})
    if isinstance(error, AuthError | PortalGone) or error.status in (401, 403):
        return Result("parked", error.code, detail, sent=False)
    return Result("failed", error.code, detail)


def parking_code(error: Bitrix24Error) -> str:
    """The portal uses one code for "no right" and for "no REST on this plan"; people need two."""
    closed = isinstance(error, TariffError) and error.base_code.upper() == "ACCESS_DENIED"
    return "REST_CLOSED" if closed else error.code


def results_by_scope(
    steps: Sequence[Step], call: Callable[[list[int], SiteScope], Sequence[Outcome]]
) -> dict[int, Result]:
    """Call once per site scope with the ids of its targets; one scope per batch, as the portal needs it."""
    results: dict[int, Result] = {}
    for scope in sorted({step.target.scope for step in steps}):
        group = [step for step in steps if step.target.scope == scope]
        outcomes = call([step.target.id for step in group], scope)
        for step, outcome in zip(group, outcomes, strict=True):
            results[step.key] = result_of(outcome)
    return results
