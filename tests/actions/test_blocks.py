"""Actions on blocks: favorites and clean-up, with their proofs and what cannot be taken back."""

import io
from dataclasses import dataclass
from typing import Any

import pytest
from PIL import Image

from landing_app.actions.base import Target
from landing_app.jobs import seen_files, services, uploads
from landing_app.jobs.models import Job, JobItem, JobState, SeenFile, Upload
from landing_app.portals.clients import landing_for
from portal_emulator.builders import add_block, add_library_block
from portal_emulator.model import BlockRow, Page
from tests.jobs.engine import Town, codes, started, states, work

pytestmark = pytest.mark.django_db(transaction=True)


@dataclass
class Strip:
    """One page with three blocks."""

    town: Town
    page: Page
    blocks: list[BlockRow]

    def targets(self, *places: int, **params: Any) -> list[Target]:
        return [
            Target(
                "block",
                block.id,
                self.page.site_id,
                "",
                f"Block {place}",
                page_id=self.page.id,
                params=params,
            )
            for place, block in enumerate(self.blocks)
            if place in places
        ]

    def do(self, action: str, targets: list[Target], who: str = "marketer", **options: Any) -> Job:
        return work(started(self.town.person(who), action, targets, **options))


@pytest.fixture
def strip(town: Town) -> Strip:
    add_library_block(town.there, "01.cover", "Cover", ("cover",), "<p>cover</p>")
    page = town.pages(1)[0]
    return Strip(town, page, [add_block(town.there, page, "01.cover", f"<p>{n}</p>") for n in range(3)])


def picture(size: tuple[int, int] = (640, 480), kind: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(
        out, kind, **({"exif": b"Exif\x00\x00secret"} if kind == "JPEG" else {})
    )
    return out.getvalue()


def test_saves_blocks_with_name_and_section_and_proves_it(strip: Strip) -> None:
    job = strip.do("favorite_block", strip.targets(0, 2), sections=["cover", "autumn"])
    assert states(job) == ["done", "done"]
    saved = strip.town.there.favorites()
    assert {row.favorite_meta["name"] for row in saved} == {"Block 0", "Block 2"}
    assert JobItem.objects.filter(job=job, evidence__key__startswith="01.cover@").count() == 2
    back = work(services.undo(job, strip.town.person()))
    assert states(back) == ["done", "done"]
    assert strip.town.there.favorites() == []


def test_a_favorite_with_a_picture(strip: Strip) -> None:
    person = strip.town.person()
    upload = uploads.accept(person, "my picture.png", picture())
    job = work(started(person, "favorite_block", strip.targets(0), name="Hero", upload=str(upload.pk)))
    assert states(job) == ["done"]
    (row,) = strip.town.there.favorites()
    record = strip.town.there.files[int(row.favorite_meta["preview"])]
    assert (record.width, record.height) == (640, 480)
    assert not Upload.objects.exists()


def test_the_file_record_is_cleaned_up_when_saving_is_refused(strip: Strip) -> None:
    person = strip.town.person()
    upload = uploads.accept(person, "p.png", picture())
    job = started(person, "favorite_block", strip.targets(0), upload=str(upload.pk))
    strip.town.there.faults.add("overload", times=None, methods=["landing.landing.favoriteblock"])
    work(job)
    assert states(job) == ["waiting"]
    assert all(not record.block_ids for record in strip.town.there.files.values())
    assert strip.town.there.favorites() == []


def test_a_favorite_with_a_lost_answer_is_not_saved_twice(strip: Strip) -> None:
    job = started(strip.town.person(), "favorite_block", strip.targets(0, 1))
    strip.town.there.faults.add("answer_lost", times=1, methods=["landing.landing.favoriteblock"])
    work(job)
    assert states(job) == ["done", "done"]
    assert len(strip.town.there.favorites()) == 2


def test_only_who_saved_a_block_can_undo_it(strip: Strip) -> None:
    job = strip.do("favorite_block", strip.targets(0))
    back = work(services.undo(job, strip.town.person("administrator")))
    assert codes(back) == ["NOT_YOURS"]
    assert len(strip.town.there.favorites()) == 1


def test_a_viewer_saves_nothing_and_a_gone_block_needs_the_person(strip: Strip) -> None:
    assert codes(strip.do("favorite_block", strip.targets(0), who="viewer")) == ["NO_EDIT_RIGHT"]
    gone = Target("block", 424242, strip.page.site_id, "", "Gone", page_id=strip.page.id)
    assert codes(strip.do("favorite_block", [gone])) == ["BLOCK_NOT_FOUND"]


def test_clean_up_puts_blocks_into_the_trash_of_the_page_and_undo_brings_them_back(strip: Strip) -> None:
    job = strip.do("remove_entities", strip.targets(0, 1))
    assert states(job) == ["done", "done"]
    assert [block.deleted for block in strip.blocks] == [True, True, False]
    assert states(work(services.undo(job, strip.town.person()))) == ["done", "done"]
    assert not any(block.deleted for block in strip.blocks)


def test_delete_for_good_only_what_was_cleaned_up(strip: Strip) -> None:
    strip.do("remove_entities", strip.targets(0))
    job = strip.do("delete_blocks", strip.targets(0, 1))
    assert states(job) == ["done", "needs_you"]
    assert codes(job)[1] == "NOT_YET_TRASHED"
    assert strip.blocks[0].id not in strip.town.there.blocks
    assert strip.blocks[1].id in strip.town.there.blocks
    with pytest.raises(services.NotAllowed) as refused:
        services.undo(job, strip.town.person())
    assert refused.value.reason == "DELETED_FOR_GOOD"


def test_an_image_record_in_use_is_kept_and_an_unused_one_goes(strip: Strip) -> None:
    there, person = strip.town.there, strip.town.person()
    landing = landing_for(person)
    used = landing.upload_file(strip.blocks[0].id, "a.png", picture(), "").id
    unused = landing.upload_file(strip.blocks[0].id, "b.png", picture(), "").id
    strip.blocks[1].content = f'<img src="/x.png" data-fileid="{used}">'
    for record in (used, unused):
        SeenFile.objects.create(
            portal=person.portal,
            page_id=strip.page.id,
            block_id=strip.blocks[0].id,
            file_id=record,
            source="upload",
        )
    read = landing.blocks([strip.page.id], "", content=True)[strip.page.id]
    offered = seen_files.unused(person.portal, [strip.page.id], read)
    assert [one.file_id for one in offered] == [unused]
    targets = [*strip.targets(0, file=used), *strip.targets(0, file=unused)]
    job = work(started(person, "remove_entities", targets))
    assert states(job) == ["needs_you", "done"]
    assert codes(job)[0] == "STILL_IN_USE"
    assert strip.blocks[0].id in there.files[used].block_ids
    assert unused not in there.files or strip.blocks[0].id not in there.files[unused].block_ids
    assert job.state == JobState.DONE_WITH_ERRORS


def test_uploads_are_encoded_anew_without_metadata(strip: Strip) -> None:
    upload = uploads.accept(strip.town.person(), "../../etc/passwd.JPG", picture((4000, 3000), "JPEG"))
    assert (upload.name, upload.media_type) == ("passwd.jpg", "image/jpeg")
    assert (upload.width, upload.height) == uploads.WORKING_SIZE
    assert b"secret" not in bytes(upload.content)
    assert len(upload.content) <= 2**20


def test_uploads_are_cropped(strip: Strip) -> None:
    upload = uploads.accept(strip.town.person(), "p.webp", picture((1000, 1000), "WEBP"))
    uploads.cut(upload, (0.0, 0.0, 0.5, 0.25))
    upload.refresh_from_db()
    assert (upload.width, upload.height) == (500, 250)
    with Image.open(io.BytesIO(bytes(upload.content))) as kept:
        assert kept.size == (500, 250)
    with pytest.raises(services.NotAllowed, match="UPLOAD_TOO_SMALL"):
        uploads.cut(upload, (0.0, 0.0, 0.5, 1.0))


def moving(kind: str) -> bytes:
    out = io.BytesIO()
    first, second = (Image.new("RGB", (640, 480), color) for color in ("teal", "red"))
    first.save(out, kind, save_all=True, append_images=[second])
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "UPLOAD_NOT_A_PICTURE"),
        (b"GIF89a", "UPLOAD_NOT_A_PICTURE"),
        (b"", "UPLOAD_NOT_A_PICTURE"),
        (picture()[:200], "UPLOAD_NOT_A_PICTURE"),
        (picture((300, 200)), "UPLOAD_TOO_SMALL"),
        (moving("PNG"), "UPLOAD_ANIMATED"),
        (moving("WEBP"), "UPLOAD_ANIMATED"),
        (picture((9000, 9000)), "UPLOAD_TOO_MANY_PIXELS"),
        (b"x" * (5 * 2**20 + 1), "UPLOAD_TOO_LARGE"),
    ],
)
def test_bad_uploads_are_refused_with_the_reason(strip: Strip, content: bytes, reason: str) -> None:
    with pytest.raises(services.NotAllowed) as refused:
        uploads.accept(strip.town.person(), "p.png", content)
    assert refused.value.reason == reason
    assert not Upload.objects.exists()
