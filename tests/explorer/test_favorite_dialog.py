"""The dialog `Save to favorites`: pictures are checked when chosen, nothing entered is lost, sections can be new."""

import io
import re
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from landing_app.jobs.models import Job, JobItem, JobState, Upload
from tests.people import Person, open_app

if TYPE_CHECKING:
    from portal_emulator import Emulator
    from portal_emulator.model import Page, Portal

pytestmark = pytest.mark.django_db


def opened(person: Person, portal: "Portal", page: "Page", count: int = 1) -> tuple[str, Job]:
    """The dialog for the first blocks of the page."""
    drafts = [row.id for row in portal.rows_of(page) if not row.public and not row.deleted]
    fields = {"scope": "pages", "site": page.site_id, "page": page.id, "block": drafts[1 : 1 + count]}
    text = person.client.post("/dialogs/favorite_block/", fields).content.decode()
    return text, Job.objects.get(state=JobState.PLANNED)


def picture(size: tuple[int, int] = (800, 800), kind: str = "PNG") -> SimpleUploadedFile:
    """Four stripes from left to right, so that a cut can be told from the whole."""
    image = Image.new("RGB", size)
    for number, color in enumerate(("red", "lime", "blue", "white")):
        image.paste(color, (size[0] * number // 4, 0, size[0] * (number + 1) // 4, size[1]))
    file = io.BytesIO()
    image.save(file, kind)
    return SimpleUploadedFile(f"hero.{kind.lower()}", file.getvalue())


def sent(person: Person, item: JobItem, file: SimpleUploadedFile | None = None, **more: str) -> str:
    """The answer to choosing a file."""
    data = {**({f"picture-{item.pk}": file} if file else {}), **more}
    return person.client.post(f"/dialogs/picture/{item.job_id}/{item.pk}/", data).content.decode()


def saved(person: Person, job: Job, **fields: object) -> str:
    """The answer to Save: where it leads, or the dialog with what is wrong."""
    names = {f"name-{item.pk}": "Hero" for item in job.items.all()}
    answer = person.client.post(f"/jobs/{job.pk}/start/", {**names, **fields})
    return answer.headers.get("X-Frame-Path", "") or answer.content.decode()


def test_asks_for_picture_name_sections_and_style(marketer: Person, portal: "Portal", page: "Page") -> None:
    text, job = opened(marketer, portal, page)
    item = job.items.get()
    assert ">Save to favorites</h2>" in text
    assert re.search(rf'<label class="req" for="name-{item.pk}">Name</label>', text)
    assert f'value="{item.title}"' in text
    assert ">Preview image</label>" in text
    assert '<label for="favorite-sections">Sections</label>' in text
    assert re.search(r"data-add=\"[^\"]+\">Cover</button>", text)
    assert "Link to the style of this page" in text
    assert ">Save</button>" in text
    assert "Only you can undo this" in text
    assert "Next block" not in text


def test_several_blocks_come_one_after_the_other(marketer: Person, portal: "Portal", page: "Page") -> None:
    text, job = opened(marketer, portal, page, 2)
    first, second = job.items.all()
    assert f"Block 1 of 2: {first.title}" in text
    assert "Next block" in text
    assert f'aria-label="Block 2: {second.title}"' in text
    sent(marketer, second, picture())
    assert "/activity/" in saved(marketer, job, **{f"name-{first.pk}": "One", f"name-{second.pk}": "Two"})
    assert [item.params["name"] for item in job.items.all()] == ["One", "Two"]
    assert [("upload" in item.params) for item in job.items.all()] == [False, True]


def test_a_chosen_picture_is_kept_and_shown_with_its_middle_part(
    marketer: Person, portal: "Portal", page: "Page"
) -> None:
    _, job = opened(marketer, portal, page)
    item = job.items.get()
    text = sent(marketer, item, picture())
    assert "data:image/jpeg;base64," in text
    assert 'value="0.00000,0.12500,1.00000,0.87500"' in text
    upload = Upload.objects.get()
    assert (upload.job, upload.owner) == (job, marketer.row)
    sent(marketer, item, picture((400, 300)))
    assert Upload.objects.get().width == 400  # instead of the one before
    assert "data:image" not in sent(marketer, item, remove="1")
    assert not Upload.objects.exists()


def test_the_chosen_part_is_cut_when_the_job_starts(marketer: Person, portal: "Portal", page: "Page") -> None:
    _, job = opened(marketer, portal, page)
    item = job.items.get()
    sent(marketer, item, picture((1600, 1200)))
    assert "/activity/" in saved(marketer, job, **{f"crop-{item.pk}": "0.0,0.0,0.25,0.25"})
    upload = Upload.objects.get()
    assert (upload.width, upload.height) == (400, 300)
    with Image.open(io.BytesIO(bytes(upload.content))) as kept:
        red, green, blue = kept.getpixel((200, 150))  # type: ignore[misc]
    assert red > 200
    assert max(green, blue) < 60


@pytest.mark.parametrize("wrong", ["", "1,2", "nan,0,1,1", "0.5,0,0.4,1", "-1,0,1,1", "a,b,c,d"])
def test_a_part_that_is_none_leaves_the_middle(
    marketer: Person, portal: "Portal", page: "Page", wrong: str
) -> None:
    _, job = opened(marketer, portal, page)
    item = job.items.get()
    sent(marketer, item, picture())
    assert "/activity/" in saved(marketer, job, **{f"crop-{item.pk}": wrong})
    assert (Upload.objects.get().width, Upload.objects.get().height) == (800, 600)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (
            b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
            "This file is not a PNG, JPEG or WebP",
        ),
        (picture((9000, 9000)).read(), "This picture has too many pixels"),
        (picture((300, 200)).read(), "Use at least 320 × 240 pixels"),
        (b"x" * (5 * 2**20 + 1), "This picture is larger than 5 MB"),
        (b"x" * (6 * 2**20), "This picture is larger than 5 MB"),
    ],
)
def test_a_refused_picture_is_explained_beside_its_field_and_the_one_before_stays(
    marketer: Person, portal: "Portal", page: "Page", content: bytes, words: str
) -> None:
    _, job = opened(marketer, portal, page)
    item = job.items.get()
    sent(marketer, item, picture())
    text = sent(marketer, item, SimpleUploadedFile("hero.png", content))
    assert words in text
    assert 'aria-invalid="true"' in text
    assert "data:image/jpeg" in text
    assert Upload.objects.get().width == 800


def test_nothing_entered_is_lost_when_something_is_wrong(
    marketer: Person, portal: "Portal", page: "Page"
) -> None:
    _, job = opened(marketer, portal, page, 2)
    first, second = job.items.all()
    sent(marketer, second, picture((1600, 1200)))
    text = saved(
        marketer,
        job,
        **{f"name-{first.pk}": " ", f"name-{second.pk}": "Kept", f"crop-{second.pk}": "0.1,0.2,0.5,0.6"},
        sections=["Seasonal"],
        link_style="1",
    )
    assert "Enter a name of 1 to 80 characters." in text
    assert 'value="Kept"' in text
    assert 'value="0.10000,0.20000,0.50000,0.60000"' in text
    assert "data:image/jpeg" in text
    assert 'name="sections" value="Seasonal"' in text
    assert re.search(r'name="link_style" value="1" checked', text)
    assert Job.objects.get().state == JobState.PLANNED
    assert Upload.objects.get().width == 1600  # not cut before everything is right
    assert "Enter a name" in saved(marketer, job, **{f"name-{first.pk}": "x" * 81})


def test_a_part_with_too_few_pixels_is_refused(marketer: Person, portal: "Portal", page: "Page") -> None:
    _, job = opened(marketer, portal, page)
    item = job.items.get()
    sent(marketer, item, picture())
    text = saved(marketer, job, **{f"crop-{item.pk}": "0,0,0.1,0.1"})
    assert "Use at least 320 × 240 pixels" in text
    assert Job.objects.get().state == JobState.PLANNED


def test_sections_are_known_ones_or_new_names(marketer: Person, portal: "Portal", page: "Page") -> None:
    text, job = opened(marketer, portal, page)
    code = re.search(r'data-add="([^"]+)">Cover<', text)
    assert code is not None
    assert "/activity/" in saved(
        marketer, job, sections=["cover", code[1], " Spring  sale , Autumn", ""], link_style="1"
    )
    job.refresh_from_db()
    assert job.options["sections"] == [code[1], "Spring sale", "Autumn"]
    assert job.options["link_style"] is True


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("x" * 51, "up to 50 characters"),
        ("last", "Bitrix24 uses the name “last” itself"),
        (",".join(f"s{n}" for n in range(11)), "at most 10 sections"),
    ],
)
def test_sections_that_cannot_be_are_said(
    marketer: Person, portal: "Portal", page: "Page", typed: str, words: str
) -> None:
    _, job = opened(marketer, portal, page)
    assert words in saved(marketer, job, sections=typed)
    assert Job.objects.get().state == JobState.PLANNED


def test_a_picture_for_a_plan_that_is_gone_or_not_yours_is_not_kept(
    emulator: "Emulator", marketer: Person, portal: "Portal", page: "Page"
) -> None:
    _, job = opened(marketer, portal, page)
    item = job.items.get()
    other = open_app(emulator, portal, "administrator")
    assert "<dialog" in sent(other, item, picture())
    Job.objects.update(state=JobState.DONE)
    assert "<dialog" in sent(marketer, item, picture())
    assert not Upload.objects.exists()


def test_a_file_that_could_not_be_sent_before_comes_with_the_form(
    marketer: Person, portal: "Portal", page: "Page"
) -> None:
    _, job = opened(marketer, portal, page)
    item = job.items.get()
    assert "aria-invalid" in saved(
        marketer, job, **{f"picture-{item.pk}": SimpleUploadedFile("x.png", b"<svg/>")}
    )
    assert "/activity/" in saved(marketer, job, **{f"picture-{item.pk}": picture()})
    assert Upload.objects.get().job == job
