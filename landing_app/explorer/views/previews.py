"""Block previews: a signed address of 60 seconds, and the sandboxed document behind it."""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_GET

from landing_app.bitrix24.errors import Bitrix24Error
from landing_app.bitrix24.types import Site, SiteContents, SiteScope
from landing_app.explorer import block_contents
from landing_app.explorer.dialogs import notice, says_refusals
from landing_app.explorer.quiet_html import quiet
from landing_app.explorer.views.requests import viewer_of
from landing_app.portals import reads
from landing_app.portals.frames import LinkExpired, fragment, frame_required, signed_link, unsign
from landing_app.portals.models import FrameSession

_SECONDS = 60
_NAME = "block-preview"
# Nothing that has a meaning in a CSP: the portal's answer must not add a rule to ours.
_WEB_ORIGIN = re.compile(
    r"https?://[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?(?=[/?#]|\Z)", re.IGNORECASE | re.ASCII
)


@dataclass(frozen=True, slots=True)
class ShownBlock:
    """HTML, absolute addresses of style sheets, and the origin of the public site ("" when it has none)."""

    content: str
    css: list[str]
    site_origin: str


@require_GET
@frame_required(human=False)
def block_frame(
    request: HttpRequest, scope: SiteScope, site_id: int, page_id: int, version: str, block_id: int
) -> HttpResponse:
    """The iframe of one block with a fresh link, asked when the block comes into view."""
    ids = {"scope": scope, "site": site_id, "page": page_id, "version": version, "block": block_id}
    link = signed_link(request, _NAME, seconds=_SECONDS, **ids)
    name = _("Preview of block %(id)s") % {"id": block_id}
    return fragment(request, "explorer/_block_frame.html", {"link": link, "name": name})


@require_GET
@frame_required()
@says_refusals
def block_large(
    request: HttpRequest, scope: SiteScope, site_id: int, page_id: int, version: str, block_id: int
) -> HttpResponse:
    """A dialog with one block as wide as the frame allows: what its visitors get at that width."""
    viewer = viewer_of(request)
    contents = reads.site_contents(viewer, scope, site_id).value
    draft = _reads_drafts(version, contents)
    name = block_contents.name(viewer, scope, page_id, block_id, draft=draft)
    if name is None:
        return notice(request, _("This block is not here"), _("The page has changed. Open it again."))
    ids = {"scope": scope, "site": site_id, "page": page_id, "version": version, "block": block_id}
    link = signed_link(request, _NAME, seconds=_SECONDS, **ids, large=1)
    return fragment(
        request, "explorer/dialogs/enlarged.html", {"heading": name, "link": link, "size": "full"}
    )


@require_GET
@xframe_options_exempt
def preview(request: HttpRequest, signed: str) -> HttpResponse:
    """The block's own HTML in a document that can run nothing, send nothing and knows no address of ours."""
    try:
        frame, ids = unsign(signed, _NAME)
    except LinkExpired:
        return _document(request, None, "", [], "", expired=True)
    shown = shown_block(frame, ids) or ShownBlock("", [], "")
    return _document(request, frame, quiet(shown.content), shown.css, shown.site_origin, large="large" in ids)


def shown_block(frame: FrameSession, ids: dict[str, Any]) -> ShownBlock | None:
    """The block a signed link names, as its person may see it now; None when it is not there or Bitrix24 refuses."""
    scope: SiteScope = ids["scope"]  # signed by us
    viewer = frame.portal_user
    try:
        contents = reads.site_contents(viewer, scope, ids["site"]).value
        draft = _reads_drafts(ids["version"], contents)
        found = block_contents.content(viewer, scope, ids["page"], ids["block"], draft=draft)
    except Bitrix24Error:
        return None
    if found is None:
        return None
    content, css = found
    base = f"{frame.portal.origin}/"
    return ShownBlock(content, [urljoin(base, path) for path in css], _origin(contents.site))


def _reads_drafts(version: str, contents: SiteContents) -> bool:
    """Reading drafts may make the portal write rows, so it takes the right to edit, whatever the address says."""
    return version == "draft" and contents.rights.can("edit")


def _document(
    request: HttpRequest,
    frame: FrameSession | None,
    content: str,
    css: list[str],
    site_origin: str,
    *,
    expired: bool = False,
    large: bool = False,
) -> HttpResponse:
    portal_origin = frame.portal.origin if frame else ""
    base = f"{portal_origin}/" if portal_origin else ""
    context = {"base": base, "content": content, "css": css, "expired": expired, "large": large}
    response = render(request, "explorer/block_preview.html", context, status=410 if expired else 200)
    response["Content-Security-Policy"] = policy(portal_origin, site_origin)
    response["Referrer-Policy"] = "no-referrer"
    return response


def policy(portal_origin: str, site_origin: str) -> str:
    """The CSP of a preview; every ancestor of the frame must match: our page, and the portal around it."""
    places = " ".join(dict.fromkeys(origin for origin in (portal_origin, site_origin) if origin))
    own = f" {places}" if places else ""
    ancestors = " ".join(origin for origin in (settings.PUBLIC_URL, portal_origin) if origin)
    return (
        f"sandbox; default-src 'none'; img-src https: data:{own}; style-src 'unsafe-inline' https:{own}; "
        f"font-src https: data:{own}; frame-ancestors {ancestors}"
    )


def _origin(site: Site | None) -> str:
    """Scheme and host of the public site; "" when it has none or it is not a plain web address."""
    found = _WEB_ORIGIN.match(site.public_url if site else "")
    return found[0].lower() if found else ""
