"""`landing.landing.*block`: show, hide, delete, sort. All work on drafts and touch the page."""

from __future__ import annotations

from typing import Any

from ..rest import php_forms
from ..rest.call import Call
from ..rest.errors import RestError
from ..rest.registry import method
from . import access, block_rows


@method("landing.landing.showblock", "lid:id", "block:id")
def show_block(call: Call, page_id: int, block_id: int) -> bool:
    return set_active(call, page_id, block_id, active=True)


@method("landing.landing.hideblock", "lid:id", "block:id")
def hide_block(call: Call, page_id: int, block_id: int) -> bool:
    return set_active(call, page_id, block_id, active=False)


def set_active(call: Call, page_id: int, block_id: int, *, active: bool) -> bool:
    """Flips the draft's ACTIVE; idempotent."""
    page = access.load_page(call, page_id)
    row = block_rows.find_draft(call, page, block_id)
    access.require_block_edit(call, page, row)
    row.active = active
    block_rows.changed(call, row)
    block_rows.touch(call, page)
    return True


@method("landing.landing.markdeletedblock", "lid:id", "block:id", "mark:bool?", "preventHistory:bool?")
def mark_deleted(
    call: Call, page_id: int, block_id: int, mark: bool | None, prevent_history: bool | None
) -> bool:
    """Soft delete of any row of the page, deleted and published ones included; needs access X."""
    page = access.load_page(call, page_id)
    call.process.edit_mode = True
    block_rows.drafts(call, page)
    row = next((row for row in call.portal.rows_of(page) if row.id == block_id), None)
    if row is None:
        raise RestError("BLOCK_NOT_FOUND", "Block was not found in the landing")
    access.require_block_delete(call, page, row)
    row.deleted = mark is not False
    if row.deleted:
        row.parent_id = None
    block_rows.changed(call, row)
    block_rows.touch(call, page)
    return True


@method("landing.landing.markundeletedblock", "lid:id", "block:id")
def mark_undeleted(call: Call, page_id: int, block_id: int) -> bool:
    """Restores a soft-deleted row at its old SORT; it gets a new published row later."""
    return mark_deleted(call, page_id, block_id, mark=False, prevent_history=None)


@method("landing.landing.deleteblock", "lid:id", "block:id")
def delete_block(call: Call, page_id: int, block_id: int) -> bool:
    """Removes the draft now, its published twin at the next publication."""
    page = access.load_page(call, page_id)
    row = block_rows.find_draft(call, page, block_id)
    access.require_block_delete(call, page, row)
    block_rows.drop_row(call.portal, row)
    block_rows.renumber(call, page)
    block_rows.touch(call, page)
    return True


@method("landing.landing.upblock", "lid:id", "block:id", "preventHistory:bool?")
def up_block(call: Call, page_id: int, block_id: int, prevent_history: bool | None) -> bool:
    return shift(call, page_id, block_id, -1)


@method("landing.landing.downblock", "lid:id", "block:id", "preventHistory:bool?")
def down_block(call: Call, page_id: int, block_id: int, prevent_history: bool | None) -> bool:
    return shift(call, page_id, block_id, 1)


def shift(call: Call, page_id: int, block_id: int, step: int) -> bool:
    """Changes places with a neighbour; BLOCK_WRONG_SORT at the ends and for unknown blocks."""
    page = access.load_page(call, page_id)
    call.process.edit_mode = True
    ordered = block_rows.drafts(call, page)
    position = next((number for number, row in enumerate(ordered) if row.id == block_id), -1)
    target = position + step
    if position < 0 or not 0 <= target < len(ordered):
        raise RestError("BLOCK_WRONG_SORT", "Out of sort range or block was not found")
    access.require_block_edit(call, page, ordered[position])
    ordered[position], ordered[target] = ordered[target], ordered[position]
    block_rows.number_rows(ordered)
    block_rows.touch(call, page)
    return True


@method("landing.landing.removeEntities", "lid:id", "data:array")
def remove_entities(call: Call, page_id: int, data: Any) -> bool:
    """Removes living drafts and image records of the page; true whatever failed inside."""
    page = access.load_page(call, page_id)
    call.process.edit_mode = True
    own = {row.id: row for row in block_rows.drafts(call, page)}
    values = data if isinstance(data, dict) else {}
    for item in php_forms.values(values.get("images") or []):
        if isinstance(item, dict) and php_forms.to_int(item.get("block") or 0) in own:
            block_id = php_forms.to_int(item.get("block"))
            block_rows.release_file(call.portal, php_forms.to_int(item.get("image") or 0), block_id)
    for block_id in php_forms.values(values.get("blocks") or []):
        row = own.pop(php_forms.to_int(block_id), None)
        if row is not None and access.block_access(call, page, row) == "X":
            block_rows.drop_row(call.portal, row)
            block_rows.touch(call, page)
    block_rows.renumber(call, page)
    return True
