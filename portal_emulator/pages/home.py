"""The portal's home page: who is working, the application, the sites."""

from __future__ import annotations

from markupsafe import Markup
from werkzeug.wrappers import Response

from ..landing.urls import page_preview
from ..model import Portal, Site
from .chrome import Visit, hue, initials, page, role, who
from .rendering import render
from .sections import site_path
from .session import full_name


def home(visit: Visit) -> Response:
    """``/``; a request with ``FEATURE_PROMOTER`` shows what the plan is missing instead."""
    feature = visit.request.args.get("FEATURE_PROMOTER")
    if feature:
        return promoter(visit, feature)
    application, words = visit.emulator.application, visit.words
    content = render(
        "home",
        company=visit.portal.title,
        who=who(visit),
        question=words("Who is working?"),
        people=people(visit),
        market=words("Market"),
        app_href=f"/marketplace/app/{visit.portal.installation.id}/",
        app_title=application.title,
        app_state=app_state(visit.portal),
        sites_title=words("Sites"),
        sites=site_tiles(visit),
    )
    return page(visit, visit.portal.title, content)


def people(visit: Visit) -> Markup:
    """One button per person; a click signs in and comes back."""
    return Markup("").join(
        render(
            "person",
            key=user.key,
            next="/",
            current=" is-current" if user == visit.user else "",
            hue=hue(user),
            initials=initials(user),
            name=full_name(user),
            role=role(visit.words, user),
        )
        for user in visit.portal.users.values()
    )


def app_state(portal: Portal) -> str:
    installation = portal.installation
    if not installation.present:
        return "Not installed"
    return f"Version {installation.version}" if installation.finished else "Waiting for its installer"


def site_tiles(visit: Visit) -> Markup:
    """The sites a person may see; a site without the Sites right shows none."""
    if visit.user is None or not visit.user.sees_sites:
        return Markup("")
    sites = (site for site in visit.portal.sites.values() if not site.deleted and not site.special)
    return Markup("").join(site_tile(visit, site) for site in sites)


def site_tile(visit: Visit, site: Site) -> Markup:
    index = visit.portal.pages.get(site.index_page_id or 0)
    live = index is not None and index.active and site.active and bool(site.domain) and visit.portal.cloud
    return render(
        "site_tile",
        href=site_path(site),
        title=site.title,
        dot="ok" if site.active else "off",
        status=visit.words("Published" if site.active else "Not published"),
        picture=page_preview(visit.portal, index)
        if live and index
        else "/bitrix/images/landing/nopreview.jpg",
    )


def promoter(visit: Visit, feature: str) -> Response:
    """``/?FEATURE_PROMOTER=<code>``: the slider that offers a larger plan."""
    more = render("link_button", href="/settings/license_all.php", text="Compare plans")
    text = f"Your plan does not include this feature ({feature})."
    content = render(
        "message", title=visit.words("Plan"), close=visit.words("Close"), sign="★", text=text, more=more
    )
    return page(visit, visit.words("Plan"), content, "is-app")


def plans(visit: Visit) -> Response:
    """``/settings/license_all.php``: the plans; nothing can be bought here."""
    tariff = visit.portal.tariff
    pages = "unlimited" if tariff.max_public_pages is None else str(tariff.max_public_pages)
    sites = "unlimited" if tariff.max_public_sites is None else str(tariff.max_public_sites)
    text = f"Published pages: {pages}. Published sites: {sites}."
    content = render(
        "tariff", title=visit.words("Plan"), who=who(visit), now=f"Now: {tariff.family}", text=text
    )
    return page(visit, visit.words("Plan"), content)
