"""Vitals of the app's frame in a slow Chromium: what a person with a weak machine and a common line feels.

Looking for an element puts 330 kB of Playwright's own script into the frame, at a quarter of the speed on the thread that
is measured. So nothing is looked for while something is measured: the frame says itself when it is at rest.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import (
    Browser,
    BrowserContext,
    Frame,
    FrameLocator,
    Locator,
    Page,
    Playwright,
    expect,
)

CHROMIUM = "/usr/bin/chromium"
# Without site isolation the frame shares the page's process, so that slowing the page slows the frame from its first byte.
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-site-isolation-trials",
    # The address bar of every new window loads pages and scripts of its own just while ours opens, on the same two processors.
    "--disable-features=IsolateOrigins,site-per-process,IsolateSandboxedIframes,"
    "WebUIOmniboxPopup,WebUIOmniboxFullPopup,WebUIOmniboxAimPopup",
]
CPU_SLOWDOWN = 4
LINE = {"offline": False, "latency": 40, "downloadThroughput": 1_250_000, "uploadThroughput": 1_250_000}
WINDOW = {"width": 1430, "height": 900}
NEW_WINDOW = 1_000  # milliseconds until a new window's own processes are at rest
AT_REST = "vitals: at rest"
HOVER, PRESS, AFTER = (
    150,
    60,
    700,
)  # milliseconds: a hand rests on a control, presses it, and waits for what comes

OBSERVE = (
    """(() => {
  if (window.top === window) return;
  const vitals = window.vitals = { lcp: 0, cls: 0, events: [], marks: {} };
  const watch = (type, use, more = {}) => new PerformanceObserver(list => list.getEntries().forEach(use))
    .observe({ type, buffered: true, ...more });
  watch('largest-contentful-paint', entry => { vitals.lcp = entry.startTime; });
  watch('layout-shift', entry => { if (!entry.hadRecentInput) vitals.cls += entry.value; });
  // Releasing a key changes nothing here: its "next paint" is that of the answer to the search, much later.
  watch('event', entry => { if (entry.interactionId && entry.name !== 'keyup') vitals.events.push(entry.duration); }, { durationThreshold: 16 });
  // From a press to the first painted change of anything, and to the first painted match of a condition.
  const painted = done => requestAnimationFrame(() => setTimeout(() => done(performance.now())));
  addEventListener('click', event => {
    if (!event.isTrusted) return;
    const from = event.timeStamp, marks = vitals.marks = { from };
    const observer = new MutationObserver(() => {
      if (marks.answered !== undefined) return;
      marks.answered = 0;
      painted(now => { marks.answered = now - from; observer.disconnect(); });
    });
    observer.observe(document.documentElement, { subtree: true, childList: true, attributes: true, characterData: true });
  }, { capture: true });
  vitals.until = condition => new Promise(resolve => {
    const from = vitals.marks.from, test = new Function(`return ${condition}`);
    const look = () => test() ? painted(now => resolve(now - from)) : requestAnimationFrame(look);
    look();
  });
  // Said once, when the screen is there, its pictures too, and nothing was on its way for a moment.
  let calm = 0;
  const look = () => {
    const busy = document.readyState !== 'complete' || !document.querySelector('#main h1')
      || document.querySelector('.htmx-request, [aria-busy=true]')
      || [...document.images].some(one => !one.complete && one.loading !== 'lazy');
    calm = busy ? 0 : calm + 1;
    if (calm === 3) console.debug('"""
    + AT_REST
    + """'); else setTimeout(look, 200);
  };
  setTimeout(look, 200);
})();"""
)

FIGURES = """({ lcp: vitals.lcp, cls: vitals.cls, events: vitals.events,
  first_byte: performance.getEntriesByType('navigation')[0].responseStart,
  first_paint: performance.getEntriesByName('first-contentful-paint')[0]?.startTime || 0 })"""

# A frame that looks like the one before is not shown, and an event answered by it counts until the next that is: 700 ms
# for a press on a button. One pixel that every event changes lets its own next frame count, and costs nothing between.
EVERY_FRAME_COUNTS = """() => {
  const pixel = document.createElement('i');
  pixel.style.cssText = 'position:fixed;inset:0 auto auto 0;width:1px;height:1px;z-index:2147483647';
  document.documentElement.append(pixel);
  let odd = 0;
  const mark = () => { pixel.style.background = (odd ^= 1) ? '#000' : '#fff'; };
  for (const type of ['pointerdown', 'pointerup', 'click', 'keydown', 'keypress', 'input', 'keyup']) {
    addEventListener(type, mark, { capture: true });
  }
}"""

QUIET = """() => document.readyState === 'complete' && !document.querySelector('.htmx-request')
  && [...document.images].every(one => one.complete || one.loading === 'lazy')"""


# Always the same work: what it takes tells how fast the machine is just now, and so which runs can be compared.
FIXED_LOOP = """() => {
  const begun = performance.now();
  let sum = 0;
  for (let i = 0; i < 3_000_000; i++) sum = (sum * 31 + i) % 1_000_003;
  return performance.now() - begun;
}"""


@dataclass(slots=True)
class Visit:
    """One opening of the app; times in milliseconds."""

    page: Page
    frame: FrameLocator

    @property
    def document(self) -> Frame:
        """The frame's document."""
        found = self.page.locator("iframe[id^=appframe_]").element_handle().content_frame()
        assert found is not None
        return found

    def heading(self, name: str) -> Locator:
        return self.frame.get_by_role("heading", level=1, name=name)

    def click(self, control: Locator, wait: int = AFTER) -> None:
        """A real pointer; what it causes is counted from the event. The frame is left alone for `wait` milliseconds."""
        expect(control).to_be_enabled()
        control.scroll_into_view_if_needed()
        box = control.bounding_box()
        assert box is not None, control
        mouse = self.page.mouse
        mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        self.page.wait_for_timeout(HOVER)
        mouse.down()
        self.page.wait_for_timeout(PRESS)
        mouse.up()
        self.page.wait_for_timeout(wait)

    def key(self, name: str) -> None:
        """A key, pressed and released; the frame is left alone afterwards."""
        self.page.keyboard.press(name, delay=PRESS)
        self.page.wait_for_timeout(AFTER)

    def answered(self) -> float:
        """From the last click to its first painted change."""
        self.document.wait_for_function("vitals.marks.answered > 0")
        return float(self.document.evaluate("vitals.marks.answered"))

    def until(self, condition: str) -> float:
        """From the last click until this holds and is painted."""
        return float(self.document.evaluate("condition => vitals.until(condition)", condition))

    def rest(self) -> dict[str, Any]:
        """The figures once nothing is being read and no picture is on its way."""
        expect(self.frame.locator("[aria-busy=true]")).to_have_count(0)
        document = self.document
        document.wait_for_function(QUIET)
        return dict(document.evaluate(FIGURES))

    def count_every_frame(self) -> None:
        """From now on an interaction ends with the next frame, whatever changed in it."""
        self.document.evaluate(EVERY_FRAME_COUNTS)

    def nodes(self) -> int:
        return int(self.document.evaluate("document.getElementsByTagName('*').length"))


@contextmanager
def slow_browser(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
    try:
        yield browser
    finally:
        browser.close()


def person(browser: Browser, origin: str, user: str = "marketer") -> BrowserContext:
    """An empty cache and somebody signed in to the portal."""
    context = browser.new_context(viewport=WINDOW)  # type: ignore[arg-type]
    context.set_default_timeout(60_000)
    context.add_init_script(OBSERVE)
    page = context.new_page()
    page.goto(f"{origin}/login/?user={user}")
    page.close()
    return context


def pace(browser: Browser) -> float:
    """Milliseconds of a fixed loop in a slowed page, the median of five."""
    context = browser.new_context()
    page = slow_page(context)
    took = sorted(float(page.evaluate(FIXED_LOOP)) for _ in range(5))
    context.close()
    return took[2]


def slow_page(context: BrowserContext) -> Page:
    """A new window, slowed, its own processes at rest."""
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", LINE)
    session.send("Emulation.setCPUThrottlingRate", {"rate": CPU_SLOWDOWN})
    page.wait_for_timeout(NEW_WINDOW)
    return page


def open_app(context: BrowserContext, address: str) -> Visit:
    """Open the portal's page with the app, slowed; returns when its first screen is at rest."""
    page = slow_page(context)
    with page.expect_console_message(lambda message: message.text == AT_REST, timeout=60_000):
        page.goto(address)
    return Visit(page, page.frame_locator("iframe[id^=appframe_]"))
