"""What a hostile page editor, or a hostile on-premise portal, puts into its own data.

Such data may spoil what its own people see. It must not take a server down, fill its time, or change a header.
"""

import json
import time
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from landing_app.actions.image_use import files_in
from landing_app.bitrix24 import values
from landing_app.bitrix24.pictures import absolute
from landing_app.bitrix24.types import Site
from landing_app.explorer.quiet_html import quiet
from landing_app.explorer.views import previews
from tests.people import Person, open_app

if TYPE_CHECKING:
    from portal_emulator import Emulator
    from portal_emulator.model import BlockRow, Page, Portal

pytestmark = pytest.mark.django_db


@pytest.fixture
def marketer(emulator: "Emulator", portal: "Portal") -> Person:
    return open_app(emulator, portal)


@pytest.fixture
def page(portal: "Portal") -> "Page":
    pages = [
        p
        for p in portal.pages.values()
        if p.active and not p.deleted and portal.sites[p.site_id].type == "PAGE"
    ]
    return max(pages, key=lambda p: len(portal.rows_of(p)))


@pytest.fixture
def row(portal: "Portal", page: "Page") -> "BlockRow":
    return next(row for row in portal.rows_of(page) if not row.public and not row.deleted)


@pytest.mark.parametrize("number", ["9" * 19, "9" * 40, "9" * 6000, "٣٣"])
def test_a_file_id_beyond_any_table_is_passed_over(
    marketer: Person, page: "Page", row: "BlockRow", number: str
) -> None:
    row.content = f'<img data-fileid="{number}" data-fileid2x="77">'
    assert marketer.client.get(f"/sites/pages/{page.site_id}/pages/{page.id}/").status_code == 200
    assert files_in(row.content) == {77}


@pytest.mark.parametrize(
    "content",
    ["<![x[ y", "<![if x]>y", "<!-", "<!-- y", "</", "<", "<![CDATA[y", "<?php y", "<!doctype", "&#", "&#x;", "<a <b <c", "\x00<p\x00>", "<a\ud800>"],
)  # fmt: skip
def test_broken_markup_never_breaks_a_preview(content: str) -> None:
    assert isinstance(quiet(content), str)


def test_a_tag_that_another_one_interrupts_is_left_out_too() -> None:
    """A browser reads `<meta … <p>` as one tag, and would follow it."""
    assert quiet('a<meta http-equiv=refresh content="0;url=//x" <p>b') == "a<p>b"
    assert quiet("a<iframe src=x <p></iframe>b") == "ab"
    assert quiet("1 < 2 and a<b then c") == "1 < 2 and a<b then c"


@pytest.mark.parametrize(
    "piece",
    ["<a ", '<a "', "<a x=", "<!--", "<![CDATA[", "<script>", "<iframe><object>", "</a ", "<?", "<!", "&#", "<a onx=a ", "<p on", "<p onaa ", "<textarea>", "<p onx='", "<p x=\"'"],
)  # fmt: skip
def test_no_markup_costs_more_than_its_length(piece: str) -> None:
    """A parser that looks back turns 40 kB into minutes, during which a web process answers nobody else."""

    def seconds(size: int) -> float:
        text = piece * (size // len(piece))
        started = time.process_time()
        quiet(text)
        return time.process_time() - started

    seconds(1_000)
    # Twenty times the text: linear work takes twenty times as long, quadratic work four hundred times.
    assert seconds(200_000) < 100 * max(seconds(10_000), 0.01)


@pytest.mark.parametrize(
    "address",
    ["http://[x", "//[x/preview.jpg", "https://[::1", "http://]x", "javascript:alert(1)", "data:text/html,x", "vbscript:x", "file:///etc/passwd", " javascript:x", "java\tscript:x"],
)  # fmt: skip
def test_an_address_that_is_none_is_no_address(address: str) -> None:
    found = absolute(address, "https://portal.example")
    assert found == "" or found.startswith("https://portal.example/")


@pytest.mark.parametrize(
    "public_url",
    [
        "https://a.example; frame-ancestors *",
        "https://a.example;frame-ancestors%20*/x",
        "https://a.example,frame-ancestors",
        "https://a.example 'unsafe-inline'/",
        "https://*/",
        "https://'self'/",
        "https://a.example:x/",
        "https://[x/",
        "https://user@/",
    ],
)
def test_the_address_of_a_site_adds_nothing_to_the_policy(public_url: str) -> None:
    site = Site(1, "t", "PAGE", "/x/", "", True, False, False, "", public_url, "", None, None, "")
    policy = previews.policy("https://portal.example", previews._origin(site))
    assert policy == previews.policy("https://portal.example", "")


@pytest.mark.parametrize("number", [10**18 * 10, -(10**30), "9" * 40, "9" * 5000, 1e400])
def test_a_number_beyond_any_table_is_no_id(number: Any) -> None:
    assert values.whole(number) == 0


def test_strange_ids_in_a_query_are_passed_over(marketer: Person) -> None:
    for ids in ("9" * 5000, "²", "٣", "-1", "1e9", ",,,", "1;DROP", "\x00"):
        assert marketer.client.get("/sites/facts/", {"ids": ids}).status_code == 200


@pytest.mark.parametrize(
    "options",
    ["[" * 16_000, '{"a":' * 3_000, '{"LID": NaN}', '{"LID": -Infinity}', '{"LID": 1e999}', '{"LID": "\\u0000"}', '{"\\u0000": 1}', '{"LID": "\\ud800"}', '{"LID": ' + "9" * 5000 + "}", '{"LID": {"a": 1}}', "[]", "null", "7"],
)  # fmt: skip
def test_placement_options_of_any_shape_open_the_app_or_are_refused(
    emulator: "Emulator", portal: "Portal", marketer: Person, options: str
) -> None:
    pair = emulator.issue_token(portal, portal.users["marketer"])
    fields = {"AUTH_ID": pair.access, "REFRESH_ID": pair.refresh, "member_id": portal.member_id}
    answer = Client().post("/app/", {**fields, "PLACEMENT": "LANDING_SETTINGS", "PLACEMENT_OPTIONS": options})
    assert answer.status_code in (200, 400)
    for kept in type(marketer.frame).objects.values_list("placement_options", flat=True):
        assert json.dumps(kept) == "{}"
