"""Dialogs: what they say before the click, that nothing is written before it, and what the click does."""

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from landing_app.jobs.models import Job, JobState
from tests.people import Person, open_app

if TYPE_CHECKING:
    from portal_emulator import Emulator
    from portal_emulator.model import Page, Portal

pytestmark = pytest.mark.django_db

WRITES = ("landing.landing.publication", "landing.landing.unpublic", "landing.landing.markdelete")


@pytest.fixture
def marketer(emulator: "Emulator", portal: "Portal") -> Person:
    """May do everything on the first portal."""
    return open_app(emulator, portal)


def some_page(portal: "Portal", **wanted: object) -> "Page":
    """A page of an ordinary site whose fields are as wanted, with the site on."""
    return next(
        page
        for page in portal.pages.values()
        if all(getattr(page, name) == value for name, value in {"deleted": False, **wanted}.items())
        and portal.sites[page.site_id].type == "PAGE"
        and portal.sites[page.site_id].active
        and not page.is_area
    )


def fields(*pages: "Page", **more: object) -> dict[str, object]:
    """The fields that the toolbar of a site's screen posts."""
    return {"scope": "pages", "site": pages[0].site_id, "page": [page.id for page in pages], **more}


def written(portal: "Portal") -> list[str]:
    return [entry.method for entry in portal.requests if entry.method.lower() in WRITES]


def test_publish_says_what_happens_and_writes_nothing(marketer: Person, portal: "Portal") -> None:
    draft = some_page(portal, active=False, folder_id=None)
    answer = marketer.client.post("/dialogs/publish_page/", fields(draft))
    text = answer.content.decode()
    assert answer.status_code == 200
    assert 'aria-labelledby="dialog-title"' in text
    assert ">Publish 1 page?</h2>" in text
    assert "Goes live" in text
    assert ">Publish 1 page</button>" in text
    assert "1 more published page counts towards the limit" in text
    assert Job.objects.get().state == JobState.PLANNED
    assert written(portal) == []


def test_publish_names_the_folders_that_go_live_too(marketer: Person, portal: "Portal") -> None:
    page = next(
        page
        for page in portal.pages.values()
        if page.folder_id and not page.deleted and portal.sites[page.site_id].active
    )
    folder = portal.folders[page.folder_id]
    folder.active, page.active, page.public = False, False, False
    text = marketer.client.post("/dialogs/publish_page/", fields(page)).content.decode()
    assert "Will also be published" in text
    assert f"Folder {folder.title}" in text


def test_what_is_already_so_is_folded_and_the_button_counts_the_rest(
    marketer: Person, portal: "Portal"
) -> None:
    draft = some_page(portal, active=False, folder_id=None)
    online = some_page(portal, active=True, public=True, folder_id=None, site_id=draft.site_id)
    text = marketer.client.post("/dialogs/publish_page/", fields(draft, online)).content.decode()
    assert "1 is already so and will be skipped" in text
    assert ">Publish 1 page</button>" in text


def test_a_person_without_the_right_sees_why_and_cannot_start(emulator: "Emulator", portal: "Portal") -> None:
    editor = open_app(emulator, portal, "editor")
    draft = some_page(portal, active=False, folder_id=None)
    text = editor.client.post("/dialogs/publish_page/", fields(draft)).content.decode()
    assert "You do not have the right to publish this site" in text
    assert 'id="dialog-submit" disabled' in text


def test_unpublish_warns_about_the_main_page(marketer: Person, portal: "Portal") -> None:
    site = next(
        site for site in portal.sites.values() if site.index_page_id and site.type == "PAGE" and site.active
    )
    main = portal.pages[site.index_page_id]
    main.active = True
    text = marketer.client.post("/dialogs/unpublish_page/", fields(main)).content.decode()
    assert ">Unpublish 1 page?</h2>" in text
    assert "is the main page of the site" in text
    assert ">Unpublish 1 page</button>" in text


def test_all_that_match_are_resolved_on_the_server(marketer: Person, portal: "Portal") -> None:
    draft = some_page(portal, active=False)
    live = [
        page
        for page in portal.pages.values()
        if page.site_id == draft.site_id and not page.deleted and not page.active
    ]
    data = {"scope": "pages", "site": draft.site_id, "all": "1", "status": "not_published", "page": [1]}
    marketer.client.post("/dialogs/publish_page/", data)
    targets = set(Job.objects.get().items.values_list("target_id", flat=True))
    assert targets == {page.id for page in live}


def test_hostile_titles_are_text(marketer: Person, portal: "Portal") -> None:
    draft = some_page(portal, active=False, folder_id=None)
    draft.title = '<img src=x onerror="alert(1)">'
    text = marketer.client.post("/dialogs/publish_page/", fields(draft)).content.decode()
    assert "<img src=x" not in text
    assert "&lt;img src=x onerror=&quot;alert(1)&quot;&gt;" in text


def test_no_scripts_or_styles_inside(marketer: Person, portal: "Portal") -> None:
    text = marketer.client.post(
        "/dialogs/publish_page/", fields(some_page(portal, active=False))
    ).content.decode()
    assert "style=" not in text
    assert "<script" not in text
    assert "hx-on" not in text


@pytest.mark.parametrize(
    "data", [{}, {"scope": "pages", "site": "7"}, {"scope": "moon", "site": "x", "page": "1"}]
)
def test_nothing_selected_is_said(marketer: Person, portal: "Portal", data: dict[str, str]) -> None:
    if data.get("site") == "7":
        data = data | {"site": str(some_page(portal).site_id)}
    text = marketer.client.post("/dialogs/publish_page/", data).content.decode()
    assert "Nothing is selected" in text
    assert not Job.objects.exists()


def test_an_action_that_does_not_exist_has_no_dialog(marketer: Person) -> None:
    assert marketer.client.post("/dialogs/format_disk/", {}).status_code == 404


def test_without_a_frame_session_nothing_opens(marketer: Person, portal: "Portal") -> None:
    answer = Client().post("/dialogs/publish_page/", fields(some_page(portal)))
    assert answer.status_code in (401, 403)
    assert not Job.objects.exists()


def open_plan(person: Person, portal: "Portal") -> Job:
    person.client.post("/dialogs/publish_page/", fields(some_page(portal, active=False, folder_id=None)))
    return Job.objects.get(state=JobState.PLANNED)


def test_the_click_answers_the_job_and_a_second_click_finds_it(marketer: Person, portal: "Portal") -> None:
    job = open_plan(marketer, portal)
    first = marketer.client.post(f"/jobs/{job.pk}/start/")
    second = marketer.client.post(f"/jobs/{job.pk}/start/")
    assert first["X-Frame-Path"] == second["X-Frame-Path"]
    assert first["X-Frame-Path"] == f"/activity/{job.pk}/"
    assert first["HX-Retarget"] == "#main"
    assert 'id="job-items"' in first.content.decode()
    job.refresh_from_db()
    assert job.state == JobState.WAITING
    assert Job.objects.count() == 1


def test_a_plan_older_than_half_an_hour_is_opened_again(marketer: Person, portal: "Portal") -> None:
    job = open_plan(marketer, portal)
    targets = list(job.items.values_list("target_id"))
    Job.objects.update(created_at=timezone.now() - timedelta(minutes=31))
    answer = marketer.client.post(f"/jobs/{job.pk}/start/")
    assert "X-Frame-Path" not in answer
    assert "This plan is older than 30 minutes" in answer.content.decode()
    assert "Open again" in answer.content.decode()
    again = marketer.client.post(f"/dialogs/again/{job.pk}/").content.decode()
    fresh = Job.objects.latest("created_at")
    assert fresh.pk != job.pk
    assert f"/jobs/{fresh.pk}/start/" in again
    assert list(fresh.items.values_list("target_id")) == targets


def test_another_person_cannot_start_or_see_a_plan(
    marketer: Person, emulator: "Emulator", portal: "Portal", other_portal: "Portal"
) -> None:
    job = open_plan(marketer, portal)
    for other in (
        open_app(emulator, portal, "administrator"),
        open_app(emulator, other_portal, "administrator"),
    ):
        assert "X-Frame-Path" not in other.client.post(f"/jobs/{job.pk}/start/")
        assert "This plan does not exist" in other.client.get(f"/dialogs/plan/{job.pk}/").content.decode()
        assert "This plan does not exist" in other.client.post(f"/dialogs/again/{job.pk}/").content.decode()
    job.refresh_from_db()
    assert job.state == JobState.PLANNED


def test_an_unknown_plan_is_said(marketer: Person) -> None:
    answer = marketer.client.post(f"/jobs/{uuid4()}/start/")
    assert "This plan does not exist" in answer.content.decode()


def test_a_large_selection_waits_for_its_plan(marketer: Person, portal: "Portal") -> None:
    page = some_page(portal, active=False)
    data = fields(page) | {"page": [page.id, *range(900_000, 900_250)]}
    text = marketer.client.post("/dialogs/publish_page/", data).content.decode()
    job = Job.objects.get()
    assert not job.plan_ready
    assert ">Publish 251 pages?</h2>" in text
    assert f'hx-get="/dialogs/plan/{job.pk}/"' in text
    assert 'id="dialog-submit" disabled' in text
    from landing_app.jobs.tasks import plan_targets

    plan_targets(str(job.pk))
    into_dialog = {"HX-Target": "dialog"}
    ready = marketer.client.get(f"/dialogs/plan/{job.pk}/", headers=into_dialog).content.decode()
    assert "<dialog" not in ready  # drawn inside the open dialog
    assert ">Publish 1 page</button>" in ready
    assert "hx-trigger" not in ready


def test_a_silent_portal_is_said_and_leaves_no_job(marketer: Person, portal: "Portal") -> None:
    page = some_page(portal, active=False)
    portal.faults.add("503", times=None)
    text = marketer.client.post("/dialogs/publish_page/", fields(page)).content.decode()
    assert "<dialog" in text
    assert "dialog-submit" not in text
    assert not Job.objects.exists()


def test_trash_and_restore_say_what_happens(marketer: Person, portal: "Portal") -> None:
    page = some_page(portal, active=True, folder_id=None)
    text = marketer.client.post("/dialogs/trash_page/", fields(page)).content.decode()
    assert ">Move 1 page to the recycle bin?</h2>" in text
    assert "Pages in the recycle bin are offline" in text
    page.deleted = True
    text = marketer.client.post("/dialogs/restore_page/", fields(page, folder="trash")).content.decode()
    assert ">Restore 1 page?</h2>" in text
    assert ">Restore</button>" in text
    assert page.title in text


@pytest.fixture
def copying(marketer: Person, portal: "Portal") -> Job:
    """The dialog `Copy …` for one live page, just opened."""
    page = some_page(portal, active=True, folder_id=None)
    text = marketer.client.post("/dialogs/copy_page/", fields(page)).content.decode()
    assert ">Copy 1 page</h2>" in text
    assert '<label for="copy-site">Site</label>' in text
    assert '<label for="copy-folder">Folder</label>' in text
    assert ">Copy</button>" in text
    assert "puts a copy of a published page online at once" in text
    return Job.objects.get(state=JobState.PLANNED)


def test_copy_starts_as_drafts_in_the_root_of_the_site(copying: Job, portal: "Portal") -> None:
    assert copying.options["site"] == copying.items.get().site_id
    assert (copying.options["folder"], copying.options["publish"]) == (0, False)
    assert copying.options["to"] == portal.sites[copying.options["site"]].title


def test_a_changed_folder_is_planned_anew_and_kept(marketer: Person, copying: Job, portal: "Portal") -> None:
    folder = next(
        f for f in portal.folders.values() if f.site_id == copying.options["site"] and not f.deleted
    )
    data = {"to_site": folder.site_id, "to_folder": folder.id, "state": "publish"}
    text = marketer.client.post(
        f"/dialogs/change/{copying.pk}/", data, headers={"HX-Target": "dialog"}
    ).content.decode()
    fresh = Job.objects.get(state=JobState.PLANNED)
    assert fresh.options["folder"] == folder.id
    assert fresh.options["publish"] is True
    assert folder.title in fresh.title_parts["to"]
    assert f'<option value="{folder.id}" selected>' in text
    started = marketer.client.post(f"/jobs/{fresh.pk}/start/", data)
    assert f"/activity/{fresh.pk}/" in started["X-Frame-Path"]


def test_only_what_was_shown_is_started(marketer: Person, copying: Job) -> None:
    answer = marketer.client.post(f"/jobs/{copying.pk}/start/", {"state": "publish"})
    assert "X-Frame-Path" not in answer
    assert "Copied and published" in answer.content.decode()
    assert Job.objects.get().state == JobState.PLANNED


def test_a_folder_of_another_site_falls_back_to_the_root(
    marketer: Person, copying: Job, portal: "Portal"
) -> None:
    foreign = next(f for f in portal.folders.values() if f.site_id != copying.options["site"])
    marketer.client.post(f"/dialogs/change/{copying.pk}/", {"to_folder": foreign.id})
    assert Job.objects.get().options["folder"] == 0
