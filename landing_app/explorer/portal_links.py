"""Addresses of the portal's own pages, opened in a new tab.

The public section of Bitrix24 Sites lies under `/sites/` of the portal.
"""

from landing_app.bitrix24.types import Page, Site
from landing_app.portals.models import Portal

_SECTIONS = {"KNOWLEDGE": "kb", "GROUP": "kb/group", "MAINPAGE": "vibe"}


def portal_origin(portal: Portal) -> str:
    """Scheme and host of the portal, from the proved REST endpoint."""
    return portal.origin


def sites_section(portal: Portal) -> str:
    """The portal's own list of sites."""
    return f"{portal_origin(portal)}/sites/"


def site_in_portal(portal: Portal, site: Site) -> str:
    """The portal's own list of this site's pages."""
    return f"{portal_origin(portal)}/{_SECTIONS.get(site.scope, 'sites')}/site/{site.id}/"


def page_settings(portal: Portal, site: Site, page: Page) -> str:
    """The portal's form with the address, title and other settings of a page."""
    return f"{portal_origin(portal)}/{_SECTIONS.get(site.scope, 'sites')}/site/{site.id}/settings/{page.id}/"


def editor(portal: Portal, site: Site, page: Page) -> str:
    """The portal's page editor."""
    return f"{portal_origin(portal)}/{_SECTIONS.get(site.scope, 'sites')}/site/{site.id}/view/{page.id}/"
