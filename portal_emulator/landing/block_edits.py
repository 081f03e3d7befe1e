"""`landing.landing.*block`: show, hide, delete, copy, move, add. All work on drafts and touch the page."""

from __future__ import annotations

from typing import Any

from ..model import BlockRow, Page
from ..rest import php_forms
from ..rest.arguments import sanitize
from ..rest.call import Call
from ..rest.errors import RestError, page_not_found
from ..rest.registry import method
from . import access, block_rows
from .block_content import content_object
from .repository import library_block, resolve_code


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


def source_block(call: Call, block_id: int) -> tuple[Page, BlockRow]:
    """A living draft anywhere. An unknown id is LANDING_NOT_EXIST: its page cannot be resolved."""
    call.process.edit_mode = True
    page = block_rows.page_of_row(call, block_id)
    if page is None:
        raise page_not_found()
    visible = source_page(call, page)
    return visible, block_rows.find_draft(call, visible, block_id)


def source_page(call: Call, page: Page) -> Page:
    """The source page under its own site's scope, which is switched for a moment (and back)."""
    scope = call.process.site_scope
    kind = call.portal.sites[page.site_id].type
    call.process.site_scope = {
        "KNOWLEDGE": "KNOWLEDGE",
        "GROUP": "GROUP",
        "VIBE": "VIBE",
        "MAINPAGE": "VIBE",
    }.get(kind, "")
    try:
        return access.load_page(call, page.id)
    finally:
        # From a knowledge base the switched scope stays (contract §1.7).
        call.process.site_scope = "KNOWLEDGE" if kind == "KNOWLEDGE" else scope


@method("landing.landing.copyblock", "lid:id", "block:id", "params:array?")
def copy_block(call: Call, page_id: int, block_id: int, params: Any) -> Any:
    """Copies a block to the page ``lid``. Edit rights are not checked; a read-only source gives access A."""
    target = access.load_page(call, page_id)
    source, row = source_block(call, block_id)
    require_fits(call, target, row)
    level = access.block_access(call, source, row)
    copied = block_rows.copy_row(call, row, target.id, access=level)
    block_rows.place(call, target, copied, after_id(params))
    block_rows.touch(call, target)
    return answer(call, target, copied, params)


@method("landing.landing.moveblock", "lid:id", "block:id", "params:array?")
def move_block(call: Call, page_id: int, block_id: int, params: Any) -> Any:
    """Takes a block from another page; needs edit on both. It loses its published twin."""
    target = access.load_page(call, page_id)
    source, row = source_block(call, block_id)
    for page in (target, source):
        if not access.may(call, access.site_of(call, page), "edit"):
            raise RestError("ACCESS_DENIED", "Access denied")
    access.require_block_edit(call, source, row)
    require_fits(call, target, row)
    if source is not target:
        call.portal.move_row(row, target.id)
        row.parent_id = None
        block_rows.renumber(call, source)
        block_rows.touch(call, source)
    block_rows.place(call, target, row, after_id(params))
    block_rows.changed(call, row)
    block_rows.touch(call, target)
    return answer(call, target, row, params)


def after_id(params: Any) -> int:
    return php_forms.to_int(params.get("AFTER_ID") or 0) if isinstance(params, dict) else 0


def answer(call: Call, page: Page, row: BlockRow, params: Any) -> Any:
    """The block id, or with RETURN_CONTENT exactly ``Y`` the block as an editor gets it."""
    if isinstance(params, dict) and params.get("RETURN_CONTENT") == "Y":
        return {"result": True, "content": content_object(call, page, row, edit_mode=True)}
    return row.id


def require_fits(call: Call, page: Page, row: BlockRow) -> None:
    """Raises BLOCK_CANT_BE_ADDED or BLOCK_WRONG_VERSION for a library block that does not suit the page."""
    block = library_block(call, row.code)
    if block is None:
        return
    if block.wrong_version:
        raise RestError("BLOCK_WRONG_VERSION", "The block version does not match the module version")
    kind = access.site_of(call, page).type
    if block.types and kind.lower() not in {name.lower() for name in block.types}:
        text = "Cannot add block because it is not intended for this type of page."
        raise RestError("BLOCK_CANT_BE_ADDED", text)


@method("landing.landing.addblock", "lid:id", "fields:array", "preventHistory:bool?")
def add_block(call: Call, page_id: int, fields: Any, prevent_history: bool | None) -> Any:
    """Adds a library block or a favorite (``CODE@id``); without AFTER_ID on top, with an unknown one near
    the top.
    """
    page = access.load_page(call, page_id)
    call.process.edit_mode = True
    if not access.may(call, access.site_of(call, page), "edit"):
        raise RestError("ACCESS_DENIED", "Access denied")
    values = fields if isinstance(fields, dict) else {}
    code, content, files_of = resolve_code(call, str(values.get("CODE") or ""))
    content = sanitize(str(values["CONTENT"])) if "CONTENT" in values else content
    if not content:
        raise RestError("BLOCK_NOT_FOUND", "Block was not found")
    row = new_row(call, page, code, content)
    require_fits(call, page, row)
    row.active = values.get("ACTIVE", "Y") != "N"
    after = after_id(values)
    known = [draft.id for draft in block_rows.drafts(call, page)]
    call.portal.add_row(row)
    if files_of is not None:
        block_rows.attach_same_files(call.portal, files_of, row.id)
    if after in known:
        block_rows.place(call, page, row, after)
    else:
        row.sort = block_rows.STEP if after else -1
        block_rows.renumber(call, page)
    block_rows.touch(call, page)
    return answer(call, page, row, values)


def new_row(call: Call, page: Page, code: str, content: str) -> BlockRow:
    user, now = call.user.id, call.now
    return BlockRow(
        call.portal.ids.next("block"),
        page.id,
        code,
        content,
        created_by=user,
        modified_by=user,
        created_at=now,
        modified_at=now,
    )


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
