"""What holds for every screen in the portal's frame: axe finds nothing, no second scrollbar, targets to hit."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Frame, expect

from tests.journeys.desk import Desk

AXE = {
    "resultTypes": ["violations"],
    "iframes": False,  # block previews are the customer's pages, in sandboxes without scripts
}
SETTLED = """() => {
  const running = one => one.playState === 'running' && one.effect.getTiming().iterations !== Infinity;
  const bar = document.getElementById('bulk');
  return !document.getAnimations().some(running) && (!bar || getComputedStyle(bar).opacity === '1');
}"""
OVERFLOW = """() => {
  const root = document.documentElement, found = [];
  if (root.scrollWidth > root.clientWidth) found.push(`sideways: ${root.scrollWidth} px in ${root.clientWidth} px`);
  if (innerWidth > root.clientWidth) found.push('a vertical scrollbar');
  if (root.scrollHeight > root.clientHeight && getComputedStyle(root).overflowY !== 'hidden') found.push(
    `more content than frame: ${root.scrollHeight} px in ${root.clientHeight} px`);
  for (const one of document.querySelectorAll('#app *')) {
    const style = getComputedStyle(one), own = ['auto', 'scroll'];
    if (own.includes(style.overflowY) && one.scrollHeight > one.clientHeight + 1 && !one.closest('[popover]')) found.push(
      `a second scrollbar: ${one.tagName} .${one.className}`);
    if (root.clientWidth > 700 && own.includes(style.overflowX) && one.scrollWidth > one.clientWidth + 1) found.push(
      `a second scrollbar sideways: ${one.tagName} .${one.className}`);
  }
  return found;
}"""
TARGETS = """() => {
  const LEAST = 24, TARGET = 'a[href], button, input:not([type=hidden]), select, summary, [tabindex="0"]';
  const modal = document.querySelector('dialog[open]');
  const inline = one => one.tagName === 'A' && getComputedStyle(one).display === 'inline' &&
    one.parentElement.textContent.trim() !== one.textContent.trim();
  const area = one => [one, ...(one.labels || [])].map(part => part.getBoundingClientRect());
  const big = one => area(one).some(rect => rect.width >= LEAST - .5 && rect.height >= LEAST - .5);
  const covered = one => {     // by the bulk bar, which lies over the last rows a person sees
    const rect = one.getBoundingClientRect(), hit = document.elementFromPoint(rect.x + rect.width / 2, rect.y + rect.height / 2);
    return hit !== null && !one.contains(hit) && hit.closest('#bulk') !== null && !one.closest('#bulk');
  };
  const reached = one => {     // an invisible edge around a small box counts: the pointer meets it
    const rect = one.getBoundingClientRect(), x = rect.x + rect.width / 2, y = rect.y + rect.height / 2, reach = LEAST / 2 - .5;
    return [[-reach, 0], [reach, 0], [0, -reach], [0, reach]].every(([dx, dy]) => {
      const hit = document.elementFromPoint(x + dx, y + dy);
      return hit && (one.contains(hit) || [...(one.labels || [])].some(label => label.contains(hit)));
    });
  };
  return [...(modal || document).querySelectorAll(TARGET)]
    .filter(one => one.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !one.closest('[aria-hidden=true], .sr, .skip'))
    .filter(one => !inline(one) && !big(one) && !covered(one) && !reached(one))
    .map(one => { const r = one.getBoundingClientRect(); return `${one.outerHTML.slice(0, 110)} is ${Math.round(r.width)}x${Math.round(r.height)}`; });
}"""


def app_frame(desk: Desk) -> Frame:
    """The app's document, to ask it for sizes."""
    frame = desk.page.locator("iframe[id^=appframe_]").element_handle().content_frame()
    assert frame is not None
    return frame


def settle(desk: Desk, *, loading: bool = False) -> Frame:
    """Wait until nothing is being read, moved or faded, so that what is measured is what a person sees.

    While ``loading``, what is late has not come yet and its placeholders are looked at."""
    frame = app_frame(desk)
    # A screen reports itself busy only while it waits; polls of a job do not count.
    if not loading:
        expect(desk.frame.locator("#app [aria-busy=true]")).to_have_count(0)
        expect(desk.frame.locator(".site__facts .skel")).to_have_count(0)
    frame.wait_for_timeout(150)  # the toolbar learns of a new size from an observer
    frame.wait_for_function(SETTLED)
    frame.wait_for_timeout(200)  # the portal may set the frame's height only now: the toolbar fades again
    frame.wait_for_function(SETTLED)
    return frame


def axe_violations(frame: Frame, *rules: str) -> list[str]:
    """One line per violated rule and element: WCAG A and AA and the best practices, or only the named rules."""
    options = {**AXE, "runOnly": {"type": "rule", "values": rules}} if rules else AXE
    response: dict[str, Any] = Axe().run(frame, options=options).response
    return [
        f"axe {rule['id']}: {node['html'][:160]} ({' '.join(node['failureSummary'].split())[:220]})"
        for rule in response["violations"]
        for node in rule["nodes"]
    ]


def overflow(frame: Frame) -> list[str]:
    """Scrollbars in the frame and content beside it."""
    return list(frame.evaluate(OVERFLOW))


def small_targets(frame: Frame) -> list[str]:
    """Controls a pointer meets in less than 24 by 24 px; links inside a sentence are not among them."""
    return list(frame.evaluate(TARGETS))


def headings(frame: Frame) -> list[str]:
    """Empty when the screen has exactly one heading of level 1 and a title that names it."""
    names = frame.locator("h1").all_inner_texts()
    return [] if len(names) == 1 else [f"headings of level 1: {names}"]
