"""Publishing and unpublishing a whole site: what goes online with it, limits, refusal, read-back and undo."""

import pytest
from django.utils import timezone

from landing_app.actions.base import Target
from landing_app.jobs import services
from landing_app.jobs.models import Job, JobItem, JobState
from portal_emulator.builders import add_page
from portal_emulator.model import Site
from tests.jobs.engine import Town, codes, started, states, work

pytestmark = pytest.mark.django_db(transaction=True)


def target(site: Site) -> Target:
    return Target("site", site.id, site.id, "", site.title)


def do(town: Town, action: str, site: Site, who: str = "marketer") -> Job:
    return work(started(town.person(who), action, [target(site)]))


def undone(town: Town, job: Job) -> Job:
    return work(services.undo(job, town.person()))


def effects(job: Job) -> list[str]:
    return [effect["title"] for effect in JobItem.objects.get(job=job).side_effects]


def test_a_site_goes_online_with_its_published_pages_only(town: Town) -> None:
    site = town.quiet_site
    live = add_page(town.there, site, "Home", "home", active=True, public=True)
    changed = add_page(town.there, site, "News", "news", active=True, public=False)
    draft = add_page(town.there, site, "Later", "later")
    add_page(town.there, site, "Inside", "inside", active=True, public=True, folder_id=town.quiet_folder.id)
    job = do(town, "publish_site", site)
    assert states(job) == ["done"]
    assert effects(job) == ["Home", "News"]
    assert site.active
    assert live.public
    assert not changed.public
    assert not draft.active
    assert not town.quiet_folder.active
    assert [entry.params["lid"] for entry in town.calls("landing.landing.publication")] == [str(live.id)]
    assert states(undone(town, job)) == ["done"]
    assert not site.active
    assert live.active


def test_the_main_page_carries_the_site_where_it_can(town: Town) -> None:
    first, main = (add_page(town.there, town.quiet_site, t, t, active=True, public=True) for t in ("a", "b"))
    town.quiet_site.index_page_id = main.id
    assert states(do(town, "publish_site", town.quiet_site)) == ["done"]
    assert first.published_at != main.published_at


def test_a_site_without_a_settled_page_needs_somebody(town: Town) -> None:
    page = add_page(town.there, town.quiet_site, "News", "news", active=True, public=False)
    job = do(town, "publish_site", town.quiet_site)
    assert codes(job) == ["SITE_NEEDS_A_PAGE"]
    assert not page.public
    assert not town.calls("landing.landing.publication")


def test_a_limit_of_published_sites_parks_the_job_after_one_call(town: Town) -> None:
    add_page(town.there, town.quiet_site, "Home", "home", active=True, public=True)
    town.there.tariff.max_public_sites = 1
    job = do(town, "publish_site", town.quiet_site)
    assert job.state == JobState.PARKED
    assert job.parked_code == "PUBLIC_SITE_REACHED"
    assert len(town.calls("landing.landing.publication")) == 1
    town.there.tariff.max_public_sites = None
    assert states(work(services.resume(job, town.person()))) == ["done"]


def test_a_site_goes_offline_and_back_with_its_pages_as_they_were(town: Town) -> None:
    live = add_page(town.there, town.site, "Home", "home", active=True, public=True)
    draft = add_page(town.there, town.site, "Later", "later")
    job = do(town, "unpublish_site", town.site)
    assert states(job) == ["done"]
    assert effects(job) == ["Home"]
    assert not town.site.active
    assert live.active
    assert states(undone(town, job)) == ["done"]
    assert town.site.active
    assert not draft.active


def test_an_undo_is_left_alone_when_somebody_switched_the_site(town: Town) -> None:
    add_page(town.there, town.site, "Home", "home", active=True, public=True)
    job = do(town, "unpublish_site", town.site)
    town.site.active = True
    assert codes(undone(town, job)) == ["CHANGED_SINCE"]


@pytest.mark.parametrize("action", ["publish_site", "unpublish_site"])
def test_who_may_not_publish_switches_no_site(town: Town, action: str) -> None:
    site = town.quiet_site if action == "publish_site" else town.site
    add_page(town.there, site, "Home", "home", active=True, public=True)
    before = site.active
    assert codes(do(town, action, site, who="viewer")) == ["NO_PUBLISH_RIGHT"]
    assert site.active == before


@pytest.mark.parametrize(
    ("action", "code"), [("publish_site", "ALREADY_PUBLISHED"), ("unpublish_site", "ALREADY_OFFLINE")]
)
def test_what_is_so_already_is_skipped(town: Town, action: str, code: str) -> None:
    site = town.site if action == "publish_site" else town.quiet_site
    assert codes(do(town, action, site)) == [code]


def test_a_site_in_the_recycle_bin_is_gone(town: Town) -> None:
    town.site.deleted = True
    assert codes(do(town, "unpublish_site", town.site)) == ["SITE_GONE"]


def test_a_lost_answer_is_settled_by_reading(town: Town) -> None:
    town.there.faults.add("answer_lost", times=3, methods=["landing.site.unpublic"])
    job = do(town, "unpublish_site", town.site)
    JobItem.objects.filter(job=job).update(due_at=timezone.now())
    assert states(work(job)) == ["done"]
    assert not town.site.active
