"""The dialog that deletes blocks for good."""

from typing import TYPE_CHECKING

import pytest

from landing_app.jobs.models import Job, JobState
from tests.people import Person

if TYPE_CHECKING:
    from portal_emulator.model import BlockRow, Page, Portal

pytestmark = pytest.mark.django_db


def drafts(portal: "Portal", page: "Page") -> list["BlockRow"]:
    return [row for row in portal.rows_of(page) if not row.public and not row.deleted]


def fields(page: "Page", *blocks: int) -> dict[str, object]:
    return {"scope": "pages", "site": page.site_id, "page": page.id, "block": list(blocks)}


def opened(person: Person, action: str, data: dict[str, object]) -> tuple[str, Job]:
    text = person.client.post(f"/dialogs/{action}/", data).content.decode()
    return text, Job.objects.get(state=JobState.PLANNED)


def test_deleting_for_good_wants_the_words(marketer: Person, portal: "Portal", page: "Page") -> None:
    for block in drafts(portal, page)[:2]:
        block.deleted = True
    text, job = opened(marketer, "delete_blocks", fields(page))
    assert ">Delete 2 blocks for good?</h2>" in text
    assert "type <b>delete 2 blocks</b>" in text
    wrong = marketer.client.post(f"/jobs/{job.pk}/start/", {"confirm": "delete 3 blocks"}).content.decode()
    assert "Type exactly: delete 2 blocks" in wrong
    assert 'value="delete 3 blocks"' in wrong
    job.refresh_from_db()
    assert job.state == JobState.PLANNED
    right = marketer.client.post(f"/jobs/{job.pk}/start/", {"confirm": " Delete  2 BLOCKS "})
    assert f"/activity/{job.pk}/" in right["X-Frame-Path"]


def test_empty_recycle_bins_are_said(marketer: Person, page: "Page") -> None:
    answer = marketer.client.post("/dialogs/delete_blocks/", fields(page)).content.decode()
    assert "The recycle bins are empty" in answer
