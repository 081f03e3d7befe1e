"""Size and parallel use."""

from threading import Thread

from portal_emulator import builders as build


def test_ten_thousand_pages_have_blocks_only_when_looked_at(rest, portal, content):
    def fill(target, page):
        build.add_block(target, page, "01.cover")

    for number in range(10_000):
        build.add_page(portal, content.site, f"Page {number}", f"page-{number}", lazy_blocks=fill)
    assert len(portal.blocks) == 2
    rows = rest("landing.landing.getList", params={"select": ["ID", "TITLE"], "get_urls": 1})
    assert len(rows) == 10_003
    assert len(rest("landing.block.getlist", lid=int(rows[-1]["ID"]), params={"edit_mode": 1})) == 1
    assert len(portal.blocks) == 3


def test_parallel_copies_all_get_addresses_of_their_own(rest, as_user, portal, content):
    users = [as_user("marketer") for _ in range(4)]

    def copy(caller):
        for _ in range(10):
            caller("landing.landing.copy", lid=content.news.id)

    threads = [Thread(target=copy, args=(caller,)) for caller in users]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    codes = [page.code for page in portal.pages.values() if page.folder_id is None]
    assert len(codes) == len(set(codes)) == 42
