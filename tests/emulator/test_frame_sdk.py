"""The official JavaScript SDK 2.2.0 runs unchanged in a frame of the pretend portal."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Frame, expect

from portal_emulator.fetch_sdk import TARGET, main
from tests.emulator.frame_browser import Desk, chromium

browser = pytest.fixture(scope="module")(chromium)


@pytest.fixture(scope="module", autouse=True)
def _sdk() -> None:
    if main() != 0:
        pytest.skip(f"{TARGET.name} is absent and could not be fetched with npm")


@pytest.fixture
def desk(browser: Browser) -> Iterator[Desk]:
    with Desk(browser) as running:
        yield running
        assert running.errors == []


def started(frame: Frame) -> Frame:
    """The frame with ``window.b24`` ready."""
    frame.evaluate("Promise.race([B24Js.initializeB24Frame().then((b24) => { window.b24 = b24; }),"
                   " new Promise((_, late) => setTimeout(() => late(new Error('no start')), 10000))])")  # fmt: skip
    return frame


def call(frame: Frame, method: str) -> Any:
    """The result of a REST call from the frame to the portal, cross-origin."""
    return frame.evaluate(
        "method => b24.callMethod(method).then((answer) => answer.getData().result)", method
    )


def test_first_run_rest_call_and_end_of_the_installation(desk: Desk) -> None:
    desk.portal.installation.finished = False
    frame = started(desk.open())
    assert desk.last().path == "/install/"
    assert frame.evaluate("[b24.isInstallMode, b24.isFirstRun]") == [True, True]
    assert (1, 1) in desk.portal.frame.seen
    assert str(call(frame, "profile")["ID"]) == "1"
    frame.evaluate("void b24.installFinish()")
    desk.tab.wait_for_url("**install_finished=Y")
    frame = started(desk.frame("/app/"))
    assert frame.evaluate("[b24.isInstallMode, b24.isFirstRun]") == [False, False]
    assert "already" in frame.evaluate("b24.installFinish().catch((error) => 'already: ' + error.message)")


def test_size_title_and_scroll(desk: Desk) -> None:
    frame = started(desk.open())
    answer = frame.evaluate("b24.parent.fitWindow()")
    assert answer["height"] >= 1800
    assert frame.evaluate("innerHeight") == answer["height"]
    assert frame.evaluate("b24.parent.setTitle('Sites: all')") == {"title": "Sites: all"}
    expect(desk.tab.locator("#pagetitle")).to_have_text("Sites: all")
    assert frame.evaluate("b24.parent.scrollParentWindow(300)") == {"scroll": 300}


def test_resizing_in_a_slider_is_ignored(desk: Desk) -> None:
    frame = started(desk.open(path="/marketplace/app/5/?mode=slider"))
    assert frame.evaluate("b24.parent.fitWindow()") == {"isSafely": True}


def test_refreshed_tokens_work(desk: Desk) -> None:
    frame = started(desk.open("marketer"))
    old = frame.evaluate("b24.auth.getAuthData().access_token")
    desk.portal.expire_tokens()
    assert frame.evaluate("b24.auth.refreshAuth().then((auth) => auth.access_token)") != old
    assert str(call(frame, "profile")["ID"]) == "7"


def test_a_path_opens_in_a_slider_and_resolves_on_close(desk: Desk) -> None:
    frame = started(desk.open())
    frame.evaluate("void (window.path = b24.slider.openPath(b24.slider.getUrl('/sites/'), 900))")
    expect(desk.tab.frame_locator(".over__frame").get_by_role("heading", name="Sites")).to_be_visible()
    desk.tab.get_by_role("button", name="Close").click()
    assert frame.evaluate("path") == {"isOpenAtNewWindow": False, "isClose": True}


def test_a_second_frame_of_the_application(desk: Desk) -> None:
    frame = started(desk.open())
    frame.evaluate("void (window.page_ = b24.slider.openSliderAppPage({step: 'two'}).then(() => 'closed'))")
    second = started(desk.frame(within=".over .layout iframe"))
    assert second.evaluate("b24.placement.options") == {"step": "two"}
    second.evaluate("void b24.slider.closeSliderAppPage()")
    assert frame.evaluate("page_") == "closed"


def test_options_interface_and_dialogs(desk: Desk) -> None:
    frame = started(desk.open())
    frame.evaluate("b24.options.appSet('color', 'green')")
    assert desk.portal.installation.options == {"color": "green"}
    assert frame.evaluate("b24.placement.getInterface()") == {"command": [], "event": []}
    frame.evaluate("void (window.person = b24.dialog.selectUser())")
    desk.tab.get_by_role("radio", name="Mark Reed").check()
    desk.tab.get_by_role("button", name="Select", exact=True).click()
    assert frame.evaluate("person")["id"] == "7"


def test_widgets_are_bound_by_rest(desk: Desk) -> None:
    frame = started(desk.open())
    bound = frame.evaluate(
        """b24.callMethod('landing.repo.bind', {fields: {PLACEMENT: 'LANDING_SETTINGS', TITLE: 'Page Desk',
        PLACEMENT_HANDLER: location.origin + '/placements/'}}).then((answer) => answer.getData().result)"""
    )
    assert bound is True
    assert [row.placement for row in desk.portal.installation.placements] == ["LANDING_SETTINGS"]
