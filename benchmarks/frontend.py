"""The interface measured in the emulated portal's frame: ``python -m benchmarks.frontend [--loads 8] [--cases …]``.

Chromium, CPU slowed four times, 10 Mbit/s with 40 ms. One line per figure with the goal beside it.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable

from playwright.sync_api import sync_playwright

from benchmarks.frame_bench import Bench, Figure
from benchmarks.frame_cases import acknowledgement, first_progress, loading, many_pages, weight
from benchmarks.frame_server import cached_list, opening
from benchmarks.frame_vitals import pace, slow_browser
from benchmarks.machine import Watch
from tests.journeys.stack import Stack

# The last two replace the portals by ones with a site of 10,000 pages.
CASES: dict[str, Callable[[Bench], list[Figure]]] = {
    "opening": opening,
    "loading": loading,
    "weight": weight,
    "acknowledgement": acknowledgement,
    "first-progress": first_progress,
    "many-pages": many_pages,
    "cached-list": cached_list,
}
ABOUT = """Chromium in the emulated portal's frame, CPU / 4, 10 Mbit/s, 40 ms.
The slowed browser, the app (one process of gunicorn, three workers, Redis) and the emulated portal share this machine:
when others use it too, the slowed browser waits for a processor and every figure of it grows. A fixed loop of the slowed
page is timed after each part: figures of runs with another time of it cannot be compared.
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--loads", type=int, default=8, help="openings per figure (default 8)")
    parser.add_argument("--cases", nargs="+", choices=CASES, default=list(CASES), help="default: all")
    chosen = parser.parse_args()
    # Playwright keeps an event loop in this thread; nothing here is asynchronous code of our own.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    print(ABOUT)
    with Stack() as stack, sync_playwright() as playwright, slow_browser(playwright) as browser:
        bench = Bench(stack, browser, chosen.loads)
        print(bench.workload(), "\n")
        for name in CASES:
            if name not in chosen.cases:
                continue
            watch = Watch()
            for figure in CASES[name](bench):
                print(figure.line(), flush=True)
            print(f"    {watch.line()}, fixed loop {pace(browser):.0f} ms\n", flush=True)


if __name__ == "__main__":
    main()
