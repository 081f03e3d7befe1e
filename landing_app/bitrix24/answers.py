"""From bytes to a result or a typed error: JSON, HTML, nothing at all, redirects."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import requests

from .egress import origin_of
from .errors import PortalMoved, TransportError, portal_error

_REDIRECTS = (301, 302, 303, 307, 308)


@dataclass(frozen=True, slots=True)
class Answer:
    """A successful answer: ``result`` of any JSON type and the ``time`` figures, if any."""

    status: int
    result: Any
    time: Mapping[str, Any]

    @property
    def operating(self) -> float | None:
        return number(self.time.get("operating"))


def read_answer(response: requests.Response, method: str, trace_id: str) -> Answer:
    """The answer, or the typed error. An error of the portal may arrive with any status, also 200."""
    status = response.status_code
    if status in _REDIRECTS:
        claimed = origin_of(response.headers.get("Location", ""))
        raise PortalMoved(claimed, method=method, status=status, trace_id=trace_id)
    data = _document(response)
    if "error" in data and "result" not in data:
        raise portal_error(
            str(data["error"]),
            str(data.get("error_description") or ""),
            method=method,
            status=status,
            trace_id=trace_id,
        )
    if "result" not in data or status >= 400:
        raise TransportError("UNEXPECTED_ANSWER", method=method, status=status, trace_id=trace_id)
    time = data.get("time")
    return Answer(status, data["result"], time if isinstance(time, dict) else {})


def _document(response: requests.Response) -> dict[str, Any]:
    status = response.status_code
    if not response.content:
        raise TransportError("EMPTY_ANSWER", status=status)
    try:
        data = json.loads(response.content)
    except ValueError:
        raise TransportError("NOT_JSON", status=status) from None
    if not isinstance(data, dict):
        raise TransportError("UNEXPECTED_ANSWER", status=status)
    return data


def number(value: object) -> float | None:
    """A number that may arrive as text; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        return float(value)
    except ValueError:
        return None
