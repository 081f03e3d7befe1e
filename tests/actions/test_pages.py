"""Actions on pages beyond publishing: recycle bin, restore, move, copy; each with refusal, read-back and
undo."""

from typing import Any

import pytest

from landing_app.jobs import services
from landing_app.jobs.models import Job, JobItem, JobState
from portal_emulator.builders import add_block, add_folder, add_library_block, add_page
from portal_emulator.model import Page
from tests.jobs.engine import Town, codes, item_of, started, states, target, targets, work

pytestmark = pytest.mark.django_db(transaction=True)


def do(town: Town, action: str, pages: list[Page], who: str = "marketer", **options: Any) -> Job:
    return work(started(town.person(who), action, targets(pages), **options))


def undone(town: Town, job: Job) -> Job:
    return work(services.undo(job, town.person()))


def copies_of(town: Town, page: Page) -> list[Page]:
    return [
        one for one in town.there.pages.values() if one.id != page.id and one.title.startswith(page.title)
    ]


def test_recycle_bin_and_back_online(town: Town) -> None:
    live, draft = town.pages(1, active=True, public=True)[0], town.pages(1)[0]
    job = do(town, "trash_page", [live, draft])
    assert states(job) == ["done", "done"]
    assert live.deleted and draft.deleted and not live.active
    assert states(undone(town, job)) == ["done", "done"]
    assert not live.deleted and live.active and live.public
    assert not draft.deleted and not draft.active


def test_undo_of_the_recycle_bin_publishes_no_unpublished_changes(town: Town) -> None:
    changed = town.pages(1, active=True, public=False)[0]
    assert states(undone(town, do(town, "trash_page", [changed]))) == ["done"]
    assert not changed.deleted and not changed.active


def test_the_main_page_is_refused_by_the_portal_with_its_reason(town: Town) -> None:
    main, _other = town.pages(2)
    town.site.index_page_id = main.id
    job = started(town.person(), "trash_page", targets([main]))
    assert [effect["kind"] for effect in item_of(job, main).side_effects] == ["main_page"]
    assert codes(work(job)) == ["CANT_DELETE_MAIN"]
    assert not main.deleted


def test_restore_leaves_pages_offline(town: Town) -> None:
    page = town.pages(1, deleted=True)[0]
    job = do(town, "restore_page", [page])
    assert states(job) == ["done"]
    assert not page.deleted and not page.active
    undone(town, job)
    assert page.deleted


def test_a_viewer_deletes_nothing(town: Town) -> None:
    page = town.pages(1)[0]
    assert codes(do(town, "trash_page", [page], who="viewer")) == ["NO_DELETE_RIGHT"]
    assert not page.deleted


def test_move_to_a_folder_of_another_site_and_back(town: Town) -> None:
    folder = add_folder(town.there, town.site, "Old", "old", active=True)
    page = add_page(town.there, town.site, "Chair", "chair", folder_id=folder.id)
    job = do(town, "move_page", [page], site=town.quiet_site.id, folder=town.quiet_folder.id)
    assert states(job) == ["done"]
    assert (page.site_id, page.folder_id) == (town.quiet_site.id, town.quiet_folder.id)
    assert states(undone(town, job)) == ["done"]
    assert (page.site_id, page.folder_id) == (town.site.id, folder.id)


def test_move_to_where_it_is_or_to_a_folder_that_is_gone(town: Town) -> None:
    page = town.pages(1)[0]
    assert codes(do(town, "move_page", [page], site=town.site.id)) == ["ALREADY_THERE"]
    assert codes(do(town, "move_page", [page], site=town.site.id, folder=99999)) == ["FOLDER_NOT_FOUND"]
    assert codes(do(town, "move_page", [page], site=99999)) == ["SITE_NOT_FOUND"]


def test_a_lost_answer_of_a_move_is_settled_by_reading(town: Town) -> None:
    page = town.pages(1)[0]
    job = started(town.person(), "move_page", [target(page)], site=town.quiet_site.id)
    town.there.faults.add("answer_lost", times=3, methods=["landing.landing.move"])
    work(job)
    assert states(job) == ["done"]
    assert page.site_id == town.quiet_site.id


def test_copy_as_draft_of_a_live_page_ends_offline_in_the_folder(town: Town) -> None:
    folder = add_folder(town.there, town.site, "Shop", "shop", active=True)
    page = town.pages(1, active=True, public=True)[0]
    job = do(town, "copy_page", [page], site=town.site.id, folder=folder.id)
    assert states(job) == ["done"]
    (copy,) = copies_of(town, page)
    assert (copy.folder_id, copy.active) == (folder.id, False)
    assert JobItem.objects.get(job=job).made_id == copy.id
    assert page.active and page.public
    assert states(undone(town, job)) == ["done"]
    assert copy.deleted


def test_copy_and_publish(town: Town) -> None:
    draft, live = town.pages(1)[0], town.pages(1, active=True, public=True)[0]
    job = do(town, "copy_page", [draft, live], site=town.site.id, publish=True)
    assert states(job) == ["done", "done"]
    assert all(copy.active and copy.public for copy in (*copies_of(town, draft), *copies_of(town, live)))


def test_the_plan_of_a_copy_names_what_would_go_live(town: Town) -> None:
    live = town.pages(1, active=True, public=True)[0]
    plan = services.open_plan(
        town.person(),
        "copy_page",
        [target(live)],
        {"site": town.quiet_site.id, "folder": town.quiet_folder.id},
    )
    effects = item_of(plan, live).side_effects
    assert [(effect["kind"], effect["title"]) for effect in effects] == [
        ("folder_goes_live", "Attic"),
        ("site_goes_live", "Quiet"),
    ]


def test_copy_names_blocks_that_were_left_out(town: Town) -> None:
    add_library_block(town.there, "01.cover", "Cover", ("cover",), "<p>cover</p>")
    add_library_block(
        town.there, "repo_7", "Timer", ("other",), "<p>timer</p>", app_code="timer.app", repo_id=7
    )
    page = town.pages(1)[0]
    add_block(town.there, page, "01.cover")
    add_block(town.there, page, "repo_7")
    job = started(town.person(), "copy_page", [target(page)], site=town.site.id)
    del town.there.repository["repo_7"]  # its app was removed, so the portal leaves the block out
    work(job)
    item = item_of(job, page)
    assert (item.state, item.code) == ("done", "COPY_INCOMPLETE")
    assert (item.detail["count"], item.detail["names"]) == (1, ["repo_7"])


def test_a_restored_page_keeps_its_place_when_publishing_must_wait(town: Town) -> None:
    pages = town.pages(2, active=True, public=True)
    job = do(town, "trash_page", pages)
    town.there.tariff.refused.add("PUBLIC_PAGE_REACHED")
    back = undone(town, job)
    assert (back.state, back.parked_code) == (JobState.PARKED, "PUBLIC_PAGE_REACHED")
    assert len(town.calls("landing.landing.publication")) == 1
    town.there.tariff.refused.clear()
    services.resume(back, back.starter)
    assert work(back).state == JobState.DONE
    assert all(page.active and not page.deleted for page in pages)


def test_a_copy_whose_answer_was_lost_is_found_and_not_made_twice(town: Town) -> None:
    pages = town.pages(3)
    job = started(town.person(), "copy_page", targets(pages), site=town.quiet_site.id)
    town.there.faults.add("answer_lost", times=1, methods=["landing.landing.copy"])
    work(job)
    assert states(job) == ["done"] * 3
    assert len([page for page in town.there.pages.values() if page.site_id == town.quiet_site.id]) == 3
    made = set(JobItem.objects.filter(job=job).values_list("made_id", flat=True))
    assert len(made) == 3


def test_copies_with_equal_titles_are_not_mistaken_for_each_other(town: Town) -> None:
    one = add_page(town.there, town.site, "Home", "home")
    other = add_page(town.there, town.site, "Home", "home-two")
    person = town.person()
    work(started(person, "copy_page", [target(one)], site=town.quiet_site.id))
    job = started(person, "copy_page", [target(other)], site=town.quiet_site.id)
    town.there.faults.add("answer_lost", times=1, methods=["landing.landing.copy"])
    work(job)
    item = item_of(job, other)
    assert item.state == "done"
    assert town.there.pages[item.made_id or 0].code.startswith("home-two")


def test_a_plan_limit_after_the_copying_makes_no_second_copy(town: Town) -> None:
    page = town.pages(1)[0]
    job = started(town.person(), "copy_page", [target(page)], site=town.site.id, publish=True)
    town.there.tariff.refused.add("PUBLIC_PAGE_REACHED")
    work(job)
    assert (job.state, job.parked_code) == (JobState.PARKED, "PUBLIC_PAGE_REACHED")
    town.there.tariff.refused.clear()
    services.resume(job, job.starter)
    assert work(job).state == JobState.DONE
    (copy,) = copies_of(town, page)
    assert copy.active


def test_copy_needs_the_right_and_a_destination(town: Town) -> None:
    page = town.pages(1)[0]
    assert codes(do(town, "copy_page", [page], who="viewer", site=town.site.id)) == ["NO_EDIT_RIGHT"]
    assert codes(do(town, "copy_page", [page], site=town.site.id, folder=31337)) == ["FOLDER_NOT_FOUND"]
    assert not copies_of(town, page)
