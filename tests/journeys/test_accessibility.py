"""Every state of the catalogue at the widths of a slider, two phones and three desktops, and in every look."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.catalogue import LOADING, WALKS, Walk
from tests.journeys.conftest import person_at
from tests.journeys.desk import MARKETER, Desk
from tests.journeys.frame_checks import app_frame, axe_violations, headings, overflow, settle, small_targets
from tests.journeys.stack import Stack

pytestmark = [pytest.mark.journey, pytest.mark.states]
FRAME_1280 = {"width": 1430, "height": 900}  # the portal keeps 150 px for its menu
PHONE = {"width": 390, "height": 844}
WIDTHS = (320, 1280, 1440, 1920)
PICTURES = Path("test-results/states")
MOBILE_APP = "Mozilla/5.0 (Linux; Android 14; wv) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36 BitrixMobile/Version=60"
LOOKS = (
    ("dark", PHONE, {"color_scheme": "dark"}),
    ("contrast", FRAME_1280, {"contrast": "more"}),
    ("forced", FRAME_1280, {"forced_colors": "active"}),
)


@pytest.fixture
def desk(stack: Stack, browser: Browser, request: pytest.FixtureRequest) -> Iterator[Desk]:
    """In Bitrix24's mobile app, which has every look: dark when the device is."""
    with person_at(stack, browser, request.node.name, MOBILE_APP) as person:
        yield person


@pytest.mark.parametrize("walk", WALKS, ids=lambda walk: walk.__name__)
def test_every_state_is_for_everyone(desk: Desk, walk: Walk) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    found: list[str] = []
    for state in walk(desk):
        for size in (PHONE, FRAME_1280):
            desk.page.set_viewport_size(size)  # type: ignore[arg-type]
            found += [f"{state} at {size['width']} px: {line}" for line in problems(desk, state)]
            desk.page.screenshot(path=PICTURES / f"{state}-{size['width']}.png")
        found += [f"{state}, {line}" for line in hard_to_read(desk, state)]
        for width in WIDTHS:
            desk.page.set_viewport_size({"width": width, "height": 800})
            frame = settle(desk, loading=state in LOADING)
            found += [f"{state} at {width} px: {line}" for line in overflow(frame)]
        desk.page.set_viewport_size(FRAME_1280)  # type: ignore[arg-type]
    assert not found, "\n".join(found)


def hard_to_read(desk: Desk, state: str) -> list[str]:
    """Contrasts in the other looks of the interface."""
    found = []
    for look, size, media in LOOKS:
        desk.page.set_viewport_size(size)  # type: ignore[arg-type]
        desk.page.emulate_media(**media)  # type: ignore[arg-type]
        frame = settle(desk, loading=state in LOADING)
        if look != "forced":  # the browser's own colors then
            found += [f"{look}: {line}" for line in axe_violations(frame, "color-contrast")]
        desk.page.screenshot(path=PICTURES / f"{look}-{state}.png")
        desk.page.emulate_media(color_scheme="light", contrast="no-preference", forced_colors="none")
    return found


def problems(desk: Desk, state: str) -> list[str]:
    """What is wrong with what the frame shows now."""
    frame = settle(desk, loading=state in LOADING)
    return [
        *axe_violations(frame),
        *overflow(frame),
        *small_targets(frame),
        *headings(frame),
        *untitled(desk),
    ]


def untitled(desk: Desk) -> list[str]:
    """The portal shows the app's name; the frame's own title begins with the screen's heading."""
    shown = desk.page.locator("#pagetitle, .over__title").last.inner_text()
    own, heading = app_frame(desk).evaluate("() => [document.title, document.querySelector('h1')?.innerText]")
    wrong = [] if shown == "Page Desk" else [f"the portal's title is {shown!r}"]
    return wrong if own == f"{heading} - Page Desk" else [*wrong, f"the title {own!r} names not {heading!r}"]


def test_placeholders_have_the_size_of_what_comes(desk: Desk) -> None:
    heights = "all => all.map(one => Math.round(one.getBoundingClientRect().height))"
    desk.open_as(MARKETER)
    desk.portal.latency.command = 1.0
    desk.frame.get_by_role("link", name="Refresh").click()
    late, tiles = desk.frame.locator(".site__facts .skel"), desk.frame.locator(".site__box")
    expect(late.first).to_be_visible()
    before = tiles.evaluate_all(heights)
    desk.portal.latency.command = 0.0
    expect(late).to_have_count(0, timeout=30_000)
    assert tiles.evaluate_all(heights) == before
