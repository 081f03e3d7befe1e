"""What people of a portal try against their colleagues and against the server; strangers are in `test_tenants`."""

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.utils import timezone

from landing_app.jobs.engine.runner import run_chunk
from landing_app.jobs.models import Job
from landing_app.portals import frames, lifecycle
from landing_app.portals.models import FrameSession, PortalUser
from tests.people import open_app
from tests.security.conftest import Victim
from tests.security.test_entries import fields

if TYPE_CHECKING:
    from portal_emulator import Emulator
    from portal_emulator.model import Portal as PretendPortal

pytestmark = pytest.mark.django_db


def work_on(job: Job) -> None:
    while run_chunk(job.portal_id, job.kind):
        continue


@pytest.mark.parametrize("verb", ["retry", "undo"])
def test_a_viewer_does_not_use_up_a_colleagues_retry_or_undo(
    victim: Victim, emulator: "Emulator", verb: str
) -> None:
    """What a viewer starts does nothing; after it the starter can still do it."""
    job = victim.jobs["done_with_errors"]
    viewer = open_app(emulator, victim.there, "viewer")
    assert "HX-Location" in viewer.client.post(f"/activity/{job.pk}/{verb}/")
    child = Job.objects.get(parent=job)
    work_on(child)
    child.refresh_from_db()
    assert child.is_final
    answer = victim.person.client.post(f"/activity/{job.pk}/{verb}/")
    assert "HX-Location" in answer, answer.headers
    assert Job.objects.filter(parent=job, starter=victim.person.row).exists()


def test_opening_the_app_without_end_fills_no_table(
    emulator: "Emulator", portal: "PretendPortal", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frames, "KEPT_FRAMES", 3)
    emulator.install_app(portal)
    client = Client()
    client.post("/install/", fields(emulator, portal))
    colleague = open_app(emulator, portal, "viewer")
    base = fields(emulator, portal, PLACEMENT_OPTIONS='{"LID": "%s"}' % ("9" * 16_000))
    for _ in range(6):
        assert client.post("/app/", base).status_code == 200
    assert FrameSession.objects.exclude(pk=colleague.frame.pk).count() == 3
    assert colleague.client.get("/settings/").status_code == 200


def test_the_newest_frames_stay_alive(
    emulator: "Emulator", portal: "PretendPortal", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frames, "KEPT_FRAMES", 2)
    emulator.install_app(portal)
    client = Client()
    client.post("/install/", fields(emulator, portal))
    tokens = []
    for _ in range(3):
        page = client.post("/app/", fields(emulator, portal)).content.decode()
        tokens.append(page.split('name="frame-session" content="')[1].split('"')[0])
    states = [client.get("/settings/", headers={frames.HEADER: token}).status_code for token in tokens]
    assert states == [401, 200, 200]


@pytest.mark.parametrize("end", ["grant", "renewal", "uninstall"])
def test_a_download_link_ends_with_its_session(victim: Victim, end: str) -> None:
    """Its minute is not over, but the person's access is."""
    row, client = victim.person.row, victim.person.client
    link = client.post(f"/activity/{victim.jobs['done'].pk}/receipt/json/")["HX-Redirect"]
    assert Client().get(link).status_code == 200
    past = timezone.now() - timedelta(seconds=20)
    if end == "grant":
        PortalUser.objects.filter(pk=row.pk).update(grant_lost_at=timezone.now())
    elif end == "renewal":
        FrameSession.objects.filter(pk=victim.person.frame.pk).update(renewed_at=past)
    else:
        lifecycle.pause(row.portal)
    answer = Client().get(link)
    assert answer.status_code == 410
    assert "ZQ-" not in answer.content.decode()
