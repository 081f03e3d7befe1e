"""Receipts: every item with name, place, reason and next step, behind a link of a minute."""

import csv
import io
import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone, translation

from landing_app.jobs.models import ItemState, Job, JobState
from landing_app.portals.models import FrameSession
from tests.jobs.test_views import emulator as emulator
from tests.jobs.test_views import make_job, page_of
from tests.jobs.test_views import marketer as marketer
from tests.jobs.test_views import site_id as site_id
from tests.people import Person, open_app

if TYPE_CHECKING:
    from portal_emulator import Emulator
    from portal_emulator.model import Portal

pytestmark = pytest.mark.django_db

HTML = "PUBLIC_HTML_DISALLOWED[L100]"
ITEMS: list[dict[str, Any]] = [
    {"state": ItemState.DONE, "title": "Контакты & Co", "address": "https://fern.example/contacts/"},
    {"state": ItemState.FAILED, "code": "URLCHECKER_FAIL", "title": '=HYPERLINK("http://x")'},
    {"state": ItemState.FAILED, "code": HTML, "title": "Prices"},
    {"state": ItemState.NEEDS_YOU, "code": "STRANGE", "detail": {"description": "Nein, danke"}},
    {"state": ItemState.SKIPPED, "code": "STILL_IN_USE", "detail": {"names": ["Cover", "Menu"]}},
    {"state": ItemState.CANCELLED, "code": "NOT_STARTED"},
]


def receipt(person: Person, job: Job, kind: str) -> tuple[str, Any]:
    link = person.client.post(f"/activity/{job.pk}/receipt/{kind}/")["HX-Redirect"]
    return link, Client().get(link)


def content_of(answer: Any) -> str:
    raw = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return raw.decode("utf-8-sig")


@pytest.fixture
def job(marketer: Person, site_id: int) -> Job:
    return make_job(marketer, site_id, ITEMS, state=JobState.DONE_WITH_ERRORS)


def rows_of(person: Person, job: Job, kind: str) -> list[dict[str, Any]]:
    _, answer = receipt(person, job, kind)
    assert answer["Content-Disposition"] == f'attachment; filename="receipt-{job.pk}.{kind}"'
    text = content_of(answer)
    return list(csv.DictReader(io.StringIO(text))) if kind == "csv" else json.loads(text)["items"]


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_every_item_has_its_name_outcome_reason_and_next_step(marketer: Person, job: Job, kind: str) -> None:
    rows = rows_of(marketer, job, kind)
    assert [row["outcome"] for row in rows] == [
        "Done",
        "Failed",
        "Failed",
        "Needs you",
        "Skipped",
        "Not started",
    ]
    assert [row["code"] for row in rows] == [item.get("code", "") for item in ITEMS]
    assert rows[0]["title"] == "Контакты & Co"
    assert rows[0]["address"] == "https://fern.example/contacts/"
    assert "dangerous link" in rows[1]["explanation"] and "remove the link" in rows[1]["next_step"]
    assert "“Prices”" in rows[2]["explanation"]
    assert "“Nein, danke”" in rows[3]["explanation"]
    assert "Cover, Menu" in rows[4]["explanation"]
    assert "stays as it was" in rows[5]["explanation"]
    assert {str(row["page_id"]) for row in rows} == {str(row["target_id"]) for row in rows}


def test_a_cell_is_no_formula_but_json_is_exact(marketer: Person, job: Job) -> None:
    assert rows_of(marketer, job, "csv")[1]["title"].startswith("'=")
    assert rows_of(marketer, job, "json")[1]["title"] == '=HYPERLINK("http://x")'


def test_json_says_what_the_job_was(marketer: Person, job: Job) -> None:
    data = json.loads(content_of(receipt(marketer, job, "json")[1]))
    assert data["title"] == "Publishing 6 pages"
    assert data["place"] == "Larch & Fern"
    assert data["started_by"] == marketer.row.name
    assert data["state"] == "done_with_errors"
    assert data["started_at"] and data["finished_at"] and data["made_at"]


def test_an_image_record_keeps_its_picture_and_size(marketer: Person, site_id: int) -> None:
    params = {"file": 7, "picture": "https://x/a.png", "width": 640, "height": 480, "size": 2048}
    job = make_job(
        marketer,
        site_id,
        [{"state": ItemState.DONE, "params": params, "page_id": 55}],
        action="remove_entities",
        state=JobState.DONE,
    )
    (row,) = rows_of(marketer, job, "csv")
    assert (row["picture"], row["page_id"]) == ("https://x/a.png", "55")
    assert row["picture_size"] == "640 × 480 pixels, 2.0\xa0KB"


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_the_file_speaks_the_language_of_the_frame(marketer: Person, job: Job, kind: str) -> None:
    FrameSession.objects.update(language="de")
    with translation.override("de"):
        word = str(ItemState.DONE.label)
    assert word != "Done"
    assert rows_of(marketer, job, kind)[0]["outcome"] == word


def test_links_live_a_minute_and_cannot_be_changed(marketer: Person, job: Job) -> None:
    link, answer = receipt(marketer, job, "json")
    assert answer.status_code == 200
    changed = Client().get(link[:-5] + "abcd/")
    assert changed.status_code == 410
    assert "This link has expired" in changed.content.decode()
    with time_machine.travel(timezone.now() + timedelta(seconds=61)):
        assert Client().get(link).status_code == 410


def test_the_link_of_one_portal_serves_nobody_else(
    emulator: "Emulator", portal: "Portal", marketer: Person, job: Job
) -> None:
    """What the person may see is checked when the file is made, not only when the link is."""
    link, _ = receipt(marketer, job, "json")
    Job.objects.filter(pk=job.pk).update(portal=open_app(emulator, emulator.portals["127.0.0.2"]).row.portal)
    assert Client().get(link).status_code == 404


def test_a_job_stays_readable_after_its_pages_are_gone(
    portal: "Portal", marketer: Person, site_id: int
) -> None:
    pages = [page for page in portal.pages.values() if page.site_id == site_id and not page.deleted][:2]
    job = make_job(
        marketer,
        site_id,
        [{"title": page.title, "state": ItemState.DONE} for page in pages],
        state=JobState.DONE,
    )
    for row, page in zip(job.items.order_by("position"), pages, strict=True):
        job.items.filter(pk=row.pk).update(target_id=page.id)
        del portal.pages[page.id]
    text = page_of(marketer, job)
    assert all(page.title in text for page in pages)
    assert text.count(">Done</span>") == 3  # the job and both items
    assert [row["title"] for row in rows_of(marketer, job, "csv")] == [page.title for page in pages]
