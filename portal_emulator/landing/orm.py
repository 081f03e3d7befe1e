"""List queries as the portal's ORM runs them: select, filter with operator prefixes, order, limit, offset."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any, Generic, TypeVar

from ..rest import php_forms
from ..rest.errors import RestError

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Moment:
    """A date-time column, in Unix seconds; a list shows it as text in the portal's culture."""

    at: float


Raw = int | str | Moment | None
Predicate = Callable[[Any], bool]
_KEY = re.compile(r"(!?(?:><|>=|<=|==|=|%|@|>|<)?|\?)(.*)", re.DOTALL)
_FORMATS = {"en": "%m/%d/%Y %I:%M:%S %p"}
_READABLE = ("%m/%d/%Y %I:%M:%S %p", "%m/%d/%Y", "%d.%m.%Y %H:%M:%S", "%d.%m.%Y")


def moment_text(moment: float, language: str) -> str:
    """``10/10/2022 03:25:30 pm`` in English, ``10.10.2022 15:25:30`` elsewhere."""
    text = datetime.fromtimestamp(moment, UTC).strftime(_FORMATS.get(language, "%d.%m.%Y %H:%M:%S"))
    return text.replace("AM", "am").replace("PM", "pm")


def parse_moment(text: str) -> float | None:
    """Unix seconds of a culture-format or ISO text; None when it is neither."""
    for pattern in _READABLE:
        try:
            return datetime.strptime(text, pattern).replace(tzinfo=UTC).timestamp()
        except ValueError:
            continue
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


@dataclass(frozen=True)
class Table(Generic[Row]):
    """A table by its PHP name, with a reader per column."""

    name: str
    columns: Mapping[str, Callable[[Row], Raw]]

    def column(self, field: object) -> Callable[[Row], Raw]:
        """The reader of a column; raises SYSTEM_ERROR for an unknown one."""
        if not isinstance(field, str) or field not in self.columns:
            raise RestError(
                "SYSTEM_ERROR", f"Unknown field definition `{field}` ({field}) for {self.name} Entity."
            )
        return self.columns[field]

    def fields(self, select: Iterable[Any]) -> list[str]:
        """Selected columns in order, ``*`` expanded; raises TYPE_ERROR for arrays and SYSTEM_ERROR."""
        chosen: dict[str, None] = {}
        for field in select:
            if php_forms.is_array(field):
                raise RestError(
                    "TYPE_ERROR", "trim(): Argument #1 ($string) must be of type string, array given"
                )
            if field == "*":
                chosen.update(dict.fromkeys(self.columns))
            else:
                self.column(field)
                chosen[field] = None
        return list(chosen)

    def find(self, rows: Iterable[Row], params: Mapping[str, Any], given: Any = None) -> list[Row]:
        """Rows that match ``given`` (default ``params.filter``), ordered, cut by limit and offset."""
        condition = self.predicate(params.get("filter") if given is None else given)
        found = [row for row in rows if condition(row)]
        self._sort(found, params.get("order"))
        offset = php_forms.to_int(params.get("offset") or 0)
        limit = php_forms.to_int(params.get("limit") or 0)
        return found[offset : offset + limit] if limit > 0 else found[offset:]

    def predicate(self, given: Any) -> Predicate:
        """A filter as a function; nested arrays combine by their LOGIC, unknown columns raise
        SYSTEM_ERROR.
        """
        if isinstance(given, list):
            given = {str(number): item for number, item in enumerate(given)}
        if not isinstance(given, dict):
            return lambda _: True
        parts = [self._condition(key, value) for key, value in given.items() if key != "LOGIC"]
        if str(given.get("LOGIC", "AND")).upper() == "OR" and parts:
            return lambda row: any(part(row) for part in parts)
        return lambda row: all(part(row) for part in parts)

    def _condition(self, key: str, value: Any) -> Predicate:
        if key.isdigit():
            return self.predicate(value)
        match = _KEY.fullmatch(key)
        operator, field = match.groups() if match else ("", key)
        read = self.column(field)
        negated = operator.startswith("!")
        compare = comparison(operator.removeprefix("!"), value)
        return lambda row: compare(read(row)) != negated

    def _sort(self, rows: list[Row], order: Any) -> None:
        if not isinstance(order, dict):
            return
        for field, direction in reversed(order.items()):
            read = self.column(field)
            rows.sort(key=partial(column_key, read), reverse=str(direction).upper() == "DESC")

    def show(self, row: Row, fields: Iterable[str], language: str) -> dict[str, Any]:
        """A row as a list answers it: every scalar a string, null stays null."""
        return {field: shown(self.columns[field](row), language) for field in fields}


def shown(value: Raw, language: str) -> str | None:
    if isinstance(value, Moment):
        return moment_text(value.at, language)
    return None if value is None else str(value)


def column_key(read: Callable[[Row], Raw], row: Row) -> tuple[int, float, str]:
    return sort_key(read(row))


def sort_key(value: Raw) -> tuple[int, float, str]:
    if value is None:
        return (0, 0.0, "")
    if isinstance(value, Moment):
        return (1, value.at, "")
    return (1, float(value), "") if isinstance(value, int) else (1, 0.0, value.casefold())


def comparison(operator: str, value: Any) -> Predicate:
    """A test of one column value for an operator without its ``!``."""
    if operator in ("", "=", "==", "@"):
        wanted = php_forms.values(value) if php_forms.is_array(value) else [value]
        return lambda raw: any(equal(raw, item) for item in wanted)
    if operator in ("%", "?"):
        needle = str(value).casefold()
        return lambda raw: raw is not None and needle in str(raw).casefold()
    if operator == "><":
        low, high = (*php_forms.values(value), None, None)[:2]
        return lambda raw: order(raw, low) >= 0 >= order(raw, high)
    tests: dict[str, Callable[[int], bool]] = {
        ">": lambda sign: sign == 1,
        ">=": lambda sign: sign in (0, 1),
        "<": lambda sign: sign == -1,
        "<=": lambda sign: sign in (0, -1),
    }
    test = tests[operator]
    return lambda raw: test(order(raw, value))


def equal(raw: Raw, value: Any) -> bool:
    """Equality as the database sees it; null and false match only NULL."""
    if value is None or value is False:
        return raw is None
    return order(raw, value) == 0


def order(raw: Raw, value: Any) -> int:
    """-1, 0 or 1 for a column against a filter value; 2 when they cannot be compared."""
    if raw is None or php_forms.is_array(value) or value is None:
        return 2
    left: float | str
    right: float | str | None
    if isinstance(raw, Moment):
        left, right = raw.at, parse_moment(str(value))
    elif isinstance(raw, int):
        left, right = float(raw), float(php_forms.to_int(value))
    else:
        left, right = raw.casefold(), str(value).casefold()
    if right is None:
        return 2
    return (left > right) - (left < right)  # type: ignore[operator]
