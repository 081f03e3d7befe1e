"""What selected pages consist of, for actions that are about what lies on them: blocks and image records.

Pages are read in portions when the plan is made, so that a site of a thousand pages needs bounded memory and few
requests (`landing.block.getlist`, several pages per command). What is found becomes the items of the plan: exactly
these are shown, and no others can be started.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from landing_app.actions.base import Target
from landing_app.actions.grouping import grouped
from landing_app.actions.image_use import PAGES_AT_ONCE, files_in
from landing_app.actions.names import block_names
from landing_app.actions.situation import look, pages_of
from landing_app.jobs import seen_files

if TYPE_CHECKING:
    from landing_app.bitrix24.landing import Landing
    from landing_app.bitrix24.types import Block
    from landing_app.jobs.models import Job, SeenFile

MOST_PAGES = 1000
#: One dialog lists no more: what is left is offered the next time.
MOST_OFFERED = 2000
#: Of several pages, blocks that visitors see are offered up to this number.
MOST_VISIBLE = 300
_MOST_KEPT = 100


@dataclass(slots=True)
class _Found:
    """What a clean-up could take, by kind; records come first, because they are removed before blocks."""

    records: list[Target] = field(default_factory=list)
    hidden: list[Target] = field(default_factory=list)
    visible: list[Target] = field(default_factory=list)
    in_use: list[Target] = field(default_factory=list)


def surveyed(
    job: Job, landing: Landing, targets: Sequence[Target], origins: Sequence[int | None]
) -> tuple[list[Target], list[int | None]]:
    """The targets with every page replaced by what is on it, where the job's action is about that.

    A page that cannot be read, or not edited, stays a target: the plan says why. Raises
    `bitrix24.errors.Bitrix24Error`.
    """
    pages = [target for target in targets if target.kind == "page"]
    if not job.definition.surveys or not pages:
        return list(targets), list(origins)
    with translation.override(job.starter.language or settings.LANGUAGE_CODE):
        found = _SURVEYS[job.action](job, landing, pages)
    rest = [
        (target, origin) for target, origin in zip(targets, origins, strict=True) if target.kind != "page"
    ]
    kept = [target for target, _ in rest]
    return [*found, *kept], [*([None] * len(found)), *(origin for _, origin in rest)]


def _clean(job: Job, landing: Landing, pages: Sequence[Target]) -> list[Target]:
    picked = set(job.options.get("picked", ()))
    found = _Found()
    unread: list[Target] = []
    for some in _portions(landing, pages, unread):
        live = {page.id for page in pages_of(landing, some).values() if page.active}
        read = landing.blocks([page.id for page in some], some[0].scope, content=True)
        seen_files.remember(job.portal, [block for blocks in read.values() for block in blocks])
        for page in some:
            if page.id not in read:
                unread.append(page)
                continue
            _sort_blocks(found, page, read[page.id], picked, is_live=page.id in live)
            _sort_records(found, job, page, read[page.id], picked)
    return [*unread, *_bounded(job, found, several=len(pages) > 1)]


def _sort_blocks(
    found: _Found, page: Target, blocks: Sequence[Block], picked: set[int], *, is_live: bool
) -> None:
    """Ticked at first are blocks picked by hand and blocks that are hidden from visitors."""
    names = block_names(blocks)
    for block in blocks:
        if picked and block.id not in picked:
            continue
        params = {
            "ticked": bool(picked) or not block.active,
            "hidden": not block.active,
            "live": block.active and is_live,
        }
        group = found.visible if block.active and not picked else found.hidden
        group.append(_on(page, block.id, names[block.id], **params))


def _sort_records(found: _Found, job: Job, page: Target, blocks: Sequence[Block], picked: set[int]) -> None:
    """Records seen with blocks that are still on the page; the plan looks at all versions of it again."""
    shown = {file_id for block in blocks for file_id in files_in(block.content or "")}
    ids = [block.id for block in blocks if not picked or block.id in picked]
    for file in seen_files.of_blocks(job.portal, ids):
        group = found.in_use if file.file_id in shown else found.records
        group.append(_record(page, file))


def _record(page: Target, file: SeenFile) -> Target:
    facts = {"picture": file.address, "width": file.width, "height": file.height, "size": file.size}
    known = {name: value for name, value in facts.items() if value}
    title = _("Image record %(id)s") % {"id": file.file_id}
    return _on(page, file.block_id, title, file=file.file_id, ticked=True, **known)


def _on(page: Target, block_id: int, title: str, **params: object) -> Target:
    """A block of a page; the page's title is what a person knows it by."""
    return Target(
        "block",
        block_id,
        page.site_id,
        page.scope,
        title,
        page_id=page.id,
        address=page.title,
        params=params,
    )


def _bounded(job: Job, found: _Found, *, several: bool) -> list[Target]:
    """As many as a person can look through; what is left out is counted, so that the dialog says it."""
    taken = [*found.records, *found.hidden]
    offered = taken[:MOST_OFFERED]
    room = min(MOST_VISIBLE, MOST_OFFERED - len(offered)) if several else MOST_OFFERED
    left_out = {
        "more": len(taken) - len(offered),
        "visible": max(0, len(found.visible) - room),
        "in_use": max(0, len(found.in_use) - _MOST_KEPT),
    }
    _note_left_out(job, left_out)
    return [*offered, *found.visible[:room], *found.in_use[:_MOST_KEPT]]


def _trash(job: Job, landing: Landing, pages: Sequence[Target]) -> list[Target]:
    """Blocks in the recycle bins of the pages."""
    found: list[Target] = []
    unread: list[Target] = []
    for some in _portions(landing, pages, unread):
        read = landing.blocks([page.id for page in some], some[0].scope, deleted=True)
        for page in some:
            names = block_names(read.get(page.id, []))
            found += [_on(page, block_id, name) for block_id, name in names.items()]
    _note_left_out(job, {"more": max(0, len(found) - MOST_OFFERED)})
    return [*unread, *found[:MOST_OFFERED]]


def _note_left_out(job: Job, left_out: dict[str, int]) -> None:
    job.options = {**job.options, "left_out": left_out}
    job.save(update_fields=["options"])


def _portions(landing: Landing, pages: Sequence[Target], unread: list[Target]) -> list[list[Target]]:
    """Pages of sites the person may edit, in portions of one site scope; the others go to `unread`.

    Reading drafts may write (the portal clones published rows), so nobody's drafts are read who may not edit.
    """
    sites = look(landing, {page.site_key for page in pages})
    editable = [page for page in pages if sites[page.site_key].may("edit")]
    unread += [page for page in pages if not sites[page.site_key].may("edit")]
    portions = []
    for group in grouped(editable, lambda page: page.scope).values():
        portions += [group[start : start + PAGES_AT_ONCE] for start in range(0, len(group), PAGES_AT_ONCE)]
    return portions


_SURVEYS: dict[str, Callable[[Job, Landing, Sequence[Target]], list[Target]]] = {
    "remove_entities": _clean,
    "delete_blocks": _trash,
}
