"""Pictures for jobs: checked and re-encoded by a child process with little memory, kept while a job needs them.

What comes in is never stored or sent on as it is: the pixels are decoded and encoded anew, without metadata. A
picture belongs to the person who uploaded it and to one job. It goes when that job ends, except for what a retry
would need; a retry takes it over. After 24 hours it is gone in any case (`erasing.purge`).
"""

from collections.abc import Iterable
from pathlib import Path
from uuid import UUID

from django.db.models import Sum
from django.db.models.functions import Length

from landing_app.actions.base import Facts, Target
from landing_app.jobs.decoder import Crop, encoded_anew
from landing_app.jobs.models import OPEN_ITEMS, ItemState, Job, JobItem, Upload
from landing_app.jobs.refusals import NotAllowed
from landing_app.portals import attempts
from landing_app.portals.models import PortalUser

MAX_BYTES = 5 * 2**20
#: What one person may have kept at once: pictures for about 200 blocks, or 64 of the largest.
ROOM = 64 * 2**20
#: Large enough to cut a part out of it, and what is sent to the portal.
WORKING_SIZE = (2000, 1500)
FINAL_SIZE = (1200, 900)
_MAY_NEED_IT = (ItemState.FAILED, ItemState.NEEDS_YOU, *OPEN_ITEMS)


def accept(owner: PortalUser, name: str, content: bytes, job: Job | None = None) -> Upload:
    """Keep a PNG, JPEG or WebP picture of `owner`, made smaller than `WORKING_SIZE` and than 1 MB.

    Raises `NotAllowed` with UPLOAD_TOO_LARGE, UPLOAD_TOO_OFTEN, UPLOAD_NO_ROOM, or what `encoded_anew` found.
    """
    if len(content) > MAX_BYTES:
        raise NotAllowed("UPLOAD_TOO_LARGE")
    if attempts.UPLOADS.refuses(str(owner.pk)):
        raise NotAllowed("UPLOAD_TOO_OFTEN")
    if _kept_bytes(owner) > ROOM:
        raise NotAllowed("UPLOAD_NO_ROOM")
    data, width, height = encoded_anew(content, None, WORKING_SIZE)
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


def _kept_bytes(owner: PortalUser) -> int:
    kept = Upload.objects.filter(owner=owner).aggregate(size=Sum(Length("content")))
    return int(kept["size"] or 0)


def cut(upload: Upload, crop: Crop | None) -> None:
    """Make a kept picture what is sent: the part `crop` (left, top, right, bottom as shares from 0 to 1).

    Raises `NotAllowed` with UPLOAD_TOO_SMALL when that part has fewer than 320 × 240 pixels, with
    UPLOAD_BUSY when others keep the decoders.
    """
    data, upload.width, upload.height = encoded_anew(bytes(upload.content), crop, FINAL_SIZE)
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
