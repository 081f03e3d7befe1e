"""The picture of a favorite through refusals, lost answers, retries and 24 hours; proved by the portal's favorites."""

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from PIL import Image

from landing_app.actions.base import Target
from landing_app.jobs import explanations, followups, services, uploads
from landing_app.jobs.engine import planner
from landing_app.jobs.engine.erasing import purge
from landing_app.jobs.models import Job, JobItem, SeenFile, Upload
from landing_app.jobs.screens.presentation import item_view
from portal_emulator.builders import add_block, add_library_block
from portal_emulator.rest.errors import RestError
from portal_emulator.rest.registry import METHODS
from tests.jobs.engine import Town, codes, started, states, work
from tests.refusals import refusing_uploads

pytestmark = pytest.mark.django_db(transaction=True)
SAVE, CLEAN = "landing.landing.favoriteblock", "landing.landing.removeentities"


@pytest.fixture
def block(town: Town) -> Target:
    """A block on a page that is not published."""
    add_library_block(town.there, "01.cover", "Cover", ("cover",), "<p>cover</p>")
    page = town.pages(1)[0]
    row = add_block(town.there, page, "01.cover", "<p>1</p>")
    return Target("block", row.id, page.site_id, "", "Hero", page_id=page.id)


@pytest.fixture
def refusing() -> Iterator[set[str]]:
    """Methods in this set are refused by the pretend portals for good."""
    refused: set[str] = set()
    known = {name: METHODS[name] for name in (SAVE, CLEAN)}

    def guard(name: str) -> Any:
        def run(call: Any, *arguments: Any) -> Any:
            if name in refused:
                raise RestError("BLOCK_CANT_BE_ADDED", "The block cannot be added")
            return known[name].run(call, *arguments)

        return run

    METHODS.update({name: replace(method, run=guard(name)) for name, method in known.items()})
    yield refused
    METHODS.update(known)


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (640, 480), "teal").save(out, "PNG")
    return out.getvalue()


def with_picture(town: Town, block: Target, who: str = "marketer") -> Job:
    """A job for the block with a picture, after the click."""
    person = town.person(who)
    upload = uploads.accept(person, "p.png", picture())
    return started(person, "favorite_block", [replace(block, params={"upload": str(upload.pk)})])


def attached(town: Town) -> list[int]:
    """File records that some block still holds."""
    return [record.id for record in town.there.files.values() if record.block_ids]


def test_a_refused_block_takes_its_picture_along_and_says_so(
    town: Town, block: Target, refusing: set[str]
) -> None:
    refusing.add(SAVE)
    job = work(with_picture(town, block))
    assert states(job) == ["failed"]
    assert len(town.calls("landing.block.uploadfile")) == 1
    assert attached(town) == []
    assert not town.there.files  # the file itself is gone from the portal
    assert "The picture uploaded for it was removed again." in explanations.explain_item(job.items.get()).body
    assert not SeenFile.objects.exists()


def test_a_picture_that_could_not_be_removed_is_named_and_offered_to_clean_up(
    town: Town, block: Target, refusing: set[str]
) -> None:
    refusing.update((SAVE, CLEAN))
    job = work(with_picture(town, block))
    assert states(job) == ["failed"]
    assert "stays with the block" in explanations.explain_item(job.items.get()).body
    seen = SeenFile.objects.get()
    assert (seen.block_id, [seen.file_id]) == (block.id, attached(town))
    assert (seen.width, seen.height) == (640, 480)
    assert seen.size and seen.size > 500
    assert seen.address == town.there.origin + town.there.files[seen.file_id].path
    clean = started(town.person(), "remove_entities", [replace(block, kind="page", id=block.page)])
    assert clean.items.filter(params__file=seen.file_id, params__picture=seen.address).exists()


def test_a_retry_takes_the_picture_over_and_it_goes_when_all_is_done(
    town: Town, block: Target, refusing: set[str]
) -> None:
    refusing.add(SAVE)
    job = work(with_picture(town, block))
    assert Upload.objects.get().job == job
    refusing.clear()
    again = services.retry_failed(job, town.person())
    assert Upload.objects.get().job == again
    assert states(work(again)) == ["done"]
    (saved,) = town.there.favorites()
    assert attached(town) == [int(saved.favorite_meta["preview"])]
    assert not Upload.objects.exists()


def test_after_a_day_a_retry_needs_the_person_and_saves_nothing_without_the_picture(
    town: Town, block: Target, refusing: set[str]
) -> None:
    refusing.add(SAVE)
    job = work(with_picture(town, block))
    refusing.clear()
    Upload.objects.update(created_at=timezone.now() - timedelta(hours=23))
    purge()
    assert Upload.objects.exists()
    Upload.objects.update(created_at=timezone.now() - timedelta(hours=25))
    purge()
    again = work(services.retry_failed(job, town.person()))
    assert (states(again), codes(again)) == (["needs_you"], ["PICTURE_GONE"])
    assert town.there.favorites() == []
    assert "Save without picture" in explanations.explain_item(again.items.get()).next_step


def test_a_refused_picture_can_be_left_out(town: Town, block: Target) -> None:
    job = with_picture(town, block)
    with refusing_uploads():
        work(job)
    assert (states(job), codes(job)) == (["failed"], ["FILE_ERROR"])
    assert followups.picture_troubles(job) == {job.items.get().pk}
    told = item_view(job.items.get(), job)
    assert (told.why, told.outcome) == ("Bitrix24 did not accept the picture.", "Failed")
    assert "Save without picture" in told.next_step
    assert not town.there.files
    again = work(services.retry_failed(job, town.person(), without_picture=True))
    assert states(again) == ["done"]
    (saved,) = town.there.favorites()
    assert not saved.favorite_meta.get("preview")
    assert not town.there.files


def test_leaving_pictures_out_touches_only_those_that_were_the_trouble(
    town: Town, block: Target, refusing: set[str]
) -> None:
    refusing.add(SAVE)
    job = work(with_picture(town, block))
    refusing.clear()
    assert followups.picture_troubles(job) == set()
    again = work(services.retry_failed(job, town.person(), without_picture=True))
    (saved,) = town.there.favorites()
    assert states(again) == ["done"]
    assert attached(town) == [int(saved.favorite_meta["preview"])]


def test_a_picture_that_is_gone_can_be_left_out(town: Town, block: Target, refusing: set[str]) -> None:
    refusing.add(SAVE)
    job = work(with_picture(town, block))
    refusing.clear()
    Upload.objects.all().delete()
    gone = work(services.retry_failed(job, town.person()))
    assert codes(gone) == ["PICTURE_GONE"]
    assert states(work(services.retry_failed(gone, town.person(), without_picture=True))) == ["done"]
    assert len(town.there.favorites()) == 1


def test_the_picture_of_somebody_else_is_not_used(town: Town, block: Target, refusing: set[str]) -> None:
    refusing.add(SAVE)
    job = work(with_picture(town, block))
    refusing.clear()
    again = work(services.retry_failed(job, town.person("administrator")))
    assert codes(again) == ["PICTURE_GONE"]
    assert Upload.objects.get().job == job


def test_a_picture_of_a_plan_that_a_task_makes_is_bound_to_its_job_too(
    town: Town, block: Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else it would stay for a day after the job, and take room of its owner's."""
    job = work(with_picture(town, block))
    assert states(job) == ["done"]
    monkeypatch.setattr(planner, "PLAN_INLINE", 0)
    upload = uploads.accept(job.starter, "p.png", picture())
    plan = services.open_plan(
        job.starter, "favorite_block", [replace(block, params={"upload": str(upload.pk)})]
    )
    assert not plan.plan_ready
    assert Upload.objects.get().job_id == plan.pk


def test_stopping_a_job_drops_its_pictures(town: Town, block: Target) -> None:
    job = with_picture(town, block)
    services.stop(job, town.person())
    assert not Upload.objects.exists()


@pytest.mark.parametrize("fault", ["answer_lost", "refuse_connection"])
def test_a_lost_answer_leaves_exactly_one_favorite_with_one_picture(
    town: Town, block: Target, fault: str
) -> None:
    """`refuse_connection`: the request was lost before the portal did anything, which nobody can know at once."""
    job = with_picture(town, block)
    town.there.faults.add(fault, times=1, methods=[SAVE])
    work(job)
    if states(job) == ["checking"]:
        assert town.there.favorites() == []
        _settle(job, seconds=70)
        assert states(job) == ["checking"]  # too early to believe that nothing was saved
        _settle(job, seconds=76)
    assert states(job) == ["done"]
    (saved,) = town.there.favorites()
    assert len(town.calls("landing.block.uploadfile")) == 1
    assert attached(town) == [int(saved.favorite_meta["preview"])]


def _settle(job: Job, seconds: int) -> None:
    """Read back again, as if the request had been sent this long ago."""
    JobItem.objects.filter(job=job).update(
        due_at=timezone.now(), sent_at=timezone.now() - timedelta(seconds=seconds)
    )
    work(job)
