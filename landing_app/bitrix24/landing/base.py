"""What all groups of calls share: the client, the scope parameter, complete results."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..client import Client
from ..types import Command, Outcome, SiteScope


class LandingBase:
    """Holds the client; ``portal_origin`` is the portal's ``scheme://host``."""

    def __init__(self, client: Client) -> None:
        self.client = client

    @property
    def portal_origin(self) -> str:
        return self.client.origin

    def _call(self, method: str, params: Mapping[str, Any], scope: SiteScope = "") -> Any:
        return self.client.call(method, scoped(params, scope))

    def _all(self, commands: Sequence[Command]) -> list[Any]:
        """The results of reads; the first one that failed raises."""
        return [outcome.value() for outcome in self.client.batch(commands)]

    def _each(self, method: str, params: Sequence[Mapping[str, Any]], scope: SiteScope) -> list[Outcome]:
        return self.client.batch([Command(method, scoped(entry, scope)) for entry in params])


def scoped(params: Mapping[str, Any], scope: SiteScope) -> dict[str, Any]:
    """``params`` with the root parameter ``scope``, which the default mode leaves out."""
    return {**params, "scope": scope} if scope else dict(params)


def portions(ids: Sequence[int], size: int) -> list[list[int]]:
    """Ids without repeats, in lists of at most ``size``."""
    unique = list(dict.fromkeys(ids))
    return [unique[start : start + size] for start in range(0, len(unique), size)]
