"""Draft and published rows of a page: cloning, touching, ordering, finding."""

from __future__ import annotations

from dataclasses import replace

from ..model import BlockRow, Page, Portal
from ..rest.call import Call
from ..rest.errors import RestError

STEP = 500


def drafts(call: Call, page: Page, *, deleted: bool = False) -> list[BlockRow]:
    """Draft rows in order. The first look at a page with published rows only clones them: a read writes."""
    rows = call.portal.rows_of(page)
    if not any(not row.public for row in rows):
        rows = [clone_as_draft(call, row) for row in rows]
    return [row for row in rows if not row.public and row.deleted == deleted]


def clone_as_draft(call: Call, row: BlockRow) -> BlockRow:
    number = call.portal.ids.next("block")
    content = row.content.replace(f"block{row.id}", f"block{number}")
    draft = replace(row, id=number, public=False, parent_id=row.id, content=content, favorite_meta={})
    attach_same_files(call.portal, row.id, number)
    return call.portal.add_row(draft)


def attach_same_files(portal: Portal, source_id: int, target_id: int) -> None:
    """Let a copied row hold the pictures of its source too."""
    for record in portal.files.values():
        if source_id in record.block_ids:
            record.block_ids.add(target_id)


def published(call: Call, page: Page, *, deleted: bool = False) -> list[BlockRow]:
    return [row for row in call.portal.rows_of(page) if row.public and row.deleted == deleted]


def rows(call: Call, page: Page, *, edit_mode: bool, deleted: bool = False) -> list[BlockRow]:
    """What a reader sees: drafts in edit mode (which then stays on in this process), else published rows."""
    if edit_mode:
        call.process.edit_mode = True
    read = drafts if call.process.edit_mode else published
    return read(call, page, deleted=deleted)


def find_draft(call: Call, page: Page, block_id: int) -> BlockRow:
    """A living draft row of the page; switches edit mode on. Raises BLOCK_NOT_FOUND."""
    call.process.edit_mode = True
    row = next((row for row in drafts(call, page) if row.id == block_id), None)
    if row is None:
        raise RestError("BLOCK_NOT_FOUND", "Block was not found in the landing")
    return row


def page_of_row(call: Call, block_id: int) -> Page | None:
    """The page a stored row belongs to; None for favorites and unknown ids."""
    row = call.portal.blocks.get(block_id)
    return call.portal.pages.get(row.page_id) if row else None


def touch(call: Call, page: Page) -> None:
    """Mark a page as changed since publication; runs once per page and process."""
    if page.id in call.process.touched:
        return
    call.process.touched.add(page.id)
    page.public = False
    page.modified_by, page.modified_at = call.user.id, call.now


def changed(call: Call, row: BlockRow) -> None:
    row.modified_by, row.modified_at = call.user.id, call.now


def place(call: Call, page: Page, row: BlockRow, after_id: int) -> None:
    """Put a draft after another one of its page; a missing or unknown ``after_id`` means the end."""
    others = [other for other in drafts(call, page) if other is not row]
    position = next((number for number, other in enumerate(others, 1) if other.id == after_id), len(others))
    number_rows([*others[:position], row, *others[position:]])


def renumber(call: Call, page: Page) -> None:
    """Rewrite SORT to 0, 500, 1000… in the present order."""
    number_rows(drafts(call, page))


def number_rows(ordered: list[BlockRow]) -> None:
    for number, row in enumerate(ordered):
        row.sort = number * STEP


def copy_row(call: Call, source: BlockRow, page_id: int, *, access: str) -> BlockRow:
    """A new draft with the content, flags and files of another row."""
    number, now, user = call.portal.ids.next("block"), call.now, call.user.id
    content = source.content.replace(f"block{source.id}", f"block{number}")
    copied = replace(
        source,
        id=number,
        page_id=page_id,
        public=False,
        parent_id=None,
        deleted=False,
        access=access,
        anchor="",
        content=content,
        favorite_meta={},
        created_by=user,
        modified_by=user,
        created_at=now,
        modified_at=now,
    )
    attach_same_files(call.portal, source.id, number)
    return call.portal.add_row(copied)


def drop_row(portal: Portal, row: BlockRow) -> None:
    """Remove a row for good, with pictures that nothing else holds."""
    portal.remove_row(row)
    for record in list(portal.files.values()):
        if row.id in record.block_ids:
            release_file(portal, record.id, row.id)


def release_file(portal: Portal, file_id: int, block_id: int) -> None:
    """Detach a picture from a row; the last one takes the picture with it."""
    record = portal.files.get(file_id)
    if record is None or block_id not in record.block_ids:
        return
    record.block_ids.discard(block_id)
    if not record.block_ids:
        del portal.files[file_id]
