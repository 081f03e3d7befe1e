"""Taking the preview image from the block itself: the link, what it answers, and what is said about missing parts."""

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from landing_app.explorer.drawing.words import counts, left_out
from landing_app.jobs.models import Job, JobItem, JobState
from tests.explorer.test_favorite_dialog import opened, picture, saved
from tests.people import Person, open_app

if TYPE_CHECKING:
    from portal_emulator import Emulator
    from portal_emulator.model import Page, Portal

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(portal: "Portal") -> "Page":
    """A live page with several blocks."""
    return next(page for page in portal.pages.values() if page.title == "Autumn collection 2026")


@pytest.fixture
def item(marketer: Person, portal: "Portal", page: "Page") -> JobItem:
    """The open dialog's one block, a cover with a picture."""
    _, job = opened(marketer, portal, page)
    return job.items.get()


def link_for(person: Person, item: JobItem) -> str:
    """The link the browser is handed; "" when there is none."""
    answer = person.client.get(f"/dialogs/picture/{item.job_id}/{item.pk}/block/")
    events: dict[str, Any] = json.loads(answer.headers.get("HX-Trigger", "{}"))
    assert answer.status_code == (204 if events else 200)
    return str(events.get("drawBlock", {}).get("link", ""))


def sent(person: Person, item: JobItem, drawn: str) -> str:
    data = {f"picture-{item.pk}": picture((1280, 1500)), f"drawn-{item.pk}": drawn}
    return person.client.post(f"/dialogs/picture/{item.job_id}/{item.pk}/", data).content.decode()


def test_the_source_of_a_block_holds_its_style_and_pictures(marketer: Person, item: JobItem) -> None:
    answer = Client().get(link_for(marketer, item))
    made = answer.json()
    assert answer["Content-Type"] == "application/json"
    assert made["leftOut"] == "0,0,0,0"
    assert "data:image/jpeg;base64," in made["html"]
    assert ".landing-block" in made["css"]
    assert "://" not in made["html"] + made["css"]


def test_the_dialog_offers_it_for_one_block_and_for_all(
    marketer: Person, portal: "Portal", page: "Page"
) -> None:
    text, _ = opened(marketer, portal, page)
    assert text.count(">Take it from the block</button>") == 1
    assert "Take all from the blocks" not in text
    Job.objects.all().delete()
    text, _ = opened(marketer, portal, page, 3)
    assert text.count(">Take it from the block</button>") == 3
    assert text.count(">Take all from the blocks</button>") == 1


def test_a_drawn_picture_is_kept_from_the_top_and_what_it_lacks_is_said(
    marketer: Person, item: JobItem
) -> None:
    text = sent(marketer, item, "2,1,0,0")
    assert 'value="0.00000,0.00000,1.00000,0.64000"' in text
    said = "Not loaded: 2 pictures and 1 style sheet. The picture shows the block without them."
    assert said in text
    # Still said when the form comes back with something wrong.
    assert said in saved(marketer, item.job, **{f"name-{item.pk}": ""})
    # A person's own file is kept from the middle, and lacks nothing.
    text = sent(marketer, item, "")
    assert 'value="0.00000,0.18000,1.00000,0.82000"' in text
    assert "Not loaded" not in text


def test_removing_a_drawn_picture_forgets_what_it_lacked(marketer: Person, item: JobItem) -> None:
    sent(marketer, item, "1,0,0,0")
    marketer.client.post(f"/dialogs/picture/{item.job_id}/{item.pk}/", {"remove": "1"})
    item.refresh_from_db()
    assert not {"left_out", "crop", "upload"} & item.params.keys()


@pytest.mark.parametrize(
    "entered", ["", "1", "1,2,3", "a,b,c,d", "-1,0,0,0", "1,2,3,4,5", "999999,0,0,0", "١,0,0,0"]
)
def test_counts_that_are_none_make_it_a_file_of_the_person(entered: str) -> None:
    assert counts(entered) is None


@pytest.mark.parametrize(
    ("missing", "words"),
    [
        ((0, 0, 0, 0), ""),
        ((1, 0, 0, 0), "Not loaded: 1 picture. "),
        ((0, 0, 2, 0), "Not loaded: 2 fonts. "),
        ((1, 1, 1, 1), "Not loaded: 1 picture, 1 style sheet, 1 font and 1 embedded video or frame. "),
    ],
)
def test_what_is_missing_in_one_sentence(missing: tuple[int, ...], words: str) -> None:
    assert left_out(missing).startswith(words)
    assert bool(left_out(missing)) == bool(words)


def test_a_stranger_gets_no_link(
    emulator: "Emulator", marketer: Person, other_portal: "Portal", portal: "Portal", item: JobItem
) -> None:
    address = f"/dialogs/picture/{item.job_id}/{item.pk}/block/"
    assert Client().get(address).status_code == 401
    for other in (
        open_app(emulator, portal, "administrator"),
        open_app(emulator, other_portal, "administrator"),
    ):
        assert link_for(other, item) == ""
        assert "<dialog" in other.client.get(address).content.decode()
    Job.objects.update(state=JobState.DONE)
    assert link_for(marketer, item) == ""


def test_a_link_is_for_a_minute_for_one_session_and_for_nothing_else(marketer: Person, item: JobItem) -> None:
    link = link_for(marketer, item)
    signed = link.removeprefix("/drawing/")
    assert Client().get(f"/preview/{signed}").status_code == 410
    with time_machine.travel(timezone.now().timestamp() + 61):
        late = Client().get(link)
    marketer.frame.revoked_at = timezone.now()
    marketer.frame.save()
    for answer in (late, Client().get(link), Client().get("/drawing/x/")):
        assert answer.status_code == 410
        assert answer.json() == {"said": "This took too long. Try again."}


def test_a_block_that_went_meanwhile_is_said(
    marketer: Person, portal: "Portal", page: "Page", item: JobItem
) -> None:
    link = link_for(marketer, item)
    cache.clear()
    next(row for row in portal.rows_of(page) if row.id == item.target_id).deleted = True
    answer = Client().get(link)
    assert answer.status_code == 404
    assert "not on the page any more" in answer.json()["said"]


def test_a_block_without_content_is_said(
    marketer: Person, portal: "Portal", page: "Page", item: JobItem
) -> None:
    link = link_for(marketer, item)
    cache.clear()
    next(row for row in portal.rows_of(page) if row.id == item.target_id).content = "<div>" * 150_000
    answer = Client().get(link)
    assert answer.status_code == 422
    assert "Choose a file instead." in answer.json()["said"]


def test_one_block_at_a_time(marketer: Person, item: JobItem) -> None:
    """A link works several times in its minute; it must not keep every thread of the server busy."""
    link = link_for(marketer, item)
    cache.add(f"drawing:{marketer.frame.pk}", 1, 45)
    assert Client().get(link).status_code == 429
    cache.clear()
    assert [Client().get(link).status_code for _ in range(2)] == [200, 200]


def test_a_person_who_may_only_look_gets_no_draft(
    emulator: "Emulator", portal: "Portal", page: "Page", marketer: Person, item: JobItem
) -> None:
    """The link says which version; the right to see it is asked again."""
    from tests.security.test_tenants import signed

    ids = {
        "scope": "",
        "site": item.site_id,
        "page": item.page_id,
        "version": "draft",
        "block": item.target_id,
    }
    viewer = open_app(emulator, portal, "viewer")
    answers = [
        Client().get(f"/drawing/{signed(person.frame, 'block-drawing', **ids)}/")
        for person in (marketer, viewer)
    ]
    assert [answer.status_code for answer in answers] == [200, 404]


def test_the_fixed_texts_of_the_script_are_there(marketer: Person, portal: "Portal", page: "Page") -> None:
    """The script reads them from the box; an empty one would be said as nothing."""
    text, _ = opened(marketer, portal, page, 2)
    for name in ("drawing", "draw-failed", "draw-blank", "now", "done"):
        assert re.search(rf'data-{name}="[^"]{{10,}}"', text), name
