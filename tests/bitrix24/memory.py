"""A token store and an API log in memory, for one process."""

from __future__ import annotations

import threading
import time

from landing_app.bitrix24.errors import GrantLost
from landing_app.bitrix24.tokens import CallEntry, Tokens


class MemoryTokens:
    """The stored pair of one person, with a lease of ``lease_seconds``."""

    def __init__(self, access: str, refresh: str, lease_seconds: float = 30.0) -> None:
        self._lock = threading.Lock()
        self._tokens = Tokens(access, refresh, 1)
        self._lease_until = 0.0
        self.lease_seconds = lease_seconds
        self.lost: list[str] = []
        self.endpoints: list[str] = []

    def load(self) -> Tokens:
        with self._lock:
            if self.lost:
                raise GrantLost(self.lost[-1])
            return self._tokens

    def try_lease(self, seen_version: int) -> bool:
        with self._lock:
            if self._tokens.version != seen_version or self._lease_until > time.monotonic():
                return False
            self._lease_until = time.monotonic() + self.lease_seconds
            return True

    def save(self, seen_version: int, access: str, refresh: str, expires_at: float) -> bool:
        with self._lock:
            if self._tokens.version != seen_version:
                return False
            self._tokens = Tokens(access, refresh, seen_version + 1)
            self._lease_until = 0.0
            return True

    def mark_lost(self, seen_version: int, code: str) -> None:
        with self._lock:
            self.lost.append(code)
            self._lease_until = 0.0

    def release(self, seen_version: int) -> None:
        with self._lock:
            self._lease_until = 0.0

    def moved(self, new_endpoint: str) -> None:
        self.endpoints.append(new_endpoint)

    def replace(self, access: str, refresh: str) -> None:
        """A newer opening of the app stores its own pair."""
        with self._lock:
            self._tokens = Tokens(access, refresh, self._tokens.version + 1)
            self.lost.clear()


class MemoryLog:
    """Keeps the entries."""

    def __init__(self) -> None:
        self.entries: list[CallEntry] = []

    def record(self, entry: CallEntry) -> None:
        self.entries.append(entry)
