"""What the app's card in Bitrix24 Market says keeps to the cabinet's rules and agrees with the code."""

import re
from pathlib import Path

import pytest
from PIL import Image

from landing_app import settings
from landing_app.explorer.selection import MOST_TARGETS
from landing_app.jobs.picture import MAX_PIXELS
from landing_app.jobs.uploads import MAX_BYTES
from landing_app.portals.bindings import PLACEMENTS, TITLE

MARKET = Path(__file__).parents[1] / "docs" / "market"
CARD = MARKET.joinpath("card.md").read_text()
SECTIONS = {
    name: text.strip()
    for name, text in re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", CARD, re.DOTALL | re.MULTILINE)
}


def words(text: str) -> set[str]:
    return set(re.findall(r"[a-z]{4,}", text.lower()))


def listed(section: str) -> list[str]:
    return [part.strip() for part in SECTIONS[section].split(",")]


def test_the_name_is_the_same_everywhere() -> None:
    assert SECTIONS["Name"] == TITLE
    license_page = Path(__file__).parents[1] / "templates" / "portals" / "license.html"
    assert "By installing the app you accept it." in license_page.read_text()
    assert f"{TITLE} shows sites" in license_page.read_text()


def test_the_short_description_is_one_or_two_sentences_and_adds_to_the_name() -> None:
    short = SECTIONS["Short description"]
    assert 1 <= len(re.findall(r"[.?](?:\s|$)", short)) <= 2
    assert not short.startswith(TITLE)


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("At most {:,} pages in one job", MOST_TARGETS),
        ("at most {} MB", MAX_BYTES // 2**20),
        ("{} million pixels", MAX_PIXELS // 1_000_000),
        ("kept for {} days", settings.JOB_DAYS),
    ],
)
def test_limits_are_those_of_the_code(said: str, value: int) -> None:
    assert said.format(value) in SECTIONS["Full description"]


def test_categories_tags_and_keywords_fit_the_cabinet() -> None:
    assert len(listed("Categories")) <= 5
    assert len(listed("Tags")) <= 5
    assert len(SECTIONS["Keywords"]) <= 2000
    assert len(set(listed("Keywords"))) == len(listed("Keywords")) > 5


def test_embedding_places_are_those_the_installer_binds() -> None:
    assert set(re.findall(r"LANDING_[A-Z_*]+", SECTIONS["Embedding places"])) == set(PLACEMENTS)


def test_nothing_is_sold_or_advertised() -> None:
    assert not words(CARD) & {"discount", "free", "cheap", "best", "sale", "wordpress", "tilda", "wix"}


def test_the_icon_is_square_opaque_and_of_an_allowed_size() -> None:
    with Image.open(MARKET / "icon.png") as icon:
        assert icon.mode == "RGB"
        assert icon.width == icon.height
        assert 250 <= icon.width <= 650


def test_screenshots_fit_the_card() -> None:
    shots = sorted(MARKET.glob("[0-9]-*.png"))
    assert len(shots) >= 3
    for shot in shots:
        with Image.open(shot) as picture:
            assert picture.width <= 1280
            assert picture.height <= 720
