"""Pictures people upload: decoded in a small child process, never kept or sent on as they came."""

import io
import os
import resource
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from landing_app.jobs.models import Upload
from landing_app.jobs.refusals import NotAllowed
from landing_app.jobs.uploads import accept
from landing_app.portals import attempts
from landing_app.portals.models import PortalUser
from tests.people import open_app
from tests.security.pictures import JPEG_CANARY, drawn, flat_bomb, refused, with_exif, with_texts

if TYPE_CHECKING:
    from portal_emulator import Emulator
    from portal_emulator.model import Portal

pytestmark = pytest.mark.django_db

MEMORY_KB = 640 * 1024
ABOUT_THE_FILE = {
    "UPLOAD_TOO_LARGE",
    "UPLOAD_NOT_A_PICTURE",
    "UPLOAD_TOO_MANY_PIXELS",
    "UPLOAD_TOO_SMALL",
    "UPLOAD_ANIMATED",
}


@pytest.fixture
def owner(emulator: "Emulator", portal: "Portal") -> PortalUser:
    return open_app(emulator, portal).row


def largest_child_kb() -> int:
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss


def own_kb() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // 1024


def test_what_is_no_harmless_picture_is_refused(owner: PortalUser) -> None:
    files = refused()
    before = own_kb()
    for name, content in files.items():
        started = time.monotonic()
        with pytest.raises(NotAllowed) as refusal:
            accept(owner, f"{name}.png", content)
        assert refusal.value.reason in ABOUT_THE_FILE, name
        attempts.UPLOADS.give_back(str(owner.pk))
        assert time.monotonic() - started < 15, name
    assert len(files) >= 45
    assert not Upload.objects.exists()
    # The child is limited, and this process holds no more than before: nothing was decoded here.
    assert largest_child_kb() < MEMORY_KB
    assert own_kb() - before < 64 * 1024


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_pictures_are_encoded_anew(owner: PortalUser, kind: str) -> None:
    kept = bytes(accept(owner, f"x.{kind}", drawn(kind)).content)
    assert kept.startswith(b"\xff\xd8\xff")
    assert Image.open(io.BytesIO(kept)).size == (640, 480)


@pytest.mark.parametrize("made", [with_exif, with_texts])
def test_what_a_camera_wrote_into_it_is_gone(owner: PortalUser, made: object) -> None:
    content = made()  # type: ignore[operator]
    assert JPEG_CANARY in content
    upload = accept(owner, "holiday.jpg", content)
    kept = bytes(upload.content)
    assert JPEG_CANARY not in kept
    picture = Image.open(io.BytesIO(kept))
    assert not picture.getexif()
    assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    if made is with_exif:  # it lay on its side, and was turned before the mark went
        assert (upload.width, upload.height) == (480, 640)


def test_what_follows_a_picture_in_its_file_is_gone(owner: PortalUser) -> None:
    """A polyglot: a good picture, and a page behind it."""
    page = b"<html><script>alert(document.domain)</script></html>"
    for kind in ("PNG", "JPEG", "WEBP"):
        kept = bytes(accept(owner, "x", drawn(kind) + page).content)
        assert b"<script" not in kept
        assert b"<html" not in kept


def test_a_picture_just_within_the_limit_needs_little_memory(owner: PortalUser) -> None:
    upload = accept(owner, "large.png", flat_bomb(5_600, 4_200))
    assert upload.width <= 2_000
    assert len(bytes(upload.content)) <= 2**20
    assert largest_child_kb() < MEMORY_KB


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd", "..\\..\\x.png", "a\x00b.png", "x" * 500 + ".png", "<script>.png", 'a"; filename="b.html', "con.png\r\nX: y", "", ".png", "/", "‮gnp.exe"],
)  # fmt: skip
def test_the_name_of_a_file_is_letters_and_digits(owner: PortalUser, name: str) -> None:
    kept = accept(owner, name, drawn("PNG")).name
    assert kept.endswith(".jpg")
    assert len(kept) <= 84
    assert all(sign.isalnum() or sign in "-_" for sign in kept.removesuffix(".jpg"))
    assert kept != ".jpg"


def test_the_child_knows_no_secret(
    owner: PortalUser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A decoder with a hole in it must not find the keys of the app in its environment."""
    seen = tmp_path / "environment"
    script = tmp_path / "python"
    script.write_text(f'#!/bin/sh\ncat /proc/$$/environ > "{seen}"\nexec "{sys.executable}" "$@"\n')
    script.chmod(0o700)
    monkeypatch.setattr("sys.executable", str(script))
    accept(owner, "x.png", drawn("PNG"))
    for name in (b"SECRET", b"TOKEN", b"REDIS", b"DATABASE", b"CLIENT"):
        assert name not in seen.read_bytes()
