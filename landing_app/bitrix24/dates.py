"""Dates as portals write them: text in the culture of the portal's language, without a zone."""

from __future__ import annotations

import re
from datetime import datetime

_DATE = re.compile(
    r"(?P<a>\d{1,4})(?P<sep>[./-])(?P<b>\d{1,2})(?P=sep)(?P<c>\d{1,4})"
    r"(?:[T ,]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?\s*(?P<half>[ap]m)?)?",
    re.IGNORECASE,
)


def parse_date(value: object) -> datetime | None:
    """The naive date of a row, or None for null, ``{}`` and anything that is not a date.

    With am or pm the month comes first, as in English portals; otherwise the day does, unless the text starts
    with a year. A number above 12 overrules both.
    """
    found = _DATE.match(value.strip()) if isinstance(value, str) else None
    if found is None:
        return None
    year, month, day = _order(found)
    hour = int(found["hour"] or 0)
    if found["half"]:
        hour = hour % 12 + (12 if found["half"].lower() == "pm" else 0)
    try:
        return datetime(year, month, day, hour, int(found["minute"] or 0), int(found["second"] or 0))
    except ValueError:
        return None


def _order(found: re.Match[str]) -> tuple[int, int, int]:
    first, second, third = int(found["a"]), int(found["b"]), int(found["c"])
    if len(found["a"]) == 4:
        return first, second, third
    if (found["half"] and first <= 12) or second > 12:
        return third, first, second
    return third, second, first
