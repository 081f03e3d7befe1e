"""A victim with marked data on the first portal, attackers beside it, and what must not change."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import models
from django.test import Client
from django.utils import timezone

from landing_app.bitrix24.methods import kind_of
from landing_app.jobs.models import FINAL_JOBS, ItemState, Job, JobItem, JobSite, JobState, Upload
from landing_app.portals import frames
from landing_app.portals.models import FrameSession, PortalUser
from tests.people import Person, open_app

if TYPE_CHECKING:
    from portal_emulator import Emulator
    from portal_emulator.model import BlockRow, Page, Portal, Site

MARK = "ZQ-secret-ZQ"
"""In every title and text of the victim; nothing an attacker gets may hold it."""


@dataclass
class Victim:
    """A marketer of the first portal, a site with a page and a block, jobs of every state."""

    person: Person
    there: "Portal"
    site: "Site"
    page: "Page"
    block: "BlockRow"
    jobs: dict[str, Job] = field(default_factory=dict)

    @property
    def secrets(self) -> list[str]:
        """Texts that name the victim's data, in an answer to somebody else."""
        return [MARK, self.there.member_id, self.there.authority]


@pytest.fixture
def marketer(emulator: "Emulator", portal: "Portal", db: None) -> Person:
    """May do everything on the first portal."""
    return open_app(emulator, portal)


@pytest.fixture
def victim(marketer: Person, portal: "Portal") -> Victim:
    """Every name is marked; the jobs need no work, so that whatever runs was started by an attacker."""
    site = next(site for site in portal.sites.values() if site.title == "Larch & Fern Interiors")
    pages = [p for p in portal.pages.values() if p.site_id == site.id and p.active and not p.deleted]
    page = max(pages, key=lambda p: len(portal.rows_of(p)))
    block = next(row for row in portal.rows_of(page) if not row.public and not row.deleted)
    block.content = f"<p>{MARK}</p>"
    for thing in (*portal.sites.values(), *portal.folders.values(), *portal.pages.values()):
        thing.title = f"{MARK} {thing.title}"
    PortalUser.objects.filter(pk=marketer.row.pk).update(name=f"{MARK} Reed")
    made = Victim(marketer, portal, site, page, block)
    for state in (JobState.PLANNED, JobState.PARKED, JobState.DONE_WITH_ERRORS, JobState.DONE):
        made.jobs[state] = make_job(made, state)
    made.jobs["favorite"] = favorite_plan(made)
    return made


def favorite_plan(victim: Victim) -> Job:
    """An open dialog `Save to favorites`, made by the product, with a picture."""
    fields = {"scope": "pages", "site": victim.site.id, "page": victim.page.id, "block": victim.block.id}
    assert victim.person.client.post("/dialogs/favorite_block/", fields).status_code == 200
    job = Job.objects.get(action="favorite_block")
    kept = {"name": "x.jpg", "media_type": "image/jpeg", "width": 1, "height": 1, "content": MARK.encode()}
    upload = Upload.objects.create(owner=victim.person.row, job=job, **kept)
    for item in job.items.all():
        item.params |= {"upload": str(upload.pk), "name": MARK}
        item.save(update_fields=["params"])
    return job


def make_job(victim: Victim, state: JobState) -> Job:
    """A publication of the victim's page as the engine leaves it; done items can be undone, failed ones retried."""
    now = timezone.now()
    job = Job.objects.create(
        portal=victim.person.row.portal,
        starter=victim.person.row,
        action="publish_page",
        kind="repeatable",
        state=state,
        plan_ready=True,
        parked_code="PUBLIC_PAGE_REACHED" if state == JobState.PARKED else "",
        title_parts={"count": 2, "total": 2, "place": f"{MARK} site"},
        started_at=None if state == JobState.PLANNED else now,
        finished_at=now if state in FINAL_JOBS else None,
    )
    JobSite.objects.create(job=job, key=f":{victim.site.id}")
    final = state in FINAL_JOBS
    for position, item_state in enumerate((ItemState.DONE, ItemState.FAILED)):
        JobItem.objects.create(
            job=job,
            position=position,
            target_kind="page",
            target_id=victim.page.id,
            site_id=victim.site.id,
            title=f"{MARK} item {position}",
            address=f"/{MARK}/",
            verdict="ready",
            state=item_state if final else ItemState.WAITING,
            can_undo=final and item_state == ItemState.DONE,
            evidence={"before": {"active": False, "public": False}},
        )
    return job


def with_session(row: PortalUser, **changes: Any) -> Client:
    """A client with a frame session of its own; `changes` end it in one way or another."""
    token = frames.new_token()
    FrameSession.objects.create(token_hash=frames.digest(token), portal_user=row, language="en", **changes)
    return strict_client(token)


def strict_client(token: str = "") -> Client:
    """Keeps Django's CSRF check, and answers 500 instead of raising."""
    headers = {frames.HEADER: token, "HX-Request": "true"} if token else {}
    return Client(enforce_csrf_checks=True, headers=headers, raise_request_exception=False)


@pytest.fixture
def attackers(victim: Victim, emulator: "Emulator", other_portal: "Portal") -> dict[str, Client]:
    """Everybody who has no right to the victim's data, or not to change it."""
    row, hours = victim.person.row, timedelta(hours=2)
    now = timezone.now()
    lost = open_app(emulator, victim.there, "editor").row
    PortalUser.objects.filter(pk=lost.pk).update(grant_lost_at=now)
    return {
        "no session": strict_client(),
        "invented session": strict_client("x" * 43),
        "idle session": with_session(row, last_human_at=now - hours),
        "old session": with_session(row, proved_at=now - hours),
        "revoked session": with_session(row, revoked_at=now),
        "lost grant": with_session(lost),
        "other portal": with_session(open_app(emulator, other_portal, "administrator").row),
        "no access": with_session(open_app(emulator, victim.there, "no_access").row),
        "viewer": with_session(open_app(emulator, victim.there, "viewer").row),
    }


def plain(thing: Any) -> Any:
    """A row of the pretend portal without what builds itself on first use."""
    lazy = {"lazy_blocks": None} if hasattr(thing, "lazy_blocks") else {}
    return repr(replace(thing, **lazy))


def state_of(portal: "Portal") -> dict[str, Any]:
    """What people of the portal would notice: sites, folders, pages, blocks, favorites, bindings."""
    with portal.lock:
        return {
            "sites": {key: plain(site) for key, site in portal.sites.items()},
            "folders": {key: plain(folder) for key, folder in portal.folders.items()},
            "pages": {key: plain(page) for key, page in portal.pages.items()},
            "favorites": [row.id for row in portal.favorites()],
            "bound": repr(portal.installation),
        }


def rows_of(*querysets: models.QuerySet[Any]) -> list[Any]:
    """The rows as they are stored now."""
    return [list(rows.order_by("pk").values()) for rows in querysets]


def writes_to(*portals: "Portal") -> list[str]:
    """REST methods that reached a portal and are no reads; a batch counts by its commands."""
    return [
        entry.method
        for portal in portals
        for entry in portal.requests
        if entry.method != "batch" and kind_of(entry.method) != "read"
    ]


@pytest.fixture
def unchanged(
    victim: Victim, attackers: dict[str, Client], portal: "Portal", other_portal: "Portal"
) -> Iterator[Callable[[], None]]:
    """Call it after attacks: nothing on the portals and nothing of the victim's rows is another."""
    mine = {"starter": victim.person.row}

    def look() -> list[Any]:
        jobs = Job.objects.filter(**mine)
        items = JobItem.objects.filter(job__starter=victim.person.row)
        sessions = FrameSession.objects.filter(pk=victim.person.frame.pk)
        people = PortalUser.objects.filter(pk=victim.person.row.pk)
        uploads = Upload.objects.filter(owner=victim.person.row)
        return [state_of(portal), state_of(other_portal), *rows_of(jobs, items, sessions, people, uploads)]

    before = look()

    def check() -> None:
        assert writes_to(portal, other_portal) == []
        assert look() == before

    yield check
    check()
