"""Portal values as JSON and back, for the read cache. JSON and not pickle: a cache must not be able to run
code."""

from dataclasses import fields, is_dataclass
from datetime import datetime
from typing import Any

from landing_app.bitrix24.types import Folder, Page, Rights, Site, SiteContents

_TYPES = {kind.__name__: kind for kind in (Folder, Page, Rights, Site, SiteContents)}
_KIND = "$"


def plain(value: Any) -> Any:
    """`value` made of JSON types; raises TypeError for a type that is not listed here."""
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, tuple | frozenset):
        return {_KIND: type(value).__name__, "v": [plain(item) for item in value]}
    if isinstance(value, datetime):
        return {_KIND: "datetime", "v": value.isoformat()}
    if is_dataclass(value) and type(value).__name__ in _TYPES:
        return {
            _KIND: type(value).__name__,
            "v": [plain(getattr(value, field.name)) for field in fields(value)],
        }
    raise TypeError(f"{type(value).__name__} cannot be kept in the read cache.")


def restore(data: Any) -> Any:
    """The value that `plain` made `data` of; raises KeyError or TypeError for anything else."""
    if isinstance(data, list):
        return [restore(item) for item in data]
    if not isinstance(data, dict):
        return data
    kind, content = data[_KIND], data["v"]
    if kind == "datetime":
        return datetime.fromisoformat(content)
    values = [restore(item) for item in content]
    if kind == "tuple":
        return tuple(values)
    if kind == "frozenset":
        return frozenset(values)
    return _TYPES[kind](*values)
