"""What somebody did between the plan and the call, or before an undo, is said plainly."""

from collections.abc import Callable

import pytest

from landing_app.jobs import services
from landing_app.jobs.explanations import explain_item
from portal_emulator.builders import add_folder
from portal_emulator.model import Page
from tests.jobs.engine import Town, codes, started, states, targets, work

pytestmark = pytest.mark.django_db(transaction=True)


def go_live(town: Town, page: Page) -> None:
    page.active = page.public = True


def go_offline(town: Town, page: Page) -> None:
    page.active = False


def move(town: Town, page: Page) -> None:
    outer = add_folder(town.there, town.site, "Promo", "promo", active=True)
    inner = add_folder(town.there, town.site, "Autumn", "autumn", active=True, parent_id=outer.id)
    page.folder_id = inner.id


def move_home(town: Town, page: Page) -> None:
    page.folder_id = None


def edit(town: Town, page: Page) -> None:
    page.modified_at += 3600


@pytest.mark.parametrize(
    ("live", "meddle", "code", "words"),
    [
        (False, go_live, "PUBLISHED_SINCE_PLAN", "Somebody published it"),
        (True, go_offline, "OFFLINE_SINCE_PLAN", "Somebody took it offline"),
        (False, move, "MOVED_SINCE_PLAN", "in another place now: Promo / Autumn"),
        (False, edit, "CHANGED_SINCE_PLAN", "Its last change: "),
    ],
)
def test_what_happened_since_the_plan(
    town: Town, live: bool, meddle: Callable[[Town, Page], None], code: str, words: str
) -> None:
    (page,) = town.pages(1, active=live, public=live)
    job = started(town.person(), "trash_page", targets([page]))
    meddle(town, page)
    work(job)
    assert (states(job), codes(job)) == (["needs_you"], [code])
    told = explain_item(job.items.get())
    assert words in f"{told.title}. {told.body}"
    assert "Retry failed" in told.next_step
    assert not page.deleted
    assert states(work(services.retry_failed(job, town.person()))) == ["done"]


@pytest.mark.parametrize(
    ("meddle", "code", "words"),
    [
        (move, "MOVED_SINCE", "Promo / Autumn"),
        (edit, "CHANGED_SINCE", "The last change: "),
    ],
)
def test_what_happened_since_the_job(
    town: Town, meddle: Callable[[Town, Page], None], code: str, words: str
) -> None:
    (page,) = town.pages(1)
    job = work(started(town.person(), "publish_page", targets([page])))
    meddle(town, page)
    back = work(services.undo(job, town.person()))
    assert codes(back) == [code]
    assert words in explain_item(back.items.get()).body
    assert page.active


def test_a_page_moved_to_the_root_says_so(town: Town) -> None:
    folder = add_folder(town.there, town.site, "Promo", "promo", active=True)
    (page,) = town.pages(1, folder_id=folder.id)
    job = started(town.person(), "trash_page", targets([page]))
    move_home(town, page)
    work(job)
    assert "the site root" in explain_item(job.items.get()).body
