"""A model of the page tree held against the portal while actions, undo, faults and other people take turns.

Hypothesis invents the histories. `MODEL_EXAMPLES=300` makes a long run, which also looks for the shortest history
that fails.
"""

import os
from datetime import timedelta
from typing import Any

import pytest
import redis
from django.conf import settings as django_settings
from django.db.models import F
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from landing_app.jobs import services
from landing_app.jobs.engine.runner import run_chunk
from landing_app.jobs.models import FINAL_JOBS, Job, JobItem, Lane
from portal_emulator.builders import add_folder
from tests.jobs.engine import Town
from tests.proof.page_tree import Tree, leaf, targets_of

EXAMPLES = int(os.environ.get("MODEL_EXAMPLES", "10"))
STEPS = int(os.environ.get("MODEL_STEPS", "6"))
# Looking for the shortest history takes minutes, so a quick run prints the first one that fails.
PHASES = (Phase.generate, Phase.shrink) if EXAMPLES > 100 else (Phase.generate,)
FAULTS = (
    "answer_lost",
    "answer_lost",
    "truncated",
    "refuse_connection",
    "502",
    "500",
    "html",
    "expire_tokens",
)
ACTIONS = ("publish_page", "unpublish_page", "trash_page", "restore_page", "move_page", "copy_page")
WRITES = (
    "landing.landing.publication",
    "landing.landing.unpublic",
    "landing.landing.markDelete",
    "landing.landing.markUnDelete",
    "landing.landing.move",
    "landing.landing.copy",
)
Troubles = list[tuple[str, bool, int]]

# What goes wrong, whether it waits for a request that writes, and how many such requests pass before.
troubles = st.lists(st.tuples(st.sampled_from(FAULTS), st.booleans(), st.integers(0, 9)), max_size=3)
selections = st.lists(st.integers(0, 11), min_size=1, max_size=5, unique=True)


def pass_time(job: Job, seconds: float) -> None:
    """The engine compares its rows with the clock: older rows are later days."""
    span = timedelta(seconds=seconds)
    Job.objects.filter(pk=job.pk).update(due_at=F("due_at") - span)
    items = JobItem.objects.filter(job=job)
    items.filter(due_at__isnull=False).update(due_at=F("due_at") - span)
    items.filter(sent_at__isnull=False).update(sent_at=F("sent_at") - span)
    Lane.objects.filter(portal_id=job.portal_id).update(
        until=F("until") - span, not_before=F("not_before") - span
    )


class PageTree(RuleBasedStateMachine):
    """One site with two folders and six pages; the other site of the town is a place to go to."""

    town: Town

    def __init__(self) -> None:
        super().__init__()
        town = self.town
        with town.there.lock:
            town.there.pages.clear()
            town.there.folders.clear()
            folders = [add_folder(town.there, town.site, name, name, active=True) for name in ("one", "two")]
        self.places = [(town.site.id, 0), *((town.site.id, folder.id) for folder in folders)]
        self.places.append((town.quiet_site.id, 0))
        town.pages(2, active=True, public=True)
        town.pages(2, folder_id=folders[0].id)
        town.pages(1, active=True, public=False)
        town.pages(1, deleted=True)
        self.tree = Tree({page.id: leaf(page) for page in town.there.pages.values()})
        self.last: tuple[Job, dict[int, Any]] | None = None
        self.person = town.person()

    @rule(action=st.sampled_from(ACTIONS), which=selections, place=st.integers(0, 3), live=st.booleans(),
          faults=troubles)  # fmt: skip
    def act(self, action: str, which: list[int], place: int, live: bool, faults: Troubles) -> None:
        """One job over some pages, with faults on its way; then each item is what it says."""
        ids = sorted(self.tree.leaves)
        chosen = sorted({ids[number % len(ids)] for number in which})
        site, folder = self.places[place]
        options = {"site": site, "folder": folder} if action in ("move_page", "copy_page") else {}
        if action == "copy_page":
            options["publish"] = live
        before = dict(self.tree.leaves)
        self._fresh_limits()
        job = services.open_plan(self.person, action, targets_of(self.town, chosen), options)
        self._plant(faults)
        job = self._finish(services.start(job.pk, self.person))
        self._take_over(job)
        self.last = (job, before)

    @rule(faults=troubles)
    def undo(self, faults: Troubles) -> None:
        """Taking back the last job brings back what the pages were."""
        if self.last is None or not services.can_undo(self.last[0]):
            return
        job, before = self.last
        self.last = None
        self._fresh_limits()
        child = services.undo(job, self.person)
        self._plant(faults)
        child = self._finish(child)
        self._take_over(child)
        for item in JobItem.objects.filter(job=child, state="done").exclude(job__action="trash_page"):
            was, now = before[item.target_id], self.tree.leaves[item.target_id]
            lost = was.active and not was.public  # a draft's changes are not made public by an undo
            assert lost or (was.active, was.deleted, was.site, was.folder) == (
                now.active,
                now.deleted,
                now.site,
                now.folder,
            )

    @rule(number=st.integers(0, 11))
    def somebody_else_edits(self, number: int) -> None:
        """A colleague changes a page in the editor: its draft differs from what is published."""
        ids = sorted(self.tree.leaves)
        page = self.town.there.pages[ids[number % len(ids)]]
        with self.town.there.lock:
            page.public = False
            page.modified_at += 60
        self.tree.leaves[page.id] = leaf(page)

    @invariant()
    def the_portal_is_as_the_model_says(self) -> None:
        """No page more, none less, none different."""
        assert not self.tree.differences(self.town)

    def teardown(self) -> None:
        self.town.there.faults.clear()
        Job.objects.all().delete()

    def _finish(self, job: Job) -> Job:
        """What workers and time do."""
        for _ in range(60):
            while run_chunk(job.portal_id, job.kind):
                pass
            job.refresh_from_db()
            if job.state in FINAL_JOBS:
                self.town.there.faults.clear()
                return job
            pass_time(job, 40)
        raise AssertionError(f"not over: {job.state} {job.parked_code} {job.hold_code}")

    def _take_over(self, job: Job) -> None:
        """Items that are done change the model; all others must have changed nothing."""
        for item in JobItem.objects.filter(job=job).order_by("position"):
            if item.state == "done":
                self.tree.expect(job.action, item, job.options)
            assert item.state in ("done", "skipped", "needs_you", "failed"), item.state

    def _plant(self, faults: Troubles) -> None:
        for kind, at_a_write, number in faults:
            wanted = {"methods": WRITES, "skip": number // 4} if at_a_write else {"skip": number}
            self.town.there.faults.add(kind, **wanted)

    def _fresh_limits(self) -> None:
        """Hundreds of jobs in a minute would meet the portal's limits, which are another test's matter."""
        self.town.there.buckets.forget()
        self.town.there.operating.forget()
        connection = redis.Redis.from_url(django_settings.REDIS_URL)
        keys = [key for key in connection.scan_iter("bitrix24:*") if not key.endswith(b":birth")]
        if keys:
            connection.delete(*keys)


@pytest.mark.django_db(transaction=True)
def test_the_page_tree_is_always_as_the_items_say(towns: list[Town]) -> None:
    PageTree.town = towns[0]
    health = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
    run_state_machine_as_test(
        PageTree,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            phases=PHASES,
            suppress_health_check=health,
        ),
    )
