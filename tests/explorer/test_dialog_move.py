"""The dialog `Move …`: where pages go, what is planned, and that only what was shown is started."""

from typing import TYPE_CHECKING

import pytest

from landing_app.jobs.models import Job, JobState
from tests.explorer.test_dialogs import fields
from tests.people import Person, open_app

if TYPE_CHECKING:
    from portal_emulator import Emulator
    from portal_emulator.model import Folder, Page, Portal

pytestmark = pytest.mark.django_db
INSIDE = {"HX-Target": "dialog"}


@pytest.fixture
def page(portal: "Portal") -> "Page":
    """A page of the site's root that is not its main page."""
    index = {site.index_page_id for site in portal.sites.values()}
    return next(
        page
        for page in portal.pages.values()
        if page.folder_id is None and not page.deleted and page.id not in index and not page.is_area
        if any(f.site_id == page.site_id and f.active for f in portal.folders.values())
        and portal.sites[page.site_id].type == "PAGE"
    )


@pytest.fixture
def folder(portal: "Portal", page: "Page") -> "Folder":
    return next(
        f for f in portal.folders.values() if f.site_id == page.site_id and f.active and not f.deleted
    )


def planned() -> Job:
    return Job.objects.get(state=JobState.PLANNED)


def test_the_dialog_has_the_fixed_labels_and_nothing_to_do_in_the_same_place(
    marketer: Person, page: "Page"
) -> None:
    text = marketer.client.post("/dialogs/move_page/", fields(page)).content.decode()
    assert ">Move 1 page</h2>" in text
    assert '<label for="move-site">Site</label>' in text
    assert '<label for="move-folder">Folder</label>' in text
    assert "Nothing would be moved." in text
    assert 'id="dialog-submit" disabled aria-describedby="dialog-nothing"' in text
    assert 'id="dialog-nothing"' in text
    assert "1 is already so</summary>" in text


def test_a_chosen_folder_is_planned_and_started(marketer: Person, page: "Page", folder: "Folder") -> None:
    marketer.client.post("/dialogs/move_page/", fields(page))
    data = {"to_site": folder.site_id, "to_folder": folder.id}
    text = marketer.client.post(f"/dialogs/change/{planned().pk}/", data, headers=INSIDE).content.decode()
    assert f'<option value="{folder.id}" selected>' in text
    assert "Is moved" in text
    assert f"/ {folder.title}." in text
    job = planned()
    assert (job.options["site"], job.options["folder"]) == (folder.site_id, folder.id)
    assert "publish" not in job.options
    started = marketer.client.post(f"/jobs/{job.pk}/start/", data)
    assert f"/activity/{job.pk}/" in started["X-Frame-Path"]


def test_another_folder_than_shown_is_shown_first(marketer: Person, page: "Page", folder: "Folder") -> None:
    marketer.client.post("/dialogs/move_page/", fields(page))
    answer = marketer.client.post(f"/jobs/{planned().pk}/start/", {"to_folder": folder.id})
    assert "X-Frame-Path" not in answer
    assert planned().options["folder"] == folder.id


def test_who_may_not_delete_here_is_told_so(
    emulator: "Emulator", portal: "Portal", page: "Page", folder: "Folder"
) -> None:
    viewer = open_app(emulator, portal, "viewer")
    viewer.client.post("/dialogs/move_page/", fields(page))
    data = {"to_folder": folder.id}
    text = viewer.client.post(f"/dialogs/change/{planned().pk}/", data, headers=INSIDE).content.decode()
    assert "Not possible" in text
    assert 'id="dialog-submit" disabled' in text
