"""Every state of the catalogue in two invented languages: a longer one, and one written from right to left."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.journeys.catalogue import LOADING, WALKS, Walk
from tests.journeys.conftest import person_at
from tests.journeys.desk import Desk
from tests.journeys.frame_checks import overflow, settle
from tests.journeys.layout_checks import cut_off, not_turned, overlaps
from tests.journeys.pseudo import ARABIC, LONGER, Pseudo, reading
from tests.journeys.stack import Stack

pytestmark = [pytest.mark.journey, pytest.mark.states]
SIZES = (390, 1430, 1280, 1440, 1920)  # the portal keeps 150 px of 1430 for its menu
PICTURED = (390, 1430)
PICTURES = Path("test-results/states")


@pytest.fixture(scope="module")
def pseudo_stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The product with the catalogs of the invented languages."""
    folder = tmp_path_factory.mktemp("catalogs")
    for language in (LONGER, ARABIC):
        language.write(folder)
    with Stack(
        DJANGO_SETTINGS_MODULE="tests.journeys.pseudo_settings", PSEUDO_CATALOGS=str(folder)
    ) as running:
        yield running


@pytest.fixture(params=[LONGER, ARABIC], ids=["longer", "arabic"])
def language(request: pytest.FixtureRequest) -> Pseudo:
    """The language of the portal."""
    return request.param  # type: ignore[no-any-return]


@pytest.fixture
def foreign_desk(
    pseudo_stack: Stack, browser: Browser, request: pytest.FixtureRequest, language: Pseudo
) -> Iterator[Desk]:
    """A person at a portal in that language."""
    with reading(language), person_at(pseudo_stack, browser, request.node.name) as person:
        for portal in pseudo_stack.emulator.portals.values():
            portal.language = language.code
        yield person


@pytest.mark.parametrize("walk", WALKS, ids=lambda walk: walk.__name__)
def test_every_state_bears_every_language(foreign_desk: Desk, language: Pseudo, walk: Walk) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    found: list[str] = []
    for state in walk(foreign_desk):
        for width in SIZES:
            foreign_desk.page.set_viewport_size({"width": width, "height": 844})
            found += [f"{state} at {width} px: {line}" for line in problems(foreign_desk, language, state)]
            if width in PICTURED:
                foreign_desk.page.screenshot(path=PICTURES / f"{language.code}-{state}-{width}.png")
        foreign_desk.page.set_viewport_size({"width": 1430, "height": 900})
    assert not found, "\n".join(found)


def problems(desk: Desk, language: Pseudo, state: str) -> list[str]:
    """What is wrong with what the frame shows now."""
    frame = settle(desk, loading=state in LOADING)
    turned = not_turned(frame) if language is ARABIC else []
    return [*overflow(frame), *cut_off(frame), *overlaps(frame), *turned]
