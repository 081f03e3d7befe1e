"""Every address of the product, read from its URLconf, filled with somebody's ids."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

METHODS = ("get", "post")
ALL_METHODS = ("get", "head", "post", "put", "patch", "delete", "options", "trace")


@dataclass(frozen=True)
class Route:
    """A view and the names of its arguments."""

    name: str
    arguments: tuple[str, ...]

    def addresses(self, values: dict[str, list[Any]]) -> Iterator[str]:
        """Every combination of the values; KeyError names an argument that the tests do not know yet."""
        for chosen in product(*(values[name] for name in self.arguments)):
            yield reverse(self.name, kwargs=dict(zip(self.arguments, chosen, strict=True)))


def routes() -> list[Route]:
    """All named routes outside the admin. A route without a name could not be attacked, so it is refused."""
    return list(_walk(get_resolver().url_patterns))


def _walk(patterns: list[URLPattern | URLResolver]) -> Iterator[Route]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            if pattern.app_name != "admin":
                yield from _walk(pattern.url_patterns)
            continue
        if not pattern.name:
            raise AssertionError(f"{pattern.pattern} has no name")
        yield Route(pattern.name, tuple(pattern.pattern.converters))
