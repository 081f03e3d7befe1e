"""What a browser needs to draw a block without asking anybody: HTML, style, and everything both name."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path
from typing import Any

from landing_app.bitrix24.egress import EgressGuard
from landing_app.explorer.drawing import files, style_sheets
from landing_app.explorer.drawing.fetching import Fetcher
from landing_app.explorer.drawing.sheets_of_block import BlockStyles, drawable
from landing_app.jobs import decoder

SECONDS = 10.0
MAX_HTML = 1_000_000
MAX_FILE = 4 * 2**20
MAX_FONT = 2**19
MAX_FONTS = 8
MAX_FACES = 50
MAX_PICTURES = 100
MAX_STYLE = 3_000_000
MAX_FILLED = 6_000_000
"""Characters of all `data:` addresses together, 4.5 MB of files; the same picture twice counts twice."""
_CLEANING = 8.0
_CLEAN = Path(__file__).with_name("clean_markup.py")
_PLACE = re.compile("\ufdd0(\\d+)\ufdd2")
_INLINE = re.compile(' style="\ufdd1(\\d+)\ufdd2"')
_NAMES = re.compile(r' (?:class|id)="([^"]*)"')
_EMBEDDED = re.compile(r"<(?:iframe|video|object|embed)\b", re.IGNORECASE)


class NotDrawable(Exception):
    """The block has no content, or more than can be drawn."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How many things of a block its picture does without."""

    pictures: int = 0
    sheets: int = 0
    fonts: int = 0
    embedded: int = 0


@dataclass(frozen=True, slots=True)
class Source:
    """HTML and style with everything inside; nothing in it names an address."""

    html: str
    css: str
    left_out: LeftOut


class _Needs:
    """Pictures and fonts by their address, each with the number of its place in the texts."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.pictures: dict[str, int] = {}
        self.fonts: dict[str, tuple[int, str]] = {}

    def picture(self, address: str) -> str:
        return f"\ufdd0{self._place(address, self.pictures)}\ufdd2" if address else "data:,"

    def font(self, family: str, address: str) -> str:
        place, _ = self.fonts.setdefault(address, (self._next, family))
        return f"\ufdd0{place}\ufdd2"

    def _place(self, address: str, known: dict[str, int]) -> int:
        return known.setdefault(address, self._next)

    @property
    def _next(self) -> int:
        return len(self.pictures) + len(self.fonts)


def make(content: str, sheets: list[str], portal_origin: str, site_origin: str, guard: EgressGuard) -> Source:
    """The source of one block. Takes up to `SECONDS` for what is fetched and some more for decoding.

    Raises NotDrawable, and `NotAllowed` with UPLOAD_BUSY when too many pictures are being decoded.
    """
    text = drawable(content)
    if not text.strip() or len(text) > MAX_HTML:
        raise NotDrawable
    clean = _cleaned(text)
    base = f"{portal_origin}/"
    fetcher = Fetcher(guard, (portal_origin, site_origin), SECONDS)
    needs = _Needs(base)
    html = _with_needs(clean, needs)
    names = {name for value in _NAMES.findall(html) for name in value.split()}
    styles = BlockStyles(fetcher, names, needs.picture, needs.font)
    linked = styles.linked([("", sheet) for sheet in sheets])
    linked += styles.linked([(media, style_sheets.absolute(base, link)) for media, link in clean["links"]])
    css = linked + "".join(styles.written(own, base, media) for media, own in clean["styles"])
    if len(css) > MAX_STYLE:
        raise NotDrawable
    return _filled(
        html, css, needs, fetcher, LeftOut(sheets=styles.left_out, embedded=len(_EMBEDDED.findall(text)))
    )


def _cleaned(text: str) -> dict[str, Any]:
    code, answer = decoder.run(_CLEAN, "", text.encode(), seconds=_CLEANING)
    if code != 0:
        raise NotDrawable
    found: dict[str, Any] = json.loads(answer)
    return found


def _with_needs(clean: dict[str, Any], needs: _Needs) -> str:
    """The HTML with our places for pictures, also for those in style attributes."""

    def picture(match: re.Match[str]) -> str:
        return needs.picture(style_sheets.absolute(needs.base, clean["pictures"][int(match[1])]))

    def inline(match: re.Match[str]) -> str:
        # Under another name: the policy of our own page would refuse a style attribute while it is parsed.
        own = style_sheets.declarations(clean["inline"][int(match[1])], needs.base, needs.picture)
        return f' data-drawn-style="{escape(own)}"'

    return _INLINE.sub(inline, _PLACE.sub(picture, clean["html"]))


def _filled(html: str, css: str, needs: _Needs, fetcher: Fetcher, left_out: LeftOut) -> Source:
    """Every place gets its file, in the order of the texts, until they are too long together."""
    pictures = files.pictures(_got(list(needs.pictures)[:MAX_PICTURES], fetcher, MAX_FILE))
    everything = (html + css).lower()
    named = list(needs.fonts.items())[:MAX_FACES]
    wanted = [address for address, (_, family) in named if _is_used(family, everything, needs)]
    fonts = files.fonts(_got(wanted[:MAX_FONTS], fetcher, MAX_FONT))
    places = {number: pictures.get(address, "") for address, number in needs.pictures.items()}
    places |= {number: fonts.get(address, "") for address, (number, _) in needs.fonts.items()}
    room, missing = MAX_FILLED, {number for number in needs.pictures.values() if not places[number]}

    def put(match: re.Match[str]) -> str:
        nonlocal room
        data = places[int(match[1])]
        if len(data) > room:
            missing.add(int(match[1]))
            return "data:,"
        room -= len(data)
        return data or "data:,"

    html, css = _PLACE.sub(put, html), _PLACE.sub(put, css)
    without = {needs.fonts[address][0] for address in wanted if address not in fonts}
    lost_fonts = without | (missing - set(needs.pictures.values()))
    lost = missing & set(needs.pictures.values())
    return Source(html, css, replace(left_out, pictures=len(lost), fonts=len(lost_fonts)))


def _got(addresses: Iterable[str], fetcher: Fetcher, most: int) -> dict[str, bytes]:
    """Fetched files, and those that stand in their address."""
    own = {one: files.from_data(one) for one in addresses if one.startswith("data:")}
    asked = (one for one in addresses if one not in own)
    return {one: body for one, body in own.items() if body is not None} | fetcher.all(asked, most)


def _is_used(family: str, everything: str, needs: _Needs) -> bool:
    """Sheets bring fonts that the block has no text in; each mention beyond its own rules is a use."""
    own = sum(1 for _, other in needs.fonts.values() if other == family)
    return everything.count(family) > own
