"""Activity, the page of a job, its polls and receipts: what people see and who sees it."""

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from landing_app.jobs.models import FINAL_JOBS, ItemState, Job, JobItem, JobSite, JobState
from landing_app.portals import reads
from tests.people import Person, open_app
from tests.servers import EMULATOR_PORT

if TYPE_CHECKING:
    from portal_emulator import Emulator
    from portal_emulator.model import Portal

pytestmark = pytest.mark.django_db


@pytest.fixture
def emulator() -> Iterator["Emulator"]:
    """Seeded portals: here people look at sites, other tests of this folder build their own."""
    from portal_emulator import Emulator

    with Emulator(port=EMULATOR_PORT) as running:
        yield running


@pytest.fixture
def marketer(emulator: "Emulator", portal: "Portal") -> Person:
    """Starts the jobs of these tests."""
    return open_app(emulator, portal)


@pytest.fixture
def site_id(portal: "Portal") -> int:
    """A site everybody of the first portal with access to Sites can read."""
    return next(site.id for site in portal.sites.values() if site.type == "PAGE" and not site.deleted)


def make_job(person: Person, site_id: int, items: list[dict[str, Any]], **values: Any) -> Job:
    """A job as the engine leaves it in the tables."""
    now = timezone.now()
    values = {"state": JobState.RUNNING, "action": "publish_page", **values}
    job = Job.objects.create(
        portal=person.row.portal,
        starter=person.row,
        kind="repeatable",
        plan_ready=True,
        title_parts={"count": len(items), "total": len(items), "place": "Larch & Fern"},
        started_at=now,
        finished_at=now if values["state"] in FINAL_JOBS else None,
        **values,
    )
    JobSite.objects.create(job=job, key=f":{site_id}")
    for position, item in enumerate(items):
        fields = {"title": f"Page {position}", "address": f"/p{position}/", "verdict": "ready", **item}
        JobItem.objects.create(
            job=job,
            position=position,
            target_kind="page",
            target_id=100 + position,
            site_id=site_id,
            **fields,
        )
    return job


def page_of(person: Person, job: Job) -> str:
    answer = person.client.get(f"/activity/{job.pk}/")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(
    ("state", "text"),
    [
        (JobState.WAITING, "Waiting"),
        (JobState.RUNNING, "Running"),
        (JobState.PARKED, "Waiting for you"),
        (JobState.DONE, "Done"),
        (JobState.DONE_WITH_ERRORS, "Done with errors"),
        (JobState.CANCELLED, "Stopped"),
    ],
)
def test_page_says_what_the_job_does_and_its_state(
    marketer: Person, site_id: int, state: str, text: str
) -> None:
    job = make_job(marketer, site_id, [{}, {}, {}], state=state)
    page = page_of(marketer, job)
    assert '<h1 id="job-title" tabindex="-1">Publishing 3 pages</h1>' in page
    assert f'id="job-state">{text}</span>' in page
    assert page.count('role="progressbar"') == 1
    assert 'role="list" aria-label="Items"' in page


def test_items_tell_outcome_reason_and_next_step_failed_first(marketer: Person, site_id: int) -> None:
    items = [
        {"state": ItemState.DONE},
        {"state": ItemState.NEEDS_YOU, "code": "PAGE_IN_TRASH"},
        {"state": ItemState.FAILED, "code": "LANDING_PAYMENT_FAILED"},
        {"state": ItemState.SKIPPED, "code": "ALREADY_PUBLISHED"},
    ]
    page = page_of(marketer, make_job(marketer, site_id, items, state=JobState.DONE_WITH_ERRORS))
    assert page.index("Page 2") < page.index("Page 1") < page.index("Page 0") < page.index("Page 3")
    for text in (
        "Failed",
        "Needs you",
        "Skipped",
        "Restore the page first.",
        "Market app whose subscription",
    ):
        assert text in page
    assert ">Retry failed</button>" in page
    assert '<span class="num">2</span>' in page


def test_a_word_beside_a_reason_is_not_said_twice(marketer: Person, site_id: int) -> None:
    items = [{"state": ItemState.CANCELLED, "code": "NOT_STARTED"}]
    job = make_job(marketer, site_id, items, state=JobState.CANCELLED, stop_code="NOT_STARTED")
    page = marketer.client.get(f"/activity/{job.pk}/").content.decode()
    assert ">The job was stopped before. It stays as it was.<" in page
    assert "Not started. The job was stopped" not in page.split('id="job-items"')[1]


def test_hostile_titles_are_text(marketer: Person, site_id: int) -> None:
    title = '<script>alert("x")</script>'
    job = make_job(marketer, site_id, [{"title": title, "address": title}])
    Job.objects.update(title_parts={"count": 1, "total": 1, "place": title})
    for address in (f"/activity/{job.pk}/", "/activity/"):
        page = marketer.client.get(address).content.decode()
        assert "<script" not in page
        assert "&lt;script&gt;" in page
        assert "style=" not in page


def poll(person: Person, job: Job, seen: str, was: int = 0, family: str = "active") -> Any:
    return person.client.get(
        f"/activity/{job.pk}/progress/", {"page": 1, "level": 1, "family": family, "was": was, "seen": seen}
    )


def test_a_poll_brings_only_what_changed(marketer: Person, site_id: int) -> None:
    job = make_job(marketer, site_id, [{"state": ItemState.RUNNING}, {}])
    first, second = job.items.all()
    seen = f"{first.pk}.running-{second.pk}.waiting"
    quiet = poll(marketer, job, seen).content.decode()
    assert "<li" not in quiet
    JobItem.objects.filter(pk=first.pk).update(state=ItemState.DONE)
    answer = poll(marketer, job, seen)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert f'id="item-{first.pk}" hx-swap-oob' in text
    assert f'id="item-{second.pk}"' not in text
    assert f"seen={first.pk}.done-{second.pk}.waiting" in text
    assert 'aria-valuenow="1"' in text
    assert json.loads(answer["HX-Trigger"]) == {"announce": {"value": "1 of 2 items processed"}}


def asked_again(person: Person, page: str) -> Any:
    """The answer to the next poll, at the address that a screen or a poll before it names."""
    [address] = re.findall(r'id="job-poll" hidden hx-get="([^"]+)"', page)
    return person.client.get(unescape(address))


def test_a_poll_that_brings_nothing_new_is_not_drawn(marketer: Person, site_id: int) -> None:
    job = make_job(marketer, site_id, [{"state": ItemState.RUNNING}, {}])
    Job.objects.filter(pk=job.pk).update(started_at=timezone.now() - timedelta(seconds=60))
    page = page_of(marketer, job)
    assert asked_again(marketer, page).status_code == 204
    JobItem.objects.filter(pk=job.items.first().pk).update(state=ItemState.DONE)
    answer = asked_again(marketer, page)
    assert answer.status_code == 200
    assert asked_again(marketer, answer.content.decode()).status_code == 204
    make_job(marketer, site_id, [{}], action="unpublish_page", parent=job, relation=Job.Relation.UNDO)
    assert 'id="job-actions"' in asked_again(marketer, answer.content.decode()).content.decode()


def test_who_started_a_job_sees_it_work_without_the_portal(
    marketer: Person, site_id: int, emulator: "Emulator", portal: "Portal"
) -> None:
    job = make_job(marketer, site_id, [{"state": ItemState.RUNNING}])
    make_job(marketer, site_id, [{}], action="unpublish_page", parent=job, relation=Job.Relation.UNDO)
    reads.forget(job.portal)  # as every step of the job does
    portal.requests.clear()
    asked_again(marketer, page_of(marketer, job))
    marketer.client.get("/activity/counter/")
    marketer.client.get("/activity/")
    assert not portal.requests
    viewer = open_app(emulator, portal, "viewer")
    portal.requests.clear()
    poll(viewer, job, "")
    assert {entry.method.lower() for entry in portal.requests} == {"landing.site.getlist"}


def test_a_poll_announces_quarters_only(marketer: Person, site_id: int) -> None:
    job = make_job(marketer, site_id, [{"state": ItemState.DONE}] * 3 + [{}] * 7)
    assert "HX-Trigger" in poll(marketer, job, "", was=20)
    assert "HX-Trigger" not in poll(marketer, job, "", was=26)


def test_the_last_poll_draws_the_end_and_stops(marketer: Person, site_id: int) -> None:
    job = make_job(marketer, site_id, [{"state": ItemState.DONE}], state=JobState.DONE)
    answer = poll(marketer, job, f"{job.items.get().pk}.running")
    assert answer.status_code == 286
    assert answer["HX-Retarget"] == "#job"
    assert "hx-trigger" not in answer.content.decode()


def test_a_job_is_asked_often_after_the_click_and_every_second_later(marketer: Person, site_id: int) -> None:
    job = make_job(marketer, site_id, [{}])
    for seconds, span in ((0, 100), (2, 400), (6, 1000)):
        Job.objects.filter(pk=job.pk).update(started_at=timezone.now() - timedelta(seconds=seconds))
        assert f'hx-trigger="every {span}ms"' in page_of(marketer, job)


def test_a_stopped_job_is_asked_until_its_running_items_are_finished(marketer: Person, site_id: int) -> None:
    items = [{"state": ItemState.RUNNING}, {"state": ItemState.CANCELLED}]
    job = make_job(marketer, site_id, items, state=JobState.CANCELLED)
    assert 'hx-trigger="every 1000ms"' in page_of(marketer, job)
    job.items.filter(state=ItemState.RUNNING).update(state=ItemState.DONE)
    assert 'hx-trigger="every' not in page_of(marketer, job)


def test_an_old_job_polls_while_its_undo_is_at_work(marketer: Person, site_id: int) -> None:
    job = make_job(marketer, site_id, [{"state": ItemState.DONE, "can_undo": True}], state=JobState.DONE)
    assert 'hx-trigger="every' not in page_of(marketer, job)
    child = make_job(marketer, site_id, [{}], action="unpublish_page", parent=job, relation=Job.Relation.UNDO)
    page = page_of(marketer, job)
    assert 'hx-trigger="every 1000ms"' in page
    assert f"/activity/{child.pk}/" in page


def test_polls_do_not_keep_the_session_alive(marketer: Person, site_id: int) -> None:
    job = make_job(marketer, site_id, [{}])
    before = timezone.now() - timedelta(minutes=20)
    type(marketer.frame).objects.update(last_human_at=before)
    poll(marketer, job, "")
    marketer.frame.refresh_from_db()
    assert marketer.frame.last_human_at == before


@pytest.mark.parametrize("seen", ["x", "-.-", "1.done-" * 80, "9" * 30 + ".done", "-1.done"])
def test_a_strange_poll_is_harmless(marketer: Person, site_id: int, seen: str) -> None:
    assert poll(marketer, make_job(marketer, site_id, [{}]), seen).status_code == 200


ADDRESSES = ("", "progress/")
DEEDS = ("stop/", "resume/", "retry/", "undo/", "receipt/csv/")


def test_a_job_of_another_portal_does_not_exist(
    marketer: Person, site_id: int, emulator: "Emulator", other_portal: "Portal"
) -> None:
    job = make_job(marketer, site_id, [{"state": ItemState.FAILED}], state=JobState.DONE_WITH_ERRORS)
    stranger = open_app(emulator, other_portal, "administrator")
    for path in ADDRESSES:
        assert stranger.client.get(f"/activity/{job.pk}/{path}").status_code == 404
    for path in DEEDS:
        assert stranger.client.post(f"/activity/{job.pk}/{path}").status_code == 404
    assert str(job.pk) not in stranger.client.get("/activity/").content.decode()
    assert (
        stranger.client.get(f"/activity/{uuid4()}/").content
        == stranger.client.get(f"/activity/{job.pk}/").content
    )


def test_a_colleague_without_the_site_does_not_see_the_job(
    marketer: Person, site_id: int, emulator: "Emulator", portal: "Portal"
) -> None:
    job = make_job(marketer, site_id, [{}])
    portal.users["viewer"].site_rights[site_id] = frozenset()
    viewer = open_app(emulator, portal, "viewer")
    assert viewer.client.get(f"/activity/{job.pk}/").status_code == 404


def test_a_viewer_of_the_site_sees_the_job_without_stop(
    marketer: Person, site_id: int, emulator: "Emulator", portal: "Portal"
) -> None:
    job = make_job(marketer, site_id, [{}])
    viewer = open_app(emulator, portal, "viewer")
    assert 'id="job-stop"' in page_of(marketer, job)
    assert 'id="job-stop"' not in page_of(viewer, job)
    refused = viewer.client.post(f"/activity/{job.pk}/stop/")
    assert refused.status_code == 204
    assert "Only the person who started this job" in json.loads(refused["HX-Trigger"])["toast"]["text"]
    job.refresh_from_db()
    assert job.state == JobState.RUNNING


def test_stop_ends_the_job(marketer: Person, site_id: int) -> None:
    job = make_job(marketer, site_id, [{}, {"state": ItemState.DONE}])
    answer = marketer.client.post(f"/activity/{job.pk}/stop/")
    assert f"/activity/{job.pk}/" in answer["HX-Location"]
    page = page_of(marketer, job)
    assert 'id="job-state">Stopped</span>' in page
    assert "Not started" in page


def test_everything_needs_a_frame_session(marketer: Person, site_id: int) -> None:
    job = make_job(marketer, site_id, [{}])
    for path in ("/activity/", f"/activity/{job.pk}/", f"/activity/{job.pk}/progress/"):
        assert Client().get(path).status_code == 401
    for path in DEEDS:
        assert Client().post(f"/activity/{job.pk}/{path}").status_code in (401, 403)


def parked(person: Person, site_id: int, code: str = "PUBLIC_PAGE_REACHED") -> Job:
    items = [{"state": ItemState.DONE}] * 3 + [{"title": f"Waiting {n}"} for n in range(4)]
    detail = {"method": "landing.landing.publication"}
    return make_job(person, site_id, items, state=JobState.PARKED, parked_code=code, parked_detail=detail)


def test_a_parked_job_says_why_and_what_is_possible(
    marketer: Person, site_id: int, emulator: "Emulator", portal: "Portal"
) -> None:
    job = parked(marketer, site_id)
    page = page_of(marketer, job)
    for text in (
        "Your Bitrix24 plan has no free slots for published pages",
        "3 of 7 are done, 4 stay unchanged.",
        f'href="/sites/pages/{site_id}/?status=published&amp;sort=modified"',
        "Copy message",
        "Details for support",
        "<code>PUBLIC_PAGE_REACHED</code>",
        "<code>landing.landing.publication</code>",
        'id="job-resume"',
    ):
        assert text in page
    assert "Open plans" not in page
    assert 'hx-trigger="every 10000ms"' in page
    administrator = page_of(open_app(emulator, portal, "administrator"), job)
    assert f'href="{marketer.row.portal.origin}/settings/license_all.php"' in administrator
    assert 'id="job-resume"' not in administrator
    assert "Mark Reed can resume this job" in administrator


def test_the_message_for_the_administrator_names_numbers_and_pages(marketer: Person, site_id: int) -> None:
    page = page_of(marketer, parked(marketer, site_id))
    assert "(code PUBLIC_PAGE_REACHED). Done: 3 of 7." in page
    assert "Waiting: Waiting 0, Waiting 1, Waiting 2, Waiting 3." in page


@pytest.mark.parametrize(
    ("item", "offered"),
    [
        ({"state": ItemState.NEEDS_YOU, "code": "PICTURE_GONE"}, True),
        ({"state": ItemState.FAILED, "code": "X", "detail": {"method": "landing.block.uploadfile"}}, True),
        ({"state": ItemState.FAILED, "code": "BLOCK_CANT_BE_ADDED"}, False),
    ],
)
def test_a_block_whose_picture_was_the_trouble_can_be_saved_without_it(
    marketer: Person, site_id: int, item: dict[str, Any], offered: bool
) -> None:
    job = make_job(marketer, site_id, [item], action="favorite_block", state=JobState.DONE_WITH_ERRORS)
    page = page_of(marketer, job)
    assert 'id="job-retry"' in page
    assert ('id="job-retry-plain"' in page) is offered


def test_resume_goes_on(marketer: Person, site_id: int) -> None:
    job = parked(marketer, site_id)
    answer = marketer.client.post(f"/activity/{job.pk}/resume/")
    assert f"/activity/{job.pk}/" in answer["HX-Location"]
    job.refresh_from_db()
    assert job.state == JobState.WAITING
    assert job.single


def test_undo_of_one_item_stays_here_and_shows_the_way(
    marketer: Person, site_id: int, portal: "Portal"
) -> None:
    page = next(page for page in portal.pages.values() if page.site_id == site_id and page.active)
    item = {"state": ItemState.DONE, "can_undo": True, "intent": {"active": False}, "title": page.title}
    job = make_job(marketer, site_id, [item], state=JobState.DONE)
    JobItem.objects.update(target_id=page.id)
    text = page_of(marketer, job)
    assert "Undo takes 1 page offline that this job put online" in text
    assert f'aria-label="Undo {page.title}"' in text
    answer = marketer.client.post(f"/activity/{job.pk}/undo/", {"item": job.items.get().pk})
    child = Job.objects.get(parent=job)
    assert child.action == "unpublish_page"
    assert f"/activity/{job.pk}/" in answer["HX-Location"]
    assert json.loads(answer["HX-Trigger"])["toast"]["href"] == f"/activity/{child.pk}/"


def test_a_favorite_is_undone_by_who_saved_it_and_says_so(
    emulator: "Emulator", portal: "Portal", marketer: Person, site_id: int
) -> None:
    items = [{"state": ItemState.DONE, "can_undo": True}]
    job = make_job(marketer, site_id, items, action="favorite_block", state=JobState.DONE)
    assert page_of(marketer, job).count(f'hx-post="/activity/{job.pk}/undo/"') == 2
    page = page_of(open_app(emulator, portal, "administrator"), job)
    assert "/undo/" not in page
    assert "Only Mark Reed can undo this." in page


def test_what_cannot_be_undone_says_why(marketer: Person, site_id: int) -> None:
    item = {"state": ItemState.DONE, "undo_code": "PUBLISHED_CHANGES_STAY"}
    job = make_job(marketer, site_id, [item], state=JobState.DONE)
    page = page_of(marketer, job)
    assert "Published changes cannot be undone" in page
    assert 'id="job-undo"' not in page
    refused = marketer.client.post(f"/activity/{job.pk}/undo/")
    assert "Published changes cannot be undone" in json.loads(refused["HX-Trigger"])["toast"]["text"]


def test_many_items_come_fifty_at_a_time(marketer: Person, site_id: int) -> None:
    job = make_job(marketer, site_id, [{}] * 120)
    page = page_of(marketer, job)
    assert page.count('class="item"') == 50
    assert "1 to 50 of 120" in page
    last = marketer.client.get(f"/activity/{job.pk}/?page=3").content.decode()
    assert last.count('class="item"') == 20


def test_activity_filters_and_finds(
    marketer: Person, site_id: int, emulator: "Emulator", portal: "Portal"
) -> None:
    boss = open_app(emulator, portal, "administrator")
    running = make_job(marketer, site_id, [{"title": "Autumn collection"}])
    failed = make_job(boss, site_id, [{"state": ItemState.FAILED}], state=JobState.DONE_WITH_ERRORS)
    planned = make_job(marketer, site_id, [{}], state=JobState.PLANNED)

    def listed(query: str) -> set[str]:
        page = marketer.client.get(f"/activity/{query}").content.decode()
        rows = page.partition('class="card jobs__list"')[2].partition("</section>")[0]
        return {str(job.pk) for job in (running, failed, planned) if str(job.pk) in rows}

    assert listed("") == {str(running.pk), str(failed.pk)}
    page = marketer.client.get("/activity/").content.decode()
    assert [
        part.partition('"')[0]
        for part in page.split('<a class="job" href="')[1:]
        if 'aria-current="true"' in part.partition(">")[0]
    ] == [f"/activity/{failed.pk}/"]
    assert listed("?show=running") == {str(running.pk)}
    assert listed("?show=errors") == {str(failed.pk)}
    assert listed("?show=mine") == {str(running.pk)}
    assert listed("?q=autumn") == {str(running.pk)}
    assert listed("?q=nothing+like+it") == set()
    assert "Nothing found" in marketer.client.get("/activity/?q=zzz").content.decode()


def test_an_empty_activity_says_so(marketer: Person) -> None:
    assert "Nothing has happened yet" in marketer.client.get("/activity/").content.decode()
