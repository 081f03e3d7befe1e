"""Reading a request's parameters, and matching them to a method's arguments as PHP's reflection does."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from werkzeug.wrappers import Request

from . import php_forms
from .errors import RestError

KINDS = ("int", "id", "string", "bool", "array", "any")
_HOSTILE = re.compile(r"<(/?)(s)(cript|tyle\b)|(java)(script:)|\b(on)([a-z]+\s*=)|<(i)(frame)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Argument:
    """An argument of a REST method: PHP types ``int`` and ``bool``, casts ``id``, leaves ``any`` alone."""

    name: str
    kind: str
    required: bool

    @classmethod
    def parse(cls, text: str) -> Argument:
        """From ``name:kind``, with ``?`` at the end when optional; ValueError for an unknown kind."""
        name, _, kind = text.partition(":")
        required = not kind.endswith("?")
        kind = kind.rstrip("?")
        if kind not in KINDS:
            raise ValueError(f"unknown argument kind in {text!r}")
        return cls(name, kind, required)


def read_parameters(request: Request) -> dict[str, Any]:
    """Query merged with body, the body winning; a malformed JSON body counts as no body."""
    return {**php_forms.parse(request.query_string.decode("utf-8", "replace")), **_body(request)}


def _body(request: Request) -> dict[str, Any]:
    if request.method != "POST":
        return {}
    if "json" in request.mimetype:
        return _json(request.get_data())
    if request.mimetype == "multipart/form-data":
        return php_forms.nest(list(request.form.items(multi=True)))
    return php_forms.parse(request.get_data().decode("utf-8", "replace"))


def _json(data: bytes) -> dict[str, Any]:
    try:
        body = json.loads(data)
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def collect(arguments: tuple[Argument, ...], params: dict[str, Any], method: str) -> list[Any]:
    """Values for a method in its own order, ``None`` for absent optional ones.

    Raises MISSING_PARAMS (all missing names at once), ERROR_ARGUMENT or TYPE_ERROR (the first found).
    """
    missing = [item.name for item in arguments if item.required and params.get(item.name) is None]
    if missing:
        raise RestError("MISSING_PARAMS", f"Some of the call parameters were missing: {', '.join(missing)}")
    return [convert(item, params.get(item.name), method) for item in arguments]


def convert(argument: Argument, value: Any, method: str) -> Any:
    """One value as PHP would pass it; raises ERROR_ARGUMENT or TYPE_ERROR."""
    if value is None or argument.kind == "any":
        return value
    if php_forms.is_array(value) != (argument.kind == "array"):
        text = f"The value of an argument '{argument.name}' has an invalid type"
        raise RestError("ERROR_ARGUMENT", text, argument=argument.name)
    if argument.kind == "int":
        return typed_int(argument.name, value, method)
    if argument.kind == "id":
        return php_forms.to_int(value)
    if argument.kind == "bool":
        return php_forms.truthy(value)
    if argument.kind == "string":
        return value if isinstance(value, str) else _text(value)
    return value


def typed_int(name: str, value: Any, method: str) -> int:
    """PHP's ``int`` parameter: text must be a whole number; raises TYPE_ERROR with the engine's message."""
    if isinstance(value, str) and not php_forms.is_numeric(value):
        class_name, _, function = method.rpartition(".")
        place = f"Bitrix\\Landing\\PublicAction\\{class_name.rpartition('.')[2].capitalize()}::{function}()"
        raise RestError(
            "TYPE_ERROR",
            f"{place}: Argument ${name} must be of type int, string given, called in "
            "/home/bitrix/www/bitrix/modules/landing/lib/publicaction.php",
        )
    return int(float(value)) if isinstance(value, str) else int(value)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "1" if value else ""
    return str(value)


def sanitize(value: Any) -> Any:
    """Break up dangerous markup silently, at every depth, as the portal's security filter does."""
    if isinstance(value, str):
        return _HOSTILE.sub(_split, value)
    if isinstance(value, dict):
        return {key: sanitize(item) for key, item in value.items()}
    return [sanitize(item) for item in value] if isinstance(value, list) else value


def _split(match: re.Match[str]) -> str:
    slash, first, rest, scheme, tail, on, handler, frame, frame_rest = match.groups()
    if scheme:
        return f"{scheme} {tail}"
    if on:
        return f"{on} {handler}"
    if frame:
        return f"<{frame} {frame_rest}"
    return f"<{slash}{first} {rest}"
