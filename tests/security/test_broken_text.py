"""NUL and halves of surrogate pairs, which PostgreSQL and UTF-8 refuse: from a portal, and in our own forms."""

import json
from typing import TYPE_CHECKING

import pytest
from django.test import Client

from landing_app.bitrix24.answers import parsed
from landing_app.jobs.engine.runner import run_chunk
from landing_app.jobs.models import Job, JobState
from landing_app.portals import attempts
from landing_app.portals.models import PortalUser
from tests.security.conftest import Victim
from tests.security.routes import METHODS, routes
from tests.security.test_entries import fields
from tests.security.test_tenants import body, send, values

if TYPE_CHECKING:
    from portal_emulator import Emulator
    from portal_emulator.model import Portal as PretendPortal

pytestmark = pytest.mark.django_db

BROKEN = "Ca\x00f\ud83d\ude00e\udc00 \ud800"
MENDED = "Ca\ufffdf\U0001f600e\ufffd \ufffd"
# PHP itself writes no half pairs, and the pretend portal follows it; a server that is none may.
NUL, SHOWN = "Ca\x00fé", "Ca\ufffdfé"


@pytest.mark.parametrize(
    "document",
    [
        json.dumps({"result": [{"TITLE": BROKEN, BROKEN: [BROKEN]}]}).encode(),
        b'{"result": [{"TITLE": "Ca\\u0000f\xf0\x9f\x98\x80e\xed\xb0\x80 \xed\xa0\x80", "Ca\\u0000f\xf0\x9f\x98\x80e\\uDC00 \\uD800": ["Ca\\u0000f\\uD83D\\uDE00e\\uDC00 \\uD800"]}]}',
    ],
    ids=["escaped", "in bytes"],
)
def test_texts_of_a_portal_are_mended(document: bytes) -> None:
    assert parsed(document) == {"result": [{"TITLE": MENDED, MENDED: [MENDED]}]}


def test_whole_texts_stay_as_they_are() -> None:
    text = {"result": "Grüße \\u0000 \\ud800 \U0001f600 \ufffd"}
    assert parsed(json.dumps(text).encode()) == text
    assert parsed(json.dumps(text, ensure_ascii=False).encode()) == text


def test_broken_titles_go_all_the_way(victim: Victim) -> None:
    """Screens, a plan, a job, its page and both receipts; everything stored fits every database."""
    there, client = victim.there, victim.person.client
    for thing in (*there.sites.values(), *there.folders.values(), *there.pages.values()):
        thing.title = NUL
    victim.block.content = f"<p>{NUL}</p>"
    victim.page.public = False
    for address in ("/sites/", f"/sites/pages/{victim.site.id}/"):
        assert SHOWN in client.get(address, headers={"X-Frame-Refresh": "1"}).content.decode()
    chosen = {"scope": "pages", "site": victim.site.id, "page": victim.page.id}
    assert SHOWN in client.post("/dialogs/publish_page/", chosen).content.decode()
    job = Job.objects.latest("created_at")
    assert client.post(f"/jobs/{job.pk}/start/").status_code == 200
    while run_chunk(job.portal_id, job.kind):
        continue
    job.refresh_from_db()
    assert job.state == JobState.DONE
    assert job.items.get().title.startswith(SHOWN)
    assert SHOWN in client.get(f"/activity/{job.pk}/").content.decode()
    for kind in ("csv", "json"):
        link = client.post(f"/activity/{job.pk}/receipt/{kind}/")["HX-Redirect"]
        file = b"".join(client.get(link)).decode()
        assert SHOWN in (json.loads(file)["items"][0]["title"] if kind == "json" else file)


def test_broken_names_of_people(emulator: "Emulator", portal: "PretendPortal") -> None:
    emulator.install_app(portal)
    client = Client()
    portal.users["administrator"].name = NUL
    portal.users["administrator"].last_name = ""
    assert client.post("/install/", fields(emulator, portal)).status_code == 200
    assert PortalUser.objects.get().name.strip() == SHOWN


@pytest.mark.parametrize("method", METHODS)
def test_no_field_of_ours_takes_a_nul(victim: Victim, method: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The person's own posts, so that each is read as far as it goes."""
    monkeypatch.setattr(attempts, "PLANS", attempts.Bucket("plans", 100_000, 1.0))
    client, data = victim.person.client, body(victim)
    known = {name: found[:1] for name, found in values(victim).items()}
    known |= {
        "job_id": [victim.jobs["planned"].pk, victim.jobs["favorite"].pk],
        "action": ["copy_page", "delete_blocks"],
    }
    client.raise_request_exception = False
    for route in routes():
        for address in route.addresses(known):
            for name in ["", *data]:
                broken = {key: f"{value}\x00" if key == name else value for key, value in data.items()}
                answer = send(client, method, address, broken)
                assert answer.status_code < 500, (method, address, name)
