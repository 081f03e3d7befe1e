"""The portal page's side of the frame: the form, the wire strings BX24.js sends, silence, installation."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Frame, expect

from portal_emulator.model import Placement
from portal_emulator.seeds import seed_portal
from tests.emulator.frame_browser import Desk, chromium

browser = pytest.fixture(scope="module")(chromium)


@pytest.fixture
def desk(browser: Browser) -> Iterator[Desk]:
    with Desk(browser) as running:
        yield running
        assert running.errors == []


def ask(frame: Frame, command: str, args: Any = None) -> Any:
    """Send a command and wait for its answer."""
    return frame.evaluate("([command, args]) => ask(command, args ?? undefined)", [command, args])


def answers_after(frame: Frame, text: str) -> list[str]:
    """What came back by the time a later command was answered: silence shows as no extra answer."""
    frame.evaluate("text => { answers.length = 0; say(text); }", text)
    ask(frame, "getInterface")
    return [answer for answer in frame.evaluate("answers") if not answer.startswith("key")]


def test_the_form_is_the_documented_one(desk: Desk) -> None:
    frame = desk.open("marketer")
    opening = desk.last()
    assert opening.path == "/app/"
    assert opening.origin == desk.portal.origin
    assert set(opening.query) == {"DOMAIN", "PROTOCOL", "LANG", "APP_SID"}
    assert opening.query["DOMAIN"] == desk.portal.authority
    assert set(opening.form) == {
        "AUTH_ID", "AUTH_EXPIRES", "REFRESH_ID", "SERVER_ENDPOINT", "APPLICATION_TOKEN", "APPLICATION_SCOPE",
        "member_id", "status", "PLACEMENT",
    }  # fmt: skip
    assert opening.form["PLACEMENT"] == "DEFAULT"
    assert opening.form["AUTH_EXPIRES"] == "3600"
    assert frame.evaluate("window.name") == f"{desk.portal.authority}|0|{opening.query['APP_SID']}"
    token = desk.emulator.tokens.access(opening.form["AUTH_ID"])
    assert token is not None
    assert token.user_id == 7


def test_own_arguments_of_the_page_become_placement_options(desk: Desk) -> None:
    desk.open(path="/marketplace/app/5/?order=7&mode=page&IFRAME=N")
    assert json.loads(desk.last().form["PLACEMENT_OPTIONS"]) == {"order": "7"}


def test_types_of_the_init_data(desk: Desk) -> None:
    data = ask(desk.open("marketer"), "getInitData")
    assert data["PROTOCOL"] == 0
    assert data["AUTH_EXPIRES"] == "3600"
    assert (data["APP_OPTIONS"], data["USER_OPTIONS"], data["PLACEMENT_OPTIONS"]) == ([], [], [])
    assert data["IS_ADMIN"] is False
    assert data["INSTALL"] is False
    assert data["FIRST_RUN"] is True
    assert data["MEMBER_ID"] == desk.portal.member_id


def test_bx24_strings_with_and_without_arguments_and_key(desk: Desk) -> None:
    frame = desk.open()
    sid = frame.evaluate("sid")
    answers = answers_after(frame, f"getInitData::0123456789abcdefghijklmnopqrstuv:{sid}")
    assert len(answers) == 1
    assert json.loads(answers[0].split(":", 1)[1])["DOMAIN"] == desk.portal.authority
    assert len(answers_after(frame, f"getInitData:shortform:{sid}")) == 1
    # Colons inside the JSON, and no key: done, not answered.
    assert answers_after(frame, f'setTitle:{{"title":"A: B: C"}}::{sid}') == []
    expect(desk.tab.locator("#pagetitle")).to_have_text("A: B: C")


def test_object_form_of_a_command(desk: Desk) -> None:
    frame = desk.open()
    frame.evaluate("say({method: 'setTitle', params: {title: 'As object'}, callback: 'obj', appSid: sid})")
    frame.wait_for_function("answers.some(answer => answer.startsWith('obj:'))")
    expect(desk.tab.locator("#pagetitle")).to_have_text("As object")


def test_unknown_commands_and_foreign_sids_meet_silence(desk: Desk) -> None:
    frame = desk.open()
    sid = frame.evaluate("sid")
    assert answers_after(frame, f"launchRockets::k:{sid}") == []
    assert answers_after(frame, "getInitData::k:" + "0" * 32) == []
    assert answers_after(frame, f"getInitData:{{broken:k:{sid}") == []
    assert answers_after(frame, f"setValue:{{}}:k:{sid}") == []


def test_messages_from_an_unregistered_origin_meet_silence(desk: Desk) -> None:
    frame = desk.open()
    elsewhere = desk.child.origin.replace("localhost", "127.0.0.1")
    name = frame.evaluate("window.name")
    frame.evaluate("address => { location.href = address; }", f"{elsewhere}/app/")
    frame.wait_for_url(f"{elsewhere}/app/")
    assert frame.evaluate("window.name") == name
    frame.evaluate(
        """([sid, portal]) => { window.heard = []; addEventListener('message', (e) => heard.push(e.data));
        parent.postMessage('setTitle:{"title":"stolen"}:k:' + sid, portal); }""",
        [name.split("|")[2], desk.portal.origin],
    )
    # A round trip to the portal page's own script: everything sent before has been looked at by then.
    desk.tab.evaluate("new Promise((done) => setTimeout(done, 100))")
    assert frame.evaluate("heard") == []
    expect(desk.tab.locator("#pagetitle")).to_have_text("Page Desk")


def test_resizing_is_allowed_on_the_page_and_denied_in_a_slider(desk: Desk) -> None:
    frame = desk.open()
    assert ask(frame, "resizeWindow", {"width": "100%", "height": 1800})["height"] == 1800
    assert ask(frame, "setScroll", {"scroll": 400}) == {"scroll": 400}
    assert desk.tab.evaluate("scrollY") == 400
    frame = desk.open(path="/marketplace/app/5/?mode=slider")
    assert (
        answers_after(frame, f'resizeWindow:{{"width":"100%","height":1800}}:k:{frame.evaluate("sid")}') == []
    )


def test_refresh_auth_mints_new_tokens_for_the_signed_in_person(desk: Desk) -> None:
    frame = desk.open("marketer")
    answer = ask(frame, "refreshAuth")
    assert set(answer) == {"AUTH_ID", "AUTH_EXPIRES", "REFRESH_ID"}
    assert answer["AUTH_ID"] != desk.last().form["AUTH_ID"]
    token = desk.emulator.tokens.access(answer["AUTH_ID"])
    assert token is not None
    assert token.user_id == 7


def test_a_failing_refresh_is_a_notice_and_no_answer(desk: Desk) -> None:
    desk.portal.frame.faults.add("refresh_fails")
    frame = desk.open("marketer")
    frame.evaluate("answers.length = 0; say('refreshAuth::k:' + sid)")
    expect(desk.tab.get_by_role("status").filter(has_text="Unable")).to_be_visible()
    assert frame.evaluate("answers") == []


def test_options_are_shared_by_administrators_only(desk: Desk) -> None:
    frame = desk.open("administrator")
    assert ask(frame, "setAppOption", {"name": "color", "value": "green"}) == {"color": "green"}
    assert ask(frame, "setUserOption", {"name": "view", "value": "tiles"}) == {
        "name": "view",
        "value": "tiles",
    }
    frame = desk.open("marketer")
    assert (
        answers_after(frame, f'setAppOption:{{"name":"color","value":"red"}}:k:{frame.evaluate("sid")}') == []
    )
    assert ask(frame, "getInitData")["APP_OPTIONS"] == {"color": "green"}
    assert ask(desk.open("administrator"), "getInitData")["USER_OPTIONS"] == {"view": "tiles"}


def test_open_path_answers_on_close_and_refuses_other_hosts(desk: Desk) -> None:
    frame = desk.open()
    frame.evaluate("void (window.closed_ = ask('openPath', {path: '/settings/license_all.php?subscr=o'}))")
    slider = desk.tab.locator(".over__frame")
    expect(slider).to_be_visible()
    source = slider.get_attribute("src") or ""
    assert "from=rest_placement" in source
    assert f"from_app={desk.emulator.application.client_id}" in source
    desk.tab.get_by_role("button", name="Close").click()
    assert frame.evaluate("closed_") == {"result": "close"}
    refused = {"result": "error", "errorCode": "PATH_NOT_AVAILABLE"}
    assert ask(frame, "openPath", {"path": "//evil.example/"}) == refused
    assert ask(frame, "openPath", {"path": "https://evil.example/"}) == refused


def test_a_mobile_client_opens_no_path(desk: Desk) -> None:
    desk.portal.frame.faults.add("mobile")
    answer = ask(desk.open(), "openPath", {"path": "/sites/"})
    assert answer == {"result": "error", "errorCode": "METHOD_NOT_SUPPORTED_ON_DEVICE"}


def test_open_application_gives_a_second_frame_its_own_sid_and_options(desk: Desk) -> None:
    frame = desk.open()
    first = frame.evaluate("sid")
    frame.evaluate(
        "void (window.done = ask('openApplication', {bx24_width: 800, bx24_title: 'Detail', job: 12}))"
    )
    second = desk.frame(within=".over .layout iframe")
    assert second.evaluate("sid") != first
    assert json.loads(desk.last().form["PLACEMENT_OPTIONS"]) == {"job": "12"}
    second.evaluate("say('closeApplication:k:' + sid)")
    assert frame.evaluate("done") == ""


@pytest.mark.parametrize("user", ["marketer", "viewer"])
def test_before_installation_others_see_a_message_and_no_frame(desk: Desk, user: str) -> None:
    desk.portal.installation.finished = False
    desk.sign_in(user)
    desk.tab.goto(desk.portal.origin + "/marketplace/app/5/")
    expect(desk.tab.get_by_text("has not been fully installed")).to_be_visible()
    assert desk.tab.locator("iframe").count() == 0
    assert desk.child.openings == []


def test_a_widget_opens_the_installer_until_it_finished(desk: Desk) -> None:
    desk.portal.installation.finished = False
    frame = desk.open()
    assert desk.last().path == "/install/"
    assert ask(frame, "getInitData")["INSTALL"] is True
    frame.evaluate("say('setInstallFinish:{}::' + sid)")
    desk.tab.wait_for_url("**install_finished=Y")
    desk.frame("/app/")
    assert desk.last().path == "/app/"
    assert desk.portal.installation.finished


def test_widgets_of_the_editor_open_with_the_ids_of_the_page(desk: Desk) -> None:
    seed_portal(desk.portal)
    handler = f"{desk.child.origin}/placements/"
    desk.portal.installation.placements += [
        Placement(1, "LANDING_SETTINGS", handler, "Page Desk settings"),
        Placement(2, "LANDING_BLOCK_*", handler, "Save block"),
    ]
    page = next(row for row in desk.portal.pages.values() if row.xml_id == "larch-fern-autumn")
    desk.sign_in("marketer")
    desk.tab.goto(f"{desk.portal.origin}/sites/site/{page.site_id}/view/{page.id}/")
    desk.tab.get_by_role("button", name="Page Desk settings").click()
    frame = desk.frame("/placements/", ".over .layout iframe")
    assert json.loads(desk.last().form["PLACEMENT_OPTIONS"]) == {
        "SITE_ID": str(page.site_id),
        "LID": str(page.id),
    }
    assert desk.last().form["PLACEMENT"] == "LANDING_SETTINGS"
    assert answers_after(frame, f'setTitle:{{"title":"x"}}:k:{frame.evaluate("sid")}') == []
    desk.tab.keyboard.press("Escape")
    desk.tab.get_by_role("button", name="Save block").first.click()
    frame = desk.frame("/placements/", ".over .layout iframe")
    assert set(json.loads(desk.last().form["PLACEMENT_OPTIONS"])) == {"ID", "CODE", "LID"}
    assert ask(frame, "getInterface") == {"command": ["refreshBlock"], "event": []}
    assert ask(frame, "refreshBlock") == ""


def test_switchable_failures_of_the_form(desk: Desk) -> None:
    desk.portal.frame.faults |= {"no_application_token", "expired_token"}
    desk.open()
    assert "APPLICATION_TOKEN" not in desk.last().form
    token = desk.emulator.tokens.access(desk.last().form["AUTH_ID"])
    assert token is not None
    assert desk.emulator.tokens.expired(token, desk.portal)


def test_a_silent_portal_answers_nothing(desk: Desk) -> None:
    desk.portal.frame.faults.add("silent")
    frame = desk.open()
    frame.evaluate("say('getInitData::k:' + sid); say('setTitle:{\"title\":\"x\"}:k:' + sid)")
    desk.tab.evaluate("new Promise((done) => setTimeout(done, 100))")
    assert frame.evaluate("answers") == []
    expect(desk.tab.locator("#pagetitle")).to_have_text("Page Desk")
