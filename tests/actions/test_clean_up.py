"""Clean up: blocks of one and many pages, and image records that no version of their page shows."""

import pytest

from landing_app.actions.base import Target
from landing_app.actions.image_use import files_in, pictures_in
from landing_app.bitrix24.errors import TransportError
from landing_app.jobs import seen_files, services, survey
from landing_app.jobs.models import Job, JobItem, SeenFile
from landing_app.jobs.tasks import plan_targets
from landing_app.portals.clients import landing_for
from portal_emulator.builders import add_block
from portal_emulator.model import Page
from tests.actions.strip import Strip, picture
from tests.jobs.engine import Town, codes, states, target, targets, work

pytestmark = pytest.mark.django_db(transaction=True)


def test_clean_up_puts_blocks_into_the_trash_of_the_page_and_undo_brings_them_back(strip: Strip) -> None:
    job = strip.do("remove_entities", strip.targets(0, 1))
    assert states(job) == ["done", "done"]
    assert [block.deleted for block in strip.blocks] == [True, True, False]
    assert states(work(services.undo(job, strip.town.person()))) == ["done", "done"]
    assert not any(block.deleted for block in strip.blocks)


def record(strip: Strip, place: int = 0, *, remembered: bool = True) -> int:
    """A picture attached to a block, whose id Page Desk has seen."""
    block = strip.blocks[place]
    file_id = landing_for(strip.town.person()).upload_file(block.id, "a.png", picture(), "").id
    if remembered:
        SeenFile.objects.create(
            portal=strip.town.portal,
            page_id=strip.page.id,
            block_id=block.id,
            file_id=file_id,
            source="upload",
        )
    return file_id


def shows(file_id: int, address: str = "/upload/x.png") -> str:
    return f'<img src="{address}" data-fileid="{file_id}">'


def attached(strip: Strip, file_id: int) -> bool:
    return file_id in strip.town.there.files and bool(strip.town.there.files[file_id].block_ids)


def planned(strip: Strip, pages: list[Page], who: str = "marketer", **options: object) -> Job:
    """The plan of these pages, made here if it is one for a task."""
    job = services.open_plan(strip.town.person(who), "remove_entities", targets(pages), dict(options))
    if not job.plan_ready:
        plan_targets(str(job.pk))
        job.refresh_from_db()
    return job


def offered(job: Job) -> list[JobItem]:
    return list(job.items.filter(verdict="ready").order_by("position"))


def test_an_unused_record_goes_and_is_not_offered_again(strip: Strip) -> None:
    file_id = record(strip)
    job = work(
        services.start(planned(strip, [strip.page], picked=[strip.blocks[0].id]).pk, strip.town.person())
    )
    assert states(job) == ["done", "done"]  # the record first, then the block itself
    assert not attached(strip, file_id)
    assert strip.blocks[0].deleted
    assert not SeenFile.objects.exists()
    assert not any(item.params.get("file") for item in offered(planned(strip, [strip.page])))


def test_only_records_whose_id_was_seen_are_offered(strip: Strip) -> None:
    record(strip, remembered=False)
    assert not any(item.params.get("file") for item in planned(strip, [strip.page]).items.all())


@pytest.mark.parametrize("where", ["draft", "published", "recycle bin"])
def test_a_record_that_some_version_of_the_page_shows_is_kept_and_named(strip: Strip, where: str) -> None:
    file_id = record(strip)
    showing = strip.blocks[1]
    if where == "published":
        add_block(strip.town.there, strip.page, "01.cover", shows(file_id), public=True)
    else:
        showing.content = shows(file_id)
        showing.deleted = where == "recycle bin"
    job = planned(strip, [strip.page])
    kept = [item for item in job.items.all() if item.params.get("file") == file_id]
    assert {(item.verdict, item.code, *item.detail["names"]) for item in kept} == {
        ("already", "STILL_IN_USE", "Cover")
    }
    assert attached(strip, file_id)


def test_a_record_that_is_shown_again_after_the_click_stays(strip: Strip) -> None:
    file_id = record(strip)
    job = services.start(planned(strip, [strip.page]).pk, strip.town.person())
    job.items.filter(params__file__isnull=True).delete()
    strip.blocks[2].content = shows(file_id)
    work(job)
    assert (states(job), codes(job)) == (["skipped"], ["STILL_IN_USE"])
    assert attached(strip, file_id)
    assert SeenFile.objects.exists()


def test_a_block_that_was_changed_after_the_click_stays(strip: Strip) -> None:
    job = services.start(planned(strip, [strip.page]).pk, strip.town.person())
    strip.blocks[1].modified_at += 60
    work(job)
    assert states(job) == ["done", "needs_you", "done"]
    assert codes(job)[1] == "CHANGED_SINCE_PLAN"
    assert [block.deleted for block in strip.blocks] == [True, False, True]


def test_several_pages_offer_hidden_blocks_first_then_visible_ones_and_records(strip: Strip) -> None:
    other = strip.town.pages(1)[0]
    hidden = add_block(strip.town.there, other, "01.cover", "<p>x</p>", active=False)
    file_id = record(strip)
    items = offered(planned(strip, [strip.page, other]))
    assert items[0].params["file"] == file_id
    assert [item.target_id for item in items[1:]] == [hidden.id, *(block.id for block in strip.blocks)]
    assert [item.params["ticked"] for item in items] == [True, True, False, False, False]
    assert items[1].address == other.title


def test_a_page_of_many_blocks_lists_them_all(strip: Strip) -> None:
    for number in range(130):
        add_block(strip.town.there, strip.page, "01.cover", f"<p>{number}</p>")
    assert len(offered(planned(strip, [strip.page]))) == 133


def test_hundreds_of_pages_are_planned_by_the_task_with_few_requests(strip: Strip) -> None:
    pages = [strip.page, *strip.town.pages(299)]
    for page in pages[1:]:
        add_block(strip.town.there, page, "01.cover", "<p>x</p>", active=False)
    job = services.open_plan(strip.town.person(), "remove_entities", targets(pages), {})
    assert not job.plan_ready
    assert len(job.pending_targets) == 300
    strip.town.there.requests.clear()
    plan_targets(str(job.pk))
    job.refresh_from_db()
    assert job.plan_ready
    assert len(offered(job)) == 302
    assert len(strip.town.calls("batch")) <= 30
    assert len(strip.town.there.requests) < 300


def test_what_is_not_listed_is_counted(strip: Strip, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(survey, "MOST_OFFERED", 2)
    monkeypatch.setattr(survey, "MOST_VISIBLE", 1)
    other = strip.town.pages(1)[0]
    add_block(strip.town.there, other, "01.cover", "<p>x</p>", active=False)
    job = planned(strip, [strip.page, other])
    assert len(offered(job)) == 2
    assert job.options["left_out"] == {"more": 0, "visible": 2, "in_use": 0}


def test_nobodys_drafts_are_read_who_may_only_look(strip: Strip) -> None:
    strip.town.there.requests.clear()
    job = planned(strip, [strip.page], who="viewer")
    assert codes(job) == ["NO_EDIT_RIGHT"]
    assert not SeenFile.objects.exists()


def test_a_page_that_is_gone_says_so(strip: Strip) -> None:
    gone = target(strip.page)
    gone = Target("page", 424242, gone.site_id, "", "Gone")
    job = services.open_plan(strip.town.person(), "remove_entities", [gone])
    assert codes(job) == ["LANDING_NOT_EXIST"]
    assert states(job) == ["needs_you"]


def test_a_plan_that_cannot_be_read_leaves_no_job(strip: Strip) -> None:
    strip.town.there.faults.add("502", times=None)
    with pytest.raises(TransportError):
        planned(strip, [strip.page])
    assert not Job.objects.exists()


def test_the_address_of_a_picture_is_remembered_from_content(strip: Strip, town: Town) -> None:
    strip.blocks[0].content = shows(71, "/upload/sofa.png")
    landing = landing_for(town.person())
    read = landing.blocks([strip.page.id], "", content=True)[strip.page.id]
    seen_files.remember(town.portal, read)
    seen = SeenFile.objects.get()
    assert (seen.file_id, seen.address) == (71, f"{town.portal.origin}/upload/sofa.png")
    strip.blocks[0].content = "<p></p>"
    (item,) = [item for item in offered(planned(strip, [strip.page])) if item.params.get("file")]
    assert item.params["picture"].endswith("/upload/sofa.png")


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ('<img src="/a.png" data-fileid="7">', {7: "/a.png"}),
        ('<img data-src="/real.png" src="/gray.gif" data-fileid=7>', {7: "/real.png"}),
        ("<div data-fileid='7' style=\"background-image: url('/b.png')\">", {7: "/b.png"}),
        (
            '<img src="/a.png" srcset="/a2.png 2x" data-fileid="7" data-fileid2x="8">',
            {7: "/a.png", 8: "/a2.png"},
        ),
        ('<img src="/a.png?x=1&amp;y=2" data-fileid="7">', {7: "/a.png?x=1&y=2"}),
        ('data-fileid="9" outside of a tag', {9: ""}),
        ('<img data-fileid="7"><img data-fileid="7" src="/a.png">', {7: "/a.png"}),
        ("<" * 50_000 + '<img data-fileid="7"', {7: ""}),
        ('<img src="/a.png" data-fileid="' + "9" * 5000 + '">', {}),
    ],
)
def test_pictures_in_content(html: str, found: dict[int, str]) -> None:
    assert pictures_in(html) == found
    assert files_in(html) == set(found)
