"""The number beside `Activity`."""

from typing import TYPE_CHECKING

import pytest

from landing_app.jobs.models import Job, JobSite, JobState
from tests.people import Person, open_app

if TYPE_CHECKING:
    from portal_emulator import Emulator
    from portal_emulator.model import Portal, Site

pytestmark = pytest.mark.django_db
COUNTER = "/activity/counter/"


def make_job(starter: Person, state: JobState, *keys: str) -> Job:
    job = Job.objects.create(
        portal=starter.row.portal, starter=starter.row, action="publish_page", kind="repeatable", state=state
    )
    for key in keys:
        JobSite.objects.create(job=job, key=key)
    return job


def test_without_open_jobs_there_is_no_number(marketer: Person, portal: "Portal", html) -> None:
    for state in (JobState.PLANNED, JobState.DONE, JobState.DONE_WITH_ERRORS, JobState.CANCELLED):
        make_job(marketer, state)
    assert html(marketer.client.get(COUNTER)).text == ""


def test_running_and_parked_jobs_are_counted_and_told_apart(marketer: Person, html) -> None:
    make_job(marketer, JobState.RUNNING)
    make_job(marketer, JobState.WAITING)
    assert html(marketer.client.get(COUNTER)).text == "2 2 jobs running"
    make_job(marketer, JobState.PARKED)
    shown = html(marketer.client.get(COUNTER))
    assert shown.text == "3 2 jobs running, 1 job waiting for you"
    assert shown.all("span", aria_hidden="true")[0]["class"] == "cnt num cnt--wait"


def test_jobs_of_others_count_where_their_sites_can_be_read(
    marketer: Person, emulator: "Emulator", portal: "Portal", site: "Site", html
) -> None:
    make_job(marketer, JobState.RUNNING, f":{site.id}")
    make_job(marketer, JobState.RUNNING, ":999999")
    colleague = open_app(emulator, portal, "editor")
    assert html(colleague.client.get(COUNTER)).text == "1 1 job running"


def test_a_poll_asks_the_portal_nothing_while_only_own_jobs_are_open(
    marketer: Person, portal: "Portal"
) -> None:
    make_job(marketer, JobState.RUNNING)
    portal.requests.clear()
    for _ in range(3):
        assert marketer.client.get(COUNTER).status_code == 200
    assert list(portal.requests) == []


def test_a_poll_is_not_a_person_being_there(marketer: Person) -> None:
    before = marketer.frame.last_human_at
    type(marketer.frame).objects.update(last_human_at=before.replace(year=2020))
    marketer.client.get(COUNTER)
    marketer.frame.refresh_from_db()
    assert marketer.frame.last_human_at.year == 2020


def test_the_number_is_no_part_of_the_name_of_the_link(marketer: Person, html) -> None:
    page = html(marketer.client.get("/settings/"))
    [link] = page.with_text("a", "Activity")
    [badge] = page.all("span", id="nav-jobs")
    assert link["aria-describedby"] == "nav-jobs"
    assert badge["hx-get"] == COUNTER
    assert "every 10s" in badge["hx-trigger"]
    assert "hx-preserve" in badge  # a new screen keeps the number that is known
