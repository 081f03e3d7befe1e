"""Publishing pages and sites: rows, folders, refusals, silence (contract §3.4, §4.6, §6.5, §6.6)."""

import pytest

from portal_emulator import builders as build


def publish(rest, page):
    return rest("landing.landing.publication", lid=page.id)


class TestRows:
    def test_published_rows_get_ids_of_their_own_and_keep_them(self, rest, content):
        publish(rest, content.news)
        first = {row.id for row in content.public_rows(content.news)}
        assert not first & {content.cover.id, content.text.id}
        rest("landing.landing.hideblock", lid=content.news.id, block=content.cover.id)
        assert (content.news.active, content.news.public) == (True, False)
        publish(rest, content.news)
        assert {row.id for row in content.public_rows(content.news)} == first
        assert content.cover.parent_id in first

    def test_deleted_draft_takes_its_twin_at_the_next_publication(self, rest, content):
        publish(rest, content.news)
        rest("landing.landing.deleteblock", lid=content.news.id, block=content.cover.id)
        assert len(content.public_rows(content.news)) == 2
        publish(rest, content.news)
        assert [row.code for row in content.public_rows(content.news)] == ["20.text"]

    def test_restored_block_gets_a_new_public_id(self, rest, content):
        publish(rest, content.news)
        before = content.cover.parent_id
        for method in ("markdeletedblock", "markundeletedblock"):
            rest(f"landing.landing.{method}", lid=content.news.id, block=content.cover.id)
        publish(rest, content.news)
        assert content.cover.parent_id not in (None, before)

    def test_reading_in_edit_mode_clones_published_only_rows(self, rest, content, portal):
        page = build.add_page(portal, content.site, "Wizard", "wizard", active=True, public=True)
        public = build.add_block(portal, page, "01.cover", public=True)
        [draft] = rest("landing.block.getlist", lid=page.id, params={"edit_mode": 1})
        assert draft["id"] != public.id
        [again] = rest("landing.block.getlist", lid=page.id, params={"edit_mode": 1})
        assert again["id"] == draft["id"]
        assert page.public
        publish(rest, page)
        assert [row.id for row in content.public_rows(page)] == [public.id]

    def test_links_between_blocks_point_to_published_rows(self, rest, content):
        content.cover.content = f'<a href="#block{content.text.id}">down</a>'
        publish(rest, content.news)
        live = next(row for row in content.public_rows(content.news) if row.code == "01.cover")
        assert f'#block{content.text.parent_id}"' in live.content


def test_publication_switches_on_folders_and_site(rest, content, portal):
    inner = build.add_folder(portal, content.site, "Deep", "deep", parent_id=content.folder.id)
    content.post.folder_id = inner.id
    content.folder.active = content.site.active = False
    assert publish(rest, content.post) is True
    assert (inner.active, content.folder.active, content.site.active) == (True, True, True)


def test_without_the_right_nothing_happens_and_nothing_is_said(as_user, content):
    answer = as_user("editor").post("landing.landing.publication", {"lid": content.news.id})
    assert answer.status_code == 200
    assert answer.json()["result"] is None
    assert not content.news.active
    assert as_user("editor").error("landing.landing.unpublic", lid=content.news.id) == "ACCESS_DENIED"


def test_unpublic_is_idempotent_and_keeps_rows_and_site(rest, content):
    publish(rest, content.news)
    for _ in range(2):
        assert rest("landing.landing.unpublic", lid=content.news.id) is True
    assert (content.news.active, content.news.public, content.site.active) == (False, False, True)
    assert content.public_rows(content.news)


def test_trashed_page_cannot_be_published(rest, content):
    content.news.deleted = True
    assert rest.error("landing.landing.publication", lid=content.news.id) == "LANDING_NOT_EXIST"


@pytest.mark.parametrize(
    ("switch", "value", "code"),
    [
        ("max_public_pages", 0, "PUBLIC_PAGE_REACHED"),
        ("free_plan_publishing_ban", True, "PUBLIC_SITE_REACHED_FREE"),
        ("phone_confirmed", False, "PHONE_NOT_CONFIRMED"),
        ("license_expired", True, "LICENSE_EXPIRED"),
        ("free_domain_allowed", False, "FREE_DOMAIN_IS_NOT_ALLOWED"),
    ],
)
def test_tariff_refusals(rest, content, portal, switch, value, code):
    setattr(portal.tariff, switch, value)
    assert rest.error("landing.landing.publication", lid=content.news.id) == code


def test_any_refusal_can_be_switched_on_by_its_code(rest, content, portal):
    codes = (
        "URLCHECKER_FAIL",
        "PUBLIC_PAGE_REACHED",
        "LANDING_PAYMENT_FAILED",
        "PUBLIC_SITE_REACHED",
        "EMAIL_NOT_CONFIRMED",
    )
    for code in codes:
        portal.tariff.refused = {code}
        assert rest.error("landing.landing.publication", lid=content.news.id) == code


def test_page_scoped_refusals(rest, content, portal):
    portal.tariff.custom_html_allowed = portal.tariff.market_subscription = False
    content.news.settings["HEADBLOCK_USE"] = "Y"
    code = rest.error("landing.landing.publication", lid=content.news.id)
    assert code == f"PUBLIC_HTML_DISALLOWED[L{content.news.id}]"
    content.home.from_unpaid_app = True
    assert rest.error("landing.landing.publication", lid=content.home.id) == "LANDING_PAYMENT_FAILED"
    build.add_library_block(
        portal, "repo_9", "App block", ("other",), "<p></p>", app_code="other.app", repo_id=9
    )
    build.add_block(portal, content.post, "repo_9")
    assert rest.error("landing.landing.publication", lid=content.post.id) == "LANDING_PAYMENT_FAILED_BLOCK"


def test_email_instead_of_phone_in_some_zones(emulator, rest, content, portal):
    portal.zone, portal.tariff.email_confirmed, portal.tariff.phone_confirmed = "ru", False, False
    assert rest.error("landing.landing.publication", lid=content.news.id) == "EMAIL_NOT_CONFIRMED"


def test_site_limit_counts_only_sites_being_switched_on(rest, content, portal):
    portal.tariff.max_public_sites = 1
    assert publish(rest, content.news) is True
    second = build.add_site(portal, "Second", "second", active=False)
    page = build.add_page(portal, second, "P", "p")
    assert rest.error("landing.landing.publication", lid=page.id) == "PUBLIC_SITE_REACHED"


def test_the_last_step_can_fail_when_blocks_are_live(rest, content, portal):
    portal.tariff.free_domain_allowed = False
    rest.error("landing.landing.publication", lid=content.news.id)
    assert content.public_rows(content.news)
    assert content.news.active


class TestSite:
    def test_never_published_drafts_go_live_too(self, rest, content, portal):
        content.folder.active = content.site.active = False
        assert rest("landing.site.publication", id=content.site.id) == content.site.id
        assert all(page.active and page.public for page in portal.pages.values())
        assert content.folder.active
        assert content.site.active

    def test_stops_at_the_first_page_error(self, rest, content):
        content.news.malicious = True
        assert rest.error("landing.site.publication", id=content.site.id) == "URLCHECKER_FAIL"
        assert (content.home.active, content.post.active) == (True, False)

    def test_without_the_right_folders_are_still_switched_on(self, as_user, content):
        content.folder.active = False
        assert as_user("editor").error("landing.site.publication", id=content.site.id) == "ACCESS_DENIED"
        assert content.folder.active
        assert not content.news.active

    def test_unknown_site_has_no_code_of_its_own(self, rest):
        assert rest.error("landing.site.publication", id=99) == "ACCESS_DENIED"
