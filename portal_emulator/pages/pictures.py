"""Preview pictures of pages: bundled ones, else a stack of the pictures of the page's blocks."""

from __future__ import annotations

import io
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw

from ..model import BlockRow, Page, Portal

IMAGES = Path(__file__).resolve().parent.parent / "static" / "img"
WIDTH, MAX_HEIGHT = 480, 648


def page_picture(portal: Portal, page: Page) -> bytes:
    """JPEG of a page. Copies keep their source's XML_ID and so its picture, until their blocks differ."""
    bundled = IMAGES / "pages" / f"{page.xml_id}.jpg"
    if page.xml_id and bundled.parent == IMAGES / "pages" and bundled.is_file():
        return bundled.read_bytes()
    with portal.lock:
        rows = [row for row in portal.rows_of(page) if row.public and row.active]
    return stack(tuple(_block_picture(row) for row in rows))


def _block_picture(row: BlockRow) -> str:
    name = f"{row.code}.jpg"
    return name if (IMAGES / "blocks" / name).is_file() else "27.one_col_fix_title.jpg"


@lru_cache(maxsize=256)
def stack(names: tuple[str, ...]) -> bytes:
    """The blocks' pictures one below the other, cut where a screenshot would end."""
    sheet = Image.new("RGB", (WIDTH, MAX_HEIGHT), "white")
    top = 0
    for name in names:
        with Image.open(IMAGES / "blocks" / name) as picture:
            height = max(1, round(picture.height * WIDTH / picture.width))
            sheet.paste(picture.convert("RGB").resize((WIDTH, height)), (0, top))
        top += height
        if top >= MAX_HEIGHT:
            break
    return _jpeg(sheet.crop((0, 0, WIDTH, max(200, min(top, MAX_HEIGHT)))))


@lru_cache(maxsize=1)
def placeholder() -> bytes:
    """A grey page outline: what a portal shows for a page without a picture."""
    sheet = Image.new("RGB", (WIDTH, 360), "#e8edf1")
    draw = ImageDraw.Draw(sheet)
    draw.rounded_rectangle((150, 70, 330, 290), 14, fill="#ffffff")
    draw.rounded_rectangle((172, 94, 308, 168), 8, fill="#d5dde4")
    for number, width in enumerate((136, 136, 90)):
        draw.rounded_rectangle((172, 188 + number * 26, 172 + width, 200 + number * 26), 6, fill="#dfe6ec")
    return _jpeg(sheet)


def _jpeg(picture: Image.Image) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=80)
    return stream.getvalue()
