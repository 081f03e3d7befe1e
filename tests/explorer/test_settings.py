"""The screen Settings, and the icons every template names."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from landing_app.explorer.icon_names import ICONS
from landing_app.portals.models import PortalUser

TEMPLATES = Path(settings.BASE_DIR) / "templates"


@pytest.mark.django_db
def test_settings_name_what_is_kept_with_the_configured_times(marketer, html) -> None:
    page = html(marketer.client.get("/settings/"))
    assert [a for t, a in page.tags if t == "h1"]
    for words in ("About", "Language and time", "What we keep", "Details for support"):
        assert words in page.text
    assert f"{settings.JOB_DAYS} days" in page.text
    assert f"{settings.API_LOG_DAYS} days" in page.text
    assert "Until the job ends, at most 24 hours" in page.text
    assert "English" in page.text


@pytest.mark.django_db
def test_diagnostics_hold_no_secret(marketer, portal) -> None:
    source = marketer.client.get("/settings/").content.decode()
    person = PortalUser.objects.get(pk=marketer.row.pk)
    stored = person.tokens.reveal()
    assert portal.member_id in source
    for secret in (portal.installation.application_token, *re.findall(r"[0-9a-z]{20,}", stored)):
        assert secret not in source


def test_every_icon_of_a_template_is_in_the_sprite() -> None:
    sprite = (TEMPLATES / "frame" / "sprite.svg").read_text()
    known = set(re.findall(r'<symbol id="i-([a-z-]+)"', sprite))
    used = {
        name
        for file in TEMPLATES.rglob("*.html")
        for name in re.findall(r"#i-([a-z-]+)[\"']", file.read_text())
    }
    assert used
    assert used <= known, used - known
    assert known == set(ICONS)


def test_a_masked_icon_stands_where_its_mask_is_laid_out() -> None:
    """The sprite itself is not displayed; a mask in such a place hides what it should show."""
    sprite = (TEMPLATES / "frame" / "sprite.svg").read_text()
    drawings = dict(part.split('"', 1) for part in sprite.split('<svg class="')[1:])
    assert set(drawings) == {"sprite", "sprite sprite--masked"}
    assert "url(#" not in drawings["sprite"]
    assert all("url(#" in symbol for symbol in drawings["sprite sprite--masked"].split("<symbol ")[1:])


def test_no_template_holds_what_the_policy_refuses() -> None:
    found = []
    for file in TEMPLATES.rglob("*.html"):
        source = file.read_text()
        if file.name == "block_preview.html":  # a document of its own with its own policy
            continue
        if re.search(r"<[^>]+\s(?:style|on[a-z]+)=|<style|<script(?![^>]*\ssrc=)|hx-on|javascript:", source):
            found.append(file.name)
    assert found == []
