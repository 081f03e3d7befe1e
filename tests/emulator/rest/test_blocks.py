"""Blocks on pages: reading, editing, saved blocks, pictures (contract §7, §8)."""

import base64
import io

import pytest
from PIL import Image

from portal_emulator import builders as build


def order(content):
    rows = [row for row in content.drafts(content.news) if not row.deleted]
    assert [row.sort for row in rows] == [500 * number for number in range(len(rows))]
    return [row.id for row in rows]


class TestReading:
    def test_public_and_draft_lists(self, rest, content):
        lid = content.news.id
        assert rest("landing.block.getlist", lid=lid) == []
        rest("landing.landing.hideblock", lid=lid, block=content.cover.id)
        first, _ = rest("landing.block.getlist", lid=lid, params={"edit_mode": 1})
        assert (first["id"], first["lid"], first["active"], first["name"]) == (
            content.cover.id,
            lid,
            False,
            "Cover",
        )
        assert first["meta"]["FAVORITE_META"] == "Array"
        assert all(isinstance(value, str) for value in first["meta"].values())
        assert "content" not in first

    def test_content_on_request_in_its_wrapper(self, rest, content):
        params = {"edit_mode": 1, "get_content": 1}
        first, _ = rest("landing.block.getlist", lid=content.news.id, params=params)
        assert f'id="block{content.cover.id}"' in first["content"]
        assert (first["css"], first["js"]) == ([], [])

    def test_deleted_lists_only_deleted_rows(self, rest, content):
        rest("landing.landing.markdeletedblock", lid=content.news.id, block=content.cover.id)
        params = {"edit_mode": 1, "deleted": 1}
        assert [row["id"] for row in rest("landing.block.getlist", lid=content.news.id, params=params)] == [
            content.cover.id
        ]

    def test_one_bad_page_fails_the_whole_call(self, rest, content):
        assert (
            len(
                rest("landing.block.getlist", lid=[content.news.id, content.home.id], params={"edit_mode": 1})
            )
            == 2
        )
        assert rest.error("landing.block.getlist", lid=[content.news.id, 99]) == "LANDING_NOT_EXIST"

    def test_by_id(self, rest, content):
        found = rest("landing.block.getbyid", block=content.cover.id, params={"edit_mode": 1})
        assert found["id"] == content.cover.id
        assert rest.error("landing.block.getbyid", block=content.cover.id) == "BLOCK_NOT_FOUND"
        assert rest.error("landing.block.getbyid", block=1) == "BLOCK_NOT_FOUND"

    def test_content_object(self, rest, content):
        found = rest("landing.block.getcontent", lid=content.news.id, block=content.cover.id, editMode=1)
        assert (found["access"], found["anchor"], found["repoId"]) == ("X", f"b{content.cover.id}", None)
        assert found["lang"] == found["dynamicParams"] == found["manifest"]["cards"] == []
        assert found["manifest"]["callbacks"] == {"afteradd": {}}

    def test_unknown_block_is_silently_null(self, rest, content):
        assert rest("landing.block.getcontent", lid=content.news.id, block=1) is None
        assert rest("landing.block.updatecontent", lid=content.news.id, block=1, content="x") is None
        assert rest("landing.block.changeAnchor", lid=content.news.id, block=1, data="x") is None
        assert rest("landing.block.publication", block=1) is None
        assert rest.error("landing.block.getmanifest", lid=content.news.id, block=1) == "BLOCK_NOT_FOUND"

    def test_reader_sees_access_a(self, as_user, content):
        found = as_user("viewer")(
            "landing.block.getcontent", lid=content.news.id, block=content.cover.id, editMode=1
        )
        assert found["access"] == "A"

    def test_inactive_block_is_empty_for_visitors(self, rest, content):
        rest("landing.landing.hideblock", lid=content.news.id, block=content.cover.id)
        rest("landing.landing.publication", lid=content.news.id)
        options = {"lid": content.news.id, "block": content.cover.parent_id}
        assert rest("landing.block.getcontent", **options)["content"] == ""
        assert rest("landing.block.getcontent", **options, params={"force_unactive": 1})["content"]


class TestEditing:
    def test_public_ids_are_not_editable(self, rest, content):
        rest("landing.landing.publication", lid=content.news.id)
        options = {"lid": content.news.id, "block": content.cover.parent_id}
        assert rest.error("landing.landing.hideblock", **options) == "BLOCK_NOT_FOUND"
        assert rest("landing.landing.markdeletedblock", **options) is True

    def test_rights(self, as_user, content):
        options = {"lid": content.news.id, "block": content.cover.id}
        assert as_user("viewer").error("landing.landing.hideblock", **options) == "ACCESS_DENIED"
        content.cover.access = "W"
        editor = as_user("editor")
        assert editor("landing.landing.hideblock", **options) is True
        assert editor.error("landing.landing.deleteblock", **options) == "ACCESS_DENIED"

    def test_delete_is_final(self, rest, content):
        options = {"lid": content.news.id, "block": content.cover.id}
        assert rest("landing.landing.deleteblock", **options) is True
        assert rest.error("landing.landing.deleteblock", **options) == "BLOCK_NOT_FOUND"
        assert order(content) == [content.text.id]

    def test_up_and_down(self, rest, content):
        lid = content.news.id
        assert rest("landing.landing.downblock", lid=lid, block=content.cover.id) is True
        assert order(content) == [content.text.id, content.cover.id]
        assert rest.error("landing.landing.downblock", lid=lid, block=content.cover.id) == "BLOCK_WRONG_SORT"

    def test_copy_goes_after_or_to_the_end(self, rest, content):
        lid = content.news.id
        after = rest(
            "landing.landing.copyblock",
            lid=lid,
            block=content.cover.id,
            params={"AFTER_ID": content.cover.id},
        )
        last = rest("landing.landing.copyblock", lid=lid, block=content.cover.id, params={"AFTER_ID": 1})
        assert order(content) == [content.cover.id, after, content.text.id, last]

    def test_return_content_needs_exactly_y(self, rest, content):
        options = {"lid": content.home.id, "block": content.cover.id}
        found = rest("landing.landing.copyblock", **options, params={"RETURN_CONTENT": "Y"})
        assert found["result"] is True
        assert found["content"]["id"] > content.text.id
        assert isinstance(rest("landing.landing.copyblock", **options, params={"RETURN_CONTENT": 1}), int)

    def test_unknown_source_is_reported_as_a_missing_page(self, rest, content):
        assert rest.error("landing.landing.copyblock", lid=content.news.id, block=1) == "LANDING_NOT_EXIST"
        content.cover.deleted = True
        assert (
            rest.error("landing.landing.copyblock", lid=content.news.id, block=content.cover.id)
            == "BLOCK_NOT_FOUND"
        )

    def test_copy_from_a_read_only_page_is_uneditable(self, as_user, content, portal):
        other = build.add_site(portal, "Mine", "mine")
        mine = build.add_page(portal, other, "Mine", "mine")
        portal.users["viewer"].site_rights[other.id] = frozenset({"read", "edit"})
        number = as_user("viewer")("landing.landing.copyblock", lid=mine.id, block=content.cover.id)
        assert portal.blocks[number].access == "A"

    def test_move_takes_the_row_and_loses_the_twin(self, rest, content):
        rest("landing.landing.publication", lid=content.news.id)
        number = rest("landing.landing.moveblock", lid=content.home.id, block=content.cover.id)
        assert number == content.cover.id
        assert (content.cover.page_id, content.cover.parent_id) == (content.home.id, None)
        assert not content.news.public

    def test_add(self, rest, content):
        lid = content.news.id
        top = rest("landing.landing.addblock", lid=lid, fields={"CODE": "01.cover"})
        after = rest(
            "landing.landing.addblock", lid=lid, fields={"CODE": "20.text", "AFTER_ID": content.cover.id}
        )
        assert order(content) == [top, content.cover.id, after, content.text.id]
        assert rest.error("landing.landing.addblock", lid=lid, fields={"CODE": "no"}) == "BLOCK_NOT_FOUND"
        assert (
            rest.error("landing.landing.addblock", lid=lid, fields={"CODE": "30.shop"})
            == "BLOCK_CANT_BE_ADDED"
        )

    def test_content_is_sanitized_without_a_word(self, rest, content):
        hostile = '<p onclick="x()">a</p><script>y()</script>'
        rest("landing.block.updatecontent", lid=content.news.id, block=content.cover.id, content=hostile)
        assert "<script" not in content.cover.content
        assert "onclick=" not in content.cover.content
        assert ">a</p>" in content.cover.content

    def test_remove_entities_is_true_whatever_happens(self, rest, content):
        content.text.deleted = True
        rest("landing.landing.publication", lid=content.news.id)
        data = {"blocks": [content.cover.parent_id, content.text.id, 1], "images": [{"block": 1, "image": 1}]}
        assert rest("landing.landing.removeEntities", lid=content.news.id, data=data) is True
        assert len(content.drafts(content.news)) == 2
        rest("landing.landing.removeEntities", lid=content.news.id, data={"blocks": [content.cover.id]})
        assert order(content) == []


class TestFavorites:
    def save(self, rest, content, **meta):
        return rest("landing.landing.favoriteBlock", lid=content.news.id, block=content.cover.id, meta=meta)

    def test_saving_touches_the_page_and_detaches_the_row(self, rest, content, portal):
        content.news.active = content.news.public = True
        number = self.save(rest, content, name="Hero")
        assert portal.blocks[number].page_id == 0
        assert (content.news.active, content.news.public) == (True, False)
        assert order(content) == [content.cover.id, content.text.id]

    def test_listing(self, rest, as_user, content):
        mine = self.save(rest, content, name="Mine", section=["cover", "custom"])
        theirs = self.save(as_user("marketer"), content, name="Theirs")
        found = rest("landing.block.getrepository", section="cover")["items"]
        assert list(found) == [f"01.cover@{mine}", "01.cover", f"01.cover@{theirs}"]
        assert (found[f"01.cover@{mine}"]["name"], found[f"01.cover@{mine}"]["favoriteMy"]) == ("Mine", True)
        assert found[f"01.cover@{theirs}"]["favoriteMy"] is False
        assert rest("landing.block.getrepository", section="custom")["name"] == "custom"

    def test_inserting_one(self, rest, content, portal):
        content.cover.content = "<h1>Special</h1>"
        number = self.save(rest, content, name="Hero")
        added = rest("landing.landing.addblock", lid=content.home.id, fields={"CODE": f"01.cover@{number}"})
        assert portal.blocks[added].content == "<h1>Special</h1>"
        assert rest("landing.block.getContentFromRepository", code=f"01.cover@{number}") == "<h1>Special</h1>"
        assert rest("landing.block.getContentFromRepository", code="no") is None

    def test_removing(self, rest, as_user, content):
        number = self.save(rest, content, name="Hero")
        assert (
            as_user("marketer").error("landing.landing.unFavoriteBlock", blockId=number)
            == "LANDING_NOT_EXIST"
        )
        assert rest("landing.landing.unFavoriteBlock", blockId=number) is True
        assert rest.error("landing.landing.unFavoriteBlock", blockId=number) == "LANDING_NOT_EXIST"

    def test_empty_meta_cannot_be_removed(self, rest, content):
        number = self.save(rest, content)
        assert rest.error("landing.landing.unFavoriteBlock", blockId=number) == "LANDING_NOT_EXIST"

    def test_stars_are_another_thing(self, rest, content):
        def star(action):
            return rest("landing.landing.markFavouriteBlock", codeBlock="01.cover", action=action)["status"]

        assert [star("add"), star("add"), star("delete"), star("delete")] == [
            "added", "already_exists", "deleted", "not_found",
        ]  # fmt: skip


class TestRepository:
    def test_shapes(self, rest, content, portal):
        found = rest("landing.block.getrepository")
        assert found["last"]["items"] == []
        assert found["favourite"]["items"] == []
        item = found["cover"]["items"]["01.cover"]
        assert item["preview"] == f"//{portal.authority}/bitrix/blocks/bitrix/01.cover/preview.jpg"
        assert (item["repo_id"], item["app_code"]) == (False, False)
        assert found["separator_apps"]["name"] == "Market"
        assert found["store"]["items"] == []

    @pytest.mark.parametrize("section", ["unknown", ["cover"]])
    def test_unknown_section_is_false(self, rest, content, section):
        assert rest("landing.block.getrepository", section=section) is False


def picture(kind="PNG", size=(40, 20)):
    target = io.BytesIO()
    Image.new("RGB", size, "teal").save(target, kind)
    return base64.b64encode(target.getvalue()).decode()


class TestUploads:
    def test_upload_becomes_the_preview_of_a_favorite(self, rest, content, portal):
        found = rest(
            "landing.block.uploadfile", block=content.cover.id, picture=["My pic (1).png", picture()]
        )
        record = portal.files[int(found["id"])]
        assert found["src"].endswith("/my_pic__1_.png")
        meta = {"name": "Hero", "preview": found["id"]}
        number = rest("landing.landing.favoriteBlock", lid=content.news.id, block=content.cover.id, meta=meta)
        assert record.block_ids == {number}
        items = rest("landing.block.getrepository", section="cover")["items"]
        assert items[f"01.cover@{number}"]["preview"] == record.path

    def test_both_sides_are_needed_to_resize(self, rest, content, portal):
        def size(**params):
            options = {"block": content.cover.id, "picture": ["a.png", picture()], "params": params}
            record = portal.files[rest("landing.block.uploadfile", **options)["id"]]
            return record.width, record.height

        assert size(width=10) == (40, 20)
        assert size(width=10, height=10) == (10, 5)
        assert size(width=10, height=10, resize_type=2) == (10, 10)

    @pytest.mark.parametrize(
        "bad",
        [
            ["a.png", base64.b64encode(b"no picture").decode()],
            ["a.png", "***"],
            {"name": "a.png", "content": "x"},
            "http://127.0.0.1/a.png",
            "/upload/unknown.png",
        ],
    )
    def test_refused_files(self, rest, content, bad):
        assert rest.error("landing.block.uploadfile", block=content.cover.id, picture=bad) == "FILE_ERROR"

    def test_a_file_of_a_portal_is_downloaded_by_its_address(self, rest, content, portal):
        first = rest("landing.block.uploadfile", block=content.cover.id, picture=["a.png", picture()])
        again = rest("landing.block.uploadfile", block=content.text.id, picture=first["src"])
        assert again["id"] != first["id"]
        assert portal.files[again["id"]].content == portal.files[first["id"]].content
        unknown = first["src"].replace("/upload/", "/upload/x")
        assert rest.error("landing.block.uploadfile", block=content.text.id, picture=unknown) == "FILE_ERROR"

    def test_favorites_take_no_files(self, rest, content):
        meta = {"name": "Hero"}
        number = rest("landing.landing.favoriteBlock", lid=content.news.id, block=content.cover.id, meta=meta)
        assert (
            rest.error("landing.block.uploadfile", block=number, picture=["a.png", picture()])
            == "BLOCK_NOT_FOUND"
        )

    def test_image_records_are_removed_from_the_block(self, rest, content, portal):
        number = rest("landing.block.uploadfile", block=content.cover.id, picture=["a.png", picture()])["id"]
        images = [{"block": content.cover.id, "image": number}]
        rest("landing.landing.removeEntities", lid=content.news.id, data={"images": images})
        assert number not in portal.files
