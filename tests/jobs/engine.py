"""What the tests of jobs share: a small town of pages on a pretend portal, and people who act in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from landing_app.actions.base import Target
from landing_app.jobs import services
from landing_app.jobs.engine.runner import run_chunk
from landing_app.jobs.models import Job, JobItem
from landing_app.portals.models import Portal, PortalUser
from landing_app.portals.tokens import store_opening
from portal_emulator import Emulator
from portal_emulator.builders import add_folder, add_page, add_site
from portal_emulator.model import Folder, Page, Site
from portal_emulator.model import Portal as PretendPortal


@dataclass
class Town:
    """One pretend portal with the app installed, a live site, and a site that is off with a folder that is
    off."""

    emulator: Emulator
    there: PretendPortal
    portal: Portal
    site: Site
    quiet_site: Site
    quiet_folder: Folder

    def person(self, key: str = "marketer") -> PortalUser:
        """A person who opened the app."""
        user = self.there.users[key]
        person, _ = PortalUser.objects.get_or_create(
            portal=self.portal,
            user_id=user.id,
            defaults={"name": f"{user.name} {user.last_name}", "is_admin": user.admin},
        )
        pair = self.emulator.issue_token(self.there, user)
        store_opening(person, pair.access, pair.refresh)
        return person

    def pages(self, count: int, site: Site | None = None, **fields: Any) -> list[Page]:
        """New pages of a site, not published unless said so."""
        site = site or self.site
        first = len(self.there.pages)
        return [
            add_page(self.there, site, f"Page {first + n}", f"page{first + n}", **fields)
            for n in range(count)
        ]

    def calls(self, method: str) -> list[Any]:
        """The calls of a method that reached the portal's own code."""
        return [entry for entry in self.there.requests if entry.method.lower() == method.lower()]


def build_town(emulator: Emulator, host: str = "127.0.0.1") -> Town:
    there = emulator.portals[host]
    emulator.install_app(there)
    portal = Portal.objects.create(
        member_id=there.member_id,
        domain=there.authority,
        endpoint=there.client_endpoint,
        oauth_url=emulator.oauth_url,
        installed_at=timezone.now(),
    )
    site = add_site(there, "Larch", "larch", active=True)
    quiet = add_site(there, "Quiet", "quiet", active=False)
    folder = add_folder(there, quiet, "Attic", "attic", active=False)
    return Town(emulator, there, portal, site, quiet, folder)


def target(page: Page, **params: Any) -> Target:
    return Target("page", page.id, page.site_id, "", page.title, params=params)


def targets(pages: Sequence[Page]) -> list[Target]:
    return [target(page) for page in pages]


def started(person: PortalUser, action: str, what: Sequence[Target], **options: Any) -> Job:
    """A job after the click."""
    plan = services.open_plan(person, action, what, options)
    return services.start(plan.pk, person)


def work(job: Job, most: int = 50) -> Job:
    """Do what workers do until nothing is left to do right now."""
    for _ in range(most):
        if not run_chunk(job.portal_id, job.kind):
            break
    job.refresh_from_db()
    return job


def states(job: Job) -> list[str]:
    return list(JobItem.objects.filter(job=job).order_by("position").values_list("state", flat=True))


def codes(job: Job) -> list[str]:
    return list(JobItem.objects.filter(job=job).order_by("position").values_list("code", flat=True))


def item_of(job: Job, page: Page) -> JobItem:
    return JobItem.objects.get(job=job, target_id=page.id)
