"""The shared bucket, at a documented size or at a small quick one."""

import threading
import time

import pytest
import redis
from hypothesis import example, given, settings
from hypothesis import strategies as st
from redis.backoff import NoBackoff
from redis.retry import Retry

from landing_app.bitrix24 import limiter as module
from landing_app.bitrix24.errors import LimitError
from landing_app.bitrix24.limiter import JITTER_SECONDS, Limiter, fill

NORMAL = (50, 2.0)


def granted(
    limiter: Limiter, bucket: tuple[int, float], lane: module.Lane, tries: int, host: str = "p"
) -> int:
    """How many of ``tries`` requests get a slot at once."""
    count = 0
    for _ in range(tries):
        try:
            limiter.acquire(host, bucket, lane, 0)
        except LimitError:
            continue
        count += 1
    return count


ENTERPRISE = (250, 5.0)


def departures(bucket: tuple[int, float], number: int) -> list[float]:
    """Seconds at which our evenly draining bucket lets requests go that all wait from the start."""
    level, now, times = 0.0, 0.0, []
    for _ in range(number):
        wait = max(0.0, (level + 1 - fill(bucket)) / bucket[1])
        now, level = now + wait, level + 1 - wait * bucket[1]
        times.append(now)
    return times


@settings(deadline=None)
@given(
    st.sampled_from([NORMAL, ENTERPRISE]),
    st.floats(0, 1, exclude_max=True),
    st.lists(st.floats(0, JITTER_SECONDS - 0.001), min_size=400, max_size=400),
)
@example(NORMAL, 0.0, [0.0] * 400)
@example(NORMAL, 0.999, [JITTER_SECONDS - 0.001] * 50 + [0.0] * 350)
def test_a_portal_that_counts_in_steps_never_overflows(
    bucket: tuple[int, float], phase: float, delays: list[float]
) -> None:
    """Whenever its second begins, and however unevenly the network delays us."""
    from portal_emulator import ManualClock
    from portal_emulator.limits import LeakyBuckets

    clock = ManualClock(1_770_000_000.0 + phase)
    begun, portal = clock.now(), LeakyBuckets(clock)
    arrivals = sorted(left + delay for left, delay in zip(departures(bucket, 400), delays, strict=True))
    for arrival in arrivals:
        clock.advance(begun + arrival - clock.now())
        assert portal.admit("us", enterprise=bucket == ENTERPRISE)


def test_the_bucket_is_used_almost_fully() -> None:
    """100 requests: the floor of (100 - 50) / 2 seconds is missed by three percent."""
    assert departures(NORMAL, 100)[-1] == pytest.approx(25.75)


def test_the_bucket_is_shared_and_never_overfilled(redis_connection: redis.Redis) -> None:
    first, second = Limiter(redis_connection, "one"), Limiter(redis_connection, "one")
    assert granted(first, NORMAL, "interactive", 30) == 30
    assert granted(second, NORMAL, "interactive", 30) <= 19
    assert granted(second, NORMAL, "interactive", 30, host="other portal") == 30
    assert granted(Limiter(redis_connection, "other egress"), NORMAL, "interactive", 30) == 30


def test_bulk_leaves_a_reserve_while_somebody_is_looking(limiter: Limiter) -> None:
    assert granted(limiter, NORMAL, "interactive", 1) == 1
    assert granted(limiter, NORMAL, "bulk", 60) <= 39
    assert granted(limiter, NORMAL, "interactive", 5) == 5


def test_bulk_fills_the_bucket_when_nobody_is(limiter: Limiter) -> None:
    assert granted(limiter, NORMAL, "bulk", 48) == 48


def test_a_full_bucket_tells_when_to_come_back(limiter: Limiter) -> None:
    granted(limiter, NORMAL, "bulk", 48)
    with pytest.raises(LimitError) as refusal:
        limiter.acquire("p", NORMAL, "bulk", 0)
    assert refusal.value.code == "BUCKET_FULL"
    assert refusal.value.resume_at is not None
    assert 0 < refusal.value.resume_at - time.time() < 2


def test_waiters_get_their_slots_in_turn(limiter: Limiter) -> None:
    """Threads wait at a full bucket; interactive ones overtake all bulk ones that still wait."""
    granted(limiter, (50, 20.0), "bulk", 60)
    order: list[str] = []

    def wait(name: str, lane: module.Lane) -> None:
        limiter.acquire("p", (50, 20.0), lane, 20)
        order.append(name)

    threads = [threading.Thread(target=wait, args=(f"bulk {n}", "bulk")) for n in range(6)]
    for thread in threads:
        thread.start()
        time.sleep(0.005)
    hurried = threading.Thread(target=wait, args=("interactive", "interactive"))
    hurried.start()
    for thread in [*threads, hurried]:
        thread.join()
    assert sorted(order) == sorted([f"bulk {n}" for n in range(6)] + ["interactive"])
    assert order.index("interactive") <= 3


def test_one_refusal_closes_the_bucket_for_everybody(redis_connection: redis.Redis, limiter: Limiter) -> None:
    until = limiter.block("p", NORMAL)
    assert 1.5 < until - time.time() < 3
    assert granted(Limiter(redis_connection, "tests"), NORMAL, "interactive", 5) == 0
    with pytest.raises(LimitError):
        limiter.acquire("p", NORMAL, "bulk", 0.2)
    assert limiter.block("p", NORMAL) == pytest.approx(until)


def test_a_flushed_redis_starts_cautiously(forgetful_redis: redis.Redis, limiter: Limiter) -> None:
    """A process that used the bucket before the loss assumes that the portal may be full."""
    assert granted(limiter, NORMAL, "bulk", 48) == 48
    forgetful_redis.flushall()
    assert granted(limiter, NORMAL, "interactive", 20) <= 1


def test_a_fresh_process_meets_a_fresh_redis(forgetful_redis: redis.Redis, limiter: Limiter) -> None:
    module._births.clear()
    forgetful_redis.flushall()
    assert granted(limiter, NORMAL, "interactive", 20) == 20


def test_fails_closed_without_redis() -> None:
    nowhere = Limiter(redis.Redis(host="127.0.0.1", port=1, retry=Retry(NoBackoff(), 0)), "tests")
    with pytest.raises(LimitError) as refusal:
        nowhere.acquire("p", NORMAL, "interactive", 1)
    assert refusal.value.code == "LIMITER_UNAVAILABLE"
    assert nowhere.block("p", NORMAL) > time.time()
