"""What may be kept of a request and an answer: ids, flags, counts and codes; the rest becomes a length."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

_KEPT_NAMES = """
SCOPE ERROR ID LID BLOCK PAGE BLOCKID SITEID TOSITEID TOFOLDERID FOLDERID ACTIVE DELETED PUBLIC TYPE SELECT
SPECIAL PLACEMENT EVENT STATUS INSTALLED VERSION LICENSE_FAMILY LANGUAGE_ID HALT METHOD ACCESS IMAGE EXT
"""
_KEPT = frozenset(_KEPT_NAMES.split())
_PLAIN = re.compile(r"[\w.@\[\]|:-]{0,64}", re.ASCII)
_NAME = re.compile(r"[\w.@%=!<>~-]{1,64}", re.ASCII)
_LONGEST_ID = 12
_SHOWN = 50
_DEPTH = 6


def redact(value: Any, key: str = "", depth: int = 0) -> Any:
    """A copy of ``value`` that is safe to store; long lists are replaced by their length."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, str):
        return value if _may_stay(value, key) else f"<{len(value)} characters>"
    if depth >= _DEPTH or len(value) > _SHOWN:
        return f"<{len(value)} entries>"
    if isinstance(value, Mapping):
        return {_name(str(name)): redact(part, str(name), depth + 1) for name, part in value.items()}
    if isinstance(value, Sequence):
        return [redact(part, key, depth + 1) for part in value]
    return f"<{type(value).__name__}>"


def _may_stay(value: str, key: str) -> bool:
    name = key.upper().lstrip("=!@<>%")
    if name in _KEPT:
        return _PLAIN.fullmatch(value) is not None
    return name.endswith("_ID") and value.isdecimal() and len(value) <= _LONGEST_ID


def _name(name: str) -> str:
    return name if _NAME.fullmatch(name) else f"<{len(name)} characters>"
