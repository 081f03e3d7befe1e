"""Planned failures of a portal turned into answers: before the work is done, or after it."""

from __future__ import annotations

from werkzeug.wrappers import Response

from ..clock import Clock
from ..model import Fault
from ..server import DroppedConnectionError, TruncatedResponse
from .envelope import error_response
from .errors import RestError

PROXY_PAGE = "<html><head><title>{0}</title></head><body><center><h1>{0}</h1></center></body></html>"
ERRORS = {
    "503": RestError("QUERY_LIMIT_EXCEEDED", "Too many requests", 503),
    "429": RestError("OPERATION_TIME_LIMIT", "Method is blocked due to operation time limit.", 429),
    "500": RestError("INTERNAL_SERVER_ERROR", "Internal server error", 500),
    "overload": RestError("OVERLOAD_LIMIT", "REST API is blocked due to overload.", 401),
}


def before_work(fault: Fault, clock: Clock) -> Response | None:
    """The answer that replaces the work; None when the work goes on. Raises DroppedConnectionError."""
    if fault.kind == "refuse_connection":
        raise DroppedConnectionError
    if fault.kind == "slow":
        clock.sleep(fault.seconds)
    if fault.kind in ERRORS:
        return error_response(ERRORS[fault.kind])
    if fault.kind == "502":
        return proxy_page("502 Bad Gateway", 502)
    if fault.kind == "html":
        return proxy_page("Portal is being updated", 200)
    if fault.kind == "empty":
        return Response(b"", status=200, mimetype="application/json")
    return None


def after_work(fault: Fault | None, response: Response) -> Response:
    """The answer once the work is done; raises DroppedConnectionError for an answer that is lost."""
    if fault is not None and fault.kind == "answer_lost":
        raise DroppedConnectionError
    if fault is not None and fault.kind == "truncated":
        return TruncatedResponse(response.get_data(), status=response.status_code, headers=response.headers)
    return response


def proxy_page(title: str, status: int) -> Response:
    return Response(PROXY_PAGE.format(title), status=status, mimetype="text/html")
