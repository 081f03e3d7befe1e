"""The preview image taken from the block itself: drawn in the browser, cropped by keys, saved, and true to the block."""

import io
import re
from collections import Counter
from itertools import pairwise

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import Locator, expect

from portal_emulator.model import BlockRow
from tests.journeys.desk import Desk
from tests.journeys.test_favorites import PAGE, dialog_for, picture, preview, save

pytestmark = [pytest.mark.journey, pytest.mark.long]
TAKE = "Take it from the block"


def colors(image: Image.Image) -> Counter[tuple[int, ...]]:
    """Shares of 64 colors, of what is not the white ground around the block."""
    plain = image.convert("RGB")
    ground = Image.new("RGB", plain.size, "white")
    # Differences below 8 come from JPEG, not from the block.
    box = (
        ImageChops.difference(plain, ground)
        .convert("L")
        .point(lambda value: 255 if value > 8 else 0)
        .getbbox()
    )
    small = plain.crop(box).resize((64, 48))
    seen = Counter(tuple(value // 64 for value in dot) for dot in small.get_flattened_data())  # type: ignore[union-attr]
    return Counter({color: count / (64 * 48) for color, count in seen.items()})  # type: ignore[misc]


def alike(one: Image.Image, other: Image.Image) -> float:
    """1 when both have the same colors in the same shares, 0 when they share none."""
    return float(sum((colors(one) & colors(other)).values()))


def shown_in_list(desk: Desk, place: int) -> Image.Image:
    """The page screen's own preview of a block."""
    frame = desk.frame.get_by_role("list", name="Blocks").locator("iframe").nth(place)
    frame.scroll_into_view_if_needed()
    expect(frame.content_frame.locator("img").first).to_be_visible()
    return Image.open(io.BytesIO(frame.screenshot()))


def part(dialog: Locator) -> list[float]:
    return [float(share) for share in dialog.locator("[data-crop-field]").input_value().split(",")]


def draft(desk: Desk, place: int) -> BlockRow:
    """A block of the page as people see it numbered in the list."""
    page = next(page for page in desk.portal.pages.values() if page.title == PAGE)
    return [row for row in desk.portal.rows_of(page) if not row.public and not row.deleted][place]


def test_a_block_with_a_picture_and_colors_is_drawn_saved_and_true(desk: Desk) -> None:
    dialog = dialog_for(desk, 1)
    button = dialog.get_by_role("button", name=TAKE, exact=True)
    button.focus()
    desk.page.keyboard.press("Enter")
    crop = dialog.get_by_role("group", name="Crop area")
    expect(crop).to_be_focused()
    assert part(dialog)[1] == 0  # from the top
    expect(dialog.locator(".hint", has_text="Not loaded")).to_have_count(0)
    dialog.get_by_role("button", name="Cancel").click()
    original = shown_in_list(desk, 1)
    toolbar = desk.frame.get_by_role("toolbar", name="Selected blocks")
    toolbar.get_by_role("button", name="Save to favorites", exact=True).click()
    dialog.get_by_role("button", name=TAKE, exact=True).click()
    expect(crop).to_be_visible()
    save(desk, dialog)
    desk.job_ends_as("Done")
    (saved,) = desk.portal.favorites()
    with preview(desk, saved) as kept:
        assert kept.size == (1200, 900)
        assert alike(kept, original) > 0.6
        other = Image.new("RGB", kept.size, "#c4673f")
        assert alike(kept, other) < 0.5  # the measure tells the block from one flat color of its theme


def test_what_cannot_be_loaded_is_said_and_saving_waits_for_the_drawing(desk: Desk) -> None:
    dialog = dialog_for(desk, 1)
    draft(desk, 1).content = (
        '<section style="background:#c00;color:#fff;height:2000px"><h1>Sale</h1>'
        '<img src="/upload/gone.jpg"><img src="https://cdn.example/x.jpg"></section>'
    )
    desk.stack.forget_reads()
    dialog.get_by_role("button", name=TAKE, exact=True).click()
    expect(dialog).to_contain_text("Not loaded: 2 pictures. The picture shows the block without them.")
    dialog.get_by_role("button", name=TAKE, exact=True).click()
    save(desk, dialog)
    desk.job_ends_as("Done")
    with preview(desk, desk.portal.favorites()[0]) as kept:
        red, green, blue = kept.resize((1, 1)).getpixel((0, 0))  # type: ignore[misc]
    assert red > 150 > 60 > max(green, blue)


def test_an_empty_drawing_is_refused_and_the_other_ways_stay(desk: Desk) -> None:
    desk.allowed.append("422")  # the browser's own line about the refused source
    dialog = dialog_for(desk, 1)
    row = draft(desk, 1)
    for content, words in (
        ('<div style="height:300px">&nbsp;</div>', "The drawing of this block is empty"),
        ("<div>" * 150_000, "This block cannot be drawn"),
    ):
        row.content = content
        desk.stack.forget_reads()
        dialog.get_by_role("button", name=TAKE, exact=True).click()
        expect(dialog.get_by_role("alert")).to_contain_text(words)
    field = dialog.get_by_label("Preview image", exact=True)
    field.set_input_files({"name": "hero.png", "mimeType": "image/png", "buffer": picture()})
    expect(dialog.get_by_role("group", name="Crop area")).to_be_visible()
    expect(dialog.get_by_role("alert")).to_have_count(0)


def test_all_blocks_without_a_picture_are_drawn_one_after_the_other(desk: Desk) -> None:
    dialog = dialog_for(desk, 1, 2, 3)
    field = dialog.get_by_label("Preview image", exact=True).first
    field.set_input_files({"name": "hero.png", "mimeType": "image/png", "buffer": picture()})
    expect(dialog.get_by_role("group", name="Crop area")).to_be_visible()
    dialog.get_by_role("button", name="Take all from the blocks").click()
    expect(dialog).to_contain_text("Taken from the blocks: 2 of 2")
    save(desk, dialog)
    desk.job_ends_as("Done")
    kept = [preview(desk, saved) for saved in desk.portal.favorites()]
    assert len(kept) == 3
    own = Image.open(io.BytesIO(picture()))
    assert sorted(alike(one, own) > 0.9 for one in kept) == [False, False, True]


def test_the_part_is_chosen_by_keys(desk: Desk) -> None:
    """Arrows move by one pixel of the screen, with Shift by ten; plus and minus resize around the middle."""
    dialog = dialog_for(desk, 1)
    field = dialog.get_by_label("Preview image", exact=True)
    field.set_input_files({"name": "hero.png", "mimeType": "image/png", "buffer": picture()})
    crop = dialog.get_by_role("group", name="Crop area")
    crop.focus()
    keyboard = desk.page.keyboard
    assert part(dialog) == [0, 0, 1, 1]
    for _ in range(10):
        keyboard.press("+")
    left, top, right, bottom = part(dialog)
    assert right - left == pytest.approx(1 / 1.05**10, abs=0.001)
    assert (left + right) / 2 == pytest.approx(0.5, abs=0.001)
    assert (top + bottom) / 2 == pytest.approx(0.5, abs=0.001)
    steps = {}
    for key, axis in (("ArrowRight", 0), ("ArrowLeft", 0), ("ArrowDown", 1), ("ArrowUp", 1)):
        for name in (key, f"Shift+{key}"):
            before = part(dialog)[axis]
            keyboard.press(name)
            steps[name] = part(dialog)[axis] - before
    for key, sign in (("ArrowRight", 1), ("ArrowLeft", -1), ("ArrowDown", 1), ("ArrowUp", -1)):
        assert steps[key] * sign > 0
        assert steps[f"Shift+{key}"] / steps[key] == pytest.approx(10, rel=0.05)
    sizes = [part(dialog)[2] - part(dialog)[0]]
    for _ in range(20):
        keyboard.press("-")
        sizes.append(part(dialog)[2] - part(dialog)[0])
    assert all(before <= after for before, after in pairwise(sizes))
    assert part(dialog) == [0, 0, 1, 1]
    expect(dialog.locator("[data-crop-size]")).to_have_text(re.compile("^1600 × 1200"))
