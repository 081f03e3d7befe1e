"""Dialogs about blocks: cleaning up, deleting for good."""

import re
from typing import TYPE_CHECKING

import pytest

from landing_app.jobs.models import Job, JobState, SeenFile
from tests.people import Person, open_app

if TYPE_CHECKING:
    from portal_emulator import Emulator
    from portal_emulator.model import BlockRow, Page, Portal

pytestmark = pytest.mark.django_db


@pytest.fixture
def marketer(emulator: "Emulator", portal: "Portal") -> Person:
    """May do everything on the first portal."""
    return open_app(emulator, portal)


@pytest.fixture
def page(portal: "Portal") -> "Page":
    """A live page with several blocks."""
    return next(page for page in portal.pages.values() if page.title == "Autumn collection 2026")


def drafts(portal: "Portal", page: "Page") -> list["BlockRow"]:
    return [row for row in portal.rows_of(page) if not row.public and not row.deleted]


def fields(page: "Page", *blocks: int) -> dict[str, object]:
    return {"scope": "pages", "site": page.site_id, "page": page.id, "block": list(blocks)}


def opened(person: Person, action: str, data: dict[str, object]) -> tuple[str, Job]:
    text = person.client.post(f"/dialogs/{action}/", data).content.decode()
    return text, Job.objects.get(state=JobState.PLANNED)


def test_clean_up_lists_blocks_with_hidden_ones_ticked(
    marketer: Person, portal: "Portal", page: "Page"
) -> None:
    hidden = drafts(portal, page)[2]
    hidden.active = False
    text, job = opened(marketer, "remove_entities", fields(page))
    assert ">Clean up</h2>" in text
    assert ">Blocks</legend>" in text
    assert ">Image records</legend>" in text
    assert "None. Page Desk offers only pictures it has seen" in text
    item = job.items.get(target_id=hidden.id)
    assert re.search(rf'value="{item.pk}"[^>]* checked', text)
    assert "On the live page" in text
    assert job.items.count() == len(drafts(portal, page))


def test_only_ticked_blocks_stay_in_the_job(marketer: Person, portal: "Portal", page: "Page") -> None:
    _, job = opened(marketer, "remove_entities", fields(page))
    nothing = marketer.client.post(f"/jobs/{job.pk}/start/", {}).content.decode()
    assert "Tick at least one block or image record." in nothing
    kept = job.items.all()[1]
    answer = marketer.client.post(f"/jobs/{job.pk}/start/", {"item": kept.pk})
    assert "HX-Location" in answer
    assert [item.pk for item in job.items.all()] == [kept.pk]


def test_picked_blocks_are_the_only_ones_and_ticked(marketer: Person, portal: "Portal", page: "Page") -> None:
    picked = drafts(portal, page)[0].id
    text, job = opened(marketer, "remove_entities", fields(page, picked))
    assert [item.target_id for item in job.items.all()] == [picked]
    assert "checked" in text


def test_image_records_are_offered_once_no_block_shows_them(
    marketer: Person, portal: "Portal", page: "Page"
) -> None:
    block = drafts(portal, page)[0]
    row = marketer.row.portal
    SeenFile.objects.create(portal=row, page_id=page.id, block_id=block.id, file_id=987654, source="content")
    text, job = opened(marketer, "remove_entities", fields(page))
    item = job.items.get(params__file=987654)
    assert "Image record 987654" in text
    assert re.search(rf'value="{item.pk}"[^>]* checked', text)


def test_deleting_for_good_wants_the_words(marketer: Person, portal: "Portal", page: "Page") -> None:
    for block in drafts(portal, page)[:2]:
        block.deleted = True
    text, job = opened(marketer, "delete_blocks", fields(page))
    assert ">Delete 2 blocks for good?</h2>" in text
    assert "type <b>delete 2 blocks</b>" in text
    wrong = marketer.client.post(f"/jobs/{job.pk}/start/", {"confirm": "delete 3 blocks"}).content.decode()
    assert "Type exactly: delete 2 blocks" in wrong
    job.refresh_from_db()
    assert job.state == JobState.PLANNED
    right = marketer.client.post(f"/jobs/{job.pk}/start/", {"confirm": " Delete  2 BLOCKS "})
    assert f"/activity/{job.pk}/" in right["HX-Location"]


def test_empty_recycle_bins_are_said(marketer: Person, page: "Page") -> None:
    answer = marketer.client.post("/dialogs/delete_blocks/", fields(page)).content.decode()
    assert "The recycle bins are empty" in answer
