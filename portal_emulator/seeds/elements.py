"""The pieces block layouts are made of; every text is escaped."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup


def art(name: str) -> str:
    """Address of a bundled picture, served by every portal and every site."""
    return f"/upload/landing/art/{name}.jpg"


def picture(name: str, alt: str = "") -> Markup:
    return Markup('<img class="landing-block-node-img" src="{}" alt="{}">').format(art(name), alt)


def section(layout: str, theme: str, inner: Markup, look: str = "") -> str:
    classes = " ".join(filter(None, ("landing-block", f"b-{layout}", f"theme-{theme}", look)))
    return str(Markup('<section class="{}">{}</section>').format(classes, inner))


def wide(inner: Markup) -> Markup:
    return Markup('<div class="w">{}</div>').format(inner)


def grid(cells: Iterable[Markup]) -> Markup:
    return Markup('<div class="g">{}</div>').format(Markup("").join(cells))


def button(text: str, look: str = "") -> Markup:
    return Markup('<a class="btn {} landing-block-node-button" href="#form">{}</a>').format(look, text)


def heading(text: str, level: int = 2) -> Markup:
    return Markup('<h{0} class="landing-block-node-title">{1}</h{0}>').format(level, text)


def words(text: str) -> Markup:
    return Markup('<p class="mut landing-block-node-text">{}</p>').format(text)
