"""Addresses, bodies, tokens, envelopes: what is common to every REST method (contract §1)."""

import pytest

from portal_emulator import builders as build


def test_names_ignore_case_suffix_and_slash(rest):
    for spelling in ("PROFILE", "profile.json", "profile/", "api/profile"):
        answer = rest.post(spelling, {})
        assert answer.json()["result"]["ID"] == "1", spelling


def test_unknown_method_is_answered_before_the_token_is_looked_at(rest):
    answer = rest.post("landing.no.such", json={})
    assert (answer.status_code, answer.json()["error"]) == (404, "ERROR_METHOD_NOT_FOUND")


def test_argument_names_are_case_sensitive(rest, content):
    answer = rest.post("landing.landing.publication", {"LID": content.news.id})
    assert answer.json()["error"] == "MISSING_PARAMS"
    assert answer.json()["error_description"] == "Some of the call parameters were missing: lid"


@pytest.mark.parametrize("verb", ["get", "post"])
def test_bracket_notation_in_query_and_form(rest, content, verb):
    fields = {"auth": rest.token, "params[filter][SITE_ID]": content.site.id, "params[select][]": "ID"}
    place = {"params": fields} if verb == "get" else {"data": fields}
    answer = rest.session.request(
        verb, f"{rest.portal.origin}/rest/landing.landing.getlist", timeout=5, **place
    )
    assert {row["ID"] for row in answer.json()["result"]} == {str(page) for page in rest.portal.pages}


def test_json_text_in_a_form_is_not_decoded(rest):
    answer = rest.post(
        "landing.landing.getList", json=None, data={"auth": rest.token, "params": '{"limit":1}'}
    )
    assert answer.status_code == 400
    assert answer.json()["error"] == "ERROR_ARGUMENT"
    assert answer.json()["argument"] == "params"


def test_malformed_json_counts_as_no_body(rest):
    answer = rest.post("profile", json=None, data='{"auth": "', headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["error"]) == (401, "NO_AUTH_FOUND")


def test_body_wins_over_query(rest):
    answer = rest.session.post(
        f"{rest.portal.origin}/rest/profile?auth=stale", json={"auth": rest.token}, timeout=5
    )
    assert answer.status_code == 200


def test_header_token_beats_the_body(rest):
    answer = rest.post("profile", {}, headers={"Authorization": "Bearer stale"})
    assert answer.status_code == 401
    good = rest.post("profile", json={"auth": "stale"}, headers={"Authorization": f"Bearer {rest.token}"})
    assert good.json()["result"]["ADMIN"] is True


def test_auth_beats_access_token(rest):
    assert rest.post("profile", json={"auth": "x", "access_token": rest.token}).status_code == 401
    assert rest.post("profile", json={"access_token": rest.token}).status_code == 200


def test_success_has_time_and_errors_do_not(rest, content):
    body = rest.post("landing.landing.copy", {"lid": content.news.id}).json()
    assert isinstance(body["time"]["start"], int)
    assert body["time"]["operating"] == pytest.approx(0.99)
    assert body["time"]["operating_reset_at"] > body["time"]["start"]
    assert "time" not in rest.post("landing.landing.copy", {"lid": 1}).json()


def test_operating_is_missing_on_premise(emulator, rest):
    from tests.emulator.rest.conftest import Content, Rest

    portal = emulator.portals["127.0.0.3"]
    body = Rest(emulator, portal).post("landing.landing.copy", {"lid": Content(portal).news.id}).json()
    assert "operating" not in body["time"]


def test_json_is_spelled_as_php_spells_it(rest, content):
    content.news.title = '<b>"A&B\'s"</b> ёлка \\'
    text = rest.post(
        "landing.landing.getlist", {"params": {"filter": {"ID": content.news.id}}}
    ).content.decode()
    assert "\\u003Cb\\u003E\\u0022A\\u0026B\\u0027s\\u0022\\u003C\\/b\\u003E ёлка \\\\" in text
    assert (
        rest("landing.landing.getlist", params={"filter": {"ID": content.news.id}})[0]["TITLE"]
        == content.news.title
    )


def test_cors_and_preflight(rest):
    preflight = rest.session.options(f"{rest.portal.origin}/rest/api/profile", timeout=5)
    assert preflight.status_code == 200
    answer = rest.post("api/profile", {})
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_other_portals_tokens_are_refused(emulator, rest):
    other = emulator.portals["127.0.0.2"]
    answer = rest.session.post(f"{other.origin}/rest/profile", json={"auth": rest.token}, timeout=5)
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_token")


def test_module_errors_speak_the_portals_language(emulator):
    from tests.emulator.rest.conftest import Rest

    answer = Rest(emulator, emulator.portals["127.0.0.2"]).post("landing.landing.publication", {"lid": 1})
    assert answer.json()["error_description"] == "Лендинг не найден"


def test_user_without_sites_is_refused_by_the_gateway(as_user, rest, content):
    assert as_user("no_access").error("landing.site.getList") == "ACCESS_DENIED"
    assert as_user("no_access")("profile")["ID"] == "21"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda portal: setattr(portal.tariff, "rest_available", False), "ACCESS_DENIED"),
        (lambda portal: setattr(portal.users["administrator"], "app_access", False), "user_access_error"),
        (lambda portal: portal.expire_tokens(), "expired_token"),
    ],
)
def test_system_layer_refusals(rest, portal, change, code):
    change(portal)
    answer = rest.post("profile", {})
    assert (answer.status_code, answer.json()["error"]) == (401, code)


def test_scope_the_application_lacks(emulator, rest):
    emulator.application.scopes = ("user_brief",)
    answer = rest.post("landing.site.getlist", {})
    assert (answer.status_code, answer.json()["error"]) == (401, "insufficient_scope")


def test_keep_alive_and_the_log_holds_no_token(rest, portal, content):
    rest("profile")
    rest("landing.site.getlist", params={"limit": 1})
    entry = portal.requests[-1]
    assert (entry.method, entry.status, entry.user_id) == ("landing.site.getlist", 200, 1)
    assert entry.params == {"params": {"limit": 1}}
    assert rest.token not in repr(list(portal.requests))


class TestArguments:
    """§2.3."""

    @pytest.mark.parametrize("value", ["", "12abc"])
    def test_typed_integers_refuse_text(self, rest, value):
        assert rest.error("landing.landing.copy", lid=value) == "TYPE_ERROR"

    def test_untyped_ids_are_cast(self, rest, content):
        assert rest("landing.landing.unpublic", lid=f"{content.news.id}abc") is True
        assert rest.error("landing.landing.unpublic", lid="abc") == "LANDING_NOT_EXIST"

    def test_array_for_scalar_and_reverse(self, rest):
        assert rest.error("landing.landing.copy", lid=[1]) == "ERROR_ARGUMENT"
        assert rest.error("landing.landing.update", lid=1, fields="x") == "ERROR_ARGUMENT"

    def test_null_is_absent(self, rest):
        assert rest.error("landing.landing.copy", lid=None) == "MISSING_PARAMS"

    def test_text_false_is_true(self, rest, content):
        lid, block = content.news.id, content.cover.id
        rest("landing.landing.markdeletedblock", lid=lid, block=block, mark="false")
        assert content.cover.deleted
        rest("landing.landing.markdeletedblock", lid=lid, block=block, mark=0)
        assert not content.cover.deleted

    def test_flags_in_params_use_php_truth(self, rest, content):
        def count(flag):
            return len(rest("landing.block.getlist", lid=content.news.id, params={"edit_mode": flag}))

        assert (count("0"), count("false"), count(1)) == (0, 2, 2)

    def test_unknown_fields_in_lists(self, rest, content):
        assert rest.error("landing.landing.getList", params={"select": ["NOPE"]}) == "SYSTEM_ERROR"
        assert rest.error("landing.landing.getList", params={"filter": {"NOPE": 1}}) == "SYSTEM_ERROR"
        assert rest.error("landing.landing.getList", params={"select": [["ID"]]}) == "TYPE_ERROR"

    def test_dotted_filter_keys_are_dropped_so_the_list_is_wider(self, rest, content):
        assert len(rest("landing.landing.getList", params={"filter": {"SITE.TYPE": "STORE"}})) == 3


class TestSiteScope:
    """§2.4."""

    @pytest.fixture
    def book(self, portal):
        site = build.add_site(portal, "Handbook", "handbook", type="KNOWLEDGE")
        return build.add_page(portal, site, "Rules", "rules")

    def test_knowledge_base_is_invisible_without_its_scope(self, rest, content, book):
        assert rest.error("landing.landing.publication", lid=book.id) == "LANDING_NOT_EXIST"
        assert [site["TITLE"] for site in rest("landing.site.getList")] == ["Larch"]
        assert [site["TITLE"] for site in rest("landing.site.getList", scope="KNOWLEDGE")] == ["Handbook"]

    def test_wrong_scope_means_default(self, rest, content, book):
        assert [site["TITLE"] for site in rest("landing.site.getList", scope="knowledge")] == ["Larch"]

    def test_public_right_is_implied(self, as_user, book):
        assert as_user("editor")("landing.landing.publication", lid=book.id, scope="KNOWLEDGE") is True

    def test_vibe_and_its_alias(self, rest, portal):
        build.add_site(portal, "Vibe", "vibe", type="MAINPAGE")
        for name in ("VIBE", "MAINPAGE"):
            assert len(rest("landing.site.getList", scope=name)) == 1
