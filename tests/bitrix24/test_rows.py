"""Rows as PHP writes them."""

from datetime import datetime
from urllib.parse import urljoin

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landing_app.bitrix24 import rows
from landing_app.bitrix24.dates import parse_date
from landing_app.bitrix24.pictures import absolute
from landing_app.bitrix24.types import PageStatus

PORTAL = "https://larch.bitrix24.com"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("10/11/2022 03:25:30 pm", datetime(2022, 10, 11, 15, 25, 30)),
        ("03/26/2026 12:21:48 am", datetime(2026, 3, 26, 0, 21, 48)),
        ("26.03.2026 12:21:48", datetime(2026, 3, 26, 12, 21, 48)),
        ("26/03/2026 12:21", datetime(2026, 3, 26, 12, 21)),
        ("2026-03-26 12:21:48", datetime(2026, 3, 26, 12, 21, 48)),
        ("2026-03-26T12:21:48+03:00", datetime(2026, 3, 26, 12, 21, 48)),
        ("26.03.2026", datetime(2026, 3, 26)),
        ("99.99.2026 12:00:00", None),
        ("yesterday", None),
        ("", None),
        (None, None),
        ({}, None),
        (1773706491, None),
    ],
)
def test_dates_of_every_culture(value: object, expected: datetime | None) -> None:
    assert parse_date(value) == expected


@pytest.mark.parametrize(
    ("value", "public_url", "expected"),
    [
        ("/preview.jpg", "https://villa.bitrix24.site", "https://villa.bitrix24.site/preview.jpg"),
        ("/preview.jpg", "", ""),
        ("/upload/landing/a b.jpg", "https://villa.bitrix24.site", f"{PORTAL}/upload/landing/a b.jpg"),
        ("//cdn.example/x.jpg", "", "https://cdn.example/x.jpg"),
        ("https://cdn.example/x.jpg", "", "https://cdn.example/x.jpg"),
        ("javascript:alert(1)", "", ""),
        ("", "https://villa.bitrix24.site", ""),
        (None, "", ""),
        ([], "", ""),
    ],
)
def test_pictures_are_absolute_or_absent(value: object, public_url: str, expected: str) -> None:
    assert absolute(value, PORTAL, public_url) == expected


@settings(deadline=None, max_examples=500)
@given(
    st.lists(st.sampled_from(["http://", "https://", "x.y", "/", ".", "..", "a", "%20", ":80", "?b=1", "#c"]))
)
def test_the_short_cut_resolves_like_the_library(parts: list[str]) -> None:
    value = "".join(parts)
    try:
        resolved = urljoin(f"{PORTAL}/", value) if value else ""
    except ValueError:
        resolved = ""
    assert absolute(value, PORTAL) == (resolved if resolved.startswith(("https://", "http://")) else "")


def test_a_page_row_of_texts() -> None:
    page = rows.page(
        {
            "ID": "985",
            "TITLE": "News",
            "SITE_ID": "3",
            "FOLDER_ID": "0",
            "ACTIVE": "Y",
            "PUBLIC": "N",
            "CODE": "news",
            "DATE_MODIFY": "10/10/2022 03:25:30 pm",
            "DATE_PUBLIC": {},
            "CREATED_BY_ID": "7",
            "PREVIEW": "//larch.bitrix24.com/bitrix/images/landing/nopreview.jpg",
            "IS_AREA": False,
        },
        PORTAL,
    )
    assert (page.id, page.site_id, page.folder_id, page.created_by, page.modified_by) == (
        985,
        3,
        None,
        7,
        None,
    )
    assert page.status is PageStatus.CHANGED
    assert page.picture == f"{PORTAL}/bitrix/images/landing/nopreview.jpg"
    assert not page.deleted


@pytest.mark.parametrize(
    ("active", "public", "status"),
    [
        ("Y", "Y", PageStatus.PUBLISHED),
        ("N", "Y", PageStatus.NOT_PUBLISHED),
        ("N", "N", PageStatus.NOT_PUBLISHED),
    ],
)
def test_page_status(active: str, public: str, status: PageStatus) -> None:
    assert rows.page({"ID": "1", "ACTIVE": active, "PUBLIC": public}, PORTAL).status is status


@pytest.mark.parametrize(
    "result",
    [["denied", "read", "edit"], {"0": "read", "2": "edit"}, [True, "read", "edit", False]],
)
def test_rights_as_list_or_object(result: object) -> None:
    rights = rows.rights(result)
    assert rights.can("read")
    assert rights.can("edit")
    assert not rights.can("public")


def test_rights_of_an_unknown_site() -> None:
    assert rows.rights([]).operations == frozenset()


REPOSITORY = {
    "last": {"name": "Last used", "items": {"20.1.text@28619": {"name": "My hero"}}},
    "favourite": {"name": "Favorites", "items": []},
    "text": {
        "name": "Text",
        "meta": [],
        "separator": False,
        "items": {
            "20.1.text": {"name": "Text", "preview": "//larch.bitrix24.com/a.jpg"},
            "20.1.text@28619": {"name": "My hero", "favoriteMy": True, "preview": "/upload/p.jpg"},
        },
    },
    "cover": {"name": "Cover", "items": {"20.1.text@28619": {"name": "My hero", "favoriteMy": True}}},
    "separator_apps": {"name": "Market", "separator": True},
}


def test_favorites_of_a_repository() -> None:
    by_key = {block.key: block for block in rows.saved_blocks({"text": REPOSITORY["text"]}, PORTAL)}
    block = by_key["20.1.text@28619"]
    assert (block.code, block.id, block.name, block.mine) == ("20.1.text", 28619, "My hero", True)
    assert block.preview == f"{PORTAL}/upload/p.jpg"
    (merged,) = rows.saved_blocks(REPOSITORY, PORTAL)
    assert merged.sections == {"text", "cover"}


def test_sections_leave_out_lists_and_separators() -> None:
    assert rows.sections(REPOSITORY) == {"text": "Text", "cover": "Cover"}
    assert rows.sections(False) == {}


def test_a_block_with_empty_php_maps() -> None:
    block = rows.block(
        {"id": 28181, "lid": 2215, "code": "x", "name": None, "active": True, "meta": []}, PORTAL
    )
    assert (block.id, block.page_id, block.name, block.content, block.css) == (28181, 2215, "", None, ())
