"""Copies under the operating budget, in emulated time.

One request at a time: against a portal whose clock moves only while it works or we wait. In parallel, as the product
sends them: on a clock that runs ``SPEED`` times as fast as ours.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from urllib.parse import urlsplit

import redis

from benchmarks.cases import Measured
from benchmarks.ours import NoLog
from landing_app.bitrix24.batch import PARALLEL_CREATES
from landing_app.bitrix24.budget import Budget
from landing_app.bitrix24.client import Client
from landing_app.bitrix24.egress import EgressGuard
from landing_app.bitrix24.errors import LimitError
from landing_app.bitrix24.landing import Landing
from landing_app.bitrix24.limiter import Limiter
from landing_app.bitrix24.oauth import OAuthServer
from landing_app.bitrix24.tokens import Tokens
from landing_app.bitrix24.types import Command, Outcome
from portal_emulator import Emulator, ManualClock, Portal
from portal_emulator.clock import Clock
from portal_emulator.limits import OperatingBudget

COST = 0.99
SOURCE = 985
SPEED = 15
HOST = "127.0.0.1"


class FixedTokens:
    """A pair that never expires in this run."""

    def __init__(self, access: str, refresh: str) -> None:
        self._tokens = Tokens(access, refresh, 1)

    def load(self) -> Tokens:
        return self._tokens

    def try_lease(self, seen_version: int) -> bool:  # noqa: ARG002
        raise AssertionError("no refresh is due")

    def save(self, seen_version: int, access: str, refresh: str, expires_at: float) -> bool:  # noqa: ARG002
        raise AssertionError("no refresh is due")

    def release(self, seen_version: int) -> None:
        """Nothing to end."""

    def mark_lost(self, seen_version: int, code: str) -> None:  # noqa: ARG002
        raise AssertionError(code)

    def moved(self, new_endpoint: str) -> None:
        raise AssertionError(new_endpoint)


class FastClock:
    """Real waiting, emulated seconds: many requests may pass the same ones."""

    def __init__(self, start: float = 1_770_000_000.0) -> None:
        self._start, self._begun = start, time.monotonic()

    def now(self) -> float:
        return self._start + (time.monotonic() - self._begun) * SPEED

    def sleep(self, seconds: float) -> None:
        time.sleep(max(0.0, seconds) / SPEED)


Copies = Callable[[Client, int], list[Outcome]]


def paced_copies(redis_url: str, number: int, spent: float = 0.0) -> Measured:
    """``number`` copies of a page, ``spent`` operating seconds used before; emulated seconds are reported."""

    def one_request_at_a_time(client: Client, missing: int) -> list[Outcome]:
        copy = Command("landing.landing.copy", {"lid": SOURCE, "toSiteId": 3})
        # With several the portal's one clock would count the seconds of all for each.
        return client.batch([copy] * missing, ordered=True)

    return _measured(redis_url, ManualClock(), one_request_at_a_time, number, spent, ideal(number, spent))


def parallel_copies(redis_url: str, number: int) -> Measured:
    """The same through ``Landing.copy``, as parallel as the product is at its widest."""

    def in_parallel(client: Client, missing: int) -> list[Outcome]:
        return Landing(client).copy([SOURCE] * missing, "", to_site=3)

    best = ideal(number, lanes=PARALLEL_CREATES)
    return _measured(redis_url, FastClock(), in_parallel, number, 0.0, best)


def _measured(
    redis_url: str, clock: Clock, copies: Copies, number: int, spent: float, best: float
) -> Measured:
    with Emulator(hosts=(HOST,), clock=clock) as emulator:
        portal = emulator.portals[HOST]
        emulator.install_app(portal)
        portal.latency.operating = True
        portal.buckets.enabled = False
        portal.operating.add(emulator.application.client_id, "landing.landing.copy", spent)
        client = _client(emulator, portal, redis_url, clock)
        begun, real = clock.now(), time.perf_counter()
        made = _copy(client, clock, copies, number)
        elapsed, took = clock.now() - begun, time.perf_counter() - real
        entries = [entry for entry in portal.requests if not entry.in_batch]
        refused = sum(entry.status == 429 for entry in portal.requests)
    longest = max(entry.seconds for entry in entries)
    facts = (
        f"{made} copies, {best / elapsed:.1%} of the budget, {refused} x 429, {len(entries)} requests,"
        f" the longest {longest:.1f} s (emulated; {took:.1f} s real)"
    )
    good = made == number and refused == 0 and longest <= 30 and best / elapsed >= 0.95
    return Measured(elapsed, facts, good, {"share": best / elapsed})


def _client(emulator: Emulator, portal: Portal, redis_url: str, clock: Clock) -> Client:
    pair = emulator.issue_token(portal, portal.users["marketer"])
    guard = EgressGuard(frozenset({portal.authority, urlsplit(emulator.oauth_url).netloc}))
    application = emulator.application
    oauth = OAuthServer(emulator.oauth_url, application.client_id, application.client_secret, guard)
    connection = redis.Redis.from_url(redis_url)
    connection.flushall()
    return Client(
        portal.client_endpoint,
        portal.member_id,
        7,
        FixedTokens(pair.access, pair.refresh),
        oauth,
        Limiter(connection, "paced"),
        Budget(connection, clock=clock.now),
        NoLog(),
        guard,
        lane="bulk",
        tariff_bucket=(1_000_000, 100_000.0),
    )


def _copy(client: Client, clock: Clock, copies: Copies, number: int) -> int:
    """As a job does it: what did not run waits until the time the client names."""
    made = 0
    while made < number:
        outcomes = copies(client, number - made)
        made += sum(outcome.state == "ok" for outcome in outcomes)
        waiting = [outcome.error for outcome in outcomes if outcome.state == "not_run"]
        if waiting:
            error = waiting[0]
            if not isinstance(error, LimitError) or error.resume_at is None:
                raise AssertionError(f"stopped by {error}")
            clock.sleep(error.resume_at - clock.now())
    return made


def ideal(number: int, spent: float = 0.0, lanes: int = 1) -> float:
    """Emulated seconds of somebody who knows the portal's counter and calls the moment it allows."""
    clock = ManualClock()
    budget = OperatingBudget(clock)
    budget.add("a", "m", spent)
    begun = clock.now()
    for _ in range(number):
        while budget.exhausted("a", "m"):
            clock.advance(1)
        clock.sleep(COST / lanes)
        budget.add("a", "m", COST)
    return clock.now() - begun
