"""The recycle bin forgets after 30 days of the portal's clock."""

import pytest

DAY = 86_400.0


@pytest.fixture
def later(clock, as_user):
    """Move the clock by days and send a call of the administrator, whose old token has expired."""

    def send(days, method="landing.site.getList", **params):
        clock.advance(days * DAY)
        return as_user("administrator")(method, **params)

    return send


def test_a_page_goes_after_thirty_days(rest, later, portal, content):
    rest("landing.landing.markDelete", lid=content.news.id)
    later(29.99)
    assert content.news.id in portal.pages
    later(0.06)
    assert content.news.id not in portal.pages
    assert not any(row.page_id == content.news.id for row in portal.blocks.values())
    assert {content.home.id, content.post.id} == set(portal.pages)


def test_what_was_restored_in_time_stays(rest, later, portal, content):
    rest("landing.landing.markDelete", lid=content.news.id)
    later(20, "landing.landing.markUnDelete", lid=content.news.id)
    later(0, "landing.landing.markDelete", lid=content.news.id)
    later(20)
    assert content.news.id in portal.pages


def test_a_second_markdelete_does_not_start_the_days_anew(later, portal, content):
    for days in (0, 16):
        later(days, "landing.landing.markDelete", lid=content.news.id)
    later(16)
    assert content.news.id not in portal.pages


@pytest.mark.parametrize(
    ("method", "kind", "gone"),
    [("markFolderDelete", "folder", {"post"}), ("markDelete", "site", {"home", "news", "post"})],
)
def test_what_holds_pages_takes_them_along(rest, later, portal, content, method, kind, gone):
    rest(f"landing.site.{method}", id=getattr(content, kind).id)
    later(31)
    assert {"home", "news", "post"} - {page.code for page in portal.pages.values()} == gone
    assert content.folder.id not in portal.folders
    assert (content.site.id in portal.sites) == (kind == "folder")


def test_what_a_seed_put_there_counts_from_the_first_look(later, portal, content):
    content.news.deleted = True
    for days in (0, 29, 2):
        assert content.news.id in portal.pages
        later(days)
    assert content.news.id not in portal.pages
