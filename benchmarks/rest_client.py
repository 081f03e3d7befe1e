"""Our REST client beside the published SDKs, all against the emulated portal at the documented limits.

    python -m benchmarks.rest_client [--quick]

Prints one table. ``--quick`` leaves out the cases that wait for the bucket for a minute and more. The rows of SDKs
that are not here say so; PEERS_PYTHON names an interpreter that has the Python ones (``make bench`` sets it).
"""

from __future__ import annotations

import argparse
import dataclasses
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks import cases, peers
from benchmarks.cases import Bench, Measured
from benchmarks.emulated import EmulatedPortal
from benchmarks.paced_copies import paced_copies, parallel_copies
from portal_emulator.private_redis import PrivateRedis

FLOOR_5000 = (100 - 50) / 2
"""100 requests through a bucket of 50 that drains 2 per second."""

PAGE_FIELDS = ["ID", "TITLE", "CODE", "SITE_ID", "FOLDER_ID", "ACTIVE", "PUBLIC", "DELETED", "DATE_MODIFY"]
PAGE_FLAGS = {"get_urls": True, "get_preview": True, "check_area": True}

Row = tuple[str, str, str, str, str, str]


def row(case: str, client: str, goal: str, found: Measured, ratio: str = "") -> Row:
    verdict = "correct" if found.correct else "WRONG"
    return (
        case,
        client,
        goal,
        f"{found.seconds:.2f} s" if found.seconds else "-",
        ratio,
        f"{verdict}: {found.facts}",
    )


def peer_rows(
    bench: Bench, case: str, name: str, ours: float, latency: tuple[float, float], **options: Any
) -> list[Row]:
    """A row per SDK; the ratio is its time over ours."""
    found = []
    for peer in peers.PEERS:
        if reason := peers.missing(peer):
            found.append((case, peer, "", "-", "", reason))
            continue
        bench.portal.prepare(*latency)
        answer = peers.run(peer, name, dataclasses.asdict(bench.portal.address()), **options)
        counts = bench.portal.counts()
        facts = f"{answer['facts']}; {counts['http']} requests, {counts['503']} x 503"
        measured = Measured(answer["seconds"] or 0.0, facts, answer["correct"])
        ratio = f"x {measured.seconds / ours:.1f}" if measured.seconds else ""
        found.append(row(case, peer, "", measured, ratio))
    return found


def crowd_rows(bench: Bench, case: str, workers: int, number: int, ours: float, *, stale: bool) -> list[Row]:
    """So many processes of each SDK at once, all with one pair of tokens."""
    found = []
    for peer in peers.PEERS:
        if reason := peers.missing(peer):
            found.append((case, peer, "", "-", "", reason))
            continue
        bench.portal.prepare(0.0 if stale else 0.1)
        address = dataclasses.asdict(bench.portal.address())
        if stale:
            bench.portal.expire_tokens()
        with ThreadPoolExecutor(workers) as pool:
            runs = [pool.submit(peers.run, peer, "calls", address, number=number) for _ in range(workers)]
        answers = [run.result() for run in runs]
        counts = bench.portal.counts()
        lost = sum(int(answer["facts"]) if answer["facts"].isdigit() else number for answer in answers)
        seconds = max((answer["seconds"] or 0.0) for answer in answers)
        facts = f"{lost} lost, {counts['http']} requests, {counts['503']} x 503"
        found.append(
            row(
                case,
                peer,
                "",
                Measured(seconds, facts, lost == 0),
                "" if stale else f"x {seconds / ours:.1f}",
            )
        )
    return found


def quick_rows(bench: Bench) -> list[Row]:
    """Cases that stay within the burst of the bucket."""
    usual = (0.1, 0.02)
    page = 985
    table: list[Row] = []

    def case(name: str, goal: str, found: Measured, ratio: str = "") -> Measured:
        table.append(row(name, "ours", goal, found, ratio))
        return found

    name = "500 writes, ordered"
    ours = case(name, "<= 2 s, correct", cases.writes(bench, 500, *usual))
    table.extend(peer_rows(bench, name, "writes", ours.seconds, usual, number=500))
    name = "100 writes, one refused"
    ours = case(name, "99 ok + 1 error", cases.isolated(bench))
    table.extend(peer_rows(bench, name, "isolated", ours.seconds, usual, page=page))
    name = "51 creates"
    ours = case(name, "51 ids", cases.creates(bench))
    table.extend(peer_rows(bench, name, "creates", ours.seconds, usual, page=page))
    name = "list 2,000 pages"
    site_id = bench.portal.site_of_many_pages()
    ours = case(name, "1-2 requests", cases.listing(bench))
    listing = {
        "method": "landing.landing.getList",
        "params": {"select": PAGE_FIELDS, "filter": {"SITE_ID": site_id}, **PAGE_FLAGS},
    }
    table.extend(peer_rows(bench, name, "listing", ours.seconds, usual, number=2000, **listing))
    name = "list 200 sites"
    ours = case(name, "1 request", cases.sites(bench))
    limited = {"method": "landing.site.getList", "params": {"select": ["ID"], "limit": 50}}
    table.extend(peer_rows(bench, name, "listing", ours.seconds, usual, number=200, **limited))
    name = "8 processes, one stale token"
    ours = case(name, "1 refresh, 0 lost", cases.processes(bench, 8, 1, stale=True))
    table.extend(crowd_rows(bench, name, 8, 1, ours.seconds, stale=True))
    found = cases.overhead(bench)
    case("overhead per call", "", found, f"x {found.figures['ratio']:.1f} of requests")
    return table


def slow_rows(bench: Bench) -> list[Row]:
    """Cases that are bound by the bucket."""
    table: list[Row] = []
    name = "5,000 writes at 2 ms"
    ours = cases.writes(bench, 5000, 0.05, 0.002)
    ours.correct = ours.correct and ours.figures.get("503", 0) == 0
    goal = f"<= {FLOOR_5000 * 1.05:.2f} s, no 503"
    table.append(row(name, "ours", goal, ours, f"{ours.seconds / FLOOR_5000:.3f} of the floor"))
    table.extend(peer_rows(bench, name, "writes", ours.seconds, (0.05, 0.002), number=5000))
    name = "4 processes x 60 calls"
    ours = cases.processes(bench, 4, 60, stale=False)
    table.append(row(name, "ours", "0 lost, 240 requests", ours))
    table.extend(crowd_rows(bench, name, 4, 60, ours.seconds, stale=False))
    return table


def paced_rows(redis_url: str) -> list[Row]:
    """Copies under the operating budget, in emulated time."""
    goal = ">= 95 %, no 429, <= 30 s"
    runs: list[tuple[str, Callable[[], Measured]]] = [
        ("400 copies, budget fresh", lambda: paced_copies(redis_url, 400)),
        ("400 copies, 300 s spent before", lambda: paced_copies(redis_url, 400, 300.0)),
        ("1,500 copies", lambda: paced_copies(redis_url, 1500)),
        ("600 copies, four requests at once", lambda: parallel_copies(redis_url, 600)),
    ]
    return [
        row(name, "ours", goal, found, f"{found.figures['share']:.3f}")
        for name, run in runs
        if (found := run())
    ]


def print_table(table: list[Row]) -> None:
    heads: Row = ("Case", "Client", "Goal", "Time", "Ratio", "Result")
    widths = [max(len(entry[column]) for entry in [heads, *table]) for column in range(len(heads))]
    for entry in [heads, tuple("-" * width for width in widths), *table]:
        print("  ".join(text.ljust(width) for text, width in zip(entry, widths, strict=True)).rstrip())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument(
        "--quick", action="store_true", help="leave out the cases that take a minute and more"
    )
    quick = parser.parse_args().quick
    with PrivateRedis() as server, TemporaryDirectory() as folder:
        with EmulatedPortal(2000) as portal:
            bench = Bench(portal, server.url, Path(folder))
            table = quick_rows(bench)
            if not quick:
                table += slow_rows(bench)
        table += paced_rows(server.url)
        if not quick:
            table.append(row("list 50,000 pages", "ours", "", cases.memory(server.url)))
    print_table(table)


if __name__ == "__main__":
    main()
