"""Sites made and changed over REST, and the plan's room for them."""

import pytest

from portal_emulator import builders as build


def made(rest, **fields):
    return rest("landing.site.add", fields={"TITLE": "New", "CODE": "", **fields})


def test_a_new_site_is_listed_and_off(rest, portal):
    number = made(rest, TITLE="Новый сайт", DESCRIPTION="About", XML_ID="x1")
    row = rest("landing.site.getList", params={"filter": {"ID": number}})[0]
    assert (row["TITLE"], row["CODE"], row["ACTIVE"], row["TYPE"]) == (
        "Новый сайт",
        "/novyysayt/",
        "N",
        "PAGE",
    )
    assert (row["DESCRIPTION"], row["XML_ID"], row["CREATED_BY_ID"]) == ("About", "x1", "1")
    page = rest("landing.landing.add", fields={"TITLE": "Home", "SITE_ID": number})
    assert rest("landing.landing.publication", lid=page) is True
    assert portal.sites[number].active


def test_codes_are_made_free(rest, portal):
    codes = [portal.sites[made(rest, CODE=code)].code for code in ("promo", "promo", "promo", "2024", "/x/")]
    assert codes == ["/promo/", "/promo2/", "/promo3/", "/site2024/", "/x/"]
    assert rest.error("landing.site.add", fields={"TITLE": "x", "CODE": "a/b"}) == "SLASH_IS_NOT_ALLOWED"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"CODE": "x"}, "BX_EMPTY_REQUIRED"),
        ({"TITLE": "x"}, "BX_EMPTY_REQUIRED"),
        ({"TITLE": "x", "CODE": "", "NONSENSE": 1}, "SYSTEM_ERROR"),
        ({"TITLE": "x", "CODE": "", "TYPE": "KNOWLEDGE"}, "ACCESS_DENIED"),
    ],
)
def test_what_cannot_be_made(rest, portal, fields, code):
    assert rest.error("landing.site.add", fields=fields) == code
    assert not portal.sites


def test_a_knowledge_base_needs_its_scope(rest, portal):
    number = rest("landing.site.add", scope="KNOWLEDGE", fields={"TITLE": "Help", "CODE": ""})
    assert portal.sites[number].type == "KNOWLEDGE"


def test_an_update_changes_what_it_names(rest, portal, content):
    fields = {"TITLE": "Renamed", "CODE": "renamed", "LANDING_ID_INDEX": content.news.id, "ACTIVE": "N"}
    assert rest("landing.site.update", id=content.site.id, fields=fields) is True
    site = portal.sites[content.site.id]
    assert (site.title, site.code, site.index_page_id) == ("Renamed", "/renamed/", content.news.id)
    assert site.active
    assert site.domain == "larch.localhost"


def test_strangers_make_and_change_nothing(as_user, portal, content):
    viewer = as_user("viewer")
    assert viewer.error("landing.site.add", fields={"TITLE": "x", "CODE": ""}) == "ACCESS_DENIED"
    change = {"id": content.site.id, "fields": {"TITLE": "x"}}
    assert viewer.error("landing.site.update", **change) == "ACCESS_DENIED"
    assert [site.title for site in portal.sites.values()] == ["Larch"]


class TestRoom:
    def test_creating(self, rest, portal, content):
        portal.tariff.max_sites = 2
        build.add_site(portal, "Forms", "crm_forms", special=True)
        second = made(rest)
        assert rest.error("landing.site.add", fields={"TITLE": "x", "CODE": ""}) == "SITE_LIMIT_REACHED"
        # Knowledge bases have room of their own.
        rest("landing.site.add", scope="KNOWLEDGE", fields={"TITLE": "Help", "CODE": ""})
        rest("landing.site.markDelete", id=second)
        assert made(rest)

    def test_restoring(self, rest, portal, content):
        portal.tariff.max_sites = 1
        rest("landing.site.markDelete", id=content.site.id)
        other = made(rest)
        assert rest.error("landing.site.markUnDelete", id=content.site.id) == "TOTAL_SITE_REACHED"
        assert portal.sites[content.site.id].deleted
        rest("landing.site.markDelete", id=other)
        assert rest("landing.site.markUnDelete", id=content.site.id) == content.site.id

    def test_restoring_what_is_no_longer_trashed_needs_no_room(self, rest, portal, content):
        portal.tariff.max_sites = 0
        assert rest("landing.site.markUnDelete", id=content.site.id) == content.site.id

    @pytest.mark.parametrize("code", ["SITE_LIMIT_REACHED", "TOTAL_SITE_REACHED"])
    def test_a_refusal_by_code(self, rest, portal, content, code):
        portal.tariff.refused = {code}
        rest("landing.site.markDelete", id=content.site.id)
        made_it = rest.post("landing.site.add", {"fields": {"TITLE": "x", "CODE": ""}}).status_code == 200
        restored = rest.post("landing.site.markUnDelete", {"id": content.site.id}).status_code == 200
        assert (made_it, restored) == (code != "SITE_LIMIT_REACHED", code != "TOTAL_SITE_REACHED")


def test_a_fault_of_the_emulator_itself_is_shown(rest, portal, content, caplog):
    """Not a closed connection, which a client takes for the network's fault."""
    portal.pages = None
    answer = rest.post("landing.landing.getList")
    assert answer.status_code == 500
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert "The emulator failed: AttributeError" in answer.text
    assert "Traceback" in caplog.text
