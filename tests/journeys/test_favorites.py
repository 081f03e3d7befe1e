"""Saving blocks to favorites: with a dropped, pasted or chosen picture, refusals beside the field, limits, undo."""

import base64
import io
import re
import struct
import zlib

import pytest
from PIL import Image
from playwright.sync_api import Locator, expect

from portal_emulator.model import BlockRow
from tests.journeys.desk import MARKETER, Desk, until

pytestmark = pytest.mark.journey
SITE, PAGE = "Larch & Fern Interiors", "Autumn collection 2026"
_HAND_OVER = """(element, [kind, name, type, data]) => {
    const bytes = Uint8Array.from(atob(data), sign => sign.charCodeAt(0)), files = new DataTransfer();
    files.items.add(new File([bytes], name, {type}));
    const event = kind === "paste"
        ? new ClipboardEvent("paste", {clipboardData: files, bubbles: true, cancelable: true})
        : new DragEvent(kind, {dataTransfer: files, bubbles: true, cancelable: true});
    element.dispatchEvent(event);
}"""


def picture(size: tuple[int, int] = (1600, 1200)) -> bytes:
    """Left half red, right half blue."""
    image = Image.new("RGB", size, "blue")
    image.paste("red", (0, 0, size[0] // 2, size[1]))
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def bomb() -> bytes:
    """A PNG of 50,000 × 50,000 pixels in a few hundred bytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 0, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 100_000)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def hand_over(target: Locator, kind: str, name: str, content: bytes) -> None:
    """A file comes by clipboard or drag, as the browser's event of this kind."""
    target.evaluate(_HAND_OVER, [kind, name, "image/png", base64.b64encode(content).decode()])


def dialog_for(desk: Desk, *places: int) -> Locator:
    """Open the page, select blocks by their place in the list, open the dialog."""
    desk.open_as(MARKETER)
    desk.open_site(SITE)
    desk.frame.get_by_role("link", name=PAGE, exact=True).first.click()
    expect(desk.heading(PAGE)).to_be_visible()
    boxes = desk.frame.get_by_role("list", name="Blocks").get_by_role("checkbox")
    for place in places:
        boxes.nth(place).check()
    toolbar = desk.frame.get_by_role("toolbar", name="Selected blocks")
    toolbar.get_by_role("button", name="Save to favorites", exact=True).click()
    dialog = desk.frame.get_by_role("dialog", name="Save to favorites")
    expect(dialog).to_be_visible()
    return dialog


def save(desk: Desk, dialog: Locator) -> None:
    dialog.get_by_role("button", name="Save", exact=True).click()
    expect(desk.heading(re.compile("^Saving"))).to_be_visible()


def preview(desk: Desk, saved: BlockRow) -> Image.Image:
    """The picture the portal keeps for a favorite."""
    return Image.open(io.BytesIO(desk.portal.files[int(saved.favorite_meta["preview"])].content))


def test_a_dropped_picture_is_cropped_by_keys_saved_and_undone(desk: Desk) -> None:
    dialog = dialog_for(desk, 1)
    dialog.get_by_role("textbox", name="Name", exact=True).fill("Spring hero")
    area = dialog.locator("[data-picture-box]")
    hand_over(area, "dragover", "hero.png", picture())
    hand_over(area, "drop", "hero.png", picture())
    crop = dialog.get_by_role("group", name="Crop area")
    expect(crop).to_be_visible()
    crop.focus()
    for _ in range(20):
        desk.page.keyboard.press("+")
    for _ in range(30):
        desk.page.keyboard.press("Shift+ArrowRight")
    expect(dialog.locator("[data-crop-size]")).to_have_text("603 × 452 pixels are kept")
    sections = dialog.get_by_role("textbox", name="Sections", exact=True)
    sections.fill("Cover")
    sections.press("Enter")
    sections.fill("Spring sale")
    save(desk, dialog)
    desk.job_ends_as("Done")
    (saved,) = desk.portal.favorites()
    assert saved.favorite_meta["name"] == "Spring hero"
    assert list(saved.favorite_meta["section"])[1] == "Spring sale"
    with preview(desk, saved) as kept:
        assert kept.size == (603, 452)
        red, _, blue = kept.getpixel((300, 200))  # type: ignore[misc]
    assert blue > 200 > 60 > red
    desk.frame.get_by_role("button", name="Undo", exact=True).click()
    until(lambda: not desk.portal.favorites())


def test_two_blocks_one_after_the_other_with_a_pasted_picture(desk: Desk) -> None:
    dialog = dialog_for(desk, 1, 3)
    expect(dialog).to_contain_text("Block 1 of 2")
    dialog.get_by_role("textbox", name="Name", exact=True).fill("One")
    dialog.get_by_role("button", name="Next block").click()
    expect(dialog).to_contain_text("Block 2 of 2")
    name = dialog.get_by_role("textbox", name="Name", exact=True)
    expect(name).to_be_focused()
    name.fill("Two")
    hand_over(name, "paste", "image.png", picture())
    expect(dialog.get_by_role("group", name="Crop area")).to_be_visible()
    dialog.get_by_role("button", name=re.compile("^Block 1")).click()
    expect(dialog.get_by_role("textbox", name="Name", exact=True)).to_have_value("One")
    save(desk, dialog)
    desk.job_ends_as("Done")
    by_name = {saved.favorite_meta["name"]: saved for saved in desk.portal.favorites()}
    assert by_name.keys() == {"One", "Two"}
    assert "preview" not in by_name["One"].favorite_meta
    with preview(desk, by_name["Two"]) as kept:
        assert kept.size == (1200, 900)


def test_what_is_no_picture_is_refused_beside_the_field_and_nothing_is_lost(desk: Desk) -> None:
    dialog = dialog_for(desk, 1)
    dialog.get_by_role("textbox", name="Name", exact=True).fill("Without a picture")
    field = dialog.get_by_label("Preview image", exact=True)
    svg = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"
    for name, content, words in (
        ("x.svg", svg, "This file is not a PNG, JPEG or WebP picture."),
        ("bomb.png", bomb(), "This picture has too many pixels."),
        ("large.png", b"x" * (5 * 2**20 + 1), "This picture is larger than 5 MB."),
        ("small.png", picture((300, 200)), "This picture is too small."),
    ):
        field.set_input_files({"name": name, "mimeType": "image/png", "buffer": content})
        expect(dialog.get_by_role("alert")).to_contain_text(words)
    save(desk, dialog)
    desk.job_ends_as("Done")
    (saved,) = desk.portal.favorites()
    assert saved.favorite_meta == {"name": "Without a picture"}


def test_saved_at_once_after_choosing_a_file(desk: Desk) -> None:
    dialog = dialog_for(desk, 1)
    field = dialog.get_by_label("Preview image", exact=True)
    field.set_input_files({"name": "hero.png", "mimeType": "image/png", "buffer": picture()})
    save(desk, dialog)
    desk.job_ends_as("Done")
    with preview(desk, desk.portal.favorites()[0]) as kept:
        assert kept.size == (1200, 900)


def test_a_closed_plan_parks_the_job_and_the_picture_waits_with_it(desk: Desk) -> None:
    dialog = dialog_for(desk, 1)
    field = dialog.get_by_label("Preview image", exact=True)
    field.set_input_files({"name": "hero.png", "mimeType": "image/png", "buffer": picture()})
    expect(dialog.get_by_role("group", name="Crop area")).to_be_visible()
    desk.portal.tariff.rest_available = False
    save(desk, dialog)
    desk.job_ends_as("Waiting for you")
    assert desk.portal.favorites() == []
    desk.portal.tariff.rest_available = True
    desk.frame.get_by_role("button", name="Resume", exact=True).click()
    desk.job_ends_as("Done")
    with preview(desk, desk.portal.favorites()[0]) as kept:
        assert kept.size == (1200, 900)
