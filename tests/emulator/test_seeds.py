"""The planted portals: what is there, that it is the same every time, and that thousands of pages stay cheap."""

from collections import Counter

import pytest

from portal_emulator import ManualClock, Portal
from portal_emulator.landing.urls import page_url
from portal_emulator.model import Page
from portal_emulator.seeds import seed_portal
from portal_emulator.seeds.hostile import BLOCKS, LONG_TITLE, TITLES


def seeded(number: int = 0, pages: int = 0) -> Portal:
    portal = Portal(f"127.0.0.{number + 1}", port=9000, clock=ManualClock())
    seed_portal(portal, number, pages=pages)
    return portal


@pytest.fixture(scope="module")
def first() -> Portal:
    return seeded()


def pages_of(portal: Portal, title: str) -> list[Page]:
    site = next(site for site in portal.sites.values() if site.title == title)
    return list(portal.pages_of(site.id))


def test_the_main_site_is_the_one_of_the_design(first: Portal) -> None:
    site = next(site for site in first.sites.values() if site.title == "Larch & Fern Interiors")
    pages = pages_of(first, site.title)
    alive = [page for page in pages if not page.deleted]
    folders = {folder.title: folder for folder in first.folders_of(site.id)}
    places = Counter(page.folder_id for page in alive)
    assert len(alive) == 24
    assert len(pages) - len(alive) == 2
    assert places[None] == 9
    assert [places[folders[name].id] for name in ("Catalog", "Sofas", "Tables", "Promo", "Blog", "Partners")] == [
        1, 3, 2, 5, 3, 1,
    ]  # fmt: skip
    assert folders["Sofas"].parent_id == folders["Catalog"].id
    assert not folders["Partners"].active
    assert all(folder.active for name, folder in folders.items() if name != "Partners")
    assert first.pages[site.index_page_id or 0].title == "Furniture that grows with you"
    assert [page.title for page in alive if page.is_area] == ["Header"]


def test_every_kind_of_site_is_there(first: Portal) -> None:
    kinds = Counter(site.type for site in first.sites.values() if not site.deleted)
    assert kinds["PAGE"] >= 3
    assert kinds["STORE"] >= 1
    assert kinds["KNOWLEDGE"] == kinds["GROUP"] == 1
    assert [site.code for site in first.sites.values() if site.special] == ["/crm_forms/"]
    assert [site.title for site in first.sites.values() if not site.active and not site.deleted] == [
        "Cobalt Dental"
    ]
    assert [site.title for site in first.sites.values() if site.deleted] == ["Pop-up shop 2023"]


def test_all_three_statuses_have_the_rows_of_a_real_publication(first: Portal) -> None:
    for page in pages_of(first, "Larch & Fern Interiors"):
        rows = first.rows_of(page)
        drafts = [row for row in rows if not row.public]
        public = {row.id: row for row in rows if row.public}
        if page.published_at is None:
            assert not public
            assert not page.active
        else:
            assert {row.parent_id for row in drafts} == set(public)
            differs = any(row.content != public[row.parent_id or 0].content for row in drafts)
            assert differs is (not page.public)
    statuses = Counter((page.active, page.public) for page in pages_of(first, "Larch & Fern Interiors"))
    assert set(statuses) == {(True, True), (True, False), (False, False)}


def test_no_two_pages_share_an_address(first: Portal) -> None:
    addresses = Counter(page_url(first, page) for page in first.pages.values())
    assert [address for address, count in addresses.items() if count > 1] == []


def test_hostile_titles_and_blocks_wait_on_their_own_site(first: Portal) -> None:
    pages = {page.code: page for page in pages_of(first, "Rendering trials")}
    titles = {page.title for page in pages.values()}
    assert {"<script>alert(1)</script>", "", LONG_TITLE.strip()} <= titles
    assert set(dict(TITLES)) <= set(pages)
    for code, _, html in BLOCKS:
        assert html in [row.content for row in first.rows_of(pages[f"html-{code}"])]
    assert pages["refused"].malicious
    assert [row.deleted for row in first.rows_of(pages["deleted-blocks"]) if not row.public] == [
        False,
        True,
        False,
    ]
    other = [
        row.content
        for row in first.blocks.values()
        if first.pages[row.page_id].site_id != pages["home"].site_id
    ]
    assert not any("<script" in content or "onerror" in content for content in other)


def test_the_library_has_forty_block_types_in_sections(first: Portal) -> None:
    own = [block for block in first.repository.values() if not block.app_code]
    assert len(own) == 40
    assert all(block.sections and set(block.sections) <= set(first.sections) for block in own)
    assert {"last", "favourite"} <= set(first.sections)
    assert first.repository["repo_12"].repo_id == 12


def test_the_same_plan_gives_the_same_portal() -> None:
    one, two = seeded(), seeded()
    assert list(one.pages) == list(two.pages)
    assert [(row.id, row.content, row.modified_at) for row in one.blocks.values()] == [
        (row.id, row.content, row.modified_at) for row in two.blocks.values()
    ]


def test_the_other_portals_are_other_companies() -> None:
    russian, works = seeded(1), seeded(2)
    assert any("Чай" in page.title for page in russian.pages.values())
    assert russian.sections["cover"].name == "Обложка"
    assert 1 <= len(works.sites) <= 3
    titles = [{site.title for site in portal.sites.values()} for portal in (seeded(), russian, works)]
    assert not titles[0] & titles[1]
    assert not titles[0] & titles[2]


def test_ten_thousand_pages_build_blocks_only_when_read() -> None:
    small = len(seeded().blocks)
    portal = seeded(pages=10_000)
    pages = pages_of(portal, "Warehouse catalog")
    assert len(pages) == 10_000
    assert len(portal.blocks) == small
    assert max(Counter(page.folder_id for page in pages).values()) <= 500
    rows = portal.rows_of(pages[5])
    assert {row.page_id for row in rows} == {pages[5].id}
    assert len(portal.blocks) == small + len(rows)
    assert {(page.active, page.public) for page in pages} == {(True, True), (True, False), (False, False)}
