"""A person who opens dialogs without end fills neither the portal's limits nor our tables."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from landing_app.jobs import followups
from landing_app.jobs.models import Job, JobState
from landing_app.portals import attempts
from tests.people import open_app
from tests.security.conftest import Victim

if TYPE_CHECKING:
    from portal_emulator import Emulator

pytestmark = pytest.mark.django_db


def selected(victim: Victim) -> dict[str, Any]:
    return {"scope": "pages", "site": victim.site.id, "page": victim.page.id}


@pytest.fixture
def spent(victim: Victim, monkeypatch: pytest.MonkeyPatch) -> None:
    """The person has opened as many plans as anybody may; a slot comes back after the test."""
    monkeypatch.setattr(attempts, "PLANS", replace(attempts.PLANS, seconds=600.0))
    while not attempts.PLANS.take(str(victim.person.row.pk)):
        pass


@pytest.mark.usefixtures("spent")
def test_opening_dialogs_runs_out(victim: Victim, emulator: "Emulator") -> None:
    jobs = Job.objects.count()
    victim.there.requests.clear()
    answer = victim.person.client.post("/dialogs/publish_page/", selected(victim))
    assert "Too many plans in a short time" in answer.content.decode()
    assert Job.objects.count() == jobs
    assert not any(entry.method == "batch" for entry in victim.there.requests)
    colleague = open_app(emulator, victim.there, "administrator")
    opened = colleague.client.post("/dialogs/publish_page/", selected(victim))
    assert "Too many" not in opened.content.decode()
    assert Job.objects.count() == jobs + 1


@pytest.mark.usefixtures("spent")
@pytest.mark.parametrize("verb", ["retry", "undo"])
def test_retry_and_undo_run_out_too(victim: Victim, verb: str) -> None:
    job = victim.jobs["done_with_errors"]
    jobs = Job.objects.count()
    answer = victim.person.client.post(f"/activity/{job.pk}/{verb}/")
    assert "Too many plans" in answer["HX-Trigger"]
    assert Job.objects.count() == jobs


def test_only_the_newest_plans_are_kept(victim: Victim, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(followups, "KEPT_PLANS", 3)
    others = set(Job.objects.exclude(state=JobState.PLANNED).values_list("pk", flat=True))
    opened = []
    for _ in range(5):
        victim.person.client.post("/dialogs/publish_page/", selected(victim))
        opened.append(Job.objects.latest("created_at").pk)
    planned = Job.objects.filter(state=JobState.PLANNED)
    assert set(planned.values_list("pk", flat=True)) == set(opened[-3:])
    assert others == set(Job.objects.exclude(state=JobState.PLANNED).values_list("pk", flat=True))
    # The oldest dialog, had it stayed open, says so; the newest works.
    gone = victim.person.client.post(f"/jobs/{opened[0]}/start/")
    assert "does not exist any more" in gone.content.decode()
