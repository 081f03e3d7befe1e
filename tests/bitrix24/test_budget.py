"""Operating seconds, fed by answers and obeyed before the portal blocks the method."""

import time

import pytest
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from landing_app.bitrix24.budget import Budget, Reading
from landing_app.bitrix24.errors import LimitError

COPY = "landing.landing.copy"


@pytest.fixture
def budget(redis_connection: redis.Redis) -> Budget:
    return Budget(redis_connection)


def told(operating: float, resets_in: float = 300.0, finish: float = 1.0, cost: float = 1.0) -> Reading:
    return Reading(operating, resets_in, finish, cost, spent=cost)


def feed(budget: Budget, **readings: Reading) -> None:
    methods = {name.replace("_", "."): reading for name, reading in readings.items()}
    budget.settle(budget.reserve("m", dict.fromkeys(methods, 1)), methods)


def test_without_figures_nothing_is_paced(budget: Budget) -> None:
    for _ in range(100):
        budget.settle(budget.reserve("m", {COPY: 50}), {})


def test_waits_before_the_limit_until_the_oldest_part_is_forgotten(
    budget: Budget, redis_connection: redis.Redis
) -> None:
    feed(budget, landing_landing_copy=told(470.0, resets_in=120))
    with pytest.raises(LimitError) as refusal:
        Budget(redis_connection).reserve("m", {COPY: 1})
    assert refusal.value.code == "OPERATING_BUDGET"
    assert refusal.value.resume_at == pytest.approx(time.time() + 120, abs=5)
    budget.reserve("another portal", {COPY: 1})
    budget.reserve("m", {"landing.landing.move": 1})


def test_tells_how_much_of_a_batch_fits(budget: Budget) -> None:
    feed(budget, landing_landing_copy=told(465.0))
    share = budget.reserve("m", {COPY: 10}).share
    assert int(10 * share) == 5


def test_work_under_way_counts(budget: Budget) -> None:
    feed(budget, landing_landing_copy=told(460.0))
    held = budget.reserve("m", {COPY: 10})
    assert held.share == 1
    with pytest.raises(LimitError):
        budget.reserve("m", {COPY: 10})
    budget.settle(held, {COPY: told(460.5, finish=2.0)})
    assert budget.reserve("m", {COPY: 5}).share == 1


def test_the_stricter_of_method_and_batch_wins(budget: Budget) -> None:
    feed(budget, landing_landing_copy=told(1.0), batch=told(470.0))
    budget.reserve("m", {COPY: 1})
    with pytest.raises(LimitError):
        budget.reserve("m", {COPY: 1, "batch": 1})


def test_an_older_answer_does_not_lower_the_figure(budget: Budget) -> None:
    slow, quick = budget.reserve("m", {COPY: 1}), budget.reserve("m", {COPY: 1})
    budget.settle(quick, {COPY: told(470.0, finish=10.0)})
    budget.settle(slow, {COPY: told(5.0, finish=9.0)})
    with pytest.raises(LimitError):
        budget.reserve("m", {COPY: 1})


def test_a_block_by_the_portal_teaches_its_limit(budget: Budget) -> None:
    feed(budget, landing_landing_copy=told(300.0, resets_in=1))
    resume = budget.exhausted("m", COPY)
    assert 0 < resume - time.time() <= 2
    with pytest.raises(LimitError):
        budget.reserve("m", {COPY: 1})
    time.sleep(max(0.0, resume - time.time()) + 0.1)
    feed(budget, landing_landing_copy=told(299.0, finish=5.0))
    with pytest.raises(LimitError):
        budget.reserve("m", {COPY: 1})


def test_learning_after_the_call_never_raises(budget: Budget) -> None:
    """The work is done on the portal: a Redis that died meanwhile must not hide the answer."""
    held = budget.reserve("m", {COPY: 1})
    nowhere = Budget(redis.Redis(host="127.0.0.1", port=1, retry=Retry(NoBackoff(), 0)))
    nowhere.settle(held, {COPY: told(5.0)})
    assert nowhere.exhausted("m", COPY) > time.time()
    nowhere.share_paces("m", {COPY: 1.0})
    assert nowhere.paces("m") == {}


def test_fails_closed_without_redis() -> None:
    nowhere = Budget(redis.Redis(host="127.0.0.1", port=1, retry=Retry(NoBackoff(), 0)))
    with pytest.raises(LimitError) as refusal:
        nowhere.reserve("m", {COPY: 1})
    assert refusal.value.code == "LIMITER_UNAVAILABLE"
