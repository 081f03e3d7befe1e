"""File records of blocks whose ids were seen: in block content each time it is read, and our own uploads.

`landing.landing.removeEntities` removes image records by id, but no REST method lists them, so only what was seen
can be offered. Whether a record is still shown is asked again by the plan and right before the call.
"""

from collections.abc import Iterable, Sequence
from itertools import islice

from django.utils import timezone

from landing_app.actions.image_use import pictures_in
from landing_app.bitrix24.pictures import absolute
from landing_app.bitrix24.types import Block
from landing_app.jobs.models import JobItem, SeenFile, Upload
from landing_app.portals.models import Portal

#: A block with more pictures is not written by people; what is beyond is not remembered.
_MOST_OF_A_BLOCK = 200
_AT_ONCE = 500

Key = tuple[int, int]


def remember(portal: Portal, blocks: Iterable[Block]) -> None:
    """Keep the file ids that the content of these blocks refers to, with the address of each picture.

    Content that was not read tells nothing. Only what is new or differs is written.
    """
    rows = {(row.block_id, row.file_id): row for block in blocks for row in _rows(portal, block)}
    known = _known(portal, {block_id for block_id, _ in rows})
    fresh = [row for key, row in rows.items() if known.get(key) != _facts(row, known.get(key))]
    SeenFile.objects.bulk_create(
        fresh,
        batch_size=_AT_ONCE,
        update_conflicts=True,
        unique_fields=["portal", "block_id", "file_id"],
        update_fields=["page_id", "address", "seen_at"],
    )


def remember_upload(item: JobItem, file_id: int, address: str = "") -> None:
    """Keep a picture of ours that stayed attached to the block of a favorite that was not saved."""
    key = str(item.params.get("upload") or "")
    upload = Upload.objects.filter(pk=key).first() if key else None
    known = {"width": upload.width, "height": upload.height, "size": len(upload.content)} if upload else {}
    SeenFile.objects.update_or_create(
        portal=item.job.portal,
        block_id=item.target_id,
        file_id=file_id,
        defaults={
            "page_id": item.target.page,
            "source": SeenFile.Source.UPLOAD,
            "address": absolute(address, item.job.portal.origin),
            **known,
        },
    )


def of_blocks(portal: Portal, block_ids: Sequence[int]) -> list[SeenFile]:
    """All records seen with these blocks, whether shown or not."""
    seen: list[SeenFile] = []
    for start in range(0, len(block_ids), _AT_ONCE):
        some = block_ids[start : start + _AT_ONCE]
        seen += SeenFile.objects.filter(portal=portal, block_id__in=some).order_by("page_id", "file_id")
    return seen


def forget(item: JobItem) -> None:
    """The record this item named was removed: it is not offered again unless a block shows it anew."""
    SeenFile.objects.filter(
        portal_id=item.job.portal_id, block_id=item.target_id, file_id=item.params["file"]
    ).delete()


def _rows(portal: Portal, block: Block) -> Iterable[SeenFile]:
    pictures = sorted(pictures_in(block.content or "").items())
    for file_id, address in islice(pictures, _MOST_OF_A_BLOCK):
        yield SeenFile(
            portal=portal,
            page_id=block.page_id,
            block_id=block.id,
            file_id=file_id,
            source=SeenFile.Source.CONTENT,
            address=absolute(address, portal.origin),
            seen_at=timezone.now(),
        )


def _known(portal: Portal, block_ids: Iterable[int]) -> dict[Key, tuple[int, str]]:
    seen = of_blocks(portal, sorted(block_ids))
    return {(row.block_id, row.file_id): (row.page_id, row.address) for row in seen}


def _facts(row: SeenFile, known: tuple[int, str] | None) -> tuple[int, str]:
    """What is written of a record; an address that is known is kept where the content does not tell one."""
    row.address = row.address or (known[1] if known else "")
    return row.page_id, row.address
