"""The promises of the job engine, one by one: nothing lost, nothing done twice, every end has a reason."""

import threading
from datetime import timedelta
from typing import Any

import pytest
import redis
from celery.signals import worker_ready
from django.db import connection
from django.utils import timezone

from landing_app.actions.copy_page import CopyPage
from landing_app.celery import app
from landing_app.jobs import services, tasks
from landing_app.jobs.engine import claim, lanes, settle, sweeper
from landing_app.jobs.engine.runner import run_chunk
from landing_app.jobs.explanations import explain_job
from landing_app.jobs.models import ItemState, Job, JobItem, JobState, Lane
from landing_app.portals.signals import portal_disconnected, user_lost
from tests.jobs.engine import Town, build_town, codes, item_of, started, states, target, targets, work

pytestmark = pytest.mark.django_db(transaction=True)
PUBLISH = "landing.landing.publication"
LONG_AGO = timedelta(seconds=3600)


def die(job: Job) -> None:
    """The lease of a worker that does not answer any more runs out."""
    Lane.objects.filter(portal_id=job.portal_id, kind=job.kind).update(until=timezone.now() - LONG_AGO)


def time_passes(job: Job) -> None:
    """Everything that waits for a moment is due, and every request was sent long ago."""
    Job.objects.filter(pk=job.pk).update(due_at=timezone.now() - LONG_AGO)
    Lane.objects.update(not_before=timezone.now() - LONG_AGO)
    checking = JobItem.objects.filter(job=job, state=ItemState.CHECKING)
    checking.update(
        due_at=timezone.now() - timedelta(seconds=1), sent_at=timezone.now() - timedelta(seconds=100)
    )


def claimed_by_a_worker_that_dies(job: Job, sent: bool) -> list[JobItem]:
    """A worker claimed the items, recorded what it was about to send (or not yet), and was killed."""
    grip = lanes.take_lane(job.portal_id, job.kind)
    assert grip is not None
    chunk = claim.claim_items(grip)
    assert chunk is not None
    for item in chunk.items:
        if sent:
            assert claim.write(item, intent=dict(item.planned), sent_at=timezone.now(), sends=1)
    die(job)
    return chunk.items


def test_only_one_of_many_workers_gets_the_lane(town: Town) -> None:
    job = started(town.person(), "publish_page", targets(town.pages(3)))
    grips: list[Any] = []
    gate = threading.Barrier(6)

    def worker() -> None:
        gate.wait()
        grips.append(lanes.take_lane(job.portal_id, job.kind))
        connection.close()

    threads = [threading.Thread(target=worker) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len([grip for grip in grips if grip is not None]) == 1


def test_an_item_is_claimed_once(town: Town) -> None:
    job = started(town.person(), "publish_page", targets(town.pages(2)))
    grip = lanes.take_lane(job.portal_id, job.kind)
    assert grip is not None
    chunk = claim.claim_items(grip)
    assert chunk is not None and len(chunk.items) == 2
    assert claim.claim_items(grip) is None


def test_unsent_items_of_a_dead_worker_are_done_by_the_next(town: Town) -> None:
    pages = town.pages(2)
    job = started(town.person(), "publish_page", targets(pages))
    claimed_by_a_worker_that_dies(job, sent=False)
    assert work(job).state == JobState.DONE
    assert len(town.calls(PUBLISH)) == 2


def test_sent_items_of_a_dead_worker_are_read_back_before_anything_else(town: Town) -> None:
    did, did_not = town.pages(2)
    job = started(town.person(), "publish_page", targets([did, did_not]))
    claimed_by_a_worker_that_dies(job, sent=True)
    did.active = did.public = True  # the portal did this one before the worker could write it down
    work(job)
    assert states(job) == ["done", "checking"]
    assert not town.calls(PUBLISH)
    time_passes(job)
    assert work(job).state == JobState.DONE
    assert [entry.params["lid"] for entry in town.calls(PUBLISH)] == [str(did_not.id)]


def test_a_worker_that_comes_back_too_late_changes_nothing(town: Town) -> None:
    page = town.pages(1)[0]
    job = started(town.person(), "publish_page", targets([page]))
    zombie = claimed_by_a_worker_that_dies(job, sent=True)[0]
    work(job)
    time_passes(job)
    work(job)
    assert states(job) == ["done"]
    assert not claim.write(zombie, state=ItemState.FAILED)
    assert states(job) == ["done"]


def test_an_item_that_killed_two_workers_is_not_given_to_a_third(town: Town) -> None:
    job = started(town.person(), "publish_page", targets(town.pages(1)))
    for _ in range(2):
        claimed_by_a_worker_that_dies(job, sent=False)
        Lane.objects.update(until=timezone.now() - LONG_AGO)
        grip = lanes.take_lane(job.portal_id, job.kind)
        assert grip is not None
        claim.recover(grip)
        lanes.release_lane(grip)
    work(job)
    assert (states(job), codes(job)) == (["failed"], ["POISON"])
    assert JobItem.objects.get(job=job).trace_id
    assert job.state == JobState.DONE_WITH_ERRORS


def test_neighbors_of_a_killer_are_told_apart_from_it(town: Town) -> None:
    pages = town.pages(10)
    job = started(town.person(), "publish_page", targets(pages))
    claimed_by_a_worker_that_dies(job, sent=False)
    assert work(job).state == JobState.DONE
    assert max(JobItem.objects.filter(job=job).values_list("crowd", flat=True)) == 7


def test_a_stop_between_claim_and_call_sends_nothing(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    job = started(town.person(), "publish_page", targets(town.pages(2)))
    keep = claim.claim_items

    def stop_after_claim(grip: lanes.Grip) -> claim.Chunk | None:
        chunk = keep(grip)
        services.stop(job, job.starter)
        return chunk

    monkeypatch.setattr("landing_app.jobs.engine.runner.claim_items", stop_after_claim)
    run_chunk(job.portal_id, job.kind)
    assert states(job) == ["cancelled", "cancelled"]
    assert not town.calls(PUBLISH)


def test_the_sweep_finds_work_without_any_message(town: Town) -> None:
    job = started(town.person(), "publish_page", targets(town.pages(1)))
    assert sweeper.sweep().lanes == [(job.portal_id, "repeatable")]
    Lane.objects.update(hinted_at=timezone.now())
    assert sweeper.sweep().lanes == []
    work(job)
    Lane.objects.update(hinted_at=timezone.now() - LONG_AGO)
    assert sweeper.sweep().lanes == []


def test_a_worker_that_starts_looks_for_work(town: Town, redis_url: str) -> None:
    worker_ready.send(sender=None)
    assert redis.Redis.from_url(redis_url).llen("system") == 1


def test_a_plan_that_is_too_old_says_so_as_long_as_somebody_may_look_at_it(town: Town) -> None:
    person = town.person()
    plan = services.open_plan(person, "publish_page", targets(town.pages(1)))
    Job.objects.update(created_at=timezone.now() - timedelta(minutes=31))
    sweeper.sweep()
    with pytest.raises(services.NotAllowed) as refused:
        services.start(plan.pk, person)
    assert refused.value.reason == "PLAN_EXPIRED"
    Job.objects.update(created_at=timezone.now() - timedelta(hours=25))
    sweeper.sweep()
    assert not Job.objects.exists()


def test_a_probe_sends_one_item_and_goes_on_when_it_passes(town: Town) -> None:
    pages = town.pages(3)
    job = started(town.person(), "publish_page", targets(pages))
    town.there.tariff.refused.add("PUBLIC_PAGE_REACHED")
    work(job)
    sweeper.sweep()
    job.refresh_from_db()
    assert job.state == JobState.PARKED
    Job.objects.update(probe_at=timezone.now())
    sweeper.sweep()
    work(job)
    assert job.state == JobState.PARKED
    assert len(town.calls(PUBLISH)) == 2
    town.there.tariff.refused.clear()
    Job.objects.update(probe_at=timezone.now())
    sweeper.sweep()
    assert work(job).state == JobState.DONE


def test_a_large_selection_is_planned_by_a_task(town: Town) -> None:
    pages = town.pages(201)
    person = town.person()
    plan = services.open_plan(person, "publish_page", targets(pages))
    assert not plan.plan_ready
    with pytest.raises(services.NotAllowed) as refused:
        services.start(plan.pk, person)
    assert refused.value.reason == "PLAN_NOT_READY"
    tasks.plan_targets(str(plan.pk))
    tasks.plan_targets(str(plan.pk))
    plan.refresh_from_db()
    assert plan.plan_ready and plan.pending_targets == []
    assert plan.items.count() == 201
    assert services.start(plan.pk, person).state == JobState.WAITING


def test_start_works_without_a_broker(
    town: Town, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    plan = services.open_plan(town.person(), "publish_page", targets(town.pages(1)))
    monkeypatch.setattr(app.amqp, "_producer_pool", None)
    monkeypatch.setattr(app, "_pool", None)
    monkeypatch.setattr(app.conf, "broker_url", "redis://127.0.0.1:1/0")
    monkeypatch.setattr(app.conf, "broker_write_url", "redis://127.0.0.1:1/0")
    job = services.start(plan.pk, plan.starter)
    assert job.state == JobState.WAITING
    assert "The broker does not answer" in caplog.text
    assert sweeper.sweep().lanes == [(job.portal_id, job.kind)]


def test_jobs_of_one_lane_take_turns(town: Town) -> None:
    person = town.person()
    big = started(person, "publish_page", targets(town.pages(25)))
    small = started(person, "unpublish_page", targets(town.pages(1, active=True, public=True)))
    run_chunk(big.portal_id, big.kind)
    run_chunk(big.portal_id, big.kind)
    small.refresh_from_db()
    big.refresh_from_db()
    assert small.state == JobState.DONE
    assert big.state == JobState.RUNNING


def test_jobs_of_a_lane_say_together_what_they_wait_for(town: Town) -> None:
    """Also while one of them tries again, and until it gets through."""
    person = town.person()
    jobs = [started(person, "publish_page", targets(town.pages(1))) for _ in range(2)]
    town.there.faults.add("502", times=None)
    for _ in range(2):
        run_chunk(jobs[0].portal_id, jobs[0].kind)
        Job.objects.update(due_at=timezone.now())
        assert set(Job.objects.values_list("hold_code", flat=True)) == {"NO_ANSWER"}
    town.there.faults.clear()
    run_chunk(jobs[0].portal_id, jobs[0].kind)
    assert sorted(Job.objects.values_list("state", "hold_code")) == [("done", ""), ("running", "NO_ANSWER")]
    assert {work(job).hold_code for job in jobs} == {""}


def test_a_dead_grant_parks_all_jobs_of_that_person_only(town: Town) -> None:
    mine = started(town.person(), "publish_page", targets(town.pages(1)))
    other = started(town.person("administrator"), "publish_page", targets(town.pages(1)))
    user_lost.send(sender=None, portal_user=mine.starter)
    mine.refresh_from_db()
    other.refresh_from_db()
    assert (mine.state, other.state) == (JobState.PARKED, JobState.WAITING)


def test_a_job_whose_starter_lost_the_rights_stops_with_that_reason(town: Town) -> None:
    pages = town.pages(12)
    person = town.person()
    job = started(person, "publish_page", targets(pages))
    run_chunk(job.portal_id, job.kind)
    town.there.users["marketer"].app_access = False
    work(job)
    assert (job.state, job.stop_code) == (JobState.CANCELLED, "user_access_error")
    assert states(job) == ["done"] * 10 + ["cancelled"] * 2
    assert set(codes(job)[10:]) == {"user_access_error"}
    assert explain_job(job).title == "The person who started this may no longer use the app"
    sent = len(town.there.requests)
    work(job)
    assert len(town.there.requests) == sent
    rest = services.retry_failed(job, town.person("administrator"))
    assert states(work(rest)) == ["done", "done"]
    assert all(page.active for page in pages)


def test_what_nobody_may_read_any_more_is_not_asked_for_ever(town: Town) -> None:
    job = started(town.person(), "publish_page", targets(town.pages(1)))
    claimed_by_a_worker_that_dies(job, sent=True)
    town.there.users["marketer"].app_access = False
    work(job)
    assert (job.state, states(job)) == (JobState.CANCELLED, ["checking"])
    JobItem.objects.update(due_at=timezone.now(), sent_at=timezone.now() - LONG_AGO)
    work(job)
    assert (states(job), codes(job)) == (["needs_you"], ["CANNOT_TELL"])


def test_a_reported_uninstall_holds_jobs_and_a_proved_one_erases_them(town: Town) -> None:
    job = started(town.person(), "publish_page", targets(town.pages(1)))
    portal_disconnected.send(sender=None, portal=town.portal, erasing=False)
    job.refresh_from_db()
    assert (job.state, job.hold_code) == (JobState.WAITING, "PORTAL_PAUSED")
    portal_disconnected.send(sender=None, portal=town.portal, erasing=True)
    assert not Job.objects.exists()
    assert run_chunk(job.portal_id, job.kind) is False
    assert not town.calls(PUBLISH)


def test_others_see_a_job_only_if_they_read_all_its_sites(town: Town) -> None:
    person, colleague, stranger = town.person(), town.person("viewer"), town.person("no_access")
    plan = services.open_plan(person, "publish_page", targets(town.pages(1)))
    assert services.visible_job(person, plan.pk) == plan
    assert services.visible_job(colleague, plan.pk) is None
    job = services.start(plan.pk, person)
    assert services.visible_job(colleague, job.pk) == job
    assert list(services.visible_jobs(colleague)) == [job]
    assert services.visible_job(stranger, job.pk) is None
    hidden = started(
        person, "publish_page", [*targets(town.pages(1)), *targets(town.pages(1, town.quiet_site))]
    )
    town.there.users["editor"].site_rights[town.quiet_site.id] = frozenset()
    assert services.visible_job(town.person("editor"), hidden.pk) is None


def test_jobs_of_another_portal_do_not_exist(town: Town) -> None:
    job = started(town.person(), "publish_page", targets(town.pages(1)))
    neighbor = build_town(town.emulator, "127.0.0.2").person("administrator")
    assert services.visible_job(neighbor, job.pk) is None
    assert not services.visible_jobs(neighbor).exists()


def test_a_lost_create_is_repeated_once_and_only_after_the_portal_must_be_done(town: Town) -> None:
    page = town.pages(1)[0]
    job = started(town.person(), "copy_page", [target(page)], site=town.site.id)
    claimed_by_a_worker_that_dies(job, sent=True)
    work(job)
    assert states(job) == ["checking"]
    JobItem.objects.update(due_at=timezone.now(), sent_at=timezone.now() - timedelta(seconds=70))
    work(job)
    assert states(job) == ["checking"]  # not there at 70 s proves nothing
    assert not town.calls("landing.landing.copy")
    JobItem.objects.update(due_at=timezone.now(), sent_at=timezone.now() - timedelta(seconds=76))
    work(job)
    assert states(job) == ["done"]
    assert len(town.calls("landing.landing.copy")) == 1


def test_a_create_that_is_lost_twice_goes_to_the_person(town: Town) -> None:
    page = town.pages(1)[0]
    job = started(town.person(), "copy_page", [target(page)], site=town.site.id)
    for _ in range(2):
        claimed_by_a_worker_that_dies(job, sent=True)
        JobItem.objects.update(crowd=2)  # not poison: two workers died of something else
        work(job)
        time_passes(job)
        grip = lanes.take_lane(job.portal_id, job.kind)
        assert grip is not None
        chunk = claim.claim_checks(grip)
        assert chunk is not None
        settle.after_check(job, chunk.items[0], settle.Proof("not_done"))
        lanes.release_lane(grip)
    work(job)
    assert (states(job), codes(job)) == (["needs_you"], ["CANNOT_TELL"])


def test_a_worker_that_slept_past_its_lease_sends_nothing(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It wakes up while the other one waits for the age at which "not there" proves something, or repeats."""
    page = town.pages(1)[0]
    job = started(town.person(), "copy_page", [target(page)], site=town.site.id)
    send, take = CopyPage.run, lanes.take_lane
    grips: list[lanes.Grip] = []

    def taken(*lane: Any) -> lanes.Grip | None:
        grip = take(*lane)
        if grip is not None:
            grips.append(grip)
        return grip

    def late(*arguments: Any) -> Any:
        monkeypatch.setattr(CopyPage, "run", send)
        grips[0].until = timezone.now()
        die(job)
        work(job)  # the other worker reads: there is no copy yet
        return send(*arguments)

    monkeypatch.setattr("landing_app.jobs.engine.runner.take_lane", taken)
    monkeypatch.setattr(CopyPage, "run", late)
    assert run_chunk(job.portal_id, job.kind) is False
    assert not town.calls("landing.landing.copy")
    assert states(job) == ["checking"]
    with pytest.raises(lanes.LaneLost):
        lanes.still_held(grips[0])
    time_passes(job)
    work(job)
    assert (states(job), len(town.calls("landing.landing.copy"))) == (["done"], 1)


def test_a_lease_that_ran_out_unnoticed_is_renewed_before_sending(town: Town) -> None:
    """A machine that was too busy for heartbeats goes on when nobody took over."""
    job = started(town.person(), "publish_page", targets(town.pages(1)))
    grip = lanes.take_lane(job.portal_id, job.kind)
    assert grip is not None
    die(job)
    grip.until = timezone.now() - LONG_AGO
    lanes.still_held(grip)
    assert grip.until > timezone.now()
    assert lanes.take_lane(job.portal_id, job.kind) is None


@pytest.mark.parametrize("trouble", ["502", "503"])
def test_copies_are_not_made_again_when_the_read_after_them_fails(town: Town, trouble: str) -> None:
    pages = town.pages(3)
    job = started(town.person(), "copy_page", targets(pages), site=town.quiet_site.id)
    run = CopyPage.run

    def then_away(*arguments: Any) -> Any:
        town.there.faults.add(trouble, times=8, skip=1)
        return run(*arguments)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(CopyPage, "run", then_away)
        run_chunk(job.portal_id, job.kind)
    town.there.faults.clear()
    for _ in range(4):
        time_passes(job)
        work(job)
    assert states(job) == ["done"] * 3
    assert len(town.calls("landing.landing.copy")) == 3


def test_a_late_double_is_discarded(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker sleeps between the last look at its lease and the wire, until another one has done the item."""
    page = town.pages(1)[0]
    job = started(town.person(), "copy_page", [target(page)], site=town.site.id)
    send = CopyPage.run

    def late(*arguments: Any) -> Any:
        monkeypatch.setattr(CopyPage, "run", send)
        die(job)
        work(job)  # the other worker reads: there is no copy yet
        time_passes(job)
        work(job)  # and makes it
        return send(*arguments)

    monkeypatch.setattr(CopyPage, "run", late)
    run_chunk(job.portal_id, job.kind)
    assert len(town.calls("landing.landing.copy")) == 2
    copies = {one.id: one.deleted for one in town.there.pages.values() if one.id != page.id}
    assert copies == {item_of(job, page).made_id: False, max(copies): True}
    assert states(job) == ["done"]


def test_counts_and_time_left_come_from_rows(town: Town) -> None:
    job = started(town.person(), "publish_page", targets(town.pages(12)))
    before = services.counts(job)
    assert (before.total, before.waiting, before.processed) == (12, 12, 0)
    assert services.seconds_left(job, before) == 9
    run_chunk(job.portal_id, job.kind)
    job.refresh_from_db()
    after = services.counts(job)
    assert (after.done, after.waiting) == (10, 2)
    left = services.seconds_left(job, after)
    assert left is not None and 0 < left < 9
    assert services.counts_of([job])[str(job.pk)] == after


def test_no_time_is_promised_while_the_portal_keeps_us_waiting(town: Town) -> None:
    job = started(town.person(), "publish_page", targets(town.pages(2)))
    job.items.update(state=ItemState.RUNNING)
    job.served_at = timezone.now() - timedelta(seconds=1)
    assert services.seconds_left(job, services.counts(job)) is not None
    job.served_at = timezone.now() - timedelta(seconds=20)
    assert services.seconds_left(job, services.counts(job)) is None


def test_what_an_item_says_after_its_page_is_gone(town: Town) -> None:
    page = town.pages(1)[0]
    job = work(started(town.person(), "publish_page", targets([page])))
    title = page.title
    del town.there.pages[page.id]
    assert item_of(job, page).title == title
