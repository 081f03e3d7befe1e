"""Where a person's tokens live: the client asks, ``portals`` keeps."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from .calllog import CallEntry, CallLog

__all__ = ["CallEntry", "CallLog", "TokenStore", "Tokens"]


@dataclass(frozen=True, slots=True)
class Tokens:
    """A pair and the version of its row; the version changes with every stored pair."""

    access: str = field(repr=False)
    refresh: str = field(repr=False)
    version: int


class TokenStore(Protocol):
    """The stored pair of one person on one portal, shared by all processes."""

    def load(self) -> Tokens:
        """The pair as stored now, never from a cache; raises ``GrantLost`` when it is known to be dead."""
        ...

    def try_lease(self, seen_version: int) -> bool:
        """True when this process may refresh now: one conditional update on version and lease time.

        A lease ends by itself (30 to 40 seconds), so a holder that dies does not block the others.
        """
        ...

    def save(self, seen_version: int, access: str, refresh: str, expires_at: float) -> bool:
        """Compare-and-swap: False, and nothing stored, when a newer pair is there already."""
        ...

    def mark_lost(self, seen_version: int, code: str) -> None:
        """The pair of this version is dead; ``code`` is the authorization server's reason. Ends the lease."""
        ...

    def release(self, seen_version: int) -> None:
        """A refresh failed without a verdict: end the lease in a moment, so that others may try again soon."""
        ...

    def moved(self, new_endpoint: str) -> None:
        """The portal proved that its REST root is now ``new_endpoint``."""
        ...
