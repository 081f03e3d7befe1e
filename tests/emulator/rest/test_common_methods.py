"""`app.info`, users, features, events and widgets (contract §9, §10, §11)."""

import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from urllib.parse import parse_qs

import pytest


def test_app_info(rest, portal):
    found = rest("app.info")
    assert (found["INSTALLED"], found["DAYS"], found["LICENSE_FAMILY"]) == (True, None, "std")
    portal.installation.finished = False
    assert rest("app.info")["INSTALLED"] is False


def test_profile_and_user(as_user):
    assert as_user("marketer")("profile")["ADMIN"] is False
    assert as_user("marketer")("user.admin") is False
    found = as_user("marketer")("user.current")
    assert (found["ID"], found["ACTIVE"]) == ("7", True)
    assert "EMAIL" not in found


def test_method_get_wants_lower_case(rest):
    assert rest("method.get", name="landing.landing.copy") == {"isExisting": True, "isAvailable": True}
    assert rest("method.get", name="landing.landing.Copy") == {"isExisting": False, "isAvailable": False}


def test_features(rest, portal):
    portal.tariff.permissions_available = False
    assert rest("feature.get", CODE="landing_permissions_available") == {"value": "N"}
    assert rest("feature.get", CODE="anything") == {"value": "Y"}
    assert rest.error("feature.get") == "CODE_EMPTY"


def test_scope_methods_and_time(rest, emulator):
    assert rest("scope") == list(emulator.application.scopes)
    assert "crm" in rest("scope", full=1)
    assert "landing.landing.copy" in rest("methods")
    assert rest("server.time").endswith("+00:00")


def test_templates(rest, portal):
    from portal_emulator.model import Template

    portal.templates[1] = Template(1, "#HEADER_ONLY#", "header_only", 1, "")
    assert rest("landing.template.getlist", params={"select": ["ID", "TITLE"]}) == [
        {"ID": "1", "TITLE": "#HEADER_ONLY#"}
    ]


class TestEventBindings:
    handler = "http://127.0.0.1:1/events/"

    def bind(self, rest, **changes):
        return {"event": "onAppUninstall", "handler": self.handler, **changes}

    def test_bind_get_unbind(self, rest, as_user):
        assert rest("event.bind", **self.bind(rest)) is True
        assert rest("event.get") == [
            {"event": "ONAPPUNINSTALL", "handler": self.handler, "auth_type": "0", "offline": 0}
        ]
        assert as_user("marketer")("event.get") == []
        assert rest("event.unbind", **self.bind(rest)) == {"count": 1}

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"event": "NOPE"}, "ERROR_EVENT_NOT_FOUND"),
            ({"handler": "nowhere"}, "ERROR_WRONG_HANDLER_URL"),
            ({"handler": "ftp://a.b/"}, "ERROR_UNSUPPORTED_PROTOCOL"),
            ({"event": None}, "ERROR_ARGUMENT"),
            ({}, "ERROR_CORE"),
        ],
    )
    def test_refusals(self, rest, changes, code):
        rest("event.bind", **self.bind(rest))
        assert rest.error("event.bind", **self.bind(rest, **changes)) == code


class TestWidgets:
    def test_landing_codes_are_bound_elsewhere_and_never_listed(self, rest, portal):
        fields = {
            "PLACEMENT": "LANDING_SETTINGS",
            "PLACEMENT_HANDLER": "http://a.test/p/",
            "TITLE": "Page Desk",
        }
        assert rest.error("placement.bind", placement="LANDING_SETTINGS", handler="http://a.test/p/") == (
            "ERROR_PLACEMENT_NOT_FOUND"
        )
        assert rest("landing.repo.bind", fields=fields) is True
        assert rest.error("landing.repo.bind", fields=fields) == "PLACEMENT_EXIST"
        assert rest.error("landing.repo.bind", fields={**fields, "TITLE": ""}) == "BX_EMPTY_REQUIRED"
        assert rest("placement.get") == []
        assert rest("landing.repo.unbind", code="LANDING_SETTINGS") is True
        assert rest.error("landing.repo.unbind", code="LANDING_SETTINGS") == "PLACEMENT_NO_EXIST"

    def test_other_codes(self, rest, as_user):
        options = {"PLACEMENT": "LEFT_MENU", "HANDLER": "http://a.test/p/", "TITLE": "Menu"}
        assert as_user("marketer").post("placement.bind", options).status_code == 403
        assert rest("placement.bind", **options) is True
        assert rest.error("placement.bind", **options) == "ERROR_CORE"
        [found] = rest("placement.get")
        assert (found["placement"], found["title"], found["langAll"], found["options"]) == (
            "LEFT_MENU",
            "Menu",
            [],
            [],
        )
        assert rest("placement.unbind", PLACEMENT="LEFT_MENU") == {"count": 2}


class Inbox:
    """A handler that keeps the forms it was sent."""

    def __init__(self):
        forms = self.forms = []

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                forms.append({key: values[0] for key, values in parse_qs(body).items()})
                self.send_response(200)
                self.end_headers()

            def log_message(self, *args):
                """Quiet."""

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def wait(self):
        deadline = time.monotonic() + 5
        while not self.forms and time.monotonic() < deadline:
            time.sleep(0.01)
        return self.forms[-1]


@pytest.fixture
def inbox():
    inbox = Inbox()
    yield inbox
    inbox.server.shutdown()
    inbox.server.server_close()


class TestLifeCycle:
    def test_install_event_brings_tokens(self, emulator, portal, inbox):
        emulator.application.url = inbox.url
        emulator.install_app(portal, notify=True)
        form = inbox.wait()
        assert form["event"] == "ONAPPINSTALL"
        assert form["data[VERSION]"] == "1"
        assert form["auth[member_id]"] == portal.member_id
        assert form["auth[application_token]"] == portal.installation.application_token
        assert form["auth[refresh_token]"]

    def test_update_event_brings_both_versions(self, emulator, portal, rest, inbox):
        rest("event.bind", event="ONAPPUPDATE", handler=f"{inbox.url}/events/")
        emulator.update_app(portal, notify=True)
        form = inbox.wait()
        assert (form["event"], form["data[VERSION]"], form["data[PREVIOUS_VERSION]"]) == (
            "ONAPPUPDATE",
            "2",
            "1",
        )
        assert form["auth[refresh_token]"]
        assert not portal.installation.finished

    def test_uninstall_event_brings_none_and_needs_a_handler(self, emulator, portal, rest, inbox):
        rest("event.bind", event="ONAPPUNINSTALL", handler=f"{inbox.url}/events/")
        emulator.uninstall_app(portal, clean=True)
        form = inbox.wait()
        assert (form["event"], form["data[CLEAN]"]) == ("ONAPPUNINSTALL", "1")
        assert not [name for name in form if name.endswith(("access_token]", "refresh_token]"))]
        assert portal.installation.events == []

    def test_no_events_before_installation_is_finished(self, emulator, portal, rest, inbox):
        rest("event.bind", event="ONAPPUNINSTALL", handler=f"{inbox.url}/events/")
        portal.installation.finished = False
        emulator.uninstall_app(portal)
        time.sleep(0.1)
        assert inbox.forms == []
