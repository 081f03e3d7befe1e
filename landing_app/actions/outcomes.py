"""From the client's outcome of one REST call to the result of one step."""

from landing_app.actions.base import Facts, Result
from landing_app.bitrix24.errors import (
    AuthError,
    Bitrix24Error,
    LimitError,
    PortalGone,
    PortalMoved,
    TariffError,
    TransportError,
)
from landing_app.bitrix24.types import Outcome


def result_of(outcome: Outcome, evidence: Facts | None = None) -> Result:
    """What an outcome means for its step; `evidence` is kept when the call was executed."""
    if outcome.state == "ok":
        return Result("done", evidence=evidence or {})
    if outcome.state == "unknown":
        return Result("unknown", code=outcome.error.code if outcome.error else "")
    if outcome.state == "not_run" or outcome.error is None:
        return Result("not_run")
    return refusal(outcome.error)


def refusal(error: Bitrix24Error) -> Result:
    """How an error of the portal ends, pauses or parks a step."""
    detail = {"description": error.description, "method": error.method, "status": error.status}
    if isinstance(error, TransportError):
        return Result("unknown" if error.sent else "not_run", error.code, detail)
    if isinstance(error, LimitError):
        return Result("retry", error.code, detail | {"resume_at": error.resume_at})
    if isinstance(error, TariffError):
        return Result("failed" if error.item_only else "parked", error.code, detail)
    if isinstance(error, PortalMoved):
        return Result("retry", error.code, detail)
    if isinstance(error, AuthError | PortalGone):
        return Result("parked", error.code, detail)
    return Result("failed", error.code, detail)
