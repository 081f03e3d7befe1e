"""Typed calls against the emulated portal: what is read, what is written, what the portal keeps quiet about."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from landing_app.bitrix24.errors import AccessError, NotFound, TariffError, TransportError
from landing_app.bitrix24.types import ALL_RIGHTS, PageStatus
from portal_emulator.builders import add_folder, add_page

if TYPE_CHECKING:
    from portal_emulator import Portal
    from tests.bitrix24.conftest import Connection

Connect = Callable[..., "Connection"]
SITE, PAGE = 3, 985
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
)


def batches(portal: Portal) -> int:
    return sum(entry.method == "batch" and not entry.in_batch for entry in portal.requests)


def test_profile_and_license(connect: Connect, portal: Portal) -> None:
    landing = connect().landing
    assert (landing.profile().id, landing.profile().name, landing.profile().admin) == (7, "Mark Reed", False)
    assert landing.license().bucket == (50, 2.0)
    portal.tariff.enterprise, portal.tariff.family = True, "ent"
    assert landing.license().bucket == (250, 5.0)


def test_sites_have_absolute_pictures(connect: Connect, portal: Portal) -> None:
    sites = connect().landing.sites()
    assert {site.id for site in sites} == {
        site.id
        for site in portal.sites.values()
        if site.type in ("PAGE", "STORE", "SMN") and not site.deleted
    }
    assert all(site.picture.startswith("http") for site in sites if site.index_page_id)
    assert any(site.special for site in sites)


@pytest.mark.parametrize("scope", ["KNOWLEDGE", "GROUP", "MAINPAGE"])
def test_site_scopes_are_apart(connect: Connect, portal: Portal, scope: str) -> None:
    kinds = {"KNOWLEDGE": "KNOWLEDGE", "GROUP": "GROUP", "MAINPAGE": "VIBE"}
    sites = connect().landing.sites(scope)
    expected = {site.id for site in portal.sites.values() if site.type == kinds[scope] and not site.deleted}
    assert {site.id for site in sites} == expected
    assert all(site.scope == scope for site in sites)


def test_a_site_in_one_request(connect: Connect, portal: Portal) -> None:
    contents = connect().landing.site_contents(SITE, "")
    assert contents.site.id == SITE
    assert {folder.id for folder in contents.folders} == {
        folder.id for folder in portal.folders_of(SITE) if not folder.deleted
    }
    visible = {page.id for page in portal.pages_of(SITE) if not page.deleted}
    assert {page.id for page in contents.pages} <= visible
    assert len(contents.pages) > 20
    assert contents.rights.can("public")
    assert [entry.method for entry in portal.requests if not entry.in_batch] == ["batch"]


def test_a_site_that_is_not_there(connect: Connect) -> None:
    with pytest.raises(NotFound):
        connect().landing.site_contents(9999, "")
    assert connect().landing.site(9999, "") is None


def test_without_the_permission_feature_everybody_has_all_rights(connect: Connect, portal: Portal) -> None:
    portal.tariff.permissions_available = False
    landing = connect("viewer").landing
    around = landing.surroundings([SITE, 4], "")
    assert [around[SITE].rights, around[4].rights] == [ALL_RIGHTS, ALL_RIGHTS]
    assert landing.site_contents(SITE, "").rights == ALL_RIGHTS


def test_rights_of_a_viewer(connect: Connect) -> None:
    rights = connect("viewer").landing.surroundings([SITE], "")[SITE].rights
    assert rights is not None
    assert rights.can("read")
    assert not rights.can("edit")


def test_what_is_around_pages_costs_one_request(connect: Connect, portal: Portal) -> None:
    landing = connect().landing
    before = sum(request.method == "batch" for request in portal.requests)
    around = landing.surroundings([SITE, 4, 9999, SITE], "")
    assert sum(request.method == "batch" for request in portal.requests) - before == 1
    assert list(around) == [SITE, 4]
    assert around[SITE].site == landing.site(SITE, "")
    assert around[SITE].folders == landing.site_contents(SITE, "").folders
    assert landing.surroundings([SITE], "", rights=False)[SITE].rights is None


def test_nobody_without_access_gets_half_a_site(connect: Connect) -> None:
    with pytest.raises(AccessError):
        connect("no_access").landing.site_contents(SITE, "")


def test_a_read_that_breaks_raises(connect: Connect, portal: Portal) -> None:
    portal.faults.add("truncated", times=None)
    with pytest.raises(TransportError):
        connect().landing.site_contents(SITE, "")


def test_pages_by_id_also_from_the_trash(connect: Connect, portal: Portal) -> None:
    landing = connect().landing
    landing.trash([PAGE + 3], "")
    pages = landing.pages([PAGE, PAGE + 3, 999_999], "")
    assert set(pages) == {PAGE, PAGE + 3}
    assert pages[PAGE + 3].deleted
    assert pages[PAGE].public_url.startswith("http")
    assert PAGE + 3 in {page.id for page in landing.site_trash(SITE, "").pages}


def test_counts_and_newest_page(connect: Connect, portal: Portal) -> None:
    landing = connect().landing
    contents = landing.site_contents(SITE, "")
    changed = sum(page.status is PageStatus.CHANGED for page in contents.pages)
    total, counted = landing.page_counts("", [SITE])[SITE]
    assert (total, counted) == (len(contents.pages), changed)
    newest = landing.newest_page_id(SITE, "")
    assert newest == max(page.id for page in portal.pages_of(SITE))
    (outcome,) = landing.copy([PAGE], "", to_site=SITE)
    assert [page.id for page in landing.pages_after(newest, SITE, "")] == [outcome.result]


def test_a_folder_in_the_recycle_bin_takes_its_pages_along(connect: Connect, portal: Portal) -> None:
    landing = connect().landing
    before = landing.page_counts("", [SITE])[SITE][0]
    top = add_folder(portal, portal.sites[SITE], "Top", "top")
    inner = add_folder(portal, portal.sites[SITE], "Inner", "inner", parent_id=top.id)
    pages = [add_page(portal, portal.sites[SITE], name, name, folder_id=inner.id) for name in ("a", "b")]
    assert landing.page_counts("", [SITE])[SITE][0] == before + 2
    top.deleted, pages[1].deleted = True, True
    assert landing.page_counts("", [SITE, 4])[SITE][0] == before
    trash = landing.site_trash(SITE, "")
    found = {page.id: page for page in trash.pages}
    assert len(found) == len(trash.pages) == landing.trash_size(SITE, "")
    assert [trash.folder_above(found[page.id]).id for page in pages] == [top.id, top.id]  # type: ignore[union-attr]


def test_blocks_of_many_pages_in_one_request(connect: Connect, portal: Portal) -> None:
    landing = connect().landing
    ids = [page.id for page in landing.site_contents(SITE, "").pages]
    before = batches(portal)
    blocks = landing.blocks(ids, "")
    assert set(blocks) == set(ids)
    assert all(block.page_id == page_id for page_id, found in blocks.items() for block in found)
    assert batches(portal) == before + 1


def test_one_bad_page_does_not_hide_the_others(connect: Connect, portal: Portal) -> None:
    landing = connect().landing
    ids = [page.id for page in landing.site_contents(SITE, "").pages]
    blocks = landing.blocks([*ids[:10], 999_999, *ids[10:]], "")
    assert set(blocks) == set(ids)


def test_blocks_with_content_and_one_block(connect: Connect) -> None:
    landing = connect().landing
    block = landing.blocks([PAGE], "", content=True)[PAGE][0]
    assert block.content
    assert "<" in block.content
    one = landing.block_content(PAGE, block.id, "")
    assert one is not None
    assert (one.id, one.code) == (block.id, block.code)
    assert one.content
    assert landing.block_content(PAGE, 1, "") is None
    assert landing.block_content(999_999, block.id, "") is None


def test_publish_and_unpublish(connect: Connect, portal: Portal) -> None:
    landing = connect().landing
    assert landing.unpublish([PAGE], "")[0].result is True
    assert landing.pages([PAGE], "")[PAGE].status is PageStatus.NOT_PUBLISHED
    assert landing.publish([PAGE], "")[0].result is True
    assert landing.pages([PAGE], "")[PAGE].status is PageStatus.PUBLISHED


def test_publishing_without_the_right_is_an_error_and_not_a_silent_null(connect: Connect) -> None:
    (outcome,) = connect("editor").landing.publish([PAGE], "")
    assert outcome.state == "error"
    assert isinstance(outcome.error, AccessError)


def test_a_tariff_refusal_stops_a_publication(connect: Connect, portal: Portal) -> None:
    portal.tariff.refused.add("PUBLIC_PAGE_REACHED")
    outcomes = connect().landing.publish([PAGE, PAGE + 1, PAGE + 2], "")
    assert [outcome.state for outcome in outcomes] == ["error", "not_run", "not_run"]
    assert isinstance(outcomes[0].error, TariffError)


def test_a_copy_as_draft_is_offline(connect: Connect, portal: Portal) -> None:
    folder = next(folder for folder in portal.folders_of(SITE) if not folder.deleted)
    landing = connect().landing
    (live,) = landing.copy([PAGE], "", to_site=SITE, to_folder=folder.id)
    assert live.follow_up is None
    drafts = landing.copy([PAGE, PAGE + 1], "", to_site=SITE, to_folder=folder.id, draft=True)
    assert [outcome.follow_up.state for outcome in drafts if outcome.follow_up] == ["ok", "ok"]
    for outcome in drafts:
        copied = portal.pages[outcome.result]
        assert (copied.site_id, copied.folder_id, copied.active) == (SITE, folder.id, False)


def test_a_move_to_a_folder_of_another_site_is_two_calls(connect: Connect, portal: Portal) -> None:
    site = next(site for site in portal.sites.values() if site.id != SITE and any(portal.folders_of(site.id)))
    folder = next(folder for folder in portal.folders_of(site.id) if not folder.deleted)
    outcomes = connect().landing.move([PAGE + 4, PAGE + 5], "", to_site=site.id, to_folder=folder.id)
    for outcome in outcomes:
        assert outcome.state == "ok"
        assert outcome.follow_up is not None
        assert outcome.follow_up.state == "ok"
    assert (portal.pages[PAGE + 4].site_id, portal.pages[PAGE + 4].folder_id) == (site.id, folder.id)


def test_trash_and_restore(connect: Connect, portal: Portal) -> None:
    landing = connect().landing
    landing.trash([PAGE + 4], "")
    assert portal.pages[PAGE + 4].deleted
    landing.restore([PAGE + 4], "")
    assert not portal.pages[PAGE + 4].deleted


def test_blocks_to_the_trash_and_back_and_away(connect: Connect) -> None:
    landing = connect().landing
    first, second = landing.blocks([PAGE], "")[PAGE][:2]
    landing.mark_deleted_blocks([(PAGE, first.id), (PAGE, second.id)], "")
    trashed = {block.id for block in landing.blocks([PAGE], "", deleted=True)[PAGE]}
    assert {first.id, second.id} <= trashed
    landing.restore_blocks([(PAGE, first.id)], "")
    assert first.id in {block.id for block in landing.blocks([PAGE], "")[PAGE]}
    outcomes = landing.delete_blocks_for_good(PAGE, [second.id], "")
    assert {outcome.state for outcome in outcomes} == {"ok"}
    left = landing.blocks([PAGE], "")[PAGE] + landing.blocks([PAGE], "", deleted=True)[PAGE]
    assert second.id not in {block.id for block in left}


def test_a_favorite_with_a_preview(connect: Connect, portal: Portal) -> None:
    landing = connect().landing
    block = landing.blocks([PAGE], "")[PAGE][0]
    uploaded = landing.upload_file(block.id, "hero.png", PNG, "")
    outcome = landing.favorite(
        PAGE, block.id, "", name="50 % off & more #1", sections=["cover", "text"], preview_id=uploaded.id
    )
    (saved,) = landing.saved_blocks("")
    assert (saved.key, saved.name, saved.mine) == (
        f"{block.code}@{outcome.result}",
        "50 % off & more #1",
        True,
    )
    assert saved.sections == {"cover", "text"}
    assert saved.preview.startswith("http")
    assert landing.unfavorite([saved.id], "")[0].state == "ok"
    assert landing.saved_blocks("") == []


def test_a_favorite_of_somebody_else_cannot_be_removed(connect: Connect) -> None:
    landing = connect().landing
    block = landing.blocks([PAGE], "")[PAGE][0]
    outcome = landing.favorite(PAGE, block.id, "", name="Hero")
    (refused,) = connect("administrator").landing.unfavorite([outcome.result], "")
    assert refused.state == "error"
    assert isinstance(refused.error, NotFound)


def test_a_favorite_needs_a_name(connect: Connect) -> None:
    with pytest.raises(ValueError, match="name"):
        connect().landing.favorite(PAGE, 1, "", name=" ")


def test_no_picture_is_refused(connect: Connect) -> None:
    landing = connect().landing
    block = landing.blocks([PAGE], "")[PAGE][0]
    with pytest.raises(Exception, match="FILE_ERROR"):
        landing.upload_file(block.id, "hero.png", b"not a picture", "")


def test_sections_are_named(connect: Connect) -> None:
    sections = connect().landing.sections("")
    assert sections["cover"]
    assert "last" not in sections
    assert "favourite" not in sections


def test_bindings_can_be_repeated(connect: Connect, portal: Portal) -> None:
    landing = connect("administrator").landing
    for _ in range(2):
        landing.bind_landing_placement("LANDING_SETTINGS", "http://localhost:8000/placements/", "Page Desk")
        landing.bind_event("ONAPPUNINSTALL", "http://localhost:8000/events/")
    assert len(portal.installation.placements) == 1
    assert len(portal.installation.events) == 1
