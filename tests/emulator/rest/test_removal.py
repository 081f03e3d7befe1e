"""An application that published pages need cannot be removed; otherwise its blocks leave the library with it."""

import pytest
import requests

from portal_emulator import builders as build
from portal_emulator.removal import RemovalBlockedError


@pytest.fixture
def own_block(portal, emulator):
    code = emulator.application.code
    return build.add_library_block(portal, "repo_7", "Ours", ("cover",), "<p>Ours</p>", app_code=code)


def test_a_published_block_of_it_stands_in_the_way(emulator, portal, content, rest, own_block):
    build.add_block(portal, content.news, own_block.code)
    assert rest("landing.landing.publication", lid=content.news.id) is True
    with pytest.raises(RemovalBlockedError, match="LANDING_EXISTS_BLOCKS"):
        emulator.uninstall_app(portal)
    address = f"{portal.origin}/_emulator/api/127.0.0.1/uninstall"
    refusal = requests.post(address, json={}, timeout=5)
    assert (refusal.status_code, refusal.json()) == (400, {"error": "LANDING_EXISTS_BLOCKS"})
    assert portal.installation.present
    rest("landing.landing.unpublic", lid=content.news.id)
    emulator.uninstall_app(portal)
    assert not portal.installation.present
    assert own_block.code not in portal.repository
    assert "01.cover" in portal.repository


def test_a_published_page_of_it_stands_in_the_way(emulator, portal, content):
    content.published("Landing", initiator_app=emulator.application.code)
    with pytest.raises(RemovalBlockedError, match="LANDING_EXISTS_PAGES"):
        emulator.uninstall_app(portal)


def test_a_draft_with_its_block_does_not(emulator, portal, content, own_block):
    build.add_block(portal, content.news, own_block.code)
    emulator.uninstall_app(portal)
    assert not portal.installation.present
