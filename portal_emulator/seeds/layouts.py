"""HTML of the blocks on the emulated sites: one function per layout; their styles are in blocks.css."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from .elements import button, grid, heading, picture, section, wide, words

Pair = tuple[str, str]


def menu(theme: str, name: str, links: Sequence[str], call: str = "Call back") -> str:
    items = Markup("").join(Markup('<a href="#">{}</a>').format(link) for link in links)
    inner = Markup("<strong>{}</strong><nav>{}</nav>{}").format(name, items, button(call))
    return section("menu", theme, wide(inner))


def cover(theme: str, title: str, text: str, scene: str, look: str = "", call: str = "See more",
          second: str = "Ask a question") -> str:  # fmt: skip
    inner = heading(title, 1) + words(text) + button(call) + button(second, "o")
    return section(
        "cover", theme, picture(scene) + Markup('<div class="veil">{}</div>').format(wide(inner)), look
    )


def title(theme: str, title: str, text: str = "") -> str:
    return section("title", theme, wide(heading(title) + (words(text) if text else "")), "is-white")


def text(theme: str, title: str, paragraphs: Sequence[str]) -> str:
    body = Markup("").join(Markup("<p>{}</p>").format(line) for line in paragraphs)
    return section(
        "text",
        theme,
        wide(heading(title) + Markup('<div class="cols mut">{}</div>').format(body)),
        "is-white",
    )


def split(
    theme: str, title: str, text: str, scene: str, look: str = "is-paper", call: str = "Read more"
) -> str:
    inner = Markup("<div>{}</div>{}").format(
        heading(title) + words(text) + button(call), picture(scene, title)
    )
    return section("split", theme, wide(inner), look)


def benefits(theme: str, title: str, items: Sequence[Pair], look: str = "is-paper") -> str:
    cells = (
        Markup("<div><i>{}</i>{}{}</div>").format(sign, heading(name, 3), words(line))
        for sign, (name, line) in zip("✓➜★♥", items, strict=False)
    )
    return section("benefits", theme, wide(heading(title) + grid(cells)), look)


def products(
    theme: str, title: str, items: Sequence[Pair], art_name: str = "product", more: str = "View all"
) -> str:
    cells = (
        Markup('<div class="card">{}<div>{}<p class="price">{}</p></div></div>').format(
            picture(f"{art_name}-{number % 6}", name), heading(name, 3), price
        )
        for number, (name, price) in enumerate(items)
    )
    top = Markup('<div class="top">{}<a href="#">{} →</a></div>').format(heading(title), more)
    return section("products", theme, wide(top + grid(cells)), "is-white")


def gallery(theme: str, title: str, scenes: Sequence[str]) -> str:
    return section(
        "gallery", theme, wide(heading(title) + grid(picture(name) for name in scenes)), "is-white"
    )


def wide_picture(theme: str, scene: str) -> str:
    return section("wide", theme, picture(scene))


def video(theme: str, title: str, scene: str) -> str:
    screen = Markup('<div class="screen">{}<span>▶</span></div>').format(picture(scene))
    return section("video", theme, wide(heading(title) + screen), "is-soft")


def steps(theme: str, title: str, items: Sequence[Pair]) -> str:
    cells = (
        Markup("<div><b>{}</b>{}{}</div>").format(number, heading(name, 3), words(line))
        for number, (name, line) in enumerate(items, start=1)
    )
    return section("steps", theme, wide(heading(title) + grid(cells)), "is-white")


def tariffs(theme: str, title: str, items: Sequence[Pair], line: str, call: str = "Choose") -> str:
    cells = (
        Markup('<div class="card">{}<b>{}</b>{}{}</div>').format(
            heading(name, 3), price, words(line), button(call)
        )
        for name, price in items
    )
    return section("tariffs", theme, wide(heading(title) + grid(cells)))


def timer(
    theme: str, title: str, text: str, units: Sequence[str] = ("days", "hours", "minutes", "seconds")
) -> str:
    clock = Markup("").join(
        Markup("<span><b>{}</b>{}</span>").format(n, u)
        for n, u in zip(("06", "14", "32", "05"), units, strict=True)
    )
    inner = Markup('<div>{}{}</div><div class="clock">{}</div>').format(heading(title), words(text), clock)
    return section("timer", theme, wide(inner))


def quote(theme: str, text: str, who: str) -> str:
    return section("quote", theme, wide(heading(text) + words(who)))


def reviews(theme: str, title: str, items: Sequence[Pair]) -> str:
    cells = (
        Markup('<div class="card"><div>{}{}</div></div>').format(words(line), heading(who, 3))
        for who, line in items
    )
    return section("reviews", theme, wide(heading(title) + grid(cells)), "is-soft")


def team(theme: str, title: str, items: Sequence[Pair], art_name: str = "product") -> str:
    cells = (
        Markup("<div>{}{}{}</div>").format(
            picture(f"{art_name}-{number % 6}", who), heading(who, 3), words(role)
        )
        for number, (who, role) in enumerate(items)
    )
    return section("team", theme, wide(heading(title) + grid(cells)), "is-white")


def form(
    theme: str, title: str, text: str, scene: str, fields: Sequence[str], call: str = "Send request"
) -> str:
    inputs = Markup("").join(
        Markup('<input placeholder="{0}" aria-label="{0}">').format(name) for name in fields
    )
    inner = Markup(
        '<div>{}{}</div><form action="#" id="form">{}<button type="button">{}</button></form>'
    ).format(heading(title), words(text), inputs, call)
    return section("form", theme, picture(scene) + wide(inner))


def contacts(theme: str, title: str, items: Sequence[Pair]) -> str:
    cells = (Markup("<address>{}{}</address>").format(heading(name, 3), words(line)) for name, line in items)
    return section("contacts", theme, wide(heading(title) + grid(cells)), "is-white")


def street_map(theme: str, label: str) -> str:
    return section("map", theme, Markup('<div class="map"><span>{}</span></div>').format(label))


def partners(theme: str, names: Sequence[str]) -> str:
    return section(
        "partners",
        theme,
        wide(Markup("").join(Markup("<span>{}</span>").format(n) for n in names)),
        "is-white",
    )


def faq(theme: str, title: str, items: Sequence[Pair]) -> str:
    rows = Markup("").join(
        Markup("<details{}><summary>{}</summary>{}</details>").format(
            " open" if number == 0 else "", ask, words(reply)
        )
        for number, (ask, reply) in enumerate(items)
    )
    return section("faq", theme, wide(heading(title) + rows), "is-white")


def schedule(theme: str, title: str, items: Sequence[Pair]) -> str:
    rows = Markup("").join(Markup("<tr><td><b>{}</b></td><td>{}</td></tr>").format(a, b) for a, b in items)
    return section(
        "schedule", theme, wide(heading(title) + Markup("<table>{}</table>").format(rows)), "is-white"
    )


def social(theme: str, names: Sequence[str]) -> str:
    return section(
        "social",
        theme,
        wide(Markup("").join(Markup('<a href="#">{}</a>').format(n) for n in names)),
        "is-white",
    )


def separator(theme: str) -> str:
    return section("separator", theme, Markup(""))


def footer(theme: str, name: str, address: str, columns: Sequence[tuple[str, Sequence[str]]]) -> str:
    cells = [Markup("<div><strong>{}</strong><p>{}</p></div>").format(name, address)]
    for head, links in columns:
        lines = Markup("<br>").join(links)
        cells.append(Markup("<div><b>{}</b><p>{}</p></div>").format(head, lines))
    return section("footer", theme, wide(grid(cells)))


def copyright_line(theme: str, text: str) -> str:
    return section("copyright", theme, wide(Markup("<span>{}</span>").format(text)))


def own_html(theme: str, title: str) -> str:
    """The block "Your own HTML"; plans without custom HTML refuse to publish it."""
    inner = Markup(
        '<div style="border:2px dashed var(--accent);padding:34px;border-radius:8px">{}{}</div>'
    ).format(heading(title, 3), words("Widget of the delivery service, pasted as HTML."))
    return section("html", theme, wide(inner), "is-white")
