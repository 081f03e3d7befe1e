"""Copying, moving, updating and trashing pages (contract §6.1-6.4)."""

import re

from portal_emulator import builders as build


def copy(rest, portal, page, **options):
    number = rest("landing.landing.copy", lid=page.id, **options)
    assert isinstance(number, int)
    return portal.pages[number]


class TestCopy:
    def test_title_and_address_of_copies_in_one_place(self, rest, content, portal):
        first, second = (copy(rest, portal, content.news) for _ in range(2))
        assert (first.title, second.title) == ("News (copy)", "News (copy)")
        assert re.fullmatch(r"news_[a-z]{4}", first.code)
        assert first.code != second.code

    def test_elsewhere_title_and_address_stay(self, rest, content, portal):
        copied = copy(rest, portal, content.news, toFolderId=content.folder.id)
        assert (copied.title, copied.code, copied.folder_id) == ("News", "news", content.folder.id)

    def test_suffix_speaks_the_portals_language(self, rest, content, portal):
        portal.language = "ru"
        assert copy(rest, portal, content.news).title == "News (копия)"

    def test_absent_folder_means_root_and_foreign_folder_too(self, rest, content, portal):
        assert copy(rest, portal, content.post).folder_id is None
        other = build.add_site(portal, "Other", "other")
        foreign = build.add_folder(portal, other, "F", "f")
        assert copy(rest, portal, content.news, toFolderId=foreign.id).folder_id is None

    def test_drafts_are_copied_and_unknown_types_dropped(self, rest, content, portal):
        build.add_block(portal, content.news, "99.gone", "<p>gone</p>")
        copied = copy(rest, portal, content.news)
        assert [row.code for row in portal.rows_of(copied)] == ["01.cover", "20.text"]
        assert not any(row.public for row in portal.rows_of(copied))

    def test_copy_of_a_live_page_is_live_at_once(self, rest, content, portal):
        page = content.published("Live")
        content.folder.active = False
        copied = copy(rest, portal, page, toFolderId=content.folder.id)
        assert (copied.active, content.folder.active) == (True, True)

    def test_unless_a_folder_would_reveal_other_pages(self, rest, content, portal):
        page = content.published("Live")
        content.post.active, content.folder.active = True, False
        copied = copy(rest, portal, page, toFolderId=content.folder.id)
        assert (copied.active, content.folder.active) == (False, False)

    def test_refused_publication_is_swallowed(self, rest, content, portal):
        page = content.published("Live")
        portal.tariff.refused = {"PHONE_NOT_CONFIRMED"}
        assert not copy(rest, portal, page).active

    def test_without_the_public_right_the_copy_stays_offline(self, as_user, content, portal):
        assert not copy(as_user("editor"), portal, content.published("Live")).active

    def test_trashed_source_is_accepted_but_gives_no_blocks(self, rest, content, portal):
        content.news.deleted = True
        assert portal.rows_of(copy(rest, portal, content.news)) == []

    def test_page_in_a_trashed_folder_does_not_exist(self, rest, content):
        content.folder.deleted = True
        assert rest.error("landing.landing.copy", lid=content.post.id) == "LANDING_NOT_EXIST"

    def test_refusals(self, rest, as_user, content):
        assert rest.error("landing.landing.copy", lid=content.news.id, toSiteId=99) == "SITE_NOT_FOUND"
        answer = as_user("viewer").post("landing.landing.copy", {"lid": content.news.id})
        assert answer.json()["error_description"] == "Page create access was denied.."


class TestMove:
    def test_to_a_folder_and_back_to_the_root(self, rest, content):
        assert rest("landing.landing.move", lid=content.news.id, toFolderId=content.folder.id) is True
        assert content.news.folder_id == content.folder.id
        rest("landing.landing.move", lid=content.news.id)
        assert content.news.folder_id is None

    def test_site_and_folder_in_one_call(self, rest, content, portal):
        other = build.add_site(portal, "Other", "other")
        folder = build.add_folder(portal, other, "F", "f")
        options = {"lid": content.news.id, "toSiteId": other.id, "toFolderId": folder.id}
        assert rest.error("landing.landing.move", **options) == "FOLDER_NOT_FOUND"
        assert rest("landing.landing.move", lid=content.news.id, toSiteId=other.id) is True
        assert rest("landing.landing.move", **options) is True
        assert (content.news.site_id, content.news.folder_id) == (other.id, folder.id)

    def test_live_page_is_published_again_quietly(self, rest, content, portal):
        page = content.published("Live")
        rest("landing.landing.move", lid=page.id, toFolderId=content.folder.id)
        assert page.active
        portal.tariff.refused = {"PHONE_NOT_CONFIRMED"}
        assert rest("landing.landing.move", lid=page.id) is True
        assert not page.active

    def test_index_of_the_old_folder_is_emptied(self, rest, content):
        content.folder.index_page_id = content.post.id
        rest("landing.landing.move", lid=content.post.id)
        assert content.folder.index_page_id is None

    def test_rights(self, as_user, content, portal):
        viewer = as_user("viewer")
        assert viewer.error("landing.landing.move", lid=content.news.id) == "ACCESS_DENIED"
        portal.users["viewer"].rights = frozenset({"read", "edit"})
        assert viewer.error("landing.landing.move", lid=content.news.id) == "DELETE_ACCESS_DENIED"
        answer = as_user("editor").post("landing.landing.move", {"lid": content.news.id})
        assert answer.json()["error_description"] == "Page publishing access was denied."


class TestUpdate:
    def test_unknown_page_is_true_and_some_fields_are_dropped(self, rest, content):
        assert rest("landing.landing.update", lid=99, fields={"TITLE": "x"}) is True
        rest(
            "landing.landing.update", lid=content.news.id, fields={"TITLE": "New", "ACTIVE": "Y", "RULE": "x"}
        )
        assert (content.news.title, content.news.active, content.news.rule) == ("New", False, None)

    def test_settings(self, rest, content):
        rest(
            "landing.landing.update", lid=content.news.id, fields={"ADDITIONAL_FIELDS": {"METAOG_TITLE": "T"}}
        )
        assert rest("landing.landing.getadditionalfields", lid=content.news.id) == {"METAOG_TITLE": "T"}

    def test_addresses_are_checked(self, rest, content):
        def refused(code):
            return rest.error("landing.landing.update", lid=content.news.id, fields={"CODE": code})

        assert refused("a/b") == "SLASH_IS_NOT_ALLOWED"
        assert refused(" ") == "CANT_BE_EMPTY"
        assert refused("page_1_2") == "WRONG_CODE_FORMAT"

    def test_refusals(self, rest, as_user, content):
        lid = content.news.id
        assert rest.error("landing.landing.update", lid=lid, fields={"FOLDER_ID": 99}) == "FOLDER_NOT_FOUND"
        assert rest.error("landing.landing.update", lid=lid, fields={"SITE_ID": 99}) == "SITE_NOT_FOUND"
        assert rest.error("landing.landing.update", lid=lid, fields={"NOPE": 1}) == "SYSTEM_ERROR"
        assert (
            as_user("viewer").error("landing.landing.update", lid=lid, fields={"TITLE": "x"})
            == "ACCESS_DENIED"
        )

    def test_add(self, rest, content, portal):
        number = rest("landing.landing.add", fields={"TITLE": "News", "SITE_ID": content.site.id})
        assert re.fullmatch(r"news_[a-z]{4}", portal.pages[number].code)
        assert not portal.pages[number].active


class TestTrash:
    def test_round_trip_leaves_the_page_offline(self, rest, content):
        page = content.published("Live")
        for _ in range(2):
            assert rest("landing.landing.markDelete", lid=page.id) == page.id
        assert (page.deleted, page.active, page.public) == (True, False, True)
        assert rest("landing.landing.markUnDelete", lid=page.id) == page.id
        assert (page.deleted, page.active) == (False, False)

    def test_trashed_pages_occupy_their_address(self, rest, content, portal):
        content.news.deleted = True
        number = rest("landing.landing.add", fields={"TITLE": "News", "SITE_ID": content.site.id})
        assert portal.pages[number].code != "news"

    def test_unknown_id_comes_back(self, rest):
        assert rest("landing.landing.markDelete", lid=4711) == 4711

    def test_refusals(self, rest, as_user, content):
        assert rest.error("landing.landing.markDelete", lid=content.home.id) == "CANT_DELETE_MAIN"
        content.news.is_area = True
        assert rest.error("landing.landing.markDelete", lid=content.news.id) == "UNABLE_DELETE_INCLUDE"
        assert as_user("viewer").error("landing.landing.markDelete", lid=content.post.id) == "ACCESS_DENIED"

    def test_delete_for_good(self, rest, content, portal):
        content.news.deleted = True
        assert rest.error("landing.landing.delete", lid=content.news.id) == "LANDING_NOT_EXIST"
        content.post.locked = True
        assert rest.error("landing.landing.delete", lid=content.post.id) == "LANDING_IS_LOCK"
        assert rest("landing.landing.delete", lid=content.home.id) is True
        assert content.site.index_page_id == content.news.id
