"""The query of a list, the order and cutting of pages, names, folders and dates: plain functions."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone, translation

from landing_app.bitrix24.types import Folder, Page, Rights, Site, SiteContents
from landing_app.explorer import folders, naming
from landing_app.explorer.dates import age, when
from landing_app.explorer.listing import PER_PAGE, PageQuery, cut, matching
from landing_app.portals.reads import Reading


def page(number: int, title: str = "", **changed: object) -> Page:
    values: dict[str, object] = {
        "id": number,
        "site_id": 1,
        "folder_id": None,
        "title": title or f"Page {number}",
        "code": f"p{number}",
        "active": True,
        "public": True,
        "deleted": False,
        "public_url": f"https://site.example/p{number}/",
        "picture": "",
        "modified": datetime(2026, 1, number % 28 + 1),
        "modified_text": "",
        "created_by": None,
        "modified_by": None,
        "is_area": False,
    }
    return Page(**{**values, **changed})  # type: ignore[arg-type]


def folder(number: int, parent: int | None = None, title: str = "", **changed: object) -> Folder:
    values: dict[str, object] = {
        "code": f"f{number}",
        "active": True,
        "deleted": False,
        "index_page_id": None,
    }
    return Folder(
        id=number, site_id=1, parent_id=parent, title=title or f"F{number}", **{**values, **changed}
    )  # type: ignore[arg-type]


def contents(*parts: Folder | Page) -> SiteContents:
    site = Site(1, "S", "PAGE", "s", "", True, False, False, "", "https://site.example", "", None, None, "")
    return SiteContents(
        site,
        tuple(part for part in parts if isinstance(part, Folder)),
        tuple(part for part in parts if isinstance(part, Page)),
        Rights(frozenset()),
    )


@pytest.mark.parametrize(
    "data",
    [
        {"folder": "-1"},
        {"folder": "1 OR 1"},
        {"status": "everything"},
        {"sort": "password"},
        {"page": "0"},
        {"page": "٣"},
        {"view": "<b>"},
        {"folder": "9" * 40},
    ],
)
def test_unknown_values_mean_the_default(data) -> None:
    assert PageQuery.read(data) == PageQuery()


def test_a_query_survives_its_address() -> None:
    query = PageQuery(folder="7", text="a&b", status="changed", sort="title", page=3, view="tiles")
    from django.http import QueryDict

    again = PageQuery.read(QueryDict(query.address(page=3)[1:]).dict())
    assert again == query
    assert PageQuery().address() == "?"
    assert PageQuery(page=4).address(status="changed") == "?status=changed"  # a change goes to the first page


def test_search_looks_at_titles_and_addresses_in_any_case() -> None:
    pages = [page(1, "Straße"), page(2, public_url="https://site.example/promo/Autumn/"), page(3)]
    assert [p.id for p in matching(pages, PageQuery(text="STRASSE"))] == [1]
    assert [p.id for p in matching(pages, PageQuery(text="autumn"))] == [2]


def test_order_by_title_status_and_date() -> None:
    pages = [page(1, "b"), page(2, "A", active=False), page(3, "c", public=False, modified=None)]
    assert [p.id for p in matching(pages, PageQuery(sort="title"))] == [2, 1, 3]
    assert [p.id for p in matching(pages, PageQuery(sort="status"))] == [2, 3, 1]
    assert [p.id for p in matching(pages, PageQuery(sort="-modified"))] == [2, 1, 3]


def test_a_page_beyond_the_end_is_the_last_one() -> None:
    found = [page(number) for number in range(1, 2 * PER_PAGE + 2)]
    shown = cut(found, PageQuery(page=99))
    assert (shown.page, shown.pages, shown.first, shown.last) == (3, 3, 2 * PER_PAGE + 1, 2 * PER_PAGE + 1)
    empty = cut([], PageQuery())
    assert (empty.first, empty.last, empty.pages) == (0, 0, 1)


def test_folders_nest_and_broken_chains_come_to_the_top() -> None:
    found = folders.tree(
        contents(
            folder(1, title="Catalog"),
            folder(2, 1),
            folder(3, 99),
            folder(4, 5),
            folder(5, 4),
            folder(6, deleted=True),
            page(1, folder_id=2),
        )
    )
    assert [node.id for node in found] == [1, 3, 4, 5]
    assert [child.id for child in found[0].children] == [2]
    assert found[0].children[0].pages == 1
    assert found[0].pages == 0


def test_the_trail_of_a_looping_folder_ends() -> None:
    looped = contents(folder(4, 5), folder(5, 4))
    assert {f.id for f in folders.trail(looped, 4)} == {4, 5}
    assert folders.trail(looped, None) == []


def test_names_are_distinct_even_when_addresses_are_equal() -> None:
    twins = [page(1, "Same", public_url=""), page(2, "Same", public_url="", code="p1"), page(3, "  ")]
    names = naming.page_names(twins)
    assert len(set(names.values())) == 3
    assert names[3] == "(/p3/)"


@pytest.mark.parametrize(
    ("ago", "wanted"),
    [
        (timedelta(0), "Today, 12:00"),
        (timedelta(days=1), "Yesterday"),
        (timedelta(days=9), "5 Nov"),
        (timedelta(days=365), "14 Nov 2025"),
    ],
)
def test_dates_as_people_say_them(monkeypatch, ago, wanted) -> None:
    now = datetime(2026, 11, 14, 12, tzinfo=timezone.get_default_timezone())
    monkeypatch.setattr(timezone, "now", lambda: now)
    with translation.override("en"):
        assert when(now - ago) == wanted
        assert when((now - ago).replace(tzinfo=None)) == wanted
        assert when(None, "10.10.2022") == "10.10.2022"


def test_dates_are_in_the_viewers_zone() -> None:
    import zoneinfo

    moment = timezone.now().replace(hour=23, minute=30)
    with translation.override("en"), timezone.override(zoneinfo.ZoneInfo("Asia/Tokyo")):
        assert "23:30" not in when(moment)


def test_the_age_of_a_reading_is_in_minutes() -> None:
    with translation.override("en"):
        assert age(Reading(None, timezone.now(), stale=False)) == "Updated just now"
        assert (
            age(Reading(None, timezone.now() - timedelta(minutes=2, seconds=5), stale=False))
            == "Updated 2 min ago"
        )
