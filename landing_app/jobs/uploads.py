"""Pictures for jobs: checked and re-encoded by a child process with little memory, kept until the job ends.

What comes in is never stored or sent on as it is: the pixels are decoded and encoded anew, without metadata.
"""

import json
import subprocess
import sys
from pathlib import Path

from landing_app.jobs.models import Job, Upload
from landing_app.jobs.refusals import NotAllowed
from landing_app.portals.models import PortalUser

MAX_BYTES = 5 * 2**20
_SECONDS = 15
_SCRIPT = Path(__file__).with_name("picture.py")
_REASONS = {1: "UPLOAD_NOT_A_PICTURE", 2: "UPLOAD_TOO_MANY_PIXELS", 3: "UPLOAD_TOO_SMALL"}

Crop = tuple[float, float, float, float]


def accept(owner: PortalUser, name: str, content: bytes, crop: Crop | None = None) -> Upload:
    """Keep a PNG, JPEG or WebP picture for a job of `owner`.

    `crop` is left, top, right, bottom as shares of the picture (0 to 1). Raises `NotAllowed` with
    UPLOAD_TOO_LARGE,
    UPLOAD_NOT_A_PICTURE, UPLOAD_TOO_MANY_PIXELS or UPLOAD_TOO_SMALL.
    """
    if len(content) > MAX_BYTES:
        raise NotAllowed("UPLOAD_TOO_LARGE")
    data, width, height = _encoded_anew(content, crop)
    stem = "".join(sign for sign in Path(name).stem if sign.isalnum() or sign in "-_")[:80] or "preview"
    return Upload.objects.create(
        owner=owner, name=f"{stem}.jpg", media_type="image/jpeg", width=width, height=height, content=data
    )


def files_of(job: Job) -> dict[str, tuple[str, bytes]]:
    """File name and bytes of each upload of the job, by the text of its id."""
    return {str(upload.pk): (upload.name, bytes(upload.content)) for upload in Upload.objects.filter(job=job)}


def _encoded_anew(content: bytes, crop: Crop | None) -> tuple[bytes, int, int]:
    command = [sys.executable, "-I", str(_SCRIPT), json.dumps(crop)]
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and script
            command, input=content, capture_output=True, timeout=_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise NotAllowed("UPLOAD_NOT_A_PICTURE") from None
    if done.returncode != 0:
        raise NotAllowed(_REASONS.get(done.returncode, "UPLOAD_NOT_A_PICTURE"))
    head, _, data = done.stdout.partition(b"\n")
    width, height = json.loads(head)
    return data, int(width), int(height)
