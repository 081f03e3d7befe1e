"""Image records whose ids we saw: only those can be offered for removal, because REST does not list them."""

from collections.abc import Iterable

from django.utils import timezone

from landing_app.actions.base import Target
from landing_app.actions.image_use import files_in, uses_of_files
from landing_app.bitrix24.landing import Landing
from landing_app.bitrix24.types import Block, SiteScope
from landing_app.jobs.models import JobItem, SeenFile, Upload
from landing_app.portals.models import Portal


def remember_content(portal: Portal, blocks: Iterable[Block]) -> None:
    """Keep the file ids in the HTML of blocks; call it whenever draft content was read."""
    now = timezone.now()
    rows = [
        SeenFile(
            portal=portal,
            page_id=block.page_id,
            block_id=block.id,
            file_id=file_id,
            source=SeenFile.Source.CONTENT,
            seen_at=now,
        )
        for block in blocks
        for file_id in files_in(block.content or "")
    ]
    SeenFile.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["portal", "block_id", "file_id"],
        update_fields=["page_id", "seen_at"],
    )


def remember_upload(item: JobItem, file_id: int) -> None:
    """Keep a picture of ours that stayed attached to the block of a favorite that was not saved."""
    size = Upload.objects.filter(pk=item.params.get("upload") or None).values("width", "height").first() or {}
    SeenFile.objects.update_or_create(
        portal=item.job.portal,
        block_id=item.target_id,
        file_id=file_id,
        defaults={
            "page_id": item.target.page,
            "source": SeenFile.Source.UPLOAD,
            **size,
            "seen_at": timezone.now(),
        },
    )


def unused_files(
    portal: Portal, landing: Landing, page_id: int, site_id: int, scope: SiteScope
) -> list[Target]:
    """Image records of a page that we saw and that neither its drafts nor its published blocks show now.

    Reads the page (`landing.block.getlist` with content) and remembers what it shows, for the next time.
    The targets
    are for the action `remove_entities`.
    """
    drafts = landing.blocks([page_id], scope, content=True).get(page_id, [])
    remember_content(portal, drafts)
    names = {block.id: block.name or block.code for block in drafts}
    seen = SeenFile.objects.filter(portal=portal, page_id=page_id, block_id__in=names).order_by(
        "block_id", "file_id"
    )
    targets = [
        Target(
            "block",
            row.block_id,
            site_id,
            scope,
            names[row.block_id],
            page_id=page_id,
            address=row.address,
            params={"file": row.file_id},
        )
        for row in seen
    ]
    uses = uses_of_files(landing, targets[:1])
    return [target for target in targets if not uses.of(target)]
