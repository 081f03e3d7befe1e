"""The interface measured in the emulated portal's frame: ``python -m benchmarks.frontend [--loads 8]``.

Chromium, CPU slowed four times, 10 Mbit/s with 40 ms. One line per figure with the goal beside it.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable

from playwright.sync_api import sync_playwright

from benchmarks.frame_bench import Bench, Figure
from benchmarks.frame_cases import acknowledgement, first_progress, loading, many_pages, weight
from benchmarks.frame_server import cached_list
from benchmarks.frame_vitals import slow_browser
from tests.journeys.stack import Stack

PARTS: tuple[Callable[[Bench], list[Figure]], ...] = (
    loading, weight, acknowledgement, first_progress, many_pages, cached_list,
)  # fmt: skip


def busy() -> str:
    """Times mean something only where the machine has nothing else to do."""
    return f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}."


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--loads", type=int, default=8, help="openings per figure (default 8)")
    loads = parser.parse_args().loads
    # Playwright keeps an event loop in this thread; nothing here is asynchronous code of our own.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    print("Chromium in the emulated portal's frame, CPU / 4, 10 Mbit/s, 40 ms.", busy(), "\n")
    with Stack() as stack, sync_playwright() as playwright, slow_browser(playwright) as browser:
        bench = Bench(stack, browser, loads)
        for part in PARTS:
            for figure in part(bench):
                print(figure.line(), flush=True)
    print("\n" + busy())


if __name__ == "__main__":
    main()
