"""What the product leans on goes away in the middle of jobs and comes back: they go on, and nothing is wrong."""

from collections.abc import Callable
from time import monotonic, sleep

import pytest
import redis
from django.conf import settings
from django.db import OperationalError, connection

from landing_app.jobs import services
from landing_app.jobs.models import FINAL_JOBS, ItemState, Job, JobItem, JobState
from tests.jobs.engine import Town, started, targets
from tests.proof.engine_time import SPEED
from tests.proof.fleet import Fleet
from tests.proof.truth import Work, problems, tally
from tests.servers import REDIS
from tests.with_postgres import running_cluster

PATIENCE = 400 / SPEED + 60


def until(condition: Callable[[], bool], what: str) -> float:
    """Wait for it; returns the seconds it took."""
    begun = monotonic()
    while not _holds(condition):
        assert monotonic() - begun < PATIENCE, f"{what} did not happen within {PATIENCE:.0f} s"
        sleep(0.1)
    return monotonic() - begun


def _holds(condition: Callable[[], bool]) -> bool:
    try:
        return condition()
    except OperationalError:  # the database is the thing that is away
        connection.close()
        return False


def begin(town: Town, pages: int = 24, copies: int = 8) -> list[Work]:
    """A job in each lane of the portal, slow enough to be interrupted."""
    town.there.latency.request, town.there.latency.command = 0.02, 0.15
    person = town.person()
    sources = town.pages(copies)
    publish = started(person, "publish_page", targets(town.pages(pages)))
    before = frozenset(town.there.pages)
    copy = started(person, "copy_page", targets(sources), site=town.quiet_site.id)
    return [Work(publish, town.there, before), Work(copy, town.there, before)]


def some_are_done(works: list[Work]) -> bool:
    return JobItem.objects.filter(job__in=[work.job.pk for work in works], state=ItemState.DONE).exists()


def all_are_over(works: list[Work]) -> bool:
    ids = [work.job.pk for work in works]
    return not Job.objects.filter(pk__in=ids).exclude(state__in=FINAL_JOBS).exists()


def assert_all_done(works: list[Work]) -> None:
    broken = [line for work in works for line in problems(work)]
    assert not broken, "\n".join(broken)
    assert {key.split()[1] for key in tally(works)} == {"done"}, tally(works)


@pytest.mark.kill
def test_redis_loses_its_memory_and_then_its_process(towns: list[Town], fleet: Fleet) -> None:
    works = begin(towns[0])
    until(lambda: some_are_done(works), "the first item")
    redis.Redis.from_url(settings.REDIS_URL).flushall()
    sleep(1)
    REDIS.stop()
    sleep(3)
    REDIS.start()
    seconds = until(lambda: all_are_over(works), "the end of the jobs")
    print(f"\nRedis back after 4 s: jobs over {seconds:.1f} s later")
    assert_all_done(works)


@pytest.mark.kill
def test_a_revoked_token_stops_the_job_until_the_person_comes_back(towns: list[Town], fleet: Fleet) -> None:
    town = towns[0]
    works = begin(town)
    until(lambda: some_are_done(works), "the first item")
    town.emulator.tokens.revoke(town.there.member_id)
    jobs = Job.objects.filter(pk__in=[work.job.pk for work in works])
    until(lambda: not jobs.exclude(state__in=[*FINAL_JOBS, JobState.PARKED]).exists(), "the stop")
    parked = jobs.filter(state=JobState.PARKED)
    assert parked.exists()
    assert all(job.parked_code for job in parked)
    sent = len(town.there.requests)
    sleep(3)
    assert len(town.there.requests) == sent
    person = town.person()
    for job in parked:
        services.resume(job, person)
    until(lambda: all_are_over(works), "the end of the jobs")
    assert_all_done(works)


@pytest.mark.load
def test_a_restarted_postgresql(towns: list[Town], fleet: Fleet) -> None:
    """For `python -m tests.with_postgres pytest -m load`: the server ends as in a crash and comes back."""
    cluster = running_cluster()
    works = begin(towns[0])
    until(lambda: some_are_done(works), "the first item")
    connection.close()
    cluster.stop()
    sleep(5)
    cluster.resume()
    seconds = until(lambda: all_are_over(works), "the end of the jobs")
    print(f"\nPostgreSQL back after 5 s: jobs over {seconds:.1f} s later")
    assert_all_done(works)
