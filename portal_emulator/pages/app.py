"""Entry point of every address that is not REST, OAuth or the control API."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from markupsafe import Markup
from werkzeug.exceptions import HTTPException, NotFound
from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Request, Response

from ..model import Portal
from . import application, assets, editor, home, layout_actions, public
from .chrome import visit
from .rendering import html, render
from .sections import SECTIONS
from .session import sign_in

if TYPE_CHECKING:
    from ..emulator import Emulator

FILES = Map(
    [
        Rule("/_emulator/static/<path:relative>", endpoint="static"),
        Rule("/bitrix/css/landing/blocks.css", endpoint="blocks_css"),
        Rule("/upload/landing/art/<name>.jpg", endpoint="art"),
    ]
)
# Pages of a site, under the section of its type.
IN_SECTION = (
    ("<int:site_id>/", "site"),
    ("edit/<int:site_id>/", "site"),
    ("settings/<int:site_id>/", "site"),
    ("<int:site_id>/view/<int:page_id>/", "editor"),
    ("<int:site_id>/settings/<int:page_id>/", "editor"),
    ("<int:site_id>/view/<int:page_id>/block/<int:block_id>/", "block_view"),
)
PAGES = Map(
    [
        Rule("/", endpoint="home"),
        Rule("/login/", endpoint="login"),
        Rule("/marketplace/app/<app>/", endpoint="application"),
        Rule("/marketplace/view/<app>/", endpoint="application"),
        Rule("/marketplace/detail/<app>/", endpoint="market_card"),
        Rule("/marketplace/install/", endpoint="install", methods=["POST"]),
        Rule(layout_actions.PATH, endpoint="layout_action", methods=["POST"]),
        Rule("/sites/", endpoint="sites"),
        *(Rule(f"{section}/site/{rest}", endpoint=name) for section in SECTIONS for rest, name in IN_SECTION),
        Rule("/settings/license_all.php", endpoint="plans"),
        Rule("/bitrix/blocks/bitrix/<code>/preview.jpg", endpoint="block_preview"),
        Rule("/bitrix/images/landing/nopreview.jpg", endpoint="no_preview"),
        Rule("/upload/<path:relative>", endpoint="upload"),
        Rule("/pub/site/<code>/", endpoint="domainless"),
        Rule("/pub/site/<code>/<path:rest>", endpoint="domainless"),
        Rule("/knowledge/<code>/", endpoint="domainless"),
        Rule("/knowledge/<code>/<path:rest>", endpoint="domainless"),
        Rule("/knowledge/group/<code>/", endpoint="domainless"),
        Rule("/knowledge/group/<code>/<path:rest>", endpoint="domainless"),
    ]
)


def handle(emulator: Emulator, portal: Portal | None, request: Request) -> Response:
    """Answer a browser's request; ``portal`` is None on ``localhost`` and ``<site>.localhost``."""
    try:
        shared = _shared_file(request)
        if shared is not None:
            return shared
        return _public(emulator, request) if portal is None else _portal_page(emulator, portal, request)
    except HTTPException as error:
        return _plain_error(error)


def _match(rules: Map, request: Request) -> tuple[str, dict[str, Any]]:
    adapter = rules.bind(request.host, path_info=request.path, default_method=request.method)
    endpoint, values = adapter.match()
    return str(endpoint), dict(values)


def _shared_file(request: Request) -> Response | None:
    """Styles, scripts and artwork, which portals and public sites serve alike."""
    try:
        endpoint, values = _match(FILES, request)
    except HTTPException:
        return None
    if endpoint == "static":
        return assets.static_file(values["relative"])
    return assets.static_file(
        "css/blocks.css" if endpoint == "blocks_css" else f"img/scenes/{values['name']}.jpg"
    )


def _portal_page(emulator: Emulator, portal: Portal, request: Request) -> Response:
    if portal.deleted:
        return html(render("public_missing"), status=404)
    endpoint, values = _match(PAGES, request)
    picture = _file(portal, endpoint, values, request)
    if picture is not None:
        return picture
    if endpoint == "login":
        return sign_in(portal, request)
    if endpoint == "layout_action":
        return layout_actions.handle(emulator, portal, request)
    if endpoint == "domainless":
        return _domainless(portal, values["code"], request)
    values.pop("app", None)
    return VIEWS[endpoint](visit(emulator, portal, request), **values)


def _public(emulator: Emulator, request: Request) -> Response:
    """A site at its own host; ``localhost`` itself lists the portals."""
    host = request.host.rsplit(":", 1)[0]
    if host == "localhost":
        return _start(emulator)
    found = public.site_at(emulator, host)
    if found is None:
        return html(render("public_missing"), status=404)
    portal, site = found
    if request.path.startswith("/upload/"):
        return assets.upload(portal, request)
    return public.respond(portal, site, request)


def _start(emulator: Emulator) -> Response:
    items = Markup("").join(
        render(
            "start_item",
            href=portal.origin,
            hue=number * 90 + 200,
            initials=portal.title[:1],
            title=portal.title,
        )
        for number, portal in enumerate(emulator.portals.values())
    )
    content = render("start", portals=items)
    body = render(
        "page",
        language="en",
        close="Close",
        title="Emulated portals",
        look="",
        menu="",
        content=content,
        panel="",
    )
    return html(body)


def _domainless(portal: Portal, code: str, request: Request) -> Response:
    """A site without a domain of its own, below the portal's address."""
    site = next((site for site in portal.sites.values() if site.code == f"/{code}/"), None)
    if site is None:
        raise NotFound
    return public.respond(portal, site, request)


def _plain_error(error: HTTPException) -> Response:
    if isinstance(error, NotFound):
        return html(render("public_missing"), status=404)
    return Response(error.description or "", status=error.code, mimetype="text/plain")


def _file(portal: Portal, endpoint: str, values: dict[str, Any], request: Request) -> Response | None:
    """Pictures of a portal; None when the endpoint is a page."""
    if endpoint == "block_preview":
        return assets.block_preview(portal, values["code"])
    if endpoint == "upload":
        return assets.upload(portal, request)
    return assets.no_preview() if endpoint == "no_preview" else None


VIEWS: dict[str, Callable[..., Response]] = {
    "home": home.home,
    "application": application.application,
    "market_card": application.market_card,
    "install": application.install,
    "sites": editor.sites,
    "site": editor.site,
    "editor": editor.editor,
    "block_view": editor.block_view,
    "plans": home.plans,
}
