"""Pages without scripts: public sites, pictures, the people switch, the panel's commands, escaping."""

import io
from collections.abc import Iterator

import pytest
import requests
from PIL import Image

from portal_emulator import Emulator, ManualClock, Portal
from portal_emulator.model import Page


@pytest.fixture(scope="module")
def planted() -> Iterator[Emulator]:
    with Emulator(clock=ManualClock()) as running:
        yield running


@pytest.fixture
def portal(planted: Emulator) -> Portal:
    return planted.portals["127.0.0.1"]


def page(portal: Portal, xml_id: str) -> Page:
    return next(row for row in portal.pages.values() if row.xml_id == xml_id)


def visit(portal: Portal, path: str, host: str = "", user: str = "administrator") -> requests.Response:
    """GET at a public host (sent to the loopback address) or at the portal itself."""
    headers = {"Host": f"{host}:{portal.port}"} if host else {}
    return requests.get(
        portal.origin + path,
        headers=headers,
        cookies={"portal_user": user},
        timeout=10,
        allow_redirects=False,
    )


def test_a_public_page_shows_the_published_copy(portal: Portal) -> None:
    answer = visit(portal, "/promo/autumn/", "larch-fern.localhost")
    assert answer.status_code == 200
    assert "Autumn collection 2026" in answer.text
    assert "· new" not in answer.text
    assert visit(portal, "/", "larch-fern.localhost").status_code == 200
    assert visit(portal, "/catalog/sofas/", "larch-fern.localhost").status_code == 200
    assert visit(portal, "/knowledge/help/").status_code == 200


@pytest.mark.parametrize(
    ("host", "path"),
    [
        ("larch-fern.localhost", "/promo/trade-in/"),
        ("larch-fern.localhost", "/partners/kit/"),
        ("larch-fern.localhost", "/no-such-page/"),
        ("larch-fern.localhost", "/black-friday/"),
        ("cobalt-dental.localhost", "/"),
        ("popup-2023.localhost", "/"),
        ("nobody.localhost", "/"),
    ],
)
def test_what_is_not_published_is_a_404_with_its_picture(portal: Portal, host: str, path: str) -> None:
    assert visit(portal, path, host).status_code == 404
    assert visit(portal, path + "preview.jpg", host).status_code == 404


def test_a_page_goes_offline_with_its_folder(portal: Portal) -> None:
    folder = next(row for row in portal.folders.values() if row.code == "blog")
    assert visit(portal, "/blog/oak/", "larch-fern.localhost").status_code == 200
    folder.active = False
    try:
        assert visit(portal, "/blog/oak/", "larch-fern.localhost").status_code == 404
    finally:
        folder.active = True


def test_preview_pictures_are_pictures(portal: Portal) -> None:
    for host, path in (
        ("larch-fern.localhost", "/preview.jpg"),
        ("larch-fern.localhost", "/promo/autumn/preview.jpg"),
        ("trials.localhost", "/title-script/preview.jpg"),
        ("", "/bitrix/images/landing/nopreview.jpg"),
        ("", "/bitrix/blocks/bitrix/01.big_with_text/preview.jpg"),
        ("", "/upload/landing/art/room-1.jpg"),
    ):
        answer = visit(portal, path, host)
        assert answer.headers["Content-Type"] == "image/jpeg", path
        width, height = Image.open(io.BytesIO(answer.content)).size
        assert width >= 400
        assert height >= 60


def test_browsers_keep_the_picture_of_a_page(portal: Portal) -> None:
    """Why an app adds the date of the last change to its address (portal-contract, 15)."""
    assert visit(portal, "/preview.jpg", "larch-fern.localhost").headers["Cache-Control"] == "max-age=3600"


def test_every_library_block_has_a_picture(portal: Portal) -> None:
    missing = [
        code
        for code in portal.repository
        if visit(portal, f"/bitrix/blocks/bitrix/{code}/preview.jpg").status_code != 200
    ]
    assert missing == []


def test_lagging_and_missing_pictures_can_be_switched(portal: Portal, planted: Emulator) -> None:
    before = planted.clock.now()
    post(portal, "frame", {"slow_pictures": True})
    assert visit(portal, "/preview.jpg", "larch-fern.localhost").status_code == 200
    assert planted.clock.now() >= before + portal.frame.picture_delay
    post(portal, "frame", {"slow_pictures": False, "no_pictures": True})
    assert visit(portal, "/preview.jpg", "larch-fern.localhost").status_code == 404
    post(portal, "frame", {"no_pictures": False})


def post(portal: Portal, command: str, values: dict[str, object]) -> requests.Response:
    return requests.post(f"{portal.origin}/_emulator/api/127.0.0.1/{command}", json=values, timeout=10)


def test_signing_in_stays_on_this_host(portal: Portal) -> None:
    answer = requests.post(
        portal.origin + "/login/",
        data={"user": "viewer", "next": "//evil.example/"},
        timeout=10,
        allow_redirects=False,
    )
    assert answer.headers["Location"] == "/"
    assert answer.cookies["portal_user"] == "viewer"


def test_titles_are_escaped_in_the_portals_own_pages(portal: Portal) -> None:
    trials = page(portal, "trials-title-script")
    for path in (f"/sites/site/{trials.site_id}/", f"/sites/site/{trials.site_id}/view/{trials.id}/"):
        answer = visit(portal, path)
        assert answer.status_code == 200
        assert "&lt;script&gt;alert(1)" in answer.text
        assert "<script>alert(1)" not in answer.text


def test_blocks_in_the_editor_cannot_run(portal: Portal) -> None:
    trials = page(portal, "trials-html-script")
    row = portal.rows_of(trials)[0]
    editor = visit(portal, f"/sites/site/{trials.site_id}/view/{trials.id}/")
    assert 'sandbox="allow-same-origin"' in editor.text
    block = visit(portal, f"/sites/site/{trials.site_id}/view/{trials.id}/block/{row.id}/")
    assert "script-src 'none'" in block.headers["Content-Security-Policy"]


@pytest.mark.parametrize("kind", ["KNOWLEDGE", "GROUP", "VIBE", "STORE"])
def test_a_site_is_edited_in_the_section_of_its_type(portal: Portal, kind: str) -> None:
    base = page(portal, "larch-fern-home")
    portal.sites[base.site_id].type = kind
    section = {"KNOWLEDGE": "/kb", "GROUP": "/kb/group", "VIBE": "/vibe"}.get(kind, "/sites")
    path = f"{section}/site/{base.site_id}/"
    assert f'href="{path}"' in visit(portal, "/sites/").text
    assert f'href="{path}view/{base.id}/"' in visit(portal, path).text
    row = next(row for row in portal.rows_of(base) if not row.public)
    block = f"{path}view/{base.id}/block/{row.id}/"
    assert f'src="{block}"' in visit(portal, f"{path}view/{base.id}/").text
    assert visit(portal, block).status_code == 200


def test_a_person_without_the_right_sees_no_sites(portal: Portal) -> None:
    site = page(portal, "larch-fern-home").site_id
    assert visit(portal, f"/sites/site/{site}/", user="no_access").status_code == 404
    assert "Larch &amp; Fern Interiors" not in visit(portal, "/", user="no_access").text


def test_portal_links_of_the_documentation_answer(portal: Portal) -> None:
    for path in (
        "/settings/license_all.php",
        "/marketplace/detail/pagedesk.demo/",
        "/?FEATURE_PROMOTER=limit_sites_number_page",
    ):
        assert visit(portal, path).status_code == 200
    assert "limit_sites_number_page" in visit(portal, "/?FEATURE_PROMOTER=limit_sites_number_page").text


def test_a_removed_application_is_installed_again_by_an_administrator(
    portal: Portal, planted: Emulator
) -> None:
    planted.uninstall_app(portal)
    assert "not installed" in visit(portal, "/marketplace/app/5/", user="marketer").text
    requests.post(portal.origin + "/marketplace/install/", cookies={"portal_user": "marketer"}, timeout=10)
    assert not portal.installation.present
    requests.post(
        portal.origin + "/marketplace/install/", cookies={"portal_user": "administrator"}, timeout=10
    )
    assert portal.installation.present
    assert not portal.installation.finished


def test_an_update_runs_the_installer_and_the_first_run_again(portal: Portal) -> None:
    portal.installation.present = portal.installation.finished = True
    version = portal.installation.version
    post(portal, "update", {})
    assert portal.installation.version == version + 1
    assert not portal.installation.finished


def test_the_language_of_the_portal_reaches_its_pages(planted: Emulator) -> None:
    assert "Кто работает?" in visit(planted.portals["127.0.0.2"], "/").text


def test_files_outside_the_static_folder_stay_hidden(portal: Portal) -> None:
    assert visit(portal, "/_emulator/static/..%2f__init__.py").status_code == 404
