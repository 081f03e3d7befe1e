"""Portals are away for ten minutes, in the engine's time, in the middle of jobs of every kind.

Nothing is lost, nothing doubled, the pages of the jobs say what they wait for, and they go on by themselves.
"""

import faulthandler
from collections.abc import Iterator
from pathlib import Path
from time import monotonic, sleep

import pytest

from landing_app.actions.base import Target
from landing_app.jobs import services
from landing_app.jobs.models import FINAL_JOBS, ItemState, Job, JobItem, JobState
from landing_app.jobs.progress import counts
from landing_app.jobs.screens.job_view import job_view
from portal_emulator.builders import add_block, add_library_block
from tests.jobs.engine import Town, started, states, target, targets
from tests.proof.fleet import Fleet
from tests.proof.test_outages import all_are_over, assert_all_done, until
from tests.proof.truth import Work

SPEED = 15
MINUTES = 10
#: Seconds until each job has met the outage: a call waits up to 20 s for its slot, which no SPEED shortens.
SETTLED = 28
LIVE = {"active": True, "public": True}
#: What the pages of jobs may say meanwhile: an answer 503 asks to wait, the others are none.
WAITING = ("Bitrix24 does not answer.", "Bitrix24 asks us to slow down.")


@pytest.fixture
def fast_fleet(towns: list[Town], tmp_path: Path) -> Iterator[Fleet]:
    """Ten minutes of this engine are forty seconds."""
    faulthandler.cancel_dump_traceback_later()
    with Fleet(tmp_path, speed=SPEED) as running:
        yield running


def favorites(town: Town, count: int) -> Job:
    """Blocks of pages that are saved to the person's favorites: created one by one, without any key."""
    add_library_block(town.there, "01.cover", "Cover", ("cover",), "<p>cover</p>")
    pages = town.pages(count)
    rows = [add_block(town.there, page, "01.cover", f"<p>{page.id}</p>") for page in pages]
    wanted = [
        Target("block", row.id, page.site_id, "", f"Hero {row.id}", page_id=page.id)
        for row, page in zip(rows, pages, strict=True)
    ]
    return services.open_plan(town.person(), "favorite_block", wanted)


def works_of_every_kind(towns: list[Town]) -> list[Work]:
    """Two lanes on each portal; planned only, so that they start together."""
    first, second, third = towns
    wanted = [
        (first, "publish_page", targets(first.pages(24)), {}),
        (first, "copy_page", targets(first.pages(8)), {"site": first.quiet_site.id}),
        (second, "unpublish_page", targets(second.pages(24, **LIVE)), {}),
        (second, "copy_page", targets(second.pages(8)), {"site": second.quiet_site.id, "publish": True}),
        (third, "move_page", targets(third.pages(12)), {"site": third.quiet_site.id, "folder": 0}),
        (third, "trash_page", targets(third.pages(12, **LIVE)), {}),
        (third, "restore_page", [target(page) for page in third.pages(12, deleted=True)], {}),
    ]
    before = {town.there.host: frozenset(town.there.pages) for town in towns}
    return [
        Work(services.open_plan(town.person(), action, what, options), town.there, before[town.there.host])
        for town, action, what, options in wanted
    ]


def go_away(towns: list[Town]) -> None:
    for town, fault in zip(towns, ("refuse_connection", "503", "502"), strict=True):
        town.there.requests.clear()
        town.there.faults.add(fault, times=None)


@pytest.mark.kill
def test_ten_minutes_without_portals(towns: list[Town], fast_fleet: Fleet) -> None:
    published = started(towns[2].person(), "publish_page", targets(towns[2].pages(12)))
    until(lambda: Job.objects.filter(pk=published.pk, state=JobState.DONE).exists(), "what is undone later")
    published.refresh_from_db()
    works, saved = works_of_every_kind(towns), favorites(towns[2], 8)
    for town in towns:
        town.there.latency.request, town.there.latency.command = 0.02, 0.3
    for plan in [*(one.job for one in works), saved]:
        services.start(plan.pk, plan.starter)
    undo = services.undo(published, published.starter)
    jobs = Job.objects.filter(pk__in=[saved.pk, undo.pk, *(one.job.pk for one in works)])
    until(lambda: JobItem.objects.filter(job__in=jobs, state=ItemState.DONE).count() >= 12, "a dozen items")
    go_away(towns)
    interrupted = set(jobs.exclude(state__in=FINAL_JOBS).values_list("action", flat=True))
    assert len(interrupted) >= 6, interrupted
    told, begun = set[str](), monotonic()
    while monotonic() - begun < MINUTES * 60 / SPEED:
        sleep(1)
        if monotonic() - begun > SETTLED:
            told |= {
                job_view(job, job.starter, counts(job)).note for job in jobs.exclude(state__in=FINAL_JOBS)
            }
    tried = [len(town.there.requests) for town in towns]
    for town in towns:
        town.there.faults.clear()
    seconds = until(
        lambda: all_are_over(works) and not jobs.exclude(state__in=FINAL_JOBS).exists(), "the end"
    )
    print(
        f"\n{MINUTES} minutes without portals while {len(interrupted)} kinds of jobs ran, requests tried {tried}; "
    )
    print(
        f"over {seconds * SPEED:.0f} s (of the engine) after they came back; said meanwhile: {sorted(told)}"
    )
    # A job whose call is still on its way says nothing, and in no case how long it will take.
    assert told - {""} and all(note.startswith(WAITING) for note in told - {""}), told
    assert_all_done(works)
    assert (set(states(saved)), set(states(undo))) == ({"done"}, {"done"})
    assert len(towns[2].there.favorites()) == 8
    assert not any(towns[2].there.pages[item.target_id].active for item in undo.items.all())
