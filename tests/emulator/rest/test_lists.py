"""Lists of sites, folders and pages, their addresses and pictures (contract §4, §5)."""

from portal_emulator import builders as build


def ids(rows):
    return [int(row["ID"]) for row in rows]


class TestSites:
    def test_rows_are_text_and_id_and_type_always_come(self, rest, content):
        [row] = rest("landing.site.getList", params={"select": ["TITLE"]})
        assert row == {"TITLE": "Larch", "ID": str(content.site.id), "TYPE": "PAGE"}

    def test_pictures_and_addresses(self, rest, content, portal):
        [row] = rest("landing.site.getList", params={"select": ["DOMAIN_NAME", "PREVIEW_PICTURE"]})
        assert row["DOMAIN_NAME"] == "larch.localhost"
        assert row["PUBLIC_URL"] == f"http://larch.localhost:{portal.port}"
        assert row["PREVIEW_PICTURE"] == f"{row['PUBLIC_URL']}/preview.jpg"
        assert row["LANDING_ID_INDEX"] == str(content.home.id)

    def test_no_picture_without_index_page(self, rest, content):
        content.site.index_page_id = None
        assert (
            rest("landing.site.getList", params={"select": ["PREVIEW_PICTURE"]})[0]["PREVIEW_PICTURE"] == ""
        )

    def test_trashed_sites_need_a_filter(self, rest, content):
        content.site.deleted = True
        assert rest("landing.site.getList") == []
        assert len(rest("landing.site.getList", params={"filter": {"=DELETED": ["Y", "N"]}})) == 1

    def test_store_filter_is_lost(self, rest, content, portal):
        build.add_site(portal, "Shop", "shop", type="STORE")
        for wanted in ("STORE", ["STORE"]):
            assert len(rest("landing.site.getList", params={"filter": {"TYPE": wanted}})) == 2
        assert len(rest("landing.site.getList", params={"filter": {"TYPE": "PAGE"}})) == 1

    def test_filter_that_is_no_array_is_ignored(self, rest, content):
        assert len(rest("landing.site.getList", params={"filter": "x", "select": "ID"})) == 1

    def test_no_paging_and_start_is_ignored(self, rest, content, portal):
        for number in range(60):
            build.add_site(portal, f"S{number}", f"s{number}")
        answer = rest.post("landing.site.getList", {"start": 50}).json()
        assert len(answer["result"]) == 61
        assert not {"next", "total"} & set(answer)
        assert len(rest("landing.site.getList", params={"limit": 7, "offset": 3})) == 7

    def test_restricted_user_sees_less_without_an_error(self, as_user, content, portal):
        portal.users["viewer"].site_rights[content.site.id] = frozenset()
        assert as_user("viewer")("landing.site.getList") == []

    def test_rights(self, rest, as_user, content, portal):
        everything = ["denied", "read", "edit", "sett", "public", "delete"]
        assert rest("landing.site.getRights", id=content.site.id) == everything
        gapped = as_user("editor")("landing.site.getRights", id=content.site.id)
        assert gapped == {"0": "read", "2": "edit", "3": "sett", "4": "delete"}
        assert rest("landing.site.getRights", id=99) == []
        portal.tariff.permissions_available = False
        assert rest.error("landing.site.getRights", id=content.site.id) == "FEATURE_NOT_AVAIL"
        assert as_user("viewer")("landing.landing.publication", lid=content.news.id) is True

    def test_preview_and_public_url_of_single_sites(self, rest, content, portal):
        assert rest("landing.site.getPreview", id=content.site.id) == "/preview.jpg"
        assert (
            rest("landing.site.getPreview", id=99)
            == f"//{portal.authority}/bitrix/images/landing/nopreview.jpg"
        )
        address = f"http://larch.localhost:{portal.port}"
        assert rest("landing.site.getPublicUrl", id=content.site.id) == address
        assert rest("landing.site.getPublicUrl", id=[content.site.id, 99]) == {str(content.site.id): address}
        assert rest("landing.site.getPublicUrl", id=99) == ""
        assert rest("landing.site.getPublicUrl", id=[99]) == []


class TestFolders:
    def test_rows(self, rest, content):
        [row] = rest("landing.site.getFolders", siteId=content.site.id)
        assert (row["ID"], row["PARENT_ID"], row["ACTIVE"]) == (str(content.folder.id), None, "Y")

    def test_root_in_three_spellings(self, rest, content, portal):
        build.add_folder(portal, content.site, "Deep", "deep", parent_id=content.folder.id)
        for root in (0, "", None):
            found = rest("landing.site.getFolders", siteId=content.site.id, filter={"PARENT_ID": root})
            assert ids(found) == [content.folder.id]

    def test_unreadable_and_trashed_sites_are_empty(self, rest, as_user, content):
        assert rest("landing.site.getFolders", siteId=99) == []
        content.site.deleted = True
        assert rest("landing.site.getFolders", siteId=content.site.id) == []

    def test_add_makes_an_address_from_the_title(self, rest, content, portal):
        number = rest("landing.site.addFolder", siteId=content.site.id, fields={"TITLE": "Новая папка 2"})
        assert isinstance(number, int)
        assert portal.folders[number].code == "novayapapka2"
        assert not portal.folders[number].active
        nothing = rest("landing.site.addFolder", siteId=content.site.id, fields={"TITLE": "!!!"})
        assert len(portal.folders[nothing].code) == 12

    def test_add_refuses(self, rest, as_user, content):
        site = content.site.id
        content.folder.deleted = True
        assert (
            rest.error("landing.site.addFolder", siteId=site, fields={"TITLE": "Blog"})
            == "FOLDER_IS_NOT_UNIQUE"
        )
        slash = {"TITLE": "a", "CODE": "a/b"}
        assert rest.error("landing.site.addFolder", siteId=site, fields=slash) == "SLASH_IS_NOT_ALLOWED"
        assert rest.error("landing.site.addFolder", siteId=site, fields={"CODE": "a"}) == "BX_EMPTY_REQUIRED"
        assert (
            rest.error("landing.site.addFolder", siteId=site, fields={"TITLE": "a", "X": 1}) == "SYSTEM_ERROR"
        )
        assert (
            as_user("viewer").error("landing.site.addFolder", siteId=site, fields={"TITLE": "a"})
            == "ACCESS_DENIED"
        )


class TestPages:
    def test_flags_addresses_and_text_rows(self, rest, content, portal):
        params = {"select": ["ID", "FOLDER_ID"], "get_urls": 1, "get_preview": 1, "check_area": 1}
        rows = {int(row["ID"]): row for row in rest("landing.landing.getList", params=params)}
        root = f"http://larch.localhost:{portal.port}/"
        assert rows[content.home.id]["PUBLIC_URL"] == root
        assert rows[content.post.id]["PUBLIC_URL"] == f"{root}blog/post/"
        assert rows[content.post.id]["FOLDER_ID"] == str(content.folder.id)
        assert rows[content.news.id]["PREVIEW"] == f"{root}news/preview.jpg"
        assert rows[content.news.id]["IS_AREA"] is False
        assert rows[content.news.id]["DOMAIN_ID"] == str(content.site.domain_id)

    def test_folder_index_has_the_bare_folder_address(self, rest, content):
        content.post.code = "blog"
        assert rest("landing.landing.getpublicurl", lid=content.post.id).endswith("/blog/")
        content.folder.index_page_id = content.news.id
        assert rest("landing.landing.getpublicurl", lid=content.post.id).endswith("/blog/blog/")

    def test_without_id_the_list_collapses(self, rest, content):
        assert len(rest("landing.landing.getList", params={"select": ["TITLE"]})) == 1

    def test_date_public_is_an_empty_object_or_null(self, rest, content):
        page = content.published("Live")
        rows = rest("landing.landing.getList", params={"select": ["ID", "DATE_PUBLIC"]})
        dates = {int(row["ID"]): row["DATE_PUBLIC"] for row in rows}
        assert dates[page.id] == {}
        assert dates[content.news.id] is None

    def test_dates_follow_the_portals_culture(self, rest, content, portal):
        content.news.modified_at = 1_665_415_530.0
        params = {"select": ["ID", "DATE_MODIFY"], "filter": {"ID": content.news.id}}
        assert rest("landing.landing.getList", params=params)[0]["DATE_MODIFY"] == "10/10/2022 03:25:30 pm"
        portal.language = "ru"
        assert rest("landing.landing.getList", params=params)[0]["DATE_MODIFY"] == "10.10.2022 15:25:30"

    def test_trash_view_and_trashed_folders(self, rest, content):
        content.news.deleted = True
        trash = {"SITE_ID": content.site.id, "=DELETED": "Y"}
        assert ids(rest("landing.landing.getList", params={"filter": trash})) == [content.news.id]
        content.folder.deleted = True
        exact = rest("landing.landing.getList", params={"filter": {"SITE_ID": content.site.id}})
        assert ids(exact) == [content.home.id]
        prefixed = rest("landing.landing.getList", params={"filter": {"=SITE_ID": content.site.id}})
        assert ids(prefixed) == [content.home.id, content.post.id]
        assert rest.error("landing.landing.getpublicurl", lid=content.post.id) == "LANDING_NOT_EXIST"

    def test_operators(self, rest, content):
        def found(**given):
            return ids(rest("landing.landing.getList", params={"filter": given, "order": {"ID": "DESC"}}))

        assert found(**{"%TITLE": "ews"}) == [content.news.id]
        assert found(**{"!=CODE": "news"}) == [content.post.id, content.home.id]
        assert found(**{">ID": content.home.id, "<ID": content.post.id}) == [content.news.id]
        assert found(**{"@CODE": ["home", "post"]}) == [content.post.id, content.home.id]
        either = {"0": {"LOGIC": "OR", "0": {"CODE": "home"}, "1": {"CODE": "news"}}}
        assert found(**either) == [content.news.id, content.home.id]

    def test_root_pages_by_json_null(self, rest, content):
        rows = rest("landing.landing.getList", params={"filter": {"FOLDER_ID": None}})
        assert ids(rows) == [content.home.id, content.news.id]

    def test_unpublished_picture_falls_back_without_a_domain(self, emulator, rest, content, portal):
        content.site.domain = ""
        assert rest("landing.landing.getpreview", lid=content.news.id).endswith("nopreview.jpg")
        content.news.settings["METAOG_IMAGE"] = "/upload/og.png"
        assert rest("landing.landing.getpreview", lid=content.news.id) == "/upload/og.png"
