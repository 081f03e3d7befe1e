"""The frame's style sheets and scripts: joined when they are collected, apart where nothing is."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.template import engines

from landing_app.explorer.bundles import BUNDLES

PAGE = '{% load bundles %}{% styles "css/desk.css" %}{% scripts "js/desk.js" %}'


def addresses() -> list[str]:
    html = engines["django"].from_string(PAGE).render()
    return re.findall(r'(?:href|src)="([^"]+)"', html)


@pytest.fixture
def collected(tmp_path, settings) -> Path:
    """Static files as production has them."""
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "landing_app.explorer.bundles.BundledStorage"},
    }
    call_command("collectstatic", "--no-input", verbosity=0)
    return tmp_path


def test_production_asks_for_one_style_sheet_and_one_script(collected) -> None:
    found = addresses()
    assert [re.sub(r"\.[0-9a-f]{12}\.", ".", one) for one in found] == [
        "/static/css/desk.css",
        "/static/js/desk.js",
    ]
    for address, parts in zip(found, BUNDLES.values(), strict=True):
        file = collected / address.removeprefix("/static/")
        sources = [Path(finders.find(part)).read_bytes() for part in parts]
        assert file.read_bytes() == b"\n".join(sources)
        assert gzip.decompress(file.with_name(f"{file.name}.gz").read_bytes()) == file.read_bytes()


def test_collecting_again_after_a_change_gives_a_new_name(collected, settings, tmp_path) -> None:
    before = addresses()
    changed = tmp_path / "own" / "css"
    changed.mkdir(parents=True)
    (changed / "jobs.css").write_text(".changed {}")
    settings.STATICFILES_DIRS = [tmp_path / "own", *settings.STATICFILES_DIRS]
    finders.get_finder.cache_clear()
    call_command("collectstatic", "--no-input", verbosity=0)
    after = addresses()
    finders.get_finder.cache_clear()
    assert after[0] != before[0]
    assert after[1] == before[1]
    assert ".changed {}" in (collected / after[0].removeprefix("/static/")).read_text()


def test_without_a_collection_the_parts_are_served(client) -> None:
    assert addresses() == [f"/static/{part}" for parts in BUNDLES.values() for part in parts]
    assert staticfiles_storage.url("css/app.css") == "/static/css/app.css"
