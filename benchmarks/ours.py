"""Our client as a worker process builds it, with its tokens in a small database file."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import redis

from benchmarks.emulated import Address
from landing_app.bitrix24.budget import Budget
from landing_app.bitrix24.client import Client
from landing_app.bitrix24.egress import EgressGuard
from landing_app.bitrix24.landing import Landing
from landing_app.bitrix24.limiter import Limiter
from landing_app.bitrix24.oauth import OAuthServer
from landing_app.bitrix24.tokens import CallEntry, Tokens

LEASE_SECONDS = 30.0


class TokenFile:
    """The stored pair, shared by processes."""

    def __init__(self, path: Path, lease_seconds: float = LEASE_SECONDS) -> None:
        self._path = path
        self._lease_seconds = lease_seconds

    def create(self, access: str, refresh: str) -> None:
        with closing(self._open()) as database, database:
            database.execute("CREATE TABLE pair (access, refresh, version INTEGER, lease REAL)")
            database.execute("INSERT INTO pair VALUES (?, ?, 1, 0)", (access, refresh))

    def load(self) -> Tokens:
        with closing(self._open()) as database:
            return Tokens(*database.execute("SELECT access, refresh, version FROM pair").fetchone())

    def try_lease(self, seen_version: int) -> bool:
        now = time.time()
        return self._update(
            "lease = ? WHERE version = ? AND lease < ?", now + self._lease_seconds, seen_version, now
        )

    def save(self, seen_version: int, access: str, refresh: str, expires_at: float) -> bool:  # noqa: ARG002
        change = "access = ?, refresh = ?, version = version + 1, lease = 0 WHERE version = ?"
        return self._update(change, access, refresh, seen_version)

    def release(self, seen_version: int) -> None:
        """Nothing to end."""

    def mark_lost(self, seen_version: int, code: str) -> None:  # noqa: ARG002
        raise AssertionError(f"the grant was lost: {code}")

    def moved(self, new_endpoint: str) -> None:
        raise AssertionError(f"the portal moved to {new_endpoint}")

    def _update(self, change: str, *values: object) -> bool:
        with closing(self._open()) as database, database:
            return database.execute(f"UPDATE pair SET {change}", values).rowcount == 1

    def _open(self) -> sqlite3.Connection:
        return sqlite3.connect(self._path, timeout=20, isolation_level="IMMEDIATE")


class NoLog:
    """Entries are built and dropped: writing them is the job of ``portals``."""

    def record(self, entry: CallEntry) -> None:
        """Nothing."""


def landing(address: Address, redis_url: str, tokens: TokenFile, max_wait: float = 300) -> Landing:
    """A client for bulk work that waits for its slots."""
    hosts = frozenset(urlsplit(url).netloc for url in (address.endpoint, address.oauth_url))
    guard = EgressGuard(hosts)
    connection = redis.Redis.from_url(redis_url)
    return Landing(
        Client(
            address.endpoint,
            address.member_id,
            address.user_id,
            tokens,
            OAuthServer(address.oauth_url, address.client_id, address.client_secret, guard),
            Limiter(connection, "benchmark"),
            Budget(connection),
            NoLog(),
            guard,
            lane="bulk",
            max_wait=max_wait,
        )
    )
