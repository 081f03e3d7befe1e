"""What is measured in the frame. Each case answers lines of the table."""

from __future__ import annotations

import gzip
import statistics
from typing import Any
from urllib.request import Request, urlopen

from playwright.sync_api import expect

from benchmarks.frame_bench import Bench, Figure, share
from benchmarks.frame_vitals import Visit, open_app, person

SITE = "Larch & Fern Interiors"
MANY_TITLE = "Warehouse catalog"
MANY_PAGES = 10_000
DELAY_SECONDS = 2.0
STARTS = 5
ROUNDS = 3
# The browser tells an event's duration after the paint that follows it.
EVENTS = (
    "new Promise(done => requestAnimationFrame(() => setTimeout(() => done(vitals.events.splice(0)), 50)))"
)
FIRST_RESULT = (
    "!/^(Waiting|Running)$/.test(document.querySelector('#job-items .out')?.textContent || 'Waiting')"
)


def loading(bench: Bench) -> list[Figure]:
    """Openings with an empty and a filled browser cache, and ten interactions in each. The first round of all warms
    the server up and does not count."""
    cold, warm, steps, shifts, entry_calls = [], [], [], [], []
    for number in range(bench.loads + 1):
        context = person(bench.browser, bench.portal.origin)
        visit = open_app(context, bench.address)
        first = visit.rest()
        visit.page.close()  # a second page would share the slowed process
        bench.portal.requests.clear()
        visit = open_app(context, bench.address)
        second = visit.rest()
        calls = [entry.method for entry in bench.portal.requests]
        waits = interact(visit, SITE)
        if number:
            cold.append(first)
            warm.append(second)
            entry_calls.append(calls)
            steps.append(waits)
            shifts.append(visit.rest()["cls"])
        context.close()
    calls = sorted(set(max(entry_calls, key=len))) or ["none"]
    return [
        painted("cold", cold, 1200),
        painted("warm", warm, 700),
        interaction("Interaction to paint, worst per opening, p75", steps),
        Figure("CLS of opening and ten interactions, p75", share(shifts, 0.75), "", 0.02, f"worst {max(shifts):.3f}"),
        Figure("Portal requests of a warm opening", statistics.median(map(len, entry_calls)), "", None,
               ", ".join(calls)),
    ]  # fmt: skip


def painted(kind: str, visits: list[dict[str, Any]], goal: float) -> Figure:
    """LCP, and where its time went."""
    lcp, first, byte = ([one[key] for one in visits] for key in ("lcp", "first_paint", "first_byte"))
    more = f"p95 {share(lcp, 0.95):.0f}, n {len(lcp)}; first paint {share(first, 0.75):.0f}, byte {share(byte, 0.75):.0f}"
    return Figure(f"LCP {kind}, p75", share(lcp, 0.75), "ms", goal, more)


def interaction(name: str, steps: list[dict[str, float]]) -> Figure:
    """The worst wait of a visit is what the visit is judged by; three visits of four are not worse than this."""
    every = [wait for waits in steps for wait in waits.values()]
    more = f"p98 of all {share(every, 0.98):.0f}, n {len(every)}; {slowest(steps)}"
    return Figure(name, share([max(waits.values()) for waits in steps], 0.75), "ms", 100, more)


def slowest(steps: list[dict[str, float]]) -> str:
    """The three steps that took longest, by their median."""
    medians = {name: statistics.median(waits[name] for waits in steps) for name in steps[0]}
    worst = sorted(medians, key=lambda name: -medians[name])[:3]
    return ", ".join(f"{name} {medians[name]:.0f}" for name in worst)


def interact(visit: Visit, site: str) -> dict[str, float]:
    """Ten things a person does: open, search, choose, read a dialog, look at other screens. The time to the next
    paint of each, in milliseconds; 16 when the browser did not think it worth measuring."""
    frame = visit.frame
    waits: dict[str, float] = {}

    def done(step: str) -> None:
        visit.rest()
        found = visit.document.evaluate(EVENTS)
        waits[step] = max([16.0, *found])

    visit.count_every_frame()
    done("before")
    del waits["before"]
    visit.click(frame.get_by_role("link", name=site, exact=True))
    expect(visit.heading(site)).to_be_visible()
    done("open site")
    for number in range(4):
        visit.click(frame.locator("tbody").get_by_role("checkbox").nth(number))
        done(f"select {number + 1}")
    visit.click(frame.get_by_role("toolbar").get_by_role("button", name="Publish", exact=True))
    expect(frame.get_by_role("dialog").locator("[type=submit]")).to_be_visible()
    done("open dialog")
    visit.key("Escape")
    expect(frame.get_by_role("dialog")).to_have_count(0)
    done("Escape")
    visit.click(frame.get_by_role("searchbox"))
    visit.key("a")
    visit.key("Backspace")
    done("search")
    visit.click(frame.get_by_role("navigation", name="Folders").get_by_role("link", name="Site root"))
    done("open folder")
    visit.click(frame.get_by_role("link", name="Activity"))
    expect(visit.heading("Activity")).to_be_visible()
    done("open Activity")
    return waits


def weight(bench: Bench) -> list[Figure]:
    """Bytes of scripts and styles as WhiteNoise serves them compressed."""
    context = person(bench.browser, bench.portal.origin)
    found = open_app(context, bench.address).document.evaluate(
        "({ js: [...document.scripts].map(one => one.src), css: [...document.querySelectorAll('link[rel=stylesheet]')].map(one => one.href) })"
    )
    context.close()
    sums = {kind: sum(map(served_size, addresses)) for kind, addresses in found.items()}
    return [
        Figure("Own JS and htmx, gzip", sums["js"] / 1000, "kB", 45, f"{len(found['js'])} files"),
        Figure("CSS, gzip", sums["css"] / 1000, "kB", 20, f"{len(found['css'])} files"),
    ]


def served_size(address: str) -> int:
    """Length of the body on the wire; an uncompressed answer would count in full."""
    with urlopen(Request(address, headers={"Accept-Encoding": "gzip"}), timeout=20) as answer:
        body: bytes = answer.read()
    assert answer.headers["Content-Encoding"] == "gzip" and gzip.decompress(body), address
    return len(body)


def acknowledgement(bench: Bench) -> list[Figure]:
    """Clicks while the portal answers late, so that our own answer is late as well."""
    rounds = [late_clicks(bench) for _ in range(ROUNDS)]
    every = [wait for waits in rounds for wait in waits]
    medians = [statistics.median(waits) for waits in zip(*rounds, strict=True)]
    return [Figure(f"Click to its answer, portal late by {DELAY_SECONDS:g} s, p75", share(every, 0.75), "ms", 100,
                   f"worst {max(every):.0f}, n {len(every)}; medians {', '.join(f'{one:.0f}' for one in medians)}")]  # fmt: skip


def late_clicks(bench: Bench) -> list[float]:
    """A site, a row, Publish, Cancel and a page, in milliseconds to the first painted change of anything."""
    context = person(bench.browser, bench.portal.origin)
    visit = open_app(context, bench.address)
    visit.rest()
    took = []
    bench.portal.latency.request = DELAY_SECONDS
    try:
        visit.click(visit.frame.get_by_role("link", name="Clay & Kiln", exact=True))
        took.append(visit.answered())
        expect(visit.heading("Clay & Kiln")).to_be_visible(timeout=60_000)
        visit.click(visit.frame.locator("tbody").get_by_role("checkbox").first)
        took.append(visit.answered())
        visit.click(visit.frame.get_by_role("toolbar").get_by_role("button", name="Publish", exact=True))
        took.append(visit.answered())
        expect(visit.frame.get_by_role("dialog")).to_be_visible(timeout=60_000)
        visit.click(visit.frame.get_by_role("dialog").get_by_role("button", name="Cancel"))
        took.append(visit.answered())
        visit.click(visit.frame.locator("tbody a[id^=title-]").first)
        took.append(visit.answered())
    finally:
        bench.portal.latency.request = 0.0
    context.close()
    return took


def first_progress(bench: Bench) -> list[Figure]:
    """From the click on Publish in the dialog to the first page with a result on the job's screen."""
    took = []
    site = next(one for one in bench.portal.sites.values() if one.title == SITE)
    drafts = [page.title for page in bench.portal.pages.values()
              if page.site_id == site.id and not page.active and not page.deleted]  # fmt: skip
    context = person(bench.browser, bench.portal.origin)
    for title in drafts[:STARTS]:
        visit = open_app(context, bench.address)
        visit.click(visit.frame.get_by_role("link", name=SITE, exact=True))
        visit.click(visit.frame.get_by_role("checkbox", name=f"Select {title}", exact=True))
        visit.click(visit.frame.get_by_role("toolbar").get_by_role("button", name="Publish", exact=True))
        visit.click(visit.frame.get_by_role("dialog").locator("[type=submit]"), wait=0)
        took.append(visit.until(FIRST_RESULT))
        visit.page.close()
    context.close()
    more = ", ".join(f"{one:.0f}" for one in took)
    return [Figure("First progress after start, worst", max(took), "ms", 1000, more)]


def many_pages(bench: Bench) -> list[Figure]:
    """The same on a site of 10,000 pages; the first opening reads all of it from the portal."""
    bench.fill(MANY_PAGES)
    context = person(bench.browser, bench.portal.origin)
    visit = open_app(context, bench.address)
    visit.rest()
    shown = []
    for _ in range(2):
        visit.click(visit.frame.get_by_role("link", name=MANY_TITLE, exact=True), wait=0)
        shown.append(visit.until("document.querySelectorAll('#pages tbody tr').length > 0"))
        visit.rest()
        visit.click(visit.frame.locator("#nav-sites"))
        expect(visit.heading("Sites")).to_be_visible()
    visit.click(visit.frame.get_by_role("link", name=MANY_TITLE, exact=True))
    expect(visit.heading(MANY_TITLE)).to_be_visible()
    visit.rest()
    nodes = visit.nodes()
    warm, steps, shifts = [], [], []
    for _ in range(bench.loads):
        visit.page.close()
        visit = open_app(context, bench.address)
        warm.append(visit.rest())
        steps.append(interact(visit, MANY_TITLE))
        shifts.append(visit.rest()["cls"])
    context.close()
    return [
        Figure("10,000 pages: DOM nodes of the list", nodes, "", 1500),
        painted("warm with 10,000 pages", warm, 700),
        Figure("10,000 pages: click to list, first time", shown[0], "ms", None, "reads 10,000 rows from the portal"),
        Figure("10,000 pages: click to list, again", shown[1], "ms", None),
        interaction("10,000 pages: interaction, worst per opening, p75", steps),
        Figure("10,000 pages: CLS, p75", share(shifts, 0.75), "", 0.02, f"worst {max(shifts):.3f}"),
    ]  # fmt: skip
