"""JSON as a portal writes it, and the envelopes around results and errors."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Any

from werkzeug.wrappers import Response

from ..limits import Operating
from .errors import RestError
from .php_forms import array

_ESCAPES = {"<": "\\u003C", ">": "\\u003E", "&": "\\u0026", "'": "\\u0027", "/": "\\/"}
_TABLE = str.maketrans(_ESCAPES)
_PAIR = re.compile(r"\\.")
CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Headers": "origin, content-type, accept, authorization, x-requested-with",
    "Access-Control-Allow-Methods": "GET, POST, OPTIONS",
    "X-Bitrix-Rest-Application": "landing",
}


class EmptyObject:
    """A PHP object without public members, such as an uncast date or a closure: ``{}`` on the wire."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, EmptyObject)

    def __hash__(self) -> int:
        return hash(EmptyObject)


def encode(value: Any) -> str:
    r"""JSON with PHP's array rules and escapes: ``< > & ' "`` as ``\u003C``…, slashes as ``\/``, UTF-8
    raw."""
    text = json.dumps(array(value), ensure_ascii=False, separators=(",", ":"), default=_object)
    text = text.encode("utf-8", "replace").decode()
    # These characters occur only inside JSON strings, so replacing them in the whole text is safe.
    return _PAIR.sub(_quote, text.translate(_TABLE))


def _quote(pair: re.Match[str]) -> str:
    return "\\u0022" if pair.group() == '\\"' else pair.group()


def _object(value: Any) -> dict[str, Any]:
    if isinstance(value, EmptyObject):
        return {}
    raise TypeError(f"{type(value).__name__} cannot be sent")


def json_response(body: Any, status: int = 200) -> Response:
    response = Response(encode(body), status=status, content_type="application/json; charset=utf-8")
    response.headers.update(CORS)
    return response


def error_response(error: RestError) -> Response:
    """An error answer; it has no ``time``."""
    return json_response(error.body(), error.status)


def success_response(
    result: Any, started: float, finished: float, operating: Operating | None = None
) -> Response:
    return json_response({"result": result, "time": time_block(started, finished, operating)})


def time_block(started: float, finished: float, operating: Operating | None) -> dict[str, Any]:
    """The ``time`` part; ``operating`` is absent on-premise and before the first counted call."""
    block: dict[str, Any] = {
        "start": int(started),
        "finish": round(finished, 6),
        "duration": round(finished - started, 6),
        "processing": int(finished - started),
        "date_start": _iso(started),
        "date_finish": _iso(finished),
    }
    if operating is not None:
        block |= {"operating_reset_at": operating.reset_at, "operating": round(operating.seconds, 6)}
    return block


def _iso(moment: float) -> str:
    return datetime.fromtimestamp(moment, UTC).isoformat(timespec="seconds")
