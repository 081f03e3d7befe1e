"""A browser and a portal page, reduced to the posts they send."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from landing_app.portals.models import Portal as StoredPortal
from landing_app.portals.models import PortalUser
from portal_emulator import Emulator
from portal_emulator.model import Portal
from portal_emulator.tokens import TokenPair

HEADER = "X-Frame-Session"


@pytest.fixture(autouse=True)
def _addresses(settings: Any) -> None:
    settings.ROOT_URLCONF = "tests.portals.addresses"


@dataclass
class Browser:
    """Posts what the emulated portal would post for one of its users."""

    client: Client
    emulator: Emulator

    def pair(self, portal: Portal, user: str) -> TokenPair:
        return self.emulator.issue_token(portal, portal.users[user])

    def fields(
        self, portal: Portal, user: str = "administrator", pair: TokenPair | None = None
    ) -> dict[str, str]:
        pair = pair or self.pair(portal, user)
        return {
            "AUTH_ID": pair.access,
            "AUTH_EXPIRES": "3600",
            "REFRESH_ID": pair.refresh,
            "SERVER_ENDPOINT": f"{self.emulator.oauth_url}/rest/",
            "APPLICATION_TOKEN": portal.installation.application_token,
            "APPLICATION_SCOPE": "landing",
            "member_id": portal.member_id,
            "status": "F",
            "PLACEMENT": "DEFAULT",
        }

    def post(self, path: str, portal: Portal, fields: dict[str, str], lang: str = "en") -> Any:
        query = f"?DOMAIN={portal.authority}&PROTOCOL=0&LANG={lang}&APP_SID=9c33d96"
        return self.client.post(path + query, fields)

    def install(self, portal: Portal, user: str = "administrator", **changed: str) -> Any:
        self.emulator.install_app(portal, finished=False)
        answer = self.post("/install/", portal, {**self.fields(portal, user), **changed})
        with portal.lock:
            portal.installation.finished = True
        return answer

    def open(self, portal: Portal, user: str = "marketer", **changed: str) -> Any:
        return self.post("/app/", portal, {**self.fields(portal, user), **changed})

    def token(self, portal: Portal, user: str = "marketer") -> str:
        """The frame token of a fresh opening."""
        return str(self.open(portal, user).json()["session_token"])

    def get(self, path: str, token: str) -> Any:
        return self.client.get(path, headers={HEADER: token})

    def event(self, portal: Portal, name: str = "ONAPPUNINSTALL", **changed: str) -> Any:
        fields = {
            "event": name,
            "data[VERSION]": "2",
            "auth[member_id]": portal.member_id,
            "auth[application_token]": portal.installation.application_token,
            "auth[domain]": portal.authority,
            "auth[client_endpoint]": portal.client_endpoint,
        }
        return self.client.post("/events/", {**fields, **changed})


@pytest.fixture
def browser(emulator: Emulator, db: None) -> Browser:
    return Browser(Client(enforce_csrf_checks=True), emulator)


@pytest.fixture
def installed(browser: Browser, portal: Portal) -> StoredPortal:
    """The first portal, with the app installed by its administrator."""
    browser.install(portal)
    return StoredPortal.objects.get(member_id=portal.member_id)


@pytest.fixture
def stored() -> Callable[[Portal, str], PortalUser]:
    """The stored row of a person of an emulated portal."""

    def find(portal: Portal, user: str) -> PortalUser:
        people = PortalUser.objects.select_related("portal")
        return people.get(portal__member_id=portal.member_id, user_id=portal.users[user].id)

    return find
