"""Pictures for jobs: checked and re-encoded by a child process with little memory, kept while a job needs them.

What comes in is never stored or sent on as it is: the pixels are decoded and encoded anew, without metadata. A
picture belongs to the person who uploaded it and to one job. It goes when that job ends, except for what a retry
would need; a retry takes it over. After 24 hours it is gone in any case (`sweeper.purge`).
"""

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from uuid import UUID

from landing_app.actions.base import Facts, Target
from landing_app.jobs.models import OPEN_ITEMS, ItemState, Job, JobItem, Upload
from landing_app.jobs.refusals import NotAllowed
from landing_app.portals.models import PortalUser

MAX_BYTES = 5 * 2**20
#: Large enough to cut a part out of it, and what is sent to the portal.
WORKING_SIZE = (2000, 1500)
FINAL_SIZE = (1200, 900)
_SECONDS = 15
_SCRIPT = Path(__file__).with_name("picture.py")
_REASONS = {
    1: "UPLOAD_NOT_A_PICTURE",
    2: "UPLOAD_TOO_MANY_PIXELS",
    3: "UPLOAD_TOO_SMALL",
    4: "UPLOAD_ANIMATED",
}
_MAY_NEED_IT = (ItemState.FAILED, ItemState.NEEDS_YOU, *OPEN_ITEMS)

Crop = tuple[float, float, float, float]
Size = tuple[int, int]


def accept(owner: PortalUser, name: str, content: bytes, job: Job | None = None) -> Upload:
    """Keep a PNG, JPEG or WebP picture of `owner`, made smaller than `WORKING_SIZE` and than 1 MB.

    Raises `NotAllowed` with UPLOAD_TOO_LARGE, UPLOAD_NOT_A_PICTURE, UPLOAD_TOO_MANY_PIXELS, UPLOAD_TOO_SMALL or
    UPLOAD_ANIMATED.
    """
    if len(content) > MAX_BYTES:
        raise NotAllowed("UPLOAD_TOO_LARGE")
    data, width, height = _encoded_anew(content, None, WORKING_SIZE)
    stem = "".join(sign for sign in Path(name).stem if sign.isalnum() or sign in "-_")[:80] or "preview"
    return Upload.objects.create(
        owner=owner,
        job=job,
        name=f"{stem}.jpg",
        media_type="image/jpeg",
        width=width,
        height=height,
        content=data,
    )


def cut(upload: Upload, crop: Crop | None) -> None:
    """Make a kept picture what is sent: the part `crop` (left, top, right, bottom as shares from 0 to 1).

    Raises `NotAllowed` with UPLOAD_TOO_SMALL when that part has fewer than 320 × 240 pixels.
    """
    data, upload.width, upload.height = _encoded_anew(bytes(upload.content), crop, FINAL_SIZE)
    upload.content = data
    upload.save(update_fields=["content", "width", "height"])


def files_for(job: Job, items: Iterable[JobItem]) -> dict[str, tuple[str, bytes]]:
    """File name and bytes of each picture these items need, by the text of its id; only the starter's own."""
    wanted = _wanted(job, (item.params for item in items))
    found = Upload.objects.filter(pk__in=wanted, owner_id=job.starter_id)
    return {str(upload.pk): (upload.name, bytes(upload.content)) for upload in found}


def hand_over(job: Job, targets: Iterable[Target]) -> None:
    """Bind the starter's pictures that `targets` name to `job`: they were kept for a plan or a job before it."""
    wanted = _wanted(job, (target.params for target in targets))
    if wanted:
        Upload.objects.filter(pk__in=wanted, owner_id=job.starter_id).update(job=job)


def drop_needless(job_id: UUID) -> None:
    """The job has ended: keep only the pictures of items that a retry would take."""
    kept_for_it = Upload.objects.filter(job_id=job_id)
    if not kept_for_it.exists():
        return
    job = Job.objects.get(pk=job_id)
    needed = _wanted(job, job.items.filter(state__in=_MAY_NEED_IT).values_list("params", flat=True))
    kept_for_it.exclude(pk__in=needed).delete()


def _wanted(job: Job, params: Iterable[Facts]) -> set[UUID]:
    named = {own.get("upload") or job.options.get("upload") for own in params}
    return {UUID(name) for name in named if name}


def _encoded_anew(content: bytes, crop: Crop | None, most: Size) -> tuple[bytes, int, int]:
    command = [sys.executable, "-I", str(_SCRIPT), json.dumps({"crop": crop, "most": most})]
    try:
        # Without our environment: a decoder with a hole in it must not find keys there.
        done = subprocess.run(  # noqa: S603 - our own interpreter and script
            command, input=content, capture_output=True, timeout=_SECONDS, check=False, env={}
        )
    except subprocess.TimeoutExpired:
        raise NotAllowed("UPLOAD_NOT_A_PICTURE") from None
    if done.returncode != 0:
        raise NotAllowed(_REASONS.get(done.returncode, "UPLOAD_NOT_A_PICTURE"))
    head, _, data = done.stdout.partition(b"\n")
    width, height = json.loads(head)
    return data, int(width), int(height)
