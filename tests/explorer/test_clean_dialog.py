"""The dialog `Clean up`: what is listed for one page and for several, what is kept, what the click takes."""

import re
from typing import TYPE_CHECKING

import pytest

from landing_app.jobs.models import Job, JobState, SeenFile
from landing_app.jobs.tasks import plan_targets
from tests.people import Person

if TYPE_CHECKING:
    from portal_emulator.model import BlockRow, Page, Portal, Site

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(portal: "Portal") -> "Page":
    """A live page with several blocks."""
    return next(page for page in portal.pages.values() if page.title == "Autumn collection 2026")


def drafts(portal: "Portal", page: "Page") -> list["BlockRow"]:
    return [row for row in portal.rows_of(page) if not row.public and not row.deleted]


def opened(person: Person, *pages: "Page", **more: object) -> tuple[str, Job]:
    data = {"scope": "pages", "site": pages[0].site_id, "page": [page.id for page in pages], **more}
    text = person.client.post("/dialogs/remove_entities/", data).content.decode()
    return text, Job.objects.get(state=JobState.PLANNED)


def see(person: Person, block: "BlockRow", file_id: int, **facts: object) -> None:
    SeenFile.objects.create(
        portal=person.row.portal, page_id=block.page_id, block_id=block.id, file_id=file_id, **facts
    )


def ticked(text: str, job: Job, **which: object) -> bool:
    item = job.items.get(**which)
    return bool(re.search(rf'value="{item.pk}"[^>]* checked', text))


def test_one_page_lists_every_block_with_its_picture(
    marketer: Person, portal: "Portal", page: "Page"
) -> None:
    hidden = drafts(portal, page)[2]
    hidden.active = False
    text, job = opened(marketer, page)
    assert ">Blocks</legend>" in text and ">Image records</legend>" in text
    assert "None. Page Desk offers only pictures it has seen" in text
    assert ticked(text, job, target_id=hidden.id)
    assert not ticked(text, job, target_id=drafts(portal, page)[0].id)
    assert "On the live page" in text
    assert text.count('class="cb"') == len(drafts(portal, page))
    assert f'{portal.origin}/bitrix/blocks/bitrix/{hidden.code}/preview.jpg"' in text


def test_several_pages_offer_both_groups_and_name_the_page(
    marketer: Person, portal: "Portal", page: "Page"
) -> None:
    other = next(one for one in portal.pages.values() if one.title == "Projects")
    first, second = drafts(portal, page)[0], drafts(portal, other)[0]
    second.active = False
    see(
        marketer,
        first,
        987654,
        source="upload",
        width=640,
        height=480,
        size=12_345,
        address="https://x/a.png",
    )
    text, job = opened(marketer, page, other)
    assert ticked(text, job, target_id=second.id)
    assert ticked(text, job, params__file=987654)
    assert re.search(r'aria-label="Image record 987654, Autumn collection 2026"', text)
    assert "640 × 480 pixels, 12.1\xa0KB" in text
    assert 'src="https://x/a.png"' in text
    folded = sum(row.active for row in [*drafts(portal, page), *drafts(portal, other)])
    assert f"<summary>{folded} blocks that are not hidden</summary>" in text


def test_what_a_block_shows_is_named_and_stays_out_of_the_job(
    marketer: Person, portal: "Portal", page: "Page"
) -> None:
    block = drafts(portal, page)[1]
    block.content += '<img src="/upload/landing/art/room-1.jpg" data-fileid="4120">'
    text, job = opened(marketer, page)
    assert "1 image record stays, because a block shows it" in text
    assert "already so and will be skipped" not in text
    kept = job.items.get(params__file=4120)
    assert str(kept.pk) not in re.findall(r'name="item" value="(\d+)"', text)
    wanted = job.items.filter(verdict="ready").first()
    assert wanted is not None
    marketer.client.post(f"/jobs/{job.pk}/start/", {"item": [wanted.pk, kept.pk]})
    assert [item.pk for item in job.items.all()] == [wanted.pk]


def test_picked_blocks_are_the_only_ones_and_ticked(marketer: Person, portal: "Portal", page: "Page") -> None:
    picked = drafts(portal, page)[0].id
    text, job = opened(marketer, page, block=[picked])
    assert [item.target_id for item in job.items.all()] == [picked]
    assert ticked(text, job, target_id=picked)


def test_only_ticked_lines_stay_in_the_job(marketer: Person, page: "Page") -> None:
    _, job = opened(marketer, page)
    nothing = marketer.client.post(f"/jobs/{job.pk}/start/", {}).content.decode()
    assert "Tick at least one block or image record." in nothing
    assert " checked" not in nothing
    kept = job.items.all()[1]
    answer = marketer.client.post(f"/jobs/{job.pk}/start/", {"item": kept.pk})
    assert "X-Frame-Path" in answer
    assert [item.pk for item in job.items.all()] == [kept.pk]


def test_many_pages_are_looked_through_by_the_task_while_the_dialog_asks(
    marketer: Person, portal: "Portal", site: "Site"
) -> None:
    pages = [page for page in portal.pages.values() if page.site_id == site.id and not page.deleted]
    assert len(pages) > 20
    text, job = opened(marketer, *pages)
    assert f'hx-get="/dialogs/plan/{job.pk}/"' in text
    assert 'id="dialog-submit" disabled' in text
    plan_targets(str(job.pk))
    text = marketer.client.get(f"/dialogs/plan/{job.pk}/").content.decode()
    assert text.count('class="cb"') == job.items.filter(verdict="ready").count() > 50


def test_a_folder_is_cleaned_up_by_what_matches(marketer: Person, portal: "Portal", site: "Site") -> None:
    folder = next(one for one in portal.folders.values() if one.title == "Promo")
    inside = {page.id for page in portal.pages.values() if page.folder_id == folder.id and not page.deleted}
    data = {"scope": "pages", "site": site.id, "all": "1", "folder": folder.id}
    marketer.client.post("/dialogs/remove_entities/", data)
    assert {item.page_id for item in Job.objects.get().items.all()} == inside


def test_pages_without_blocks_say_so(marketer: Person, portal: "Portal", page: "Page") -> None:
    for row in drafts(portal, page):
        row.deleted = True
    data = {"scope": "pages", "site": page.site_id, "page": page.id}
    text = marketer.client.post("/dialogs/remove_entities/", data).content.decode()
    assert "Nothing to clean up" in text
    assert "dialog-submit" not in text


def test_the_way_to_blocks_cleaned_up_before_keeps_the_pages(
    marketer: Person, portal: "Portal", page: "Page"
) -> None:
    drafts(portal, page)[0].deleted = True
    text, job = opened(marketer, page)
    assert f'{{"survey": "{job.pk}"}}' in text
    text = marketer.client.post("/dialogs/delete_blocks/", {"survey": job.pk}).content.decode()
    assert ">Delete 1 block for good?</h2>" in text


def test_nobody_reaches_the_pages_of_somebody_elses_plan(
    marketer: Person, viewer: Person, page: "Page"
) -> None:
    _, job = opened(marketer, page)
    for survey in (str(job.pk), "x"):
        text = viewer.client.post("/dialogs/delete_blocks/", {"survey": survey}).content.decode()
        assert page.title not in text
        assert "The recycle bins are empty" in text


def test_an_old_plan_is_made_anew_from_its_pages(marketer: Person, portal: "Portal", page: "Page") -> None:
    _, job = opened(marketer, page)
    gone = drafts(portal, page)[0]
    gone.deleted = True
    marketer.client.post(f"/dialogs/again/{job.pk}/")
    fresh = Job.objects.get(state=JobState.PLANNED)
    assert fresh.pk != job.pk
    assert gone.id not in set(fresh.items.values_list("target_id", flat=True))


def test_who_may_only_look_is_told_so(viewer: Person, page: "Page") -> None:
    text, _ = opened(viewer, page)
    assert "You do not have the right to edit this site" in text
    assert 'id="dialog-submit" disabled' in text


def test_what_is_left_out_is_said_with_its_number(
    marketer: Person, portal: "Portal", page: "Page", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("landing_app.jobs.survey.MOST_OFFERED", 2)
    for row in drafts(portal, page):
        row.active = False
    text, _ = opened(marketer, page)
    assert f"{len(drafts(portal, page)) - 2} more are not listed. Clean up again afterwards." in text
    for row in drafts(portal, page):
        row.deleted = True
    text = marketer.client.post(
        "/dialogs/delete_blocks/", {"scope": "pages", "site": page.site_id, "page": page.id}
    ).content.decode()
    assert ">Delete 2 blocks for good?</h2>" in text
    assert "more are not listed" in text


def test_the_click_leaves_no_list_of_pages_in_the_job(marketer: Person, page: "Page") -> None:
    _, job = opened(marketer, page)
    assert job.options["pages"] == [[page.id, page.title]]
    marketer.client.post(f"/jobs/{job.pk}/start/", {"item": [item.pk for item in job.items.all()]})
    job.refresh_from_db()
    assert job.state != JobState.PLANNED
    assert list(job.options) == ["place"]
