"""Many pictures at once, and many of one person: neither memory nor tables fill up."""

import fcntl
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from landing_app.jobs import decoder, uploads
from landing_app.jobs.models import Upload
from landing_app.jobs.refusals import NotAllowed
from landing_app.portals import attempts
from tests.people import open_app
from tests.security.pictures import drawn

if TYPE_CHECKING:
    from portal_emulator import Emulator
    from portal_emulator.model import Portal


@contextmanager
def taken(path: Path) -> Iterator[None]:
    """As another process of this machine holds a slot."""
    with path.open("rb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def free_slots() -> int:
    """The slots are the machine's: another test process may hold one for a moment."""
    free = 0
    with ExitStack() as stack:
        for path in decoder.SLOTS:
            lock = stack.enter_context(path.open("rb"))
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                free += 1
            except BlockingIOError:
                pass
    return free


def all_free_within(seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while free_slots() < len(decoder.SLOTS) and time.monotonic() < deadline:
        time.sleep(0.05)
    return free_slots() == len(decoder.SLOTS)


@pytest.fixture
def interpreter(tmp_path: Path) -> Callable[[str], Path]:
    """A stand-in for Python that runs shell lines first."""

    def make(lines: str) -> Path:
        script = tmp_path / "python"
        script.write_text(f'#!/bin/sh\n{lines}\nexec "{sys.executable}" "$@"\n')
        script.chmod(0o700)
        return script

    return make


def test_one_free_slot_is_enough() -> None:
    with taken(decoder.SLOTS[0]):
        assert decoder.encoded_anew(drawn("PNG"), None, (400, 300))[1:] == (400, 300)
    assert all_free_within(20)


def test_whoever_finds_no_slot_is_told_to_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoder, "PATIENCE", 0.2)
    with ExitStack() as stack:
        for path in decoder.SLOTS:
            stack.enter_context(taken(path))
        with pytest.raises(NotAllowed, match="UPLOAD_BUSY"):
            decoder.encoded_anew(drawn("PNG"), None, (400, 300))
    assert decoder.encoded_anew(drawn("PNG"), None, (400, 300))[1:] == (400, 300)


def test_six_at_once_run_two_by_two(
    interpreter: Callable[[str], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    running, log = tmp_path / "running", tmp_path / "log"
    running.mkdir()
    lines = f'touch "{running}/$$"; ls "{running}" | wc -l >> "{log}"; sleep 0.3; rm "{running}/$$"'
    monkeypatch.setattr("sys.executable", str(interpreter(lines)))
    monkeypatch.setattr(decoder, "PATIENCE", 60.0)
    with ThreadPoolExecutor(6) as pool:
        done = list(pool.map(lambda _: decoder.encoded_anew(drawn("PNG"), None, (400, 300)), range(6)))
    assert len(done) == 6
    assert max(map(int, log.read_text().split())) in (1, 2)


def test_a_decoder_counts_until_it_ends_even_if_its_web_process_is_killed(
    interpreter: Callable[[str], Path], tmp_path: Path
) -> None:
    started = tmp_path / "started"
    slow = interpreter(f'echo $$ > "{started}"; sleep 2; exit 1')
    code = f"import sys; from landing_app.jobs import decoder; sys.executable = {str(slow)!r}; decoder.encoded_anew(b'', None, (1, 1))"
    web = subprocess.Popen([sys.executable, "-c", code], cwd=Path(__file__).parents[2])
    deadline = time.monotonic() + 20
    while not started.exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    web.kill()
    web.wait()
    assert started.exists()
    assert free_slots() <= 1
    assert all_free_within(20)


@pytest.mark.django_db
class TestOnePerson:
    def test_runs_out_of_room(
        self, emulator: "Emulator", portal: "Portal", monkeypatch: pytest.MonkeyPatch
    ) -> None:
        person, other = open_app(emulator, portal).row, open_app(emulator, portal, "editor").row
        kept = {"name": "x.jpg", "media_type": "image/jpeg", "width": 1, "height": 1}
        for _ in range(4):
            Upload.objects.create(owner=person, content=b"\xff" * 600, **kept)
        monkeypatch.setattr(uploads, "ROOM", 2_399)
        with pytest.raises(NotAllowed, match="UPLOAD_NO_ROOM"):
            uploads.accept(person, "x.png", drawn("PNG"))
        assert uploads.accept(other, "x.png", drawn("PNG"))
        monkeypatch.setattr(uploads, "ROOM", 2_400)
        assert uploads.accept(person, "x.png", drawn("PNG"))

    def test_runs_out_of_attempts(
        self, emulator: "Emulator", portal: "Portal", monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(attempts, "UPLOADS", replace(attempts.UPLOADS, seconds=600.0))
        person, other = open_app(emulator, portal).row, open_app(emulator, portal, "editor").row
        while not attempts.UPLOADS.take(str(person.pk)):
            continue
        with pytest.raises(NotAllowed, match="UPLOAD_TOO_OFTEN"):
            uploads.accept(person, "x.png", drawn("PNG"))
        assert not Upload.objects.exists()
        assert uploads.accept(other, "x.png", drawn("PNG"))
