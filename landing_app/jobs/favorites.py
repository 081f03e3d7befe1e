"""Blocks that a person saved to favorites with Page Desk, known from the jobs' own results."""

from collections.abc import Iterable
from datetime import datetime

from landing_app.bitrix24.types import Block
from landing_app.jobs.models import ItemState, JobItem
from landing_app.portals.models import PortalUser


def saved(person: PortalUser, blocks: Iterable[Block]) -> dict[int, datetime]:
    """Block id to the moment this person last saved it, for what was proved and not undone since.

    Rests on rows only: what was saved or removed in the Bitrix24 editor is not known here.
    """
    done = JobItem.objects.filter(
        job__starter=person,
        job__action="favorite_block",
        target_kind="block",
        target_id__in=[block.id for block in blocks],
        state=ItemState.DONE,
    )
    return dict(done.order_by("changed_at").values_list("target_id", "changed_at"))
