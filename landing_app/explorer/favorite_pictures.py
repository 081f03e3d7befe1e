"""Preview images in the dialog `Save to favorites`: at most one picture per block, kept in the planned job.

The browser only shows which part is kept; the part travels as coordinates and is cut here.
"""

from __future__ import annotations

import math
from base64 import b64encode
from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile

from landing_app.jobs import explanations
from landing_app.jobs.decoder import Crop
from landing_app.jobs.models import JobItem, Upload
from landing_app.jobs.refusals import NotAllowed
from landing_app.jobs.uploads import MAX_BYTES, accept, cut

RATIO = 4 / 3
_OF_A_PICTURE = ("upload", "crop", "left_out")


@dataclass(frozen=True, slots=True)
class ShownPicture:
    """A kept picture as the dialog shows it; `address` holds the bytes, `crop` is the text of its hidden field."""

    address: str
    width: int
    height: int
    crop: str


def shown(item: JobItem) -> ShownPicture | None:
    """The picture kept for this block."""
    upload = _kept(item)
    if upload is None:
        return None
    address = f"data:{upload.media_type};base64,{b64encode(bytes(upload.content)).decode()}"
    crop = item.params.get("crop") or middle(upload.width, upload.height)
    return ShownPicture(address, upload.width, upload.height, ",".join(f"{share:.5f}" for share in crop))


def take(item: JobItem, sent: UploadedFile[bytes], left_out: list[int] | None = None) -> None:
    """Keep this file for the block, instead of the one before. Raises `NotAllowed` and changes nothing then.

    `left_out`: it was drawn from the block, without so many of its parts; such a picture is kept from the top.
    """
    upload = accept(item.job.starter, sent.name or "", sent.read(MAX_BYTES + 1), item.job)
    remove(item)
    drawn = {} if left_out is None else {"left_out": left_out, "crop": top(upload.width, upload.height)}
    item.params = {**item.params, "upload": str(upload.pk), **drawn}


def remove(item: JobItem) -> None:
    """The block is saved without a picture."""
    Upload.objects.filter(pk=item.params.get("upload"), owner_id=item.job.starter_id).delete()
    item.params = {key: value for key, value in item.params.items() if key not in _OF_A_PICTURE}


def choose_part(item: JobItem, entered: str) -> None:
    """Remember the part that was chosen; anything but four shares of a picture leaves it as it is."""
    crop = _crop(entered)
    if crop and item.params.get("upload"):
        item.params = {**item.params, "crop": crop}


def cut_part(item: JobItem) -> None:
    """Make the kept picture what is sent. Raises `NotAllowed`."""
    upload = _kept(item)
    if upload is not None:
        left, top, right, bottom = item.params.get("crop") or middle(upload.width, upload.height)
        cut(upload, (left, top, right, bottom))
        item.params = {key: value for key, value in item.params.items() if key != "crop"}


def refusal(refused: NotAllowed) -> str:
    """Why a picture is not taken, as one sentence or two."""
    told = explanations.explain(refused.reason)
    return " ".join(part for part in (f"{told.title}.", told.body, told.next_step) if part)


def middle(width: int, height: int) -> Crop:
    """The largest 4:3 part around the middle."""
    wide = min(width, height * RATIO)
    across, down = wide / width / 2, wide / RATIO / height / 2
    return (0.5 - across, 0.5 - down, 0.5 + across, 0.5 + down)


def top(width: int, height: int) -> Crop:
    """The largest 4:3 part at the upper edge: what a visitor sees of a block first."""
    left, upper, right, lower = middle(width, height)
    return (left, 0.0, right, lower - upper)


def _kept(item: JobItem) -> Upload | None:
    found = Upload.objects.filter(owner_id=item.job.starter_id, pk=item.params.get("upload"))
    return found.first() if item.params.get("upload") else None


def _crop(entered: str) -> list[float] | None:
    try:
        left, top, right, bottom = (float(share) for share in entered.split(","))
    except ValueError:
        return None
    inside = all(math.isfinite(share) and 0 <= share <= 1 for share in (left, top, right, bottom))
    return [left, top, right, bottom] if inside and left < right and top < bottom else None
