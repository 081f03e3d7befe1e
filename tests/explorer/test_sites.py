"""The screen Sites: tiles, words, facts that arrive later, and the four reasons for not showing a list."""

import re
from typing import TYPE_CHECKING

import pytest
import time_machine

from landing_app.bitrix24.rows import site as site_of
from landing_app.explorer.rows import site_cards
from landing_app.jobs.models import Job, JobState
from landing_app.portals.models import Portal as KnownPortal
from tests.explorer.conftest import inline_code
from tests.people import open_app

if TYPE_CHECKING:
    from portal_emulator.model import Portal
    from tests.explorer.conftest import Html

pytestmark = pytest.mark.django_db


def test_one_link_per_site_named_by_its_title(marketer, portal, html) -> None:
    page = html(marketer.client.get("/sites/"))
    shown = [site for site in portal.sites.values() if not site.deleted and not site.special]
    assert shown
    for site in shown:
        links = [a for a in page.with_text("a", site.title) if a.get("id", "").startswith("site-")]
        assert len(links) == 1, site.title
    assert [a for t, a in page.tags if t == "h1"]


def test_a_picture_that_may_have_changed_has_a_new_address(portal) -> None:
    """Browsers keep it. A site's date does not move when its main page is published, so an hour is the limit."""
    row = {"ID": "3", "PUBLIC_URL": "https://villa.bitrix24.site", "DATE_MODIFY": "03/26/2026 12:21:48 pm"}
    row["PREVIEW_PICTURE"] = "https://villa.bitrix24.site/preview.jpg"
    known = KnownPortal(member_id="m", domain=portal.authority)

    def address(**changes: str) -> str:
        [card] = site_cards(known, [site_of({**row, **changes}, "", portal.origin)])
        return card.picture

    with time_machine.travel(7200, tick=False) as moment:
        first = address()
        assert re.fullmatch(r"https://villa\.bitrix24\.site/preview\.jpg\?v=\d+-2", first)
        moment.shift(3599)
        assert address() == first
        assert address(DATE_MODIFY="03/26/2026 12:21:49 pm") != first
        moment.shift(1)
        assert address() != first
    assert address(PREVIEW_PICTURE="/upload/og.png") == f"{portal.origin}/upload/og.png"


def test_special_sites_are_hidden_and_knowledge_bases_are_shown(marketer, portal, html) -> None:
    text = html(marketer.client.get("/sites/")).text
    special = next(site for site in portal.sites.values() if site.special)
    knowledge = next(site for site in portal.sites.values() if site.type == "KNOWLEDGE")
    assert special.title not in text
    assert knowledge.title in text
    assert "Knowledge base" in text
    assert "Store" in text


def test_navigation_has_its_three_links(marketer, html) -> None:
    page = html(marketer.client.get("/sites/"))
    for name, path in (("Sites", "/sites/"), ("Activity", "/activity/"), ("Settings", "/settings/")):
        [link] = page.with_text("a", name)
        assert link["href"] == path
    assert page.with_text("a", "Sites")[0]["aria-current"] == "page"


def test_counts_come_in_one_later_answer_and_are_true(marketer, portal, site) -> None:
    first = marketer.client.get("/sites/").content.decode()
    assert not re.search(r"\d pages?<", first)  # no count is shown before it is known
    [asked] = re.findall(r'hx-get="(/sites/facts/[^"]*)"', first)
    later = marketer.client.get(asked).content.decode()
    pages = [p for p in portal.pages.values() if p.site_id == site.id and not p.deleted]
    changed = sum(p.active and not p.public for p in pages)
    tile = later.split(f'id="facts-{site.id}"')[1].split("facts-")[0]
    assert f"{len(pages)} pages" in tile
    assert f"{changed} changed" in tile


def test_counts_a_portal_does_not_tell_are_unknown_and_not_zero(marketer, portal, site) -> None:
    marketer.client.get("/sites/")
    portal.faults.add("500", methods=["landing.landing.getlist"], times=None)
    later = marketer.client.get(f"/sites/facts/?ids={site.id}")
    assert later.status_code == 200
    text = later.content.decode()
    assert "Page count unknown" in text
    assert "0 pages" not in text


def test_search_finds_names_and_addresses(marketer, portal, site, html) -> None:
    found = html(marketer.client.get("/sites/?q=larch", headers={"HX-Target": "sites"}))
    assert found.with_text("a", site.title)
    assert not any(t == "h1" for t, _ in found.tags)
    nothing = html(marketer.client.get("/sites/?q=zzzz"))
    assert "No site has “zzzz” in its name or address." in nothing.text


def test_kinds_keep_one_kind(marketer, portal, html) -> None:
    shown = html(marketer.client.get("/sites/?kind=STORE"))
    links = {a["id"] for t, a in shown.tags if t == "a" and a.get("id", "").startswith("site-")}
    stores = {
        f"site-{site.id}" for site in portal.sites.values() if site.type == "STORE" and not site.deleted
    }
    assert links == stores


def titles(page: "Html") -> list[str]:
    return [a["title"] for a in page.all("a") if re.fullmatch(r"site-\d+", a.get("id", ""))]


def squares(page: "Html") -> set[tuple[str, str]]:
    """Fields and values that the squares of the search field send."""
    names = ("kind", "state", "changed")
    return {(a["name"], a["value"]) for a in page.all("input", type="hidden") if a["name"] in names}


def counts_asked(portal: "Portal") -> int:
    return sum(entry.method == "landing.landing.getlist" for entry in portal.requests)


def with_changes(portal: "Portal", *kinds: str) -> set[str]:
    changed = {p.site_id for p in portal.pages.values() if p.active and not p.public and not p.deleted}
    return {one.title for one in portal.sites.values() if one.id in changed and one.type in kinds}


def test_the_field_offers_filters_and_shows_chosen_ones_as_squares(marketer, portal, html) -> None:
    plain = html(marketer.client.get("/sites/"))
    assert squares(plain) == set()
    assert {a["aria-checked"] for t, a in plain.tags if "aria-checked" in a} == {"false"}
    shown = html(marketer.client.get("/sites/?kind=STORE&kind=PAGE&state=on&changed=1"))
    assert squares(shown) == {("kind", "STORE"), ("kind", "PAGE"), ("state", "on"), ("changed", "1")}
    assert len(shown.labelled("Remove Stores")) == len(shown.labelled("Remove Has changes")) == 1
    on = {a["id"] for t, a in shown.tags if a.get("aria-checked") == "true"}
    assert on == {"filter-kind-store", "filter-kind-page", "filter-state-on", "filter-changed-1"}
    assert set(titles(shown)) == with_changes(portal, "STORE", "PAGE")


def test_kinds_add_up_and_what_is_not_offered_counts_for_nothing(marketer, portal, html) -> None:
    both = {s.title for s in portal.sites.values() if s.type in ("STORE", "KNOWLEDGE") and not s.special}
    assert set(titles(html(marketer.client.get("/sites/?kind=STORE&kind=KNOWLEDGE")))) == both
    nonsense = html(marketer.client.get("/sites/?kind=NONE&state=maybe&changed=2&sort=up"))
    assert titles(nonsense) == titles(html(marketer.client.get("/sites/")))
    assert squares(nonsense) == set()


def test_one_kind_of_sites_offers_no_kinds(marketer, portal, html) -> None:
    for one in portal.sites.values():
        one.deleted = one.type != "PAGE"
    shown = html(marketer.client.get("/sites/?kind=PAGE"))
    assert not [a for _, a in shown.tags if a.get("data-field") == "kind"]
    assert squares(shown) == set()
    assert titles(shown)


def test_sites_with_changes_are_told_from_what_is_known(marketer, portal, html) -> None:
    first = marketer.client.get("/sites/").content.decode()
    [asked] = re.findall(r'hx-get="(/sites/facts/[^"]*)"', first)
    marketer.client.get(asked)
    before = counts_asked(portal)
    answer = marketer.client.get("/sites/?changed=1", headers={"HX-Target": "sites"})
    shown = html(answer)
    assert set(titles(shown)) == with_changes(portal, "PAGE", "STORE", "KNOWLEDGE", "GROUP")
    assert len(titles(shown)) < len(titles(html(marketer.client.get("/sites/"))))
    assert counts_asked(portal) == before
    assert "4 changed" in shown.text  # the facts are there already
    assert "/sites/facts/" not in answer.content.decode()


def test_sites_with_changes_are_asked_for_where_nothing_is_known(marketer, portal, site, html) -> None:
    shown = html(marketer.client.get("/sites/?changed=1"))
    assert site.title in titles(shown)
    assert counts_asked(portal)
    for page in portal.pages.values():
        page.public = True
    refreshed = html(marketer.client.get("/sites/?changed=1", headers={"X-Frame-Refresh": "1"}))
    assert titles(refreshed) == []
    assert "No site fits the chosen filters." in refreshed.text


def test_unknown_changes_are_not_no_changes(marketer, portal, html) -> None:
    portal.faults.add("500", methods=["landing.landing.getlist"], times=None)
    everyone = titles(html(marketer.client.get("/sites/")))
    shown = html(marketer.client.get("/sites/?changed=1"))
    assert titles(shown) == everyone
    assert "Bitrix24 did not tell which of these sites have changes." in shown.text
    assert "listed last" not in shown.text
    assert shown.with_text("a", "Try again")[0]["href"] == "/sites/?changed=1"
    portal.faults.clear()
    assert "did not tell" not in html(marketer.client.get("/sites/?changed=1")).text


def test_sites_whose_changes_are_unknown_come_last(marketer, portal, html) -> None:
    marketer.client.get("/sites/")
    # Websites and stores are told by the first answer, other kinds are not.
    portal.faults.add("500", methods=["landing.landing.getlist"], skip=1, times=None)
    shown = html(marketer.client.get("/sites/?changed=1&sort=title"))
    others = [
        s.title
        for s in portal.sites.values()
        if s.type not in ("PAGE", "STORE") and not (s.special or s.deleted)
    ]
    sure = with_changes(portal, "PAGE", "STORE")
    assert titles(shown) == [*sorted(sure, key=str.casefold), *sorted(others, key=str.casefold)]
    assert (
        f"Bitrix24 did not tell whether {len(others)} sites have changes. They are listed last." in shown.text
    )
    assert shown.text.count("Page count unknown") == len(others)


def test_a_silent_portal_tells_nothing_about_changes(marketer, portal, html) -> None:
    marketer.client.get("/sites/")
    portal.faults.add("502", times=None)
    shown = html(marketer.client.get("/sites/?changed=1", headers={"X-Frame-Refresh": "1"}))
    assert "Bitrix24 does not answer now." in shown.text
    assert "Bitrix24 did not tell which of these sites" in shown.text
    assert counts_asked(portal) == 0


def test_no_site_fits_search_and_filters(marketer, portal, html) -> None:
    shown = html(marketer.client.get("/sites/?q=zzzz&state=on"))
    assert "No site that fits the filters has “zzzz” in its name or address." in shown.text


def test_no_sites_is_said_with_its_reason(emulator, portal, html) -> None:
    stranger = open_app(emulator, portal, "no_access")
    text = html(stranger.client.get("/sites/")).text
    assert "No sites yet" in text or "Your role does not include this" in text
    assert all(site.title not in text for site in portal.sites.values())


def test_a_silent_portal_is_another_screen_with_try_again(marketer, portal, html) -> None:
    portal.faults.add("502", times=None)
    answer = marketer.client.get("/sites/")
    page = html(answer)
    assert answer.status_code == 200
    assert "Bitrix24 did not answer" in page.text
    assert page.with_text("a", "Try again")[0]["href"] == "/sites/"
    assert "Copy details" in page.text


def test_a_portal_that_is_busy_says_so(marketer, portal, html) -> None:
    portal.faults.add("429", times=None)
    assert "Bitrix24 asks us to slow down" in html(marketer.client.get("/sites/")).text


def test_a_person_whose_access_was_lost_is_asked_to_renew(marketer, portal) -> None:
    marketer.row.grant_lost_at = marketer.frame.proved_at
    marketer.row.save()
    answer = marketer.client.get("/sites/")
    assert (answer.status_code, answer.json()) == (401, {"error": "session_expired"})


def test_nothing_inline(marketer, site) -> None:
    for path in (
        "/sites/",
        f"/sites/facts/?ids={site.id}",
        f"/sites/pages/{site.id}/",
        f"/sites/pages/{site.id}/?view=tiles",
        "/settings/",
    ):
        assert inline_code(marketer.client.get(path).content.decode()) == [], path


def test_pressing_refresh_reads_again(marketer, portal, site, html) -> None:
    marketer.client.get("/sites/")
    site.title = "Renamed a moment ago"
    assert "Renamed a moment ago" not in html(marketer.client.get("/sites/")).text
    shown = marketer.client.get("/sites/", headers={"X-Frame-Refresh": "1"})
    assert "Renamed a moment ago" in html(shown).text


def test_refreshing_keeps_what_was_read_when_the_portal_is_silent(marketer, portal, site, html) -> None:
    marketer.client.get("/sites/")
    portal.faults.add("502", times=None)
    shown = html(marketer.client.get("/sites/", headers={"X-Frame-Refresh": "1"}))
    assert "Bitrix24 does not answer now." in shown.text
    assert site.title in shown.text


def test_facts_of_a_site_one_may_not_see_are_not_told(emulator, portal, site) -> None:
    stranger = open_app(emulator, portal, "no_access")
    answer = stranger.client.get(f"/sites/facts/?ids={site.id},abc,-1")
    assert answer.status_code == 200
    assert "facts-" not in answer.content.decode()


def test_a_job_waiting_for_its_starter_is_named_to_that_person_only(emulator, portal, marketer, html) -> None:
    job = Job.objects.create(
        portal=marketer.row.portal,
        starter=marketer.row,
        action="publish_page",
        state=JobState.PARKED,
        title_parts={"count": 3},
    )
    text = html(marketer.client.get("/sites/"))
    assert "This job waits for you." in text.text
    assert text.with_text("a", "Show job")[0]["href"] == f"/activity/{job.pk}/"
    other = open_app(emulator, portal, "administrator")
    assert "This job waits for you." not in html(other.client.get("/sites/")).text


def test_sites_are_kept_by_status_and_ordered(marketer, portal, site, html) -> None:
    site.active = False
    site.modified_at = max(one.modified_at for one in portal.sites.values()) + 60
    off = html(marketer.client.get("/sites/?state=off"))
    names = [a["title"] for a in off.all("a") if a.get("id", "").startswith("site-") and a.get("title")]
    assert site.title in names
    assert names == [one.title for one in portal.sites.values() if one.title in names and not one.active]
    latest = html(marketer.client.get("/sites/?sort=modified"))
    assert (
        next(a["title"] for a in latest.all("a") if re.fullmatch(r"site-\d+", a.get("id", ""))) == site.title
    )
    by_name = html(marketer.client.get("/sites/?sort=title"))
    titles = [a["title"] for a in by_name.all("a") if re.fullmatch(r"site-\d+", a.get("id", ""))]
    assert titles == sorted(titles, key=str.casefold)


def test_trashed_sites_are_listed_to_look_at_only(marketer, portal, site, html) -> None:
    base = next(one for one in portal.sites.values() if one.type == "KNOWLEDGE")
    site.deleted = base.deleted = True
    assert (
        html(marketer.client.get("/sites/")).with_text("a", "Recycle bin")[0]["href"] == "/sites/recycle-bin/"
    )
    shown = html(marketer.client.get("/sites/recycle-bin/"))
    assert site.title in shown.text
    assert base.title in shown.text
    assert not shown.all("input")
    assert not [a for a in shown.all("button") if "hx-post" in a]
    assert f'id="site-{site.id}"' not in marketer.client.get("/sites/").content.decode()


def test_an_empty_recycle_bin_of_sites_says_so(marketer, portal, html) -> None:
    for one in portal.sites.values():
        one.deleted = False
    assert "The recycle bin is empty" in html(marketer.client.get("/sites/recycle-bin/")).text


def test_trashed_sites_are_not_told_to_who_may_not_see_them(emulator, portal, site) -> None:
    site.deleted = True
    stranger = open_app(emulator, portal, "no_access")
    assert site.title not in stranger.client.get("/sites/recycle-bin/").content.decode()
