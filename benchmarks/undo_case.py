"""What undo brings back: the whole of six portals before 200 changes, after them, and after taking them back.

Everything is compared, so whatever an undo leaves behind shows, and it must be just what its dialog names beforehand.
"""

from __future__ import annotations

import time
from typing import Any

from benchmarks.job_rig import Rig, over
from landing_app.actions.base import Target
from landing_app.jobs import services
from landing_app.jobs.models import ItemState, Job, JobItem
from portal_emulator.builders import add_block, add_folder, add_library_block
from tests.jobs.engine import Town, started, targets

_LIVE = {"active": True, "public": True}
#: A thing on a portal and what of it an undo must bring back.
State = dict[str, Any]


def undo(rig: Rig) -> None:
    """40 pages unpublished, 40 published in a folder and a site that were off, 30 moved, 30 put into the recycle bin,
    30 blocks saved to favorites, 30 cleaned up; then everything taken back."""
    towns = rig.towns[8:14]
    rig.slow(towns, 0.0, 0.0)
    wanted = _changes(towns)
    before = [_state(town) for town in towns]
    jobs = over(
        started(town.person(), action, what, **options)
        for town, (action, what, options) in zip(towns, wanted, strict=True)
    )
    changed = sum(_differences(town, was) != [] for town, was in zip(towns, before, strict=True))
    number = sum(len(what) for _, what, _ in wanted)
    named = [effect.title for job in jobs for effect in services.undo_leaves(job)]
    begun = time.perf_counter()
    children = over(services.undo(job, job.starter) for job in jobs)
    seconds = time.perf_counter() - begun
    left = [line for town, was in zip(towns, before, strict=True) for line in _differences(town, was)]
    _report(children, number, changed, named, left, seconds)


def _report(
    children: list[Job], number: int, changed: int, named: list[str], left: list[str], seconds: float
) -> None:
    proved = JobItem.objects.filter(job__in=children, state=ItemState.DONE).count()
    same = sorted(left) == sorted(f"{name}: active" for name in named)
    print(f"undo: {number} items of six actions on six portals, no latency, usual request limits")
    print(
        f"  {proved} of {number} taken back and proved in {seconds:.1f} s; all pages, blocks, favorites, folders and "
        f"sites compared (ACTIVE, PUBLIC, DELETED, SITE_ID, FOLDER_ID, deleted marks): {changed} of 6 portals "
        f"differed after the jobs, {len(left)} things differ after the undo"
    )
    print(f"  REST cannot bring back, and the dialog said so before: {', '.join(named)}")
    if proved != number or not same:
        raise AssertionError(f"not as promised; different: {left}")


def _changes(towns: list[Town]) -> list[tuple[str, list[Target], dict[str, Any]]]:
    """One job per portal; what is published lies in a folder and a site that are off."""
    hidden, shown, moved, trashed, saved, cleaned = towns
    goal = add_folder(moved.there, moved.site, "Goal", "goal", active=True)
    drafts = shown.pages(40, shown.quiet_site, folder_id=shown.quiet_folder.id)
    return [
        ("unpublish_page", targets(hidden.pages(40, **_LIVE)), {}),
        ("publish_page", targets(drafts), {}),
        ("move_page", targets(moved.pages(30, **_LIVE)), {"site": moved.site.id, "folder": goal.id}),
        ("trash_page", targets(trashed.pages(30, **_LIVE)), {}),
        ("favorite_block", _blocks(saved, 30), {}),
        ("remove_entities", _blocks(cleaned, 30), {}),
    ]


def _blocks(town: Town, count: int) -> list[Target]:
    """A block of as many pages, each beside one in the page's recycle bin that must stay there."""
    add_library_block(town.there, "01.cover", "Cover", ("cover",), "<p>cover</p>")
    found = []
    for page in town.pages(count):
        block = add_block(town.there, page, "01.cover", f"<p>{page.id}</p>")
        add_block(town.there, page, "01.cover", "<p>old</p>", deleted=True)
        found.append(Target("block", block.id, page.site_id, "", f"Cover {block.id}", page_id=page.id))
    return found


def _state(town: Town) -> dict[str, State]:
    there = town.there
    state: dict[str, State] = {site.title: {"active": site.active} for site in there.sites.values()}
    state |= {folder.title: {"active": folder.active} for folder in there.folders.values()}
    for page in there.pages.values():
        place = {"site": page.site_id, "folder": page.folder_id, "deleted": page.deleted}
        state[f"page {page.id}"] = {**place, "active": page.active, "public": page.public}
        for row in there.rows_of(page):
            if not row.public:
                marks = {"page": page.id, "deleted": row.deleted, "shown": row.active}
                state[f"block {row.id}"] = {**marks, "content": row.content}
    favorites = {f"favorite {row.id}": {"name": row.favorite_meta.get("name")} for row in there.favorites()}
    return state | favorites


def _differences(town: Town, was: dict[str, State]) -> list[str]:
    """One line per thing and field that is another, new or gone."""
    now = _state(town)
    return [
        f"{name}: {field}"
        for name in was.keys() | now.keys()
        for field in was.get(name, {}).keys() | now.get(name, {}).keys()
        if was.get(name, {}).get(field) != now.get(name, {}).get(field)
    ]
