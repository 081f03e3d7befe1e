"""What lists know of blocks: how many a page has, and which ones this person saved to favorites; and choices of
all pages but some."""

import json
from typing import TYPE_CHECKING

import pytest

from landing_app.jobs.models import ItemState, Job, JobItem, JobState
from tests.people import Person, open_app

if TYPE_CHECKING:
    from portal_emulator import Emulator
    from portal_emulator.model import Page, Portal, Site

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(portal: "Portal", site: "Site") -> "Page":
    """The live page with the most blocks."""
    pages = [p for p in portal.pages.values() if p.site_id == site.id and not p.deleted and p.active]
    return max(pages, key=lambda p: len(portal.rows_of(p)))


def numbers(site: "Site", *ids: int) -> str:
    return f"/sites/pages/{site.id}/blocks/?ids=" + ",".join(str(one) for one in ids)


def told(person: Person, site: "Site", *ids: int) -> dict[int, str]:
    """The numbers that the answer puts into the list, by page."""
    answer = person.client.get(numbers(site, *ids))
    assert (answer.status_code, answer.content) == (204, b"")
    texts = json.loads(answer.get("HX-Trigger", '{"numbers": {"texts": {}}}'))["numbers"]["texts"]
    return {int(key.removeprefix("blocks-")): text for key, text in texts.items()}


def test_the_list_shows_a_dash_and_asks_for_the_numbers_later(
    marketer: Person, site: "Site", page: "Page", html
) -> None:
    shown = html(marketer.client.get(f"/sites/pages/{site.id}/"))
    [cell] = [words for at, words in shown.texts if shown.tags[at][1].get("id") == f"blocks-{page.id}"]
    assert cell == "–"
    [late] = [a for _, a in shown.tags if "data-late" in a and "/blocks/" in a["hx-get"]]
    assert late["hx-trigger"] == "load"
    assert str(page.id) in late["hx-get"]
    # A list that was searched for waits with that: the next one may be asked for by the next key.
    part = html(
        marketer.client.get(f"/sites/pages/{site.id}/", headers={"HX-Request": "true", "HX-Target": "pages"})
    )
    [late] = [a for _, a in part.tags if "data-late" in a and "/blocks/" in a["hx-get"]]
    assert late["hx-trigger"] == "load delay:500ms"


def test_numbers_are_those_of_the_draft_and_cost_one_request(
    marketer: Person, portal: "Portal", site: "Site", page: "Page", html
) -> None:
    marketer.client.get(f"/sites/pages/{site.id}/")
    others = [p.id for p in portal.pages.values() if p.site_id == site.id and not p.deleted][:5]
    portal.requests.clear()
    shown = told(marketer, site, page.id, *others)
    assert len([e for e in portal.requests if not e.in_batch]) == 1
    drafts = [row for row in portal.rows_of(page) if not row.public and not row.deleted]
    assert shown.keys() == {page.id, *others}
    assert int(shown[page.id]) == len(drafts) > 0
    portal.requests.clear()
    told(marketer, site, page.id)
    assert list(portal.requests) == []


def test_numbers_once_told_stand_in_the_list_and_only_the_others_are_asked_for(
    marketer: Person, portal: "Portal", site: "Site", page: "Page", html
) -> None:
    marketer.client.get(f"/sites/pages/{site.id}/")
    number = told(marketer, site, page.id)[page.id]
    portal.requests.clear()
    shown = html(marketer.client.get(f"/sites/pages/{site.id}/"))
    [cell] = [words for at, words in shown.texts if shown.tags[at][1].get("id") == f"blocks-{page.id}"]
    assert cell == number
    [late] = [a for _, a in shown.tags if "data-late" in a and "/blocks/" in a["hx-get"]]
    asked = late["hx-get"].partition("?ids=")[2].split(",")
    assert str(page.id) not in asked
    marketer.client.get(numbers(site, *map(int, asked)))
    shown = html(marketer.client.get(f"/sites/pages/{site.id}/"))
    assert not [a for _, a in shown.tags if "data-late" in a and "/blocks/" in a["hx-get"]]


def test_a_silent_portal_leaves_the_dash(
    marketer: Person, portal: "Portal", site: "Site", page: "Page", html
) -> None:
    marketer.client.get(f"/sites/pages/{site.id}/")
    portal.faults.add("502", times=None)
    assert told(marketer, site, page.id) == {}


def test_nobody_who_may_only_look_makes_the_portal_read_drafts(
    viewer: Person, portal: "Portal", site: "Site", page: "Page", html
) -> None:
    shown = html(viewer.client.get(f"/sites/pages/{site.id}/"))
    assert not [a for _, a in shown.tags if "data-late" in a and "/blocks/" in a["hx-get"]]
    portal.requests.clear()
    assert told(viewer, site, page.id) == {}
    assert not [e for e in portal.requests if e.method.lower() == "landing.block.getlist"]


def save(person: Person, page: "Page", block_id: int, state: ItemState) -> None:
    job = Job.objects.create(
        portal=person.row.portal, starter=person.row, action="favorite_block", kind="create",
        state=JobState.DONE,
    )  # fmt: skip
    JobItem.objects.create(
        job=job, position=0, target_kind="block", target_id=block_id, page_id=page.id, site_id=page.site_id,
        state=state,
    )  # fmt: skip


def test_only_what_this_person_saved_and_kept_is_in_favorites(
    marketer: Person, emulator: "Emulator", portal: "Portal", page: "Page", html
) -> None:
    place = f"/sites/pages/{page.site_id}/pages/{page.id}/"
    boxes = html(marketer.client.get(place)).all("input", name="block")
    first, second = int(boxes[0]["value"]), int(boxes[1]["value"])
    save(marketer, page, first, ItemState.DONE)
    save(marketer, page, second, ItemState.UNDONE)
    save(open_app(emulator, portal, "administrator"), page, second, ItemState.DONE)
    shown = html(marketer.client.get(place))
    [label] = shown.all("span", **{"class": "label label--info label--sm"})
    assert label["title"].startswith("You saved it: ")
    at = next(i for i, (_, a) in enumerate(shown.tags) if a.get("title", "").startswith("You saved it"))
    assert f"Select {boxes[0]['aria-label'].removeprefix('Select ')}" in {
        a.get("aria-label") for _, a in shown.tags[:at]
    }
    assert boxes[1]["aria-label"] not in {a.get("aria-label") for _, a in shown.tags[:at]}


def test_all_but_some_are_resolved_on_the_server(marketer: Person, portal: "Portal", site: "Site") -> None:
    ids = {p.id for p in portal.pages.values() if p.site_id == site.id and not p.deleted and not p.active}
    left_out = sorted(ids)[:2]
    data = {"scope": "pages", "site": site.id, "all": "1", "status": "not_published", "except": left_out}
    marketer.client.post("/dialogs/publish_page/", data)
    targets = set(Job.objects.get().items.values_list("target_id", flat=True))
    assert targets == ids - set(left_out)
    assert len(targets) == len(ids) - 2
