"""Names people and screen readers can tell apart.

Equal or empty names get ` (<address>)`, blocks ` (<block number>)`, so that each checkbox and link has a name
of its own on its screen.
"""

from collections.abc import Iterable
from urllib.parse import urlsplit

from landing_app.actions.names import block_names, distinct
from landing_app.bitrix24.types import Page, Site

__all__ = ["block_names", "page_address", "page_names", "site_address", "site_names"]


def page_address(page: Page) -> str:
    """The path of a page on its site, for example `/promo/autumn/`."""
    path = urlsplit(page.public_url).path
    return path or (f"/{page.code}/" if page.code else f"#{page.id}")


def site_address(site: Site) -> str:
    """Where visitors find a site, without the scheme: `fern.example`, `portal.example/knowledge/docs`."""
    parts = urlsplit(site.public_url)
    return (parts.netloc + parts.path).rstrip("/") or site.domain or site.code or f"#{site.id}"


def page_names(pages: Iterable[Page]) -> dict[int, str]:
    """Page id to its name among these pages."""
    return distinct(pages, lambda page: page.title, page_address)


def site_names(sites: Iterable[Site]) -> dict[int, str]:
    """Site id to its name among these sites."""
    return distinct(sites, lambda site: site.title, site_address)
