"""Names people and screen readers can tell apart.

Equal or empty names get ` (<address>)`, blocks ` (<block number>)`, so that each checkbox and link has a name
of its own on its screen.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Protocol, TypeVar
from urllib.parse import urlsplit

from landing_app.bitrix24.types import Block, Page, Site


class _Identified(Protocol):
    @property
    def id(self) -> int: ...


T = TypeVar("T", bound=_Identified)


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
    return _distinct(pages, lambda page: page.title, page_address)


def site_names(sites: Iterable[Site]) -> dict[int, str]:
    """Site id to its name among these sites."""
    return _distinct(sites, lambda site: site.title, site_address)


def block_names(blocks: list[Block]) -> dict[int, str]:
    """Block id to its name on its page; the number is the place of the block from the top, starting at 1."""
    numbers = {block.id: str(number) for number, block in enumerate(blocks, start=1)}
    return _distinct(blocks, lambda block: block.name, lambda block: numbers[block.id])


def _distinct(things: Iterable[T], title: Callable[[T], str], mark: Callable[[T], str]) -> dict[int, str]:
    listed = list(things)
    titles = {thing.id: " ".join((title(thing) or "").split()) for thing in listed}
    seen = Counter(titles.values())
    names = {
        thing.id: f"{titles[thing.id]} ({mark(thing)})".strip()
        if not titles[thing.id] or seen[titles[thing.id]] > 1
        else titles[thing.id]
        for thing in listed
    }
    again = Counter(names.values())  # two drafts may even share an address
    return {key: f"{name} #{key}" if again[name] > 1 else name for key, name in names.items()}
