"""`landing.landing.copyblock`, `moveblock` and `addblock`: where a block comes from and where it goes."""

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
    """Adds a library block or a favorite; on top without AFTER_ID, near the top with an unknown one."""
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
