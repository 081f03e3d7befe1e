"""People with the app open, and a reader of the answered HTML."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from tests.people import Person, open_app

if TYPE_CHECKING:
    from portal_emulator import Emulator
    from portal_emulator.model import Page, Portal, Site


@dataclass
class Html(HTMLParser):
    """Tags with their attributes and text, enough to find controls by name."""

    source: str
    tags: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    texts: list[tuple[int, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(self.source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        if data.strip() and self.tags:
            self.texts.append((len(self.tags) - 1, " ".join(data.split())))

    def with_text(self, tag: str, text: str) -> list[dict[str, str]]:
        """Attributes of the tags of this kind whose own text is exactly this; icons inside are passed over.

        An element with another role is not one of its tag: entries of menus are found as "menuitem".
        """
        found = []
        for index, words in self.texts:
            if words != text:
                continue
            while index >= 0 and self.tags[index][0] in ("svg", "use", "span", "img"):
                index -= 1
            name, attrs = self.tags[index]
            if tag == ("menuitem" if attrs.get("role") == "menuitem" else name):
                found.append(attrs)
        return found

    def labelled(self, label: str) -> list[dict[str, str]]:
        """Attributes of the tags with this aria-label."""
        return [attrs for _, attrs in self.tags if attrs.get("aria-label") == label]

    def all(self, tag: str, **wanted: str) -> list[dict[str, str]]:
        """Attributes of the tags of this kind with these attributes; `_` in a name stands for `-`."""
        names = {name.replace("_", "-"): value for name, value in wanted.items()}
        return [a for t, a in self.tags if t == tag and all(a.get(n) == v for n, v in names.items())]

    @property
    def text(self) -> str:
        """All text in one line."""
        return " ".join(words for _, words in self.texts)


def inline_code(html: str) -> list[str]:
    """What the strict CSP would refuse: inline scripts, style elements and attributes, event attributes."""
    found = re.findall(r"<script(?![^>]*\ssrc=)[^>]*>", html)
    return found + re.findall(r"<style[^>]*>|<[^>]+\s(?:style|on[a-z]+)=[\"'][^>]*>", html)


@pytest.fixture
def marketer(emulator: "Emulator", portal: "Portal", db: None) -> Person:
    """May do everything on the first portal."""
    return open_app(emulator, portal)


@pytest.fixture
def viewer(emulator: "Emulator", portal: "Portal", db: None) -> Person:
    """May only look."""
    return open_app(emulator, portal, "viewer")


@pytest.fixture
def site(portal: "Portal") -> "Site":
    """The richest ordinary site of the first portal."""
    return next(site for site in portal.sites.values() if site.title == "Larch & Fern Interiors")


@pytest.fixture
def page(portal: "Portal") -> "Page":
    """A live page with several blocks."""
    return next(page for page in portal.pages.values() if page.title == "Autumn collection 2026")


@pytest.fixture
def html() -> Callable[[object], Html]:
    """Reads an answer."""
    return lambda answer: Html(answer.content.decode())  # type: ignore[attr-defined]
