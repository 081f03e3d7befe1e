"""The cases of the comparison. Each returns what was measured; correctness is checked before time counts."""

from __future__ import annotations

import multiprocessing
import resource
import time
import tracemalloc
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import requests

from benchmarks.emulated import Address, EmulatedPortal
from benchmarks.ours import TokenFile, landing
from landing_app.bitrix24.types import Command

WRITE = "landing.landing.markUnDelete"
"""A repeatable write that answers the id it was given, so that order can be checked."""


@dataclass
class Measured:
    seconds: float
    facts: str
    correct: bool
    figures: dict[str, float] = field(default_factory=dict)


class Bench:
    """One emulated portal, one Redis, one token file."""

    def __init__(self, portal: EmulatedPortal, redis_url: str, folder: Path) -> None:
        self.portal = portal
        self.redis_url = redis_url
        self._folder = folder
        self._number = 0

    def start(self, request: float = 0.0, command: float = 0.0) -> Any:
        """A client that meets an empty bucket."""
        import redis

        from landing_app.bitrix24 import limiter

        self.portal.prepare(request, command)
        redis.Redis.from_url(self.redis_url).flushall()
        limiter._births.clear()
        return landing(*self.arguments())

    def arguments(self) -> tuple[Address, str, TokenFile]:
        self._number += 1
        address = self.portal.address()
        tokens = TokenFile(self._folder / f"pair-{self._number}.sqlite")
        tokens.create(address.access, address.refresh)
        return address, self.redis_url, tokens


def writes(bench: Bench, number: int, request: float, command: float) -> Measured:
    """``number`` ordered writes through batches."""
    client = bench.start(request, command).client
    ids = list(range(100_000, 100_000 + number))
    begun = time.perf_counter()
    outcomes = client.batch([Command(WRITE, {"lid": page_id}) for page_id in ids])
    seconds = time.perf_counter() - begun
    counts = bench.portal.counts()
    correct = [outcome.result for outcome in outcomes] == ids and counts["commands"] == number
    return Measured(seconds, f"{counts['http']} requests, {counts['503']} x 503", correct, dict(counts))


def isolated(bench: Bench) -> Measured:
    """100 writes of which one is refused."""
    client = bench.start(0.1, 0.02).client
    commands = [Command(WRITE, {"lid": 100_000 + number}) for number in range(100)]
    commands[42] = Command("landing.landing.publication", {"lid": 1})
    begun = time.perf_counter()
    states = [outcome.state for outcome in client.batch(commands)]
    seconds = time.perf_counter() - begun
    correct = states.count("ok") == 99 and states[42] == "error"
    return Measured(seconds, f"{states.count('ok')} ok, {states.count('error')} error", correct)


def creates(bench: Bench) -> Measured:
    """51 copies of a page."""
    pages = bench.start(0.1, 0.02)
    before = bench.portal.pages()
    source = pages.site_contents(3, "").pages[0]
    begun = time.perf_counter()
    outcomes = pages.copy([source.id] * 51, "", to_site=3)
    seconds = time.perf_counter() - begun
    ids = {outcome.result for outcome in outcomes if outcome.state == "ok"}
    made = bench.portal.pages() - before
    return Measured(seconds, f"{len(ids)} ids, {made} pages made", len(ids) == made == 51)


def listing(bench: Bench) -> Measured:
    """All pages of a site of 2,000."""
    pages = bench.start(0.1, 0.02)
    site_id = bench.portal.site_of_many_pages()
    begun = time.perf_counter()
    found = pages.site_contents(site_id, "").pages
    seconds = time.perf_counter() - begun
    http = bench.portal.counts()["http"]
    return Measured(seconds, f"{len(found)} rows, {http} request(s)", len(found) == 2000 and http <= 2)


def sites(bench: Bench) -> Measured:
    """200 sites."""
    client = bench.start(0.1, 0.02).client
    bench.portal.many_sites(200)
    begun = time.perf_counter()
    rows = client.call("landing.site.getList", {"params": {"select": ["ID", "TITLE"]}})
    seconds = time.perf_counter() - begun
    http = bench.portal.counts()["http"]
    return Measured(seconds, f"{len(rows)} sites, {http} request(s)", len(rows) == 200 and http == 1)


def _call_often(
    address: Address, redis_url: str, tokens: TokenFile, number: int, failed: Any, slowest: Any
) -> None:
    client = landing(address, redis_url, tokens).client
    begun = time.perf_counter()
    for _ in range(number):
        try:
            client.call("profile")
        except Exception:  # noqa: BLE001 - a lost call is what is counted
            with failed.get_lock():
                failed.value += 1
    with slowest.get_lock():
        slowest.value = max(slowest.value, time.perf_counter() - begun)


def processes(bench: Bench, workers: int, number: int, *, stale: bool) -> Measured:
    """So many processes with the same tokens, each making so many single calls; the slowest one's time."""
    bench.start(0.0 if stale else 0.1)
    arguments = bench.arguments()
    if stale:
        bench.portal.expire_tokens()
    context = multiprocessing.get_context("spawn")
    failed, slowest = context.Value("i", 0), context.Value("d", 0.0)
    order = (*arguments, number, failed, slowest)
    crowd = [context.Process(target=_call_often, args=order) for _ in range(workers)]
    for process in crowd:
        process.start()
    for process in crowd:
        process.join()
    counts = bench.portal.counts()
    refreshes = arguments[2].load().version - 1
    facts = f"{failed.value} lost, {counts['http']} requests, {counts['503']} x 503, {refreshes} refresh(es)"
    good = failed.value == 0 and counts["503"] == 0 and refreshes == int(stale)
    return Measured(slowest.value, facts, good and counts["200"] == workers * number, dict(counts))


def overhead(bench: Bench) -> Measured:
    """CPU of one call without latency, beside ``requests`` alone."""
    client = bench.start().client
    client._bucket = (1_000_000, 100_000.0)
    url, token = client.endpoint + "server.time", client._grant.tokens().access
    session = requests.Session()

    def round_of(work: Any) -> float:
        bench.portal.prepare()
        return _cpu(work, 40)

    # The quietest of three rounds: neighbors on the machine only ever add.
    alone = min(
        round_of(lambda: session.post(url, json={"auth": token}, timeout=10).json()) for _ in range(3)
    )
    ours = min(round_of(lambda: client.call("server.time")) for _ in range(3))
    facts = f"{ours:.0f} µs of CPU per call, requests alone {alone:.0f} µs"
    return Measured(ours / 1e6, facts, True, {"ratio": ours / alone})


def _cpu(work: Any, times: int) -> float:
    before = resource.getrusage(resource.RUSAGE_SELF)
    for _ in range(times):
        work()
    after = resource.getrusage(resource.RUSAGE_SELF)
    return (after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime) / times * 1e6


def memory(redis_url: str) -> Measured:
    """Listing 50,000 rows: what the result keeps and what the way to it needed."""
    with EmulatedPortal(50_000) as portal, TemporaryDirectory() as folder:
        pages = Bench(portal, redis_url, Path(folder)).start()
        site_id = portal.site_of_many_pages()
        tracemalloc.start()
        begun = time.perf_counter()
        found = pages.site_contents(site_id, "").pages
        seconds = time.perf_counter() - begun
        kept, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    facts = f"{len(found)} rows, {kept / 2**20:.0f} MiB kept, {peak / 2**20:.0f} MiB at the peak"
    return Measured(seconds, facts, len(found) == 50_000)
