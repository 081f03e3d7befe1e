"""Addresses of the portal's own pages, opened in a new tab.

The public section of Bitrix24 Sites lies under `/sites/` of the portal, other site scopes have sections of their own.
"""

from landing_app.bitrix24.types import SiteScope
from landing_app.portals.models import Portal

_SECTIONS: dict[SiteScope, str] = {"KNOWLEDGE": "kb", "GROUP": "kb/group", "MAINPAGE": "vibe"}
#: Where the custom HTML code stands in the settings of a site or a page.
CUSTOM_HTML = "#public_html_disallowed"


def sites_list(portal: Portal) -> str:
    """The portal's own list of sites."""
    return f"{portal.origin}/sites/"


def site(portal: Portal, scope: SiteScope, site_id: int) -> str:
    """The portal's own list of a site's pages."""
    return f"{_section(portal, scope)}/site/{site_id}/"


def site_settings(portal: Portal, scope: SiteScope, site_id: int) -> str:
    """The portal's form with the address and other settings of a site."""
    return f"{_section(portal, scope)}/site/settings/{site_id}/"


def page_settings(portal: Portal, scope: SiteScope, site_id: int, page_id: int) -> str:
    """The portal's form with the address, title and other settings of a page."""
    return f"{_section(portal, scope)}/site/{site_id}/settings/{page_id}/"


def editor(portal: Portal, scope: SiteScope, site_id: int, page_id: int) -> str:
    """The portal's page editor."""
    return f"{_section(portal, scope)}/site/{site_id}/view/{page_id}/"


def plans(portal: Portal) -> str:
    """The plans of the portal, for its administrators."""
    return f"{portal.origin}/settings/license_all.php"


def market_subscription(portal: Portal) -> str:
    """The subscription that apps of Market need."""
    return f"{portal.origin}/settings/license_all.php?subscr=o"


def about_limit(portal: Portal, feature: str) -> str:
    """What the portal itself says about a limit of its plan."""
    return f"{portal.origin}/?FEATURE_PROMOTER={feature}"


def _section(portal: Portal, scope: SiteScope) -> str:
    return f"{portal.origin}/{_SECTIONS.get(scope, 'sites')}"
