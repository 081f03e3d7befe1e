"""What can refuse a publication, in the order of §6.5; driven by the portal's tariff switches."""

from __future__ import annotations

from collections.abc import Callable

from ..model import PUBLIC_TYPES, Page, Site
from ..rest import texts
from ..rest.call import Call
from ..rest.errors import RestError
from . import access, block_rows
from .repository import library_block

EMAIL_ZONES = ("ru", "by", "kz", "uz")
Check = Callable[[Call, Page, Site], bool]


def check_page(call: Call, page: Page) -> None:
    """Raises the first error that stands in the way of publishing a page."""
    site = access.site_of(call, page)
    refused = call.portal.tariff.refused
    for code, stands_in_the_way in CHECKS.items():
        if code in refused or stands_in_the_way(call, page, site):
            wire = f"{code}[L{page.id}]" if code == "PUBLIC_HTML_DISALLOWED" else code
            raise RestError(wire, texts.plan_text(code))


def check_site(call: Call, site: Site) -> None:
    """Raises FREE_DOMAIN_IS_NOT_ALLOWED when a site with a domain is switched on (or saved active)."""
    tariff = call.portal.tariff
    if (site.domain and not tariff.free_domain_allowed) or "FREE_DOMAIN_IS_NOT_ALLOWED" in tariff.refused:
        raise RestError("FREE_DOMAIN_IS_NOT_ALLOWED", texts.plan_text("FREE_DOMAIN_IS_NOT_ALLOWED"))
    if not site.active and too_many_sites(call, site):
        raise RestError("PUBLIC_SITE_REACHED", texts.plan_text("PUBLIC_SITE_REACHED"))


def too_many_pages(call: Call, page: Page, site: Site) -> bool:
    """With ``limits_noticed_late`` the count is taken once per request, as a portal's cache may do in a batch."""
    limit = call.portal.tariff.max_public_pages
    if limit is None or page.active:
        return False
    pages = call.portal.pages.values()
    return _count(call, "active pages", lambda: sum(one.active and not one.deleted for one in pages)) >= limit


def too_many_sites(call: Call, site: Site) -> bool:
    limit = call.portal.tariff.max_public_sites
    if limit is None or site.active or site.special:
        return False
    sites = call.portal.sites.values()
    return _count(call, "active sites", lambda: sum(one.active and not one.special for one in sites)) >= limit


def _count(call: Call, name: str, count: Callable[[], int]) -> int:
    return call.process.remember(name, count) if call.portal.tariff.limits_noticed_late else count()


def from_unpaid_app(call: Call, page: Page, site: Site) -> bool:
    return page.from_unpaid_app and not call.portal.tariff.market_subscription


def holds_unpaid_block(call: Call, page: Page, site: Site) -> bool:
    if call.portal.tariff.market_subscription:
        return False
    blocks = (library_block(call, row.code) for row in block_rows.drafts(call, page))
    return any(block is not None and block.app_code for block in blocks)


def uses_custom_html(call: Call, page: Page, site: Site) -> bool:
    if call.portal.tariff.custom_html_allowed:
        return False
    in_head = page.settings.get("HEADBLOCK_USE") == "Y"
    return in_head or any(row.code == "html" for row in block_rows.drafts(call, page))


def needs_phone(call: Call, page: Page, site: Site) -> bool:
    return (
        call.portal.cloud and call.portal.zone not in EMAIL_ZONES and not call.portal.tariff.phone_confirmed
    )


def needs_email(call: Call, page: Page, site: Site) -> bool:
    return call.portal.cloud and call.portal.zone in EMAIL_ZONES and not call.portal.tariff.email_confirmed


CHECKS: dict[str, Check] = {
    "URLCHECKER_FAIL": lambda _call, page, _site: page.malicious,
    "PUBLIC_PAGE_REACHED": too_many_pages,
    "LANDING_PAYMENT_FAILED": from_unpaid_app,
    "LANDING_PAYMENT_FAILED_BLOCK": holds_unpaid_block,
    "PUBLIC_SITE_REACHED": lambda call, _page, site: too_many_sites(call, site),
    "PUBLIC_SITE_REACHED_FREE": lambda call, _page, site: (
        call.portal.tariff.free_plan_publishing_ban and site.type in PUBLIC_TYPES
    ),
    "PUBLIC_HTML_DISALLOWED": uses_custom_html,
    "PHONE_NOT_CONFIRMED": needs_phone,
    "EMAIL_NOT_CONFIRMED": needs_email,
    "LICENSE_EXPIRED": lambda call, _page, _site: call.portal.tariff.license_expired,
}
