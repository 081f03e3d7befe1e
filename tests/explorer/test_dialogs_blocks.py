"""Dialogs about blocks: saving to favorites, cleaning up, deleting for good."""

import io
import re
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from landing_app.jobs.models import Job, JobState, SeenFile, Upload
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


def test_favorite_asks_for_name_sections_picture_and_style(
    marketer: Person, portal: "Portal", page: "Page"
) -> None:
    block = drafts(portal, page)[1]
    text, job = opened(marketer, "favorite_block", fields(page, block.id))
    item = job.items.get()
    assert ">Save to favorites</h2>" in text
    assert f'<label for="name-{item.pk}">Name</label>' in text
    for label in ("Sections", "Preview image", "Link to the style of this page"):
        assert label in text
    assert ">Save</button>" in text
    assert ">Cover</option>" in text


def test_what_was_entered_reaches_the_job(marketer: Person, portal: "Portal", page: "Page") -> None:
    text, job = opened(marketer, "favorite_block", fields(page, drafts(portal, page)[1].id))
    code = re.search(r'<option value="([^"]+)">Cover</option>', text)
    assert code is not None
    item = job.items.get()
    data = {f"name-{item.pk}": " My  hero ", "sections": [code[1]], "link_style": "1", "picture": picture()}
    answer = marketer.client.post(f"/jobs/{job.pk}/start/", data)
    assert f"/activity/{job.pk}/" in answer["HX-Location"]
    job.refresh_from_db()
    item.refresh_from_db()
    assert item.params["name"] == "My hero"
    assert job.options["sections"] == [code[1]]
    assert job.options["link_style"] is True
    assert Upload.objects.get().job == job
    assert job.options["upload"] == str(Upload.objects.get().pk)


def picture() -> SimpleUploadedFile:
    file = io.BytesIO()
    Image.new("RGB", (640, 480), (20, 120, 200)).save(file, "PNG")
    return SimpleUploadedFile("hero.png", file.getvalue(), "image/png")


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": ""}, "Enter a name of 1 to 80 characters."),
        ({"name": "x" * 81}, "Enter a name of 1 to 80 characters."),
        ({"picture": SimpleUploadedFile("x.png", b"<svg onload=alert(1)>")}, "aria-invalid"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_starts(
    marketer: Person, portal: "Portal", page: "Page", wrong: dict[str, object], words: str
) -> None:
    _, job = opened(marketer, "favorite_block", fields(page, drafts(portal, page)[1].id))
    key = f"name-{job.items.get().pk}"
    data = {key: wrong.pop("name", "Hero"), **wrong}
    text = marketer.client.post(f"/jobs/{job.pk}/start/", data).content.decode()
    assert words in text
    job.refresh_from_db()
    assert job.state == JobState.PLANNED


def test_several_blocks_have_a_name_each(marketer: Person, portal: "Portal", page: "Page") -> None:
    two = [block.id for block in drafts(portal, page)[:2]]
    text, job = opened(marketer, "favorite_block", fields(page, *two))
    assert job.items.count() == 2
    assert text.count(">Name of ") == 2


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
