"""The server behind a list of pages that is in the cache: time over HTTP, queries counted in this process."""

from __future__ import annotations

import os
import statistics
import time
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from benchmarks.frame_bench import Bench, Figure, share
from benchmarks.frame_cases import MANY_PAGES, MANY_TITLE, SITE
from benchmarks.frame_vitals import open_app, person

LIST_ANSWERS = 200
WARM_UP = 10
OPENINGS = 12


def server(bench: Bench, address: str, name: str) -> list[Figure]:
    """The list of pages from the cache: time over HTTP, queries counted inside."""
    token = session_token(bench)
    headers = {"X-Frame-Session": token, "HX-Request": "true", "HX-Target": "main"}
    took = []
    for number in range(LIST_ANSWERS + WARM_UP):
        begun = time.perf_counter()
        with urlopen(Request(f"{bench.stack.app_url}{address}", headers=headers), timeout=30) as answer:
            answer.read()
        if number >= WARM_UP:
            took.append((time.perf_counter() - begun) * 1000)
    queries = count_queries(bench, address, token)
    return [
        Figure(
            f"{name}, p95",
            share(took, 0.95),
            "ms",
            60,
            f"median {statistics.median(took):.0f}, n {len(took)}",
        ),
        Figure(f"{name}, queries", queries, "", 6),
    ]


def session_token(bench: Bench) -> str:
    """What the frame sends with every request; taken from one, since the page keeps it to itself."""
    context = person(bench.browser, bench.portal.origin)
    visit = open_app(context, bench.address)
    with visit.page.expect_request(lambda request: "/settings/" in request.url) as caught:
        visit.click(visit.frame.get_by_role("link", name="Settings"))
    token = caught.value.headers["x-frame-session"]
    context.close()
    return token


def count_queries(bench: Bench, address: str, token: str) -> int:
    """Ask the same view in this process, on the same database and Redis."""
    os.environ.update(bench.stack.environment)
    import django

    django.setup()
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        answer = Client(headers={"X-Frame-Session": token, "HX-Request": "true", "Host": "localhost"}).get(
            address
        )
    assert answer.status_code == 200, answer.status_code
    return len(captured)


def opening(bench: Bench) -> list[Figure]:
    """The portal's entry post: what the portal is asked before the answer, at first with nothing read before."""
    asked, took = [], []
    for _ in range(OPENINGS):
        bench.portal.requests.clear()
        begun = time.perf_counter()
        post_entry(bench)
        took.append((time.perf_counter() - begun) * 1000)
        asked.append([entry.method for entry in bench.portal.requests])
    most = max(asked, key=len)
    return [
        Figure(
            "Portal calls an opening waits for", len(most), "", 1, ", ".join(most) + " (and the identity)"
        ),
        Figure("Server: answer to the entry post, p75", share(took, 0.75), "ms", None, f"n {len(took)}"),
    ]


def post_entry(bench: Bench) -> None:
    """What the portal's page posts into the frame."""
    portal = bench.portal
    pair = bench.stack.emulator.issue_token(portal, portal.users["marketer"])
    fields = {
        "AUTH_ID": pair.access,
        "AUTH_EXPIRES": "3600",
        "REFRESH_ID": pair.refresh,
        "member_id": portal.member_id,
        "status": "F",
        "PLACEMENT": "DEFAULT",
    }
    query = urlencode({"DOMAIN": portal.authority, "PROTOCOL": "0", "LANG": "en", "APP_SID": "bench"})
    with urlopen(
        f"{bench.stack.app_url}/app/?{query}", data=urlencode(fields).encode(), timeout=30
    ) as answer:
        answer.read()


def cached_list(bench: Bench) -> list[Figure]:
    """The first site's list, and the list of the site with 10,000 pages."""
    if MANY_TITLE not in {site.title for site in bench.portal.sites.values()}:
        bench.fill(MANY_PAGES)
    sites = {site.title: site.id for site in bench.portal.sites.values()}
    return [
        *server(bench, f"/sites/pages/{sites[SITE]}/", "Server: cached list"),
        *server(bench, f"/sites/pages/{sites[MANY_TITLE]}/", "Server: cached list of 10,000"),
    ]
