"""Nobody reads or changes what belongs to another portal, or what their role does not include.

The addresses come from the URLconf: a new route is attacked without anybody thinking of it, and a new kind of
argument fails here until somebody does.
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone

from landing_app.actions.registry import ACTIONS
from landing_app.jobs.engine.runner import run_chunk
from landing_app.jobs.models import Job, JobItem
from landing_app.portals.models import FrameSession, PortalUser
from tests.security.conftest import Victim, state_of, strict_client, with_session, writes_to
from tests.security.routes import ALL_METHODS, METHODS, routes

pytestmark = pytest.mark.django_db

# What anybody may open: the posts of portals prove themselves, the others hold no data.
OPEN = {"install", "app", "placements", "session", "events", "privacy", "license", "support", "metrics"}
# Addresses that carry their own proof.
SIGNED = {"block-preview", "block-drawing", "receipt"}
SESSIONLESS = {
    "no session",
    "invented session",
    "idle session",
    "old session",
    "revoked session",
    "lost grant",
}


def signed(frame: FrameSession, view: str, *, seconds: float = 60, **ids: Any) -> str:
    """A signed text as the product makes it."""
    payload = {"view": view, "frame": frame.pk, "until": timezone.now().timestamp() + seconds, "ids": ids}
    return signing.dumps(payload, salt="portals.signed-link", compress=True)


def dead_links(victim: Victim) -> list[str]:
    """Links of the victim's that must show nothing: too old, for another view, changed, of an ended session."""
    frame = victim.person.frame
    block = {
        "scope": "",
        "site": victim.site.id,
        "page": victim.page.id,
        "version": "draft",
        "block": victim.block.id,
    }
    file = {"job": str(victim.jobs["done"].pk), "kind": "json"}
    row = victim.person.row
    ended = FrameSession.objects.create(token_hash="0" * 64, portal_user=row, revoked_at=timezone.now())
    whole = signed(frame, "block-preview", **block)
    unsigned = signing.dumps(
        {"view": "receipt", "frame": frame.pk, "until": 9e12, "ids": file},
        key="guess",
        salt="portals.signed-link",
    )
    return [
        signed(frame, "block-preview", seconds=-1, **block),
        signed(frame, "block-drawing", seconds=-1, **block),
        signed(frame, "receipt", seconds=-1, **file),
        signed(ended, "block-preview", **block),
        signed(ended, "block-drawing", **block),
        signed(ended, "receipt", **file),
        signed(frame, "job", **file),
        whole[:-1] + ("a" if whole[-1] != "a" else "b"),
        "." + whole,
        unsigned,
        signing.dumps({"view": "receipt"}, salt="another"),
        "x",
    ]  # fmt: skip


def values(victim: Victim) -> dict[str, list[Any]]:
    """The victim's ids for every argument of a route."""
    return {
        "scope": [""],
        "site_id": [victim.site.id],
        "page_id": [victim.page.id],
        "version": ["draft", "published"],
        "block_id": [victim.block.id],
        "job_id": [job.pk for job in victim.jobs.values()],
        "item_id": list(victim.jobs["favorite"].items.values_list("pk", flat=True)),
        "action": [*ACTIONS, "nonsense"],
        "kind": ["csv", "json"],
        "signed": dead_links(victim),
    }


def body(victim: Victim) -> dict[str, Any]:
    """Everything a form of ours may hold, with the victim's ids."""
    items = JobItem.objects.filter(job__starter=victim.person.row).order_by("pk")
    return {
        "scope": "pages",
        "site": victim.site.id,
        "page": victim.page.id,
        "block": victim.block.id,
        "all": "",
        "item": items.filter(can_undo=True).values_list("pk", flat=True)[0],
        "to_site": victim.site.id,
        "to_folder": 0,
        "state": "publish",
        "confirm": "delete 1 block",
        "remove": "1",
        "member_id": victim.there.member_id,
    }


def send(client: Client, method: str, address: str, data: dict[str, Any]) -> Any:
    if method == "post":
        # Another page would be stopped by the origin alone; the worst case is a request of our own page.
        return client.post(address, data, headers={"Origin": "http://localhost:8000"})
    query = urlencode({**data, "folder": "all", "version": "draft", "family": "x", "ids": data["site"]})
    return getattr(client, method)(f"{address}?{query}")


def text_of(answer: Any) -> str:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    # The policy names all trusted hosts of the operator, portals or not.
    headers = {name: value for name, value in answer.headers.items() if name != "Content-Security-Policy"}
    return content.decode("utf-8", "replace") + str(headers)


@pytest.mark.parametrize("method", METHODS)
def test_no_route_gives_or_changes_anything_of_somebody_else(
    victim: Victim, attackers: dict[str, Client], unchanged: Callable[[], None], method: str
) -> None:
    known, data = values(victim), body(victim)
    tried = 0
    for route in routes():
        for address in route.addresses(known):
            for who, client in attackers.items():
                answer = send(client, method, address, data)
                text, what = (
                    text_of(answer),
                    f"{who}: {method} {route.name} {address} -> {answer.status_code}",
                )
                tried += 1
                assert answer.status_code < 500, what
                assert not answer.cookies, what
                if who != "viewer":  # reads the same sites, as on the portal
                    assert leaked(text, who, route.name, victim) == [], what
                if who in SESSIONLESS and route.name not in OPEN | SIGNED:
                    assert answer.status_code in (401, 403, 404, 405), what
        unchanged()
    assert tried > 500
    assert len({route.name for route in routes()}) > 20


def leaked(text: str, who: str, name: str, victim: Victim) -> list[str]:
    """The victim's secrets in an answer.

    A colleague may know the portal both work at. Who posts the portal's `member_id` and a dead token gets the
    shell that asks this portal for a new one, so it names the portal and opens nothing.
    """
    colleague = who in ("no access", "lost grant") or name in ("app", "placements")
    return [secret for secret in (victim.secrets[:1] if colleague else victim.secrets) if secret in text]


def test_what_attackers_start_runs_with_their_own_rights(
    victim: Victim, attackers: dict[str, Client], portal, other_portal
) -> None:
    """A viewer may repeat or take back a visible job, but as themselves: the portal is as it was."""
    before = state_of(portal)
    for job in victim.jobs.values():
        for verb in ("retry", "undo", "resume", "stop"):
            for client in attackers.values():
                assert client.post(f"/activity/{job.pk}/{verb}/").status_code < 500
    for made in Job.objects.exclude(starter=victim.person.row):
        for _ in range(5):
            if not run_chunk(made.portal_id, made.kind):
                break
    assert writes_to(portal, other_portal) == []
    assert state_of(portal) == before
    assert (
        not Job.objects.exclude(starter=victim.person.row).exclude(portal=victim.person.row.portal).exists()
    )


def test_other_methods_are_refused_everywhere(
    victim: Victim, attackers: dict[str, Client], unchanged: Callable[[], None]
) -> None:
    known, data = {name: found[:1] for name, found in values(victim).items()}, body(victim)
    clients = [strict_client(), victim.person.client, attackers["other portal"]]
    for route in routes():
        for address in route.addresses(known):
            for method in set(ALL_METHODS) - {*METHODS, "head"}:
                for client in clients:
                    answer = getattr(client, method)(address)
                    assert answer.status_code in (401, 403, 404, 405), (
                        f"{method} {address} {answer.status_code}"
                    )
            # A method in a field or header means nothing.
            answer = send(strict_client(), "post", address, {**data, "_method": "DELETE"})
            assert answer.status_code < 500
    unchanged()


def test_get_changes_nothing_even_for_its_owner(victim: Victim) -> None:
    """Only a POST acts, so that a link or picture in a page can do nothing."""
    known, data = values(victim), body(victim)
    client = with_session(victim.person.row)
    jobs = Job.objects.count()
    before, sessions = state_of(victim.there), FrameSession.objects.count()
    for route in routes():
        for address in route.addresses(known):
            for method in ("get", "head"):
                assert send(client, method, address, data).status_code < 500, address
    assert Job.objects.count() == jobs
    assert FrameSession.objects.count() == sessions
    assert state_of(victim.there) == before
    assert writes_to(victim.there) == []


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:8000.evil.example"},
        {"Origin": "http://localhost"},
        {"Origin": "http://127.0.0.1:8000"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "http://localhost:8000", "Sec-Fetch-Site": "cross-site"},
        {"Origin": ""},
    ],
)
def test_another_page_cannot_use_a_session_it_got_hold_of(victim: Victim, headers: dict[str, str]) -> None:
    client = with_session(victim.person.row)
    before = Job.objects.count()
    answer = client.post(f"/activity/{victim.jobs['done'].pk}/undo/", headers=headers)
    assert answer.status_code in (401, 403)
    assert Job.objects.count() == before
    # The same post from our own page goes through, so what refused was the origin.
    ours = {"Origin": "http://localhost:8000", "Sec-Fetch-Site": "same-origin"}
    assert client.post(f"/activity/{victim.jobs['done'].pk}/undo/", headers=ours).status_code == 200


def test_a_signed_link_shows_what_its_owner_may_see_now(victim: Victim) -> None:
    """Made by a colleague for a job that they cannot see: the signature does not replace the right."""
    person = PortalUser.objects.create(portal=victim.person.row.portal, user_id=99)
    frame = FrameSession.objects.create(token_hash="1" * 64, portal_user=person)
    link = signed(frame, "receipt", job=str(victim.jobs["done"].pk), kind="json")
    answer = strict_client().get(f"/receipts/{link}/")
    assert answer.status_code == 404
    assert "ZQ-" not in answer.content.decode()


def test_the_victims_own_link_works(victim: Victim) -> None:
    """Otherwise the dead links above would prove nothing."""
    frame = victim.person.frame
    ids = {
        "scope": "",
        "site": victim.site.id,
        "page": victim.page.id,
        "version": "draft",
        "block": victim.block.id,
    }
    assert "ZQ-" in strict_client().get(f"/preview/{signed(frame, 'block-preview', **ids)}/").content.decode()
    assert "ZQ-" in strict_client().get(f"/drawing/{signed(frame, 'block-drawing', **ids)}/").json()["html"]
    link = signed(frame, "receipt", job=str(victim.jobs["done"].pk), kind="json")
    assert "ZQ-" in text_of(strict_client().get(f"/receipts/{link}/"))
