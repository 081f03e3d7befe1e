"""`batch` and what leaks between its commands (contract §1.7)."""

from urllib.parse import quote

import pytest


def test_keys_and_empty_maps(rest, content):
    found = rest.batch({"a": "landing.landing.getlist?params[limit]=1", "b": "landing.landing.copy?lid=1"})
    assert list(found["result"]) == ["a"]
    assert found["result_error"]["b"]["error"] == "LANDING_NOT_EXIST"
    assert list(found["result_time"]) == ["a"]
    assert found["result_total"] == found["result_next"] == []


def test_list_commands_answer_a_list_until_one_fails(rest):
    assert rest.batch(["profile", "user.admin"])["result"][1] is True
    assert rest.batch(["nope", "user.admin"])["result"] == {"1": True}
    assert rest.batch(["profile"])["result_error"] == []


def test_batch_is_200_unless_the_outer_token_fails(rest):
    assert rest.post("batch", {"cmd": ["nope"]}).status_code == 200
    answer = rest.post("batch", json={"cmd": ["profile"], "auth": "x"})
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_token")


def test_results_are_substituted(rest, content):
    cmd = {
        "list": "landing.landing.getlist?params[filter][CODE]=news&params[select][]=ID",
        "copy": "landing.landing.copy?lid=$result[list][0][ID]",
        "name": "landing.landing.update?lid=$result[copy]&fields[TITLE]=Page%20$result[copy]",
        "missing": "landing.landing.unpublic?lid=$result[list][7][ID]",
    }
    found = rest.batch(cmd)
    copied = found["result"]["copy"]
    assert content.portal.pages[copied].title == f"Page {copied}"
    assert found["result_error"]["missing"]["error"] == "LANDING_NOT_EXIST"


def test_hash_ends_a_command_unless_encoded(rest, content):
    lid = content.news.id
    rest.batch([f"landing.landing.update?lid={lid}&fields[TITLE]=a#b"])
    assert content.news.title == "a"
    rest.batch([f"landing.landing.update?lid={lid}&fields[TITLE]={quote('a#b & c+d')}"])
    assert content.news.title == "a#b & c+d"


def test_halt_leaves_later_commands_out_everywhere(rest):
    found = rest.batch({"a": "profile", "b": "nope", "c": "profile"}, halt=1)
    assert list(found["result"]) == ["a"]
    assert list(found["result_error"]) == ["b"]
    assert "c" not in found["result_time"]


def test_limits_sit_in_result_error(rest):
    found = rest.batch({"inner": "batch?cmd[]=profile"})
    assert found["result_error"]["inner"]["error"] == "ERROR_BATCH_METHOD_NOT_ALLOWED"
    long = rest.batch(["user.admin"] * 51)
    assert len(long["result"]) == 50
    assert long["result_error"]["50"]["error"] == "ERROR_BATCH_LENGTH_EXCEEDED"


def test_form_encoded_batch(rest):
    fields = {"auth": rest.token, "halt": "0", "cmd[a]": "user.admin", "cmd[b]": "method.get?name=profile"}
    found = rest.post("batch", json=None, data=fields).json()["result"]["result"]
    assert found == {"a": True, "b": {"isExisting": True, "isAvailable": True}}


def test_hostile_arguments_are_broken_up(rest, content):
    value = quote("<script>alert(1)</script>")
    rest.batch([f"landing.landing.update?lid={content.news.id}&fields[TITLE]={value}"])
    assert content.news.title == "<s cript>alert(1)</s cript>"


class TestLeaks:
    def test_edit_mode_stays_on(self, rest, content):
        read = f"landing.block.getlist?lid={content.news.id}"
        before, after = "before", "after"
        edit = f"landing.landing.hideblock?lid={content.news.id}&block={content.cover.id}"
        found = rest.batch({before: read, "edit": edit, after: read})["result"]
        assert found[before] == []
        assert len(found[after]) == 2

    def test_scope_stays_in_force(self, rest, content):
        found = rest.batch(
            ["landing.site.getlist", "landing.site.getlist?scope=KNOWLEDGE", "landing.site.getlist"]
        )
        assert [len(rows) for rows in found["result"]] == [1, 0, 0]

    def test_page_is_touched_once(self, rest, content):
        lid = content.news.id
        hide = f"landing.landing.hideblock?lid={lid}&block={content.cover.id}"
        rest.batch([hide, f"landing.landing.publication?lid={lid}", hide])
        assert content.news.public

    def test_plan_limit_is_noticed_late(self, rest, content, portal):
        portal.tariff.max_public_pages = 1
        portal.tariff.limits_noticed_late = True
        cmd = [f"landing.landing.publication?lid={page.id}" for page in (content.news, content.post)]
        assert rest.batch(cmd)["result"] == [True, True]
        assert rest.error("landing.landing.publication", lid=content.home.id) == "PUBLIC_PAGE_REACHED"

    def test_new_folder_is_missing_from_later_addresses(self, rest, content):
        cmd = {
            "tree": f"landing.landing.getpublicurl?lid={content.post.id}",
            "add": f"landing.site.addFolder?siteId={content.site.id}&fields[TITLE]=Fresh",
            "move": f"landing.landing.update?lid={content.news.id}&fields[FOLDER_ID]=$result[add]",
            "url": f"landing.landing.getpublicurl?lid={content.news.id}",
        }
        assert rest.batch(cmd)["result"]["url"].endswith("localhost:" + str(content.portal.port) + "/news/")
        assert rest("landing.landing.getpublicurl", lid=content.news.id).endswith("/fresh/news/")


@pytest.mark.parametrize("methods", [["landing.landing.copy"], ["batch"]])
def test_a_fault_of_an_inner_method_hits_the_whole_request(rest, portal, content, methods):
    portal.faults.add("500", methods=methods)
    assert rest.post("batch", {"cmd": [f"landing.landing.copy?lid={content.news.id}"]}).status_code == 500
    assert len(portal.pages) == 3
