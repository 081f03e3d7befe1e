"""The operators' lists of jobs stay quick and small however many rows there are."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from landing_app.jobs.models import Upload
from landing_app.portals.models import ApiCall, Portal
from tests.jobs.engine import Town, started, targets, work

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def staff(transactional_db: None, settings: Any) -> Client:
    settings.ROOT_URLCONF = "tests.portals.admin_addresses"
    client = Client()
    client.force_login(
        User.objects.create_superuser("operator"), backend="django.contrib.auth.backends.ModelBackend"
    )
    return client


@pytest.fixture
def asked(staff: Client) -> Callable[[str], tuple[str, list[str]]]:
    """The text of a page of the admin, and the queries it took."""

    def ask(address: str) -> tuple[str, list[str]]:
        with CaptureQueriesContext(connection) as queries:
            answer = staff.get(f"/admin/{address}")
        assert answer.status_code == 200
        return answer.content.decode(), [query["sql"] for query in queries]

    return ask


def test_a_list_of_jobs_counts_the_items_of_all_at_once(town: Town, asked: Any) -> None:
    person = town.person()
    work(started(person, "publish_page", targets(town.pages(2))))
    _, few = asked("jobs/job/")
    for _ in range(3):
        started(person, "publish_page", targets(town.pages(1)))
    text, more = asked("jobs/job/")
    assert len(more) == len(few)
    assert "Done: 2" in text
    assert text.count("Waiting: 1") == 3


def test_a_list_of_jobs_does_not_name_every_portal(town: Town, asked: Any) -> None:
    started(town.person(), "publish_page", targets(town.pages(1)))
    Portal.objects.create(member_id="another", domain="another.example", installed_at=timezone.now())
    assert "another.example" not in asked("jobs/job/")[0]
    assert "Publishing 1 page" in asked(f"jobs/job/?q={town.portal.domain}")[0]


def test_a_list_of_pictures_reads_no_picture(town: Town, asked: Any) -> None:
    """Fifty of them would be 50 MB."""
    Upload.objects.create(
        owner=town.person(), name="tree.jpg", media_type="image/jpeg", width=1, height=1, content=b"pixels"
    )
    text, queries = asked("jobs/upload/")
    assert "tree.jpg" in text
    assert not [sql for sql in queries if '"content"' in sql]


def test_items_are_listed_as_in_their_job_and_newest_first_elsewhere(town: Town, asked: Any) -> None:
    person = town.person()
    first, second, third = town.pages(3)
    job = started(person, "publish_page", targets([first, second]))
    started(person, "publish_page", targets([third]))
    text = asked(f"jobs/jobitem/?job__id__exact={job.pk}")[0]
    assert 0 < text.index(first.title) < text.index(second.title)
    assert third.title not in text
    text, queries = asked("jobs/jobitem/")
    assert 0 < text.index(third.title) < text.index(second.title) < text.index(first.title)
    # Neither a sort nor a list of all values of a column reads the whole table.
    assert not [sql for sql in queries if "DISTINCT" in sql or 'ORDER BY "jobs_jobitem"."position"' in sql]
    assert first.title in asked(f"jobs/jobitem/?q={first.title.replace(' ', '+')}")[0]


def test_a_search_for_a_trace_uses_the_index(asked: Any) -> None:
    call = {"member_id": "m", "method": "landing.site.getList", "at": timezone.now(), "seconds": 0.1}
    ApiCall.objects.create(trace_id="abc123", status=200, **call)
    ApiCall.objects.create(trace_id="def456", status=0, **{**call, "method": "profile"})
    text, queries = asked("portals/apicall/?q=abc123")
    assert "landing.site.getList" in text
    assert "profile" not in text
    searches = [sql for sql in queries if "abc123" in sql]
    assert searches
    # Either would make the database read and convert every row.
    assert not [sql for sql in searches if "LIKE" in sql or "UPPER(" in sql]


@pytest.mark.parametrize(("answer", "shown"), [("accepted", "one"), ("refused", "two"), ("none", "three")])
def test_calls_are_told_apart_by_their_answer(asked: Any, answer: str, shown: str) -> None:
    call = {"member_id": "m", "at": timezone.now(), "seconds": 0.1}
    ApiCall.objects.create(trace_id="trace-one", status=200, method="a", **call)
    ApiCall.objects.create(trace_id="trace-two", status=400, code="ACCESS_DENIED", method="a", **call)
    ApiCall.objects.create(trace_id="trace-three", status=0, code="NO_ANSWER", method="a", **call)
    text, queries = asked(f"portals/apicall/?answer={answer}")
    assert [name for name in ("one", "two", "three") if f"trace-{name}" in text] == [shown]
    assert not [sql for sql in queries if "DISTINCT" in sql]
