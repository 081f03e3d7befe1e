"""The child processes that decode pictures: without our environment, few at a time on one machine.

Each may take 512 MB (`picture.py`), so as many as people upload would take the machine. A slot is a lock on one
of two files of our own, which exist wherever this runs and are never written. The child holds the lock, too: it
counts until it ends, even when the process that started it is killed, and the kernel frees it in any case.
"""

import fcntl
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from landing_app.jobs.refusals import NotAllowed

Crop = tuple[float, float, float, float]
Size = tuple[int, int]

_SCRIPT = Path(__file__).with_name("picture.py")
#: As many as fit beside web and workers in 2 GB.
SLOTS = (_SCRIPT, Path(__file__))
#: A usual picture takes less than a second; a person waits no longer for others than this.
PATIENCE = 5.0
_LOOK_AGAIN = 0.05
_SECONDS = 15
TIMED_OUT = -1
_REASONS = {
    1: "UPLOAD_NOT_A_PICTURE",
    2: "UPLOAD_TOO_MANY_PIXELS",
    3: "UPLOAD_TOO_SMALL",
    4: "UPLOAD_ANIMATED",
}


def encoded_anew(content: bytes, crop: Crop | None, most: Size) -> tuple[bytes, int, int]:
    """The part `crop` of a picture as JPEG of at most `most`, its width and height.

    Raises `NotAllowed`: UPLOAD_NOT_A_PICTURE, UPLOAD_TOO_MANY_PIXELS, UPLOAD_TOO_SMALL, UPLOAD_ANIMATED, or
    UPLOAD_BUSY when others keep every slot taken.
    """
    code, answer = run(_SCRIPT, json.dumps({"crop": crop, "most": most}), content, seconds=_SECONDS)
    if code != 0:
        raise NotAllowed(_REASONS.get(code, "UPLOAD_NOT_A_PICTURE"))
    head, _, data = answer.partition(b"\n")
    width, height = json.loads(head)
    return data, int(width), int(height)


def run(script: Path, argument: str, content: bytes, *, seconds: float) -> tuple[int, bytes]:
    """Exit code of one of our programs, which limit themselves, and what it wrote in `seconds` (else `TIMED_OUT`).

    Raises `NotAllowed` with UPLOAD_BUSY when others keep every slot taken.
    """
    command = [sys.executable, "-I", str(script), argument]
    with _slot() as lock:
        try:
            # Without our environment: a decoder with a hole in it must not find keys there.
            done = subprocess.run(  # noqa: S603 - our own interpreter and script
                command,
                input=content,
                capture_output=True,
                timeout=seconds,
                check=False,
                env={},
                pass_fds=(lock.fileno(),),
            )
        except subprocess.TimeoutExpired as late:
            return TIMED_OUT, late.stdout or b""
    return done.returncode, done.stdout


@contextmanager
def _slot() -> Iterator[IO[bytes]]:
    deadline = time.monotonic() + PATIENCE
    while (lock := _free_slot()) is None:
        if time.monotonic() > deadline:
            raise NotAllowed("UPLOAD_BUSY")
        time.sleep(_LOOK_AGAIN)
    with lock:
        yield lock


def _free_slot() -> IO[bytes] | None:
    for path in SLOTS:
        lock = path.open("rb")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
        else:
            return lock
    return None
