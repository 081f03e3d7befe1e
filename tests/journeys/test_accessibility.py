"""Every state of the catalogue at the widths of a slider, a phone and three desktops."""

from pathlib import Path

import pytest

from tests.journeys.desk import Desk
from tests.journeys.frame_checks import app_frame, axe_violations, headings, overflow, settle, small_targets
from tests.journeys.states import WALKS, Walk

pytestmark = [pytest.mark.journey, pytest.mark.states]
FRAME_1280 = {"width": 1430, "height": 900}  # the portal keeps 150 px for its menu
PHONE = {"width": 390, "height": 844}
DESKTOPS = (1280, 1440, 1920)
PICTURES = Path("test-results/states")


@pytest.mark.parametrize("walk", WALKS, ids=lambda walk: walk.__name__)
def test_every_state_is_for_everyone(desk: Desk, walk: Walk) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    found: list[str] = []
    for state in walk(desk):
        for size in (PHONE, FRAME_1280):
            desk.page.set_viewport_size(size)  # type: ignore[arg-type]
            found += [f"{state} at {size['width']} px: {line}" for line in problems(desk)]
            desk.page.screenshot(path=PICTURES / f"{state}-{size['width']}.png")
        for width in DESKTOPS:
            desk.page.set_viewport_size({"width": width, "height": 800})
            found += [f"{state} at {width} px: {line}" for line in overflow(settle(desk))]
        desk.page.set_viewport_size(FRAME_1280)  # type: ignore[arg-type]
    assert not found, "\n".join(found)


def problems(desk: Desk) -> list[str]:
    """What is wrong with what the frame shows now."""
    frame = settle(desk)
    return [
        *axe_violations(frame),
        *overflow(frame),
        *small_targets(frame),
        *headings(frame),
        *untitled(desk),
    ]


def untitled(desk: Desk) -> list[str]:
    """The portal shows the app's name; the frame's own title begins with the screen's heading."""
    shown = desk.page.locator("#pagetitle").inner_text()
    own, heading = app_frame(desk).evaluate("() => [document.title, document.querySelector('h1')?.innerText]")
    wrong = [] if shown == "Page Desk" else [f"the portal's title is {shown!r}"]
    return wrong if own == f"{heading} - Page Desk" else [*wrong, f"the title {own!r} names not {heading!r}"]
