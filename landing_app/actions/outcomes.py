"""From the client's outcome of one REST call to the result of one step."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from landing_app.actions.base import Facts, Result, Step
from landing_app.actions.grouping import grouped
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
    steps: Sequence[Step],
    call: Callable[[list[int], SiteScope], Sequence[Outcome]],
    *,
    until_refused: bool = False,
) -> dict[int, Result]:
    """Call once per site scope with the ids of its targets; one scope per batch, as the portal needs it.

    `until_refused`: after a scope with a refusal the next ones are not sent.
    """
    results: dict[int, Result] = {}
    refused = False
    for scope, group in grouped(steps, lambda step: step.target.scope).items():
        if refused:
            results |= {step.key: Result("not_run", sent=False) for step in group}
            continue
        outcomes = call([step.target.id for step in group], scope)
        results |= results_of(group, outcomes)
        refused = until_refused and any(outcome.state != "ok" for outcome in outcomes)
    return results


def results_of(steps: Sequence[Step], outcomes: Sequence[Outcome]) -> dict[int, Result]:
    """The results of steps that were sent together, one outcome each."""
    return {step.key: result_of(outcome) for step, outcome in zip(steps, outcomes, strict=True)}
