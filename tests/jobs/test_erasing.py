"""Old jobs go, however many and however large they are, and nothing else does."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from landing_app.jobs import followups
from landing_app.jobs.engine import erasing
from landing_app.jobs.models import Job, JobItem, JobState
from tests.jobs.engine import Town, started, targets, work

pytestmark = pytest.mark.django_db(transaction=True)


def test_old_jobs_are_purged(town: Town) -> None:
    job = work(started(town.person(), "publish_page", targets(town.pages(1))))
    assert erasing.purge() == 0
    Job.objects.update(finished_at=timezone.now() - timedelta(days=181))
    assert erasing.purge() == 1
    assert not JobItem.objects.filter(job_id=job.pk).exists()


def test_none_is_left_for_the_next_hour(town: Town) -> None:
    """With a limit per hour the table grows for ever where more jobs end."""
    person = town.person()
    past = timezone.now() - timedelta(days=181)
    for _ in range(450):
        followups.new_job(person, "publish_page", {}, state=JobState.DONE, finished_at=past)
    assert erasing.purge() == 450
    assert not Job.objects.exists()


def test_the_items_of_a_large_job_go_in_portions(town: Town) -> None:
    """A portal with a million items must fit neither into memory nor into one transaction."""
    job = followups.new_job(town.person(), "publish_page", {}, state=JobState.DONE)
    retry = followups.new_job(town.person(), "publish_page", {}, state=JobState.DONE)
    about = {"target_kind": "page", "target_id": 1, "site_id": 1}
    JobItem.objects.bulk_create([JobItem(job=job, position=n, **about) for n in range(2_500)])
    JobItem.objects.create(job=retry, position=0, origin=job.items.first(), **about)
    with CaptureQueriesContext(connection) as asked:
        assert erasing.erase_jobs(Job.objects.filter(pk=job.pk)) == 1
    # Each portion first unties the items that were made from its own.
    untied = [query for query in asked if query["sql"].startswith('UPDATE "jobs_jobitem" SET "origin_id"')]
    assert len(untied) == 3
    assert not JobItem.objects.filter(job_id=job.pk).exists()
    assert retry.items.get().origin is None
