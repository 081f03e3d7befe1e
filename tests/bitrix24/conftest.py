"""Clients of the pretend portals, each with its own store and log."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
import redis

from landing_app.bitrix24 import limiter as limiter_module
from landing_app.bitrix24.budget import Budget
from landing_app.bitrix24.client import Client
from landing_app.bitrix24.egress import EgressGuard
from landing_app.bitrix24.landing import Landing
from landing_app.bitrix24.limiter import Limiter
from landing_app.bitrix24.oauth import OAuthServer
from tests.bitrix24.memory import MemoryLog, MemoryTokens

if TYPE_CHECKING:
    from portal_emulator import Emulator, Portal


@dataclass
class Connection:
    """A client and what stands behind it."""

    client: Client
    store: MemoryTokens
    log: MemoryLog
    oauth: OAuthServer

    @property
    def landing(self) -> Landing:
        return Landing(self.client)


@pytest.fixture
def redis_connection(redis_url: str) -> redis.Redis:
    return redis.Redis.from_url(redis_url)


@pytest.fixture
def forgetful_redis(redis_connection: redis.Redis) -> Iterator[redis.Redis]:
    """A Redis that a test may flush: afterwards neither it nor this process remembers the loss."""
    yield redis_connection
    redis_connection.flushall()
    limiter_module._births.clear()


@pytest.fixture
def limiter(redis_connection: redis.Redis) -> Limiter:
    return Limiter(redis_connection, "tests")


@pytest.fixture
def guard(emulator: Emulator) -> EgressGuard:
    return EgressGuard(frozenset(f"127.0.0.{last}:{emulator.port}" for last in (1, 2, 3, 9, 100)))


@pytest.fixture
def oauth(emulator: Emulator, guard: EgressGuard) -> OAuthServer:
    application = emulator.application
    return OAuthServer(emulator.oauth_url, application.client_id, application.client_secret, guard)


@pytest.fixture
def connect(
    emulator: Emulator, portal: Portal, oauth: OAuthServer, guard: EgressGuard, redis_connection: redis.Redis
) -> Callable[..., Connection]:
    """``connect(user="marketer", **client_options)``: a client of the first portal as this person."""
    emulator.install_app(portal)

    def make(user: str = "marketer", store: MemoryTokens | None = None, **options: Any) -> Connection:
        person = portal.users[user]
        if store is None:
            pair = emulator.issue_token(portal, person)
            store = MemoryTokens(pair.access, pair.refresh)
        log = MemoryLog()
        client = Client(
            portal.client_endpoint,
            portal.member_id,
            person.id,
            store,
            oauth,
            Limiter(redis_connection, "tests"),
            Budget(redis_connection),
            log,
            guard,
            **options,
        )
        return Connection(client, store, log, oauth)

    return make
