"""From bytes to a result or a typed error: JSON, HTML, nothing at all, redirects."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .egress import origin_of
from .errors import PortalMoved, TransportError, portal_error
from .session import HttpAnswer

_BROKEN = re.compile("[\x00\ud800-\udfff]")
# The same in a document, where also whole pairs are written so.
_MAY_BE_BROKEN = re.compile(rb"\\u(?:0000|[dD][89a-fA-F])|\xed[\xa0-\xbf]")
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


def read_answer(response: HttpAnswer, method: str, trace_id: str) -> Answer:
    """The answer, or the typed error. An error of the portal may arrive with any status, also 200."""
    status = response.status
    if status in _REDIRECTS:
        claimed = origin_of(response.location)
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


def _document(response: HttpAnswer) -> dict[str, Any]:
    if not response.body:
        raise TransportError("EMPTY_ANSWER", status=response.status)
    try:
        data = parsed(response.body)
    except ValueError:
        raise TransportError("NOT_JSON", status=response.status) from None
    if not isinstance(data, dict):
        raise TransportError("UNEXPECTED_ANSWER", status=response.status)
    return data


def parsed(body: bytes) -> Any:
    """The JSON document, every text of it one that can be stored and sent.

    ``ValueError`` also for brackets nested without end, and for ``NaN``, which is none.
    """
    try:
        document = json.loads(body, parse_constant=_no_number)
        return _mended(document) if _MAY_BE_BROKEN.search(body) else document
    except RecursionError:
        raise ValueError("nested too deeply") from None


def _mended(value: Any) -> Any:
    """NUL and halves of surrogate pairs shown as what they are, unreadable: PostgreSQL and UTF-8 refuse both."""
    if isinstance(value, str):
        return _BROKEN.sub("\ufffd", value)
    if isinstance(value, list):
        return [_mended(part) for part in value]
    if isinstance(value, dict):
        return {_mended(name): _mended(part) for name, part in value.items()}
    return value


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def number(value: object) -> float | None:
    """A finite number that may arrive as text; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        found = float(value)
    except (ValueError, OverflowError):
        return None
    return found if math.isfinite(found) else None
