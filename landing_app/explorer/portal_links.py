"""Where the links of screens into the portal lead."""

from landing_app.bitrix24.types import Page, Site
from landing_app.portals import portal_pages
from landing_app.portals.models import Portal


def portal_origin(portal: Portal) -> str:
    """Scheme and host of the portal, from the proved REST endpoint."""
    return portal.origin


def sites_section(portal: Portal) -> str:
    """The portal's own list of sites."""
    return portal_pages.sites_list(portal)


def site_in_portal(portal: Portal, site: Site) -> str:
    """The portal's own list of this site's pages."""
    return portal_pages.site(portal, site.scope, site.id)


def page_settings(portal: Portal, site: Site, page: Page) -> str:
    """The portal's form with the address, title and other settings of a page."""
    return portal_pages.page_settings(portal, site.scope, site.id, page.id)


def editor(portal: Portal, site: Site, page: Page) -> str:
    """The portal's page editor."""
    return portal_pages.editor(portal, site.scope, site.id, page.id)
