"""Actions on blocks: favorites and deleting for good, with their proofs and what cannot be taken back."""

import io

import pytest
from PIL import Image

from landing_app.actions.base import Target
from landing_app.jobs import services, uploads
from landing_app.jobs.models import JobItem, Upload
from tests.actions.strip import Strip, picture
from tests.jobs.engine import codes, started, states, work

pytestmark = pytest.mark.django_db(transaction=True)


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


def test_what_a_lost_request_removed_is_done_although_its_repeat_is_refused(strip: Strip) -> None:
    """Both times the client sends again, and the portal does not find what the first request took away."""
    there = strip.town.there
    strip.do("remove_entities", strip.targets(0))
    deletion = started(strip.town.person(), "delete_blocks", strip.targets(0))
    there.faults.add("answer_lost", times=1, methods=["landing.landing.removeentities"])
    assert states(work(deletion)) == ["done"]
    assert strip.blocks[0].id not in there.blocks

    saving = strip.do("favorite_block", strip.targets(1))
    there.faults.add("answer_lost", times=1, methods=["landing.landing.unfavoriteblock"])
    assert states(work(services.undo(saving, saving.starter))) == ["done"]
    assert there.favorites() == []


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
