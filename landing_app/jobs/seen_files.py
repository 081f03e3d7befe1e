"""File records of blocks whose ids were seen: in block content each time it is read, and our own uploads.

`landing.landing.removeEntities` removes image records by id, but no REST method lists them, so only what was seen
can be offered. Whether a record is still shown is asked again by the plan and right before the call.
"""

from collections.abc import Iterable, Sequence

from landing_app.actions.image_use import files_in
from landing_app.bitrix24.types import Block
from landing_app.jobs.models import JobItem, SeenFile, Upload
from landing_app.portals.models import Portal

_MOST = 500


def remember(portal: Portal, blocks: Iterable[Block]) -> None:
    """Keep the file ids that the content of these blocks refers to; content that was not read tells nothing."""
    rows = [
        SeenFile(
            portal=portal,
            page_id=block.page_id,
            block_id=block.id,
            file_id=file_id,
            source=SeenFile.Source.CONTENT,
        )
        for block in blocks
        for file_id in sorted(files_in(block.content or ""))
    ]
    SeenFile.objects.bulk_create(rows[:_MOST], ignore_conflicts=True)


def remember_upload(item: JobItem, file_id: int) -> None:
    """Keep a picture of ours that stayed attached to the block of a favorite that was not saved."""
    key = str(item.params.get("upload") or "")
    upload = Upload.objects.filter(pk=key).first() if key else None
    size = {"width": upload.width, "height": upload.height} if upload else {}
    SeenFile.objects.update_or_create(
        portal=item.job.portal,
        block_id=item.target_id,
        file_id=file_id,
        defaults={"page_id": item.target.page, "source": SeenFile.Source.UPLOAD, **size},
    )


def unused(portal: Portal, page_ids: Sequence[int], read: Sequence[Block]) -> list[SeenFile]:
    """Seen records of these pages that none of the blocks just read shows any more."""
    shown = {file_id for block in read for file_id in files_in(block.content or "")}
    seen = SeenFile.objects.filter(portal=portal, page_id__in=page_ids).order_by("page_id", "file_id")
    return [file for file in seen[:_MOST] if file.file_id not in shown]
