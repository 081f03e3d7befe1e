"""Markup that is kept in memory: the same value gives the same, anything else its own."""

from dataclasses import dataclass

import pytest
from django.template import engines
from django.utils import translation

from landing_app.explorer.menus import Menu, MenuEntry
from landing_app.explorer.templatetags import drawn

TEMPLATE = '{% load drawn %}{% drawn "explorer/_menu.html" menu=menu %}'


@dataclass(frozen=True)
class Counted:
    """A menu that tells how often its markup was made."""

    key: str
    made: list[str]

    def __hash__(self) -> int:
        return hash(self.key)

    @property
    def entries(self) -> tuple[MenuEntry, ...]:
        self.made.append(self.key)
        return ()


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    drawn._drawn.cache_clear()


def draw(menu: object) -> str:
    """The markup of a menu."""
    markup: str = engines["django"].from_string(TEMPLATE).render({"menu": menu})
    return markup


def test_is_made_once_for_equal_values() -> None:
    made: list[str] = []
    assert draw(Counted("a", made)) == draw(Counted("a", made))
    assert made == ["a"]
    draw(Counted("b", made))
    assert made == ["a", "b"]


def test_a_value_that_differs_in_anything_shows_its_own() -> None:
    link, locked = (
        Menu("page-published", (MenuEntry("copy", "public", "Copy link", "link", locked=why),))
        for why in ("", "Nobody knows its address.")
    )
    assert "Nobody knows its address." not in draw(link)
    assert "Nobody knows its address." in draw(locked)
    assert "Nobody knows its address." not in draw(link)


def test_each_language_has_its_own() -> None:
    menu = Menu("page-published", ())
    with translation.override("en"):
        english = draw(menu)
    with translation.override("de"):
        german = draw(menu)
    assert "More actions" in english
    assert "More actions" not in german
    with translation.override("en"):
        assert draw(menu) == english


def test_escapes_as_any_template() -> None:
    entry = MenuEntry("copy", "public", "<b>Copy</b>", "link")
    assert "&lt;b&gt;Copy&lt;/b&gt;" in draw(Menu("page-published", (entry,)))
