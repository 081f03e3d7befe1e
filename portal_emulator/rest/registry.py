"""Every REST method the portals know, by lower-case name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from .arguments import Argument

Run = Callable[..., Any]
MethodBody = TypeVar("MethodBody", bound=Run)


@dataclass(frozen=True, slots=True)
class Method:
    """A method: its documented name, OAuth scopes that open it (any of them), arguments and function.

    ``needs_application``: a webhook may not call it.
    """

    name: str
    scopes: tuple[str, ...]
    arguments: tuple[Argument, ...]
    run: Run
    needs_application: bool = False

    @property
    def is_landing(self) -> bool:
        return self.name.startswith("landing.")


METHODS: dict[str, Method] = {}


def method(
    name: str,
    *arguments: str,
    scopes: tuple[str, ...] | None = None,
    needs_application: bool = False,
) -> Callable[[MethodBody], MethodBody]:
    """Register ``run(call, *argument values)``; arguments as ``name:kind[?]`` in PHP order (see
    ``Argument``).
    """
    needed = scopes if scopes is not None else (("landing",) if name.startswith("landing.") else ())

    def register(run: MethodBody) -> MethodBody:
        parsed = tuple(Argument.parse(text) for text in arguments)
        METHODS[name.lower()] = Method(name, needed, parsed, run, needs_application)
        return run

    return register
