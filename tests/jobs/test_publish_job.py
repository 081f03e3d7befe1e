"""Publishing as a job, from the plan to the read-back, with everything that can happen on the way."""

import pytest

from landing_app.bitrix24.errors import Bitrix24Error
from landing_app.jobs import services
from landing_app.jobs.engine.runner import run_chunk
from landing_app.jobs.models import ItemState, Job, JobItem, JobState, Lane
from landing_app.portals.clients import redis_connection
from portal_emulator.builders import add_page
from tests.jobs.engine import Town, codes, item_of, started, states, targets, work

pytestmark = pytest.mark.django_db(transaction=True)
PUBLISH = "landing.landing.publication"


def test_publishes_and_proves_every_page(town: Town) -> None:
    pages = town.pages(3)
    job = work(started(town.person(), "publish_page", targets(pages)))
    assert job.state == JobState.DONE
    assert states(job) == ["done"] * 3
    assert all(page.active and page.public for page in pages)
    item = item_of(job, pages[0])
    assert item.evidence["after"]["active"] is True
    assert item.can_undo


def test_the_plan_says_what_else_goes_live_and_changes_nothing(town: Town) -> None:
    page = add_page(town.there, town.quiet_site, "Loft", "loft", folder_id=town.quiet_folder.id)
    done = town.pages(1, active=True, public=True)[0]
    trashed = town.pages(1, deleted=True)[0]
    job = services.open_plan(town.person(), "publish_page", targets([page, done, trashed]))
    assert [item.verdict for item in job.items.all()] == ["ready", "already", "needs_you"]
    effects = item_of(job, page).side_effects
    assert [(effect["kind"], effect["title"]) for effect in effects] == [
        ("folder_goes_live", "Attic"),
        ("site_goes_live", "Quiet"),
    ]
    assert not page.active and not town.quiet_site.active
    assert not town.calls(PUBLISH)


def test_what_went_live_with_the_page_is_in_the_evidence(town: Town) -> None:
    page = add_page(town.there, town.quiet_site, "Loft", "loft", folder_id=town.quiet_folder.id)
    job = work(started(town.person(), "publish_page", targets([page])))
    assert states(job) == ["done"]
    assert town.quiet_site.active and town.quiet_folder.active
    assert [effect["title"] for effect in item_of(job, page).evidence["opened"]] == ["Attic", "Quiet"]


@pytest.mark.parametrize("who", ["viewer", "editor"])
def test_without_the_right_nothing_is_sent(town: Town, who: str) -> None:
    pages = town.pages(2)
    job = started(town.person(who), "publish_page", targets(pages))
    assert [item.verdict for item in job.items.all()] == ["not_allowed"] * 2
    assert job.state == JobState.DONE
    assert codes(job) == ["NO_PUBLISH_RIGHT"] * 2
    assert not town.calls(PUBLISH)


def test_a_second_click_finds_the_running_job(town: Town) -> None:
    person = town.person()
    plan = services.open_plan(person, "publish_page", targets(town.pages(2)))
    first, second = services.start(plan.pk, person), services.start(plan.pk, person)
    assert first.pk == second.pk == plan.pk
    work(first)
    assert services.start(plan.pk, person).state == JobState.DONE
    assert len(town.calls(PUBLISH)) == 2


def test_only_the_person_of_the_plan_starts_it(town: Town) -> None:
    plan = services.open_plan(town.person(), "publish_page", targets(town.pages(1)))
    with pytest.raises(services.NotAllowed) as refused:
        services.start(plan.pk, town.person("administrator"))
    assert refused.value.reason == "NO_SUCH_PLAN"


def test_a_plan_that_cannot_be_read_leaves_no_job(town: Town) -> None:
    town.there.faults.add("500", times=None)
    with pytest.raises(Bitrix24Error):
        services.open_plan(town.person(), "publish_page", targets(town.pages(1)))
    assert not Job.objects.exists()


def test_a_token_that_expires_in_between_is_not_noticed(town: Town) -> None:
    pages = town.pages(3)
    job = started(town.person(), "publish_page", targets(pages))
    town.there.expire_tokens()
    assert work(job).state == JobState.DONE
    assert all(page.active for page in pages)


def test_a_dead_grant_parks_the_job_until_the_person_opens_the_app(town: Town) -> None:
    pages = town.pages(2)
    person = town.person()
    job = started(person, "publish_page", targets(pages))
    town.there.expire_tokens()
    town.emulator.tokens.revoke(town.there.member_id)
    work(job)
    assert job.state == JobState.PARKED
    assert states(job) == ["waiting", "waiting"]
    assert job.probe_at is None
    services.resume(job, town.person())
    assert work(job).state == JobState.DONE
    assert all(page.active for page in pages)


def test_the_plan_limit_parks_after_one_refused_call(town: Town) -> None:
    pages = town.pages(5)
    job = started(town.person(), "publish_page", targets(pages))
    town.there.tariff.refused.add("PUBLIC_PAGE_REACHED")
    work(job)
    assert job.state == JobState.PARKED
    assert job.parked_code == "PUBLIC_PAGE_REACHED"
    assert states(job) == ["waiting"] * 5
    assert codes(job) == ["PUBLIC_PAGE_REACHED", "", "", "", ""]
    assert len(town.calls(PUBLISH)) == 1
    # One item goes first when somebody resumes, and the limit costs one more call only.
    services.resume(job, job.starter)
    work(job)
    assert job.state == JobState.PARKED
    assert len(town.calls(PUBLISH)) == 2
    town.there.tariff.refused.clear()
    services.resume(job, job.starter)
    assert work(job).state == JobState.DONE
    assert len(town.calls(PUBLISH)) == 2 + 5
    assert codes(job) == [""] * 5


def test_a_refusal_of_one_page_fails_that_page_only(town: Town) -> None:
    pages = town.pages(4)
    pages[1].malicious = True
    job = work(started(town.person(), "publish_page", targets(pages)))
    assert states(job) == ["done", "failed", "done", "done"]
    assert codes(job)[1] == "URLCHECKER_FAIL"
    assert job.state == JobState.DONE_WITH_ERRORS


def test_a_lost_answer_is_settled_by_reading(town: Town) -> None:
    pages = town.pages(3)
    job = started(town.person(), "publish_page", targets(pages))
    town.there.faults.add("answer_lost", times=3, methods=[PUBLISH])
    work(job)
    assert states(job) == ["done"] * 3
    assert all(page.active for page in pages)


def test_a_busy_portal_holds_the_job_without_failing_it(town: Town) -> None:
    pages = town.pages(2)
    job = started(town.person(), "publish_page", targets(pages))
    town.there.faults.add("429", times=None)
    work(job)
    assert states(job) == ["waiting", "waiting"]
    assert job.state == JobState.RUNNING
    assert job.hold_code
    town.there.faults.clear()
    Lane.objects.update(not_before=job.created_at)
    Job.objects.update(due_at=job.created_at)
    redis_connection().flushall()  # the limiter remembers that the portal closed its bucket
    assert work(job).state == JobState.DONE


def test_a_page_changed_since_the_plan_is_left_alone(town: Town) -> None:
    kept, changed, trashed = town.pages(3)
    job = started(town.person(), "publish_page", targets([kept, changed, trashed]))
    changed.modified_at += 3600
    trashed.deleted = True
    work(job)
    assert states(job) == ["done", "needs_you", "needs_you"]
    assert codes(job)[1:] == ["CHANGED_SINCE_PLAN", "PAGE_IN_TRASH"]
    assert not changed.active


def test_more_than_confirmed_never_goes_live(town: Town) -> None:
    page = add_page(town.there, town.site, "Deep", "deep")
    job = started(town.person(), "publish_page", targets([page]))
    town.site.active = False
    work(job)
    assert codes(job) == ["MORE_WOULD_GO_LIVE"]
    assert not page.active and not town.site.active


def test_a_page_that_vanished_needs_the_person(town: Town) -> None:
    page = town.pages(1)[0]
    job = started(town.person(), "publish_page", targets([page]))
    del town.there.pages[page.id]
    work(job)
    assert (states(job), codes(job)) == (["needs_you"], ["LANDING_NOT_EXIST"])


def test_stop_leaves_the_rest_as_it_was(town: Town) -> None:
    pages = town.pages(15)
    job = started(town.person(), "publish_page", targets(pages))
    run_chunk(job.portal_id, job.kind)
    services.stop(job, job.starter)
    work(job)
    assert job.state == JobState.CANCELLED
    numbers = services.counts(job)
    assert (numbers.done, numbers.cancelled) == (10, 5)
    assert sum(page.active for page in pages) == 10


def test_only_starter_or_administrator_stops_and_only_the_starter_resumes(town: Town) -> None:
    job = started(town.person(), "publish_page", targets(town.pages(1)))
    with pytest.raises(services.NotAllowed):
        services.stop(job, town.person("editor"))
    with pytest.raises(services.NotAllowed):
        services.resume(job, town.person("administrator"))
    assert services.stop(job, town.person("administrator")).state == JobState.CANCELLED


def test_retry_is_a_new_job_with_the_failed_items_only(town: Town) -> None:
    pages = town.pages(3)
    pages[2].malicious = True
    person = town.person()
    job = work(started(person, "publish_page", targets(pages)))
    pages[2].malicious = False
    again = services.retry_failed(job, person)
    assert services.retry_failed(job, person).pk == again.pk
    work(again)
    assert (again.relation, again.parent_id) == ("retry", job.pk)
    assert states(again) == ["done"]
    assert not services.can_retry(job)
    with pytest.raises(services.NotAllowed) as refused:
        services.retry_failed(job, person)
    assert refused.value.reason == "NOTHING_TO_RETRY"


def test_undo_takes_offline_what_the_job_put_online_and_nothing_else(town: Town) -> None:
    fresh, live = town.pages(1)[0], town.pages(1, active=True, public=False)[0]
    person = town.person()
    job = work(started(person, "publish_page", targets([fresh, live])))
    assert [item.can_undo for item in job.items.all()] == [True, False]
    back = work(services.undo(job, person))
    assert back.action == "unpublish_page"
    assert states(back) == ["done"]
    assert not fresh.active
    assert live.active and live.public
    job.refresh_from_db()
    assert item_of(job, fresh).state == ItemState.UNDONE
    assert item_of(job, live).undo_code == "PUBLISHED_CHANGES_STAY"


def test_undo_leaves_alone_what_somebody_changed_since(town: Town) -> None:
    one, other = town.pages(2)
    person = town.person()
    job = work(started(person, "publish_page", targets([one, other])))
    one.modified_at += 60
    back = work(services.undo(job, person))
    assert item_of(back, one).code == "CHANGED_SINCE"
    assert item_of(back, other).state == ItemState.DONE
    assert one.active and not other.active
    assert item_of(job, one).state == ItemState.DONE


def test_undo_of_one_item(town: Town) -> None:
    one, other = town.pages(2)
    person = town.person()
    job = work(started(person, "publish_page", targets([one, other])))
    work(services.undo(job, person, item_of(job, one).pk))
    assert not one.active and other.active


def test_undo_runs_with_the_rights_of_who_clicks(town: Town) -> None:
    page = town.pages(1)[0]
    job = work(started(town.person(), "publish_page", targets([page])))
    back = work(services.undo(job, town.person("editor")))
    assert codes(back) == ["NO_PUBLISH_RIGHT"]
    assert page.active


def test_unpublish_warns_about_the_main_page_and_can_be_undone(town: Town) -> None:
    page = town.pages(1, active=True, public=True)[0]
    town.site.index_page_id = page.id
    person = town.person()
    job = started(person, "unpublish_page", targets([page]))
    assert [effect["kind"] for effect in item_of(job, page).side_effects] == ["main_page"]
    work(job)
    assert not page.active
    work(services.undo(job, person))
    assert page.active and page.public


def test_a_paused_portal_is_not_spoken_to(town: Town) -> None:
    job = started(town.person(), "publish_page", targets(town.pages(1)))
    town.portal.status = "paused"
    town.portal.save()
    before = len(town.there.requests)
    work(job)
    assert len(town.there.requests) == before
    assert job.hold_code == "PORTAL_PAUSED"
    assert JobItem.objects.get(job=job).state == ItemState.WAITING


def test_undo_names_what_stays_online(town: Town) -> None:
    page = add_page(town.there, town.quiet_site, "Loft", "loft", folder_id=town.quiet_folder.id)
    job = work(started(town.person(), "publish_page", targets([page])))
    assert [effect.title for effect in services.undo_leaves(job)] == ["Attic", "Quiet"]
    work(services.undo(job, job.starter))
    assert not page.active and town.quiet_site.active


def test_rest_on_paid_plans_only_parks_with_the_right_words(town: Town) -> None:
    job = started(town.person(), "publish_page", targets(town.pages(1)))
    town.there.tariff.rest_available = False
    work(job)
    assert (job.state, job.parked_code) == (JobState.PARKED, "REST_CLOSED")


def test_the_limit_at_the_third_of_five(town: Town) -> None:
    pages = town.pages(5)
    job = started(town.person(), "publish_page", targets(pages))
    town.there.tariff.max_public_pages = 2
    work(job)
    assert (job.state, job.parked_code) == (JobState.PARKED, "PUBLIC_PAGE_REACHED")
    assert states(job) == ["done", "done", "waiting", "waiting", "waiting"]
    assert len(town.calls(PUBLISH)) == 3
    town.there.tariff.max_public_pages = None
    services.resume(job, job.starter)
    assert work(job).state == JobState.DONE
