"""A retry or undo of many items, whose plan is made by a task: somebody clicked for it, so it must not vanish."""

from datetime import timedelta

import pytest
from django.utils import timezone

from landing_app.jobs import followups, labels, services, tasks
from landing_app.jobs.engine import planner, sweeper
from landing_app.jobs.models import Job, JobState
from landing_app.jobs.progress import counts
from landing_app.jobs.screens.job_view import job_view
from tests.jobs.engine import Town, started, states, targets, work

pytestmark = pytest.mark.django_db(transaction=True)
LONG_AGO = timezone.now() - timedelta(hours=1)


@pytest.fixture
def undo(town: Town, monkeypatch: pytest.MonkeyPatch) -> Job:
    """Not planned yet; here three pages are many."""
    job = work(started(town.person(), "publish_page", targets(town.pages(3))))
    monkeypatch.setattr(planner, "PLAN_INLINE", 2)
    made = services.undo(job, job.starter)
    assert (made.state, made.plan_ready) == (JobState.PLANNED, False)
    return made


def test_it_is_shown_as_waiting(undo: Job) -> None:
    view = job_view(undo, undo.starter, counts(undo))
    assert (view.status_text, view.total, view.waiting, view.family) == ("Waiting", 3, 3, "active")
    assert view.title == "Undo: Unpublishing 3 pages"
    assert view.polls and view.can_stop
    assert undo in services.visible_jobs(undo.starter)


def test_it_outlives_a_portal_that_is_away(town: Town, undo: Job) -> None:
    town.there.faults.add("502", times=None)
    tasks.plan_targets(str(undo.pk))
    undo.refresh_from_db()
    assert job_view(undo, undo.starter, counts(undo)).note.startswith("Bitrix24 does not answer")
    assert sweeper.sweep().plans == []
    Job.objects.filter(pk=undo.pk).update(created_at=LONG_AGO, due_at=LONG_AGO)
    assert sweeper.sweep().plans == [str(undo.pk)]
    town.there.faults.clear()
    tasks.plan_targets(str(undo.pk))
    assert states(work(undo)) == ["done"] * 3
    assert not any(page.active for page in town.there.pages.values())


def test_it_ends_with_the_reason_when_the_portal_refuses_the_plan(town: Town, undo: Job) -> None:
    town.there.users["marketer"].app_access = False
    tasks.plan_targets(str(undo.pk))
    undo.refresh_from_db()
    assert (undo.state, undo.stop_code) == (JobState.CANCELLED, "user_access_error")
    assert job_view(undo, undo.starter, counts(undo)).note.startswith("The person who started this")
    town.there.users["marketer"].app_access = True
    assert services.undo(Job.objects.get(pk=undo.parent_id), undo.starter).pk != undo.pk


def test_one_whose_planning_died_with_the_web_process_is_planned_by_the_sweep(town: Town) -> None:
    """However few items it has: the button finds it at every further click, so it must not stay as it is."""
    job = work(started(town.person(), "publish_page", targets(town.pages(3))))
    left = followups.undo_of(job, job.starter, None).job
    assert services.undo(job, job.starter).pk == left.pk
    assert labels.label(left) == "Undo: Unpublishing 3 pages"
    Job.objects.filter(pk=left.pk).update(due_at=LONG_AGO)
    [found] = sweeper.sweep().plans
    tasks.plan_targets(found)
    assert states(work(left)) == ["done"] * 3
    assert not any(page.active for page in town.there.pages.values())


def test_it_can_be_stopped_before_it_is_planned(undo: Job) -> None:
    services.stop(undo, undo.starter)
    tasks.plan_targets(str(undo.pk))
    undo.refresh_from_db()
    assert (undo.state, undo.items.count()) == (JobState.CANCELLED, 0)
