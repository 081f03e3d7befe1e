"""Editors that answer null without an error for an unknown block (§8.9)."""

from __future__ import annotations

from typing import Any

from ..model import BlockRow, Page
from ..rest.arguments import sanitize
from ..rest.call import Call
from ..rest.errors import RestError
from ..rest.registry import method
from . import access, block_rows


def editable(call: Call, page_id: int, block_id: int) -> tuple[Page, BlockRow] | None:
    """A draft the caller may edit; None when the page has no such block. Raises ACCESS_DENIED."""
    page = access.load_page(call, page_id)
    try:
        row = block_rows.find_draft(call, page, block_id)
    except RestError:
        return None
    access.require_block_edit(call, page, row)
    return page, row


def saved(call: Call, page: Page, row: BlockRow) -> bool:
    block_rows.changed(call, row)
    block_rows.touch(call, page)
    return True


@method(
    "landing.block.updatecontent",
    "lid:id",
    "block:id",
    "content:string",
    "designed:bool?",
    "preventHistory:bool?",
)
def update_content(
    call: Call, page_id: int, block_id: int, content: str, designed: bool | None, prevent_history: bool | None
) -> bool | None:
    """Replaces a block's HTML, sanitized; null also for ``designed`` on a plan without the designer."""
    found = editable(call, page_id, block_id)
    if found is None or (designed and not call.portal.tariff.designer_available):
        return None
    page, row = found
    row.content, row.designed = sanitize(content), bool(designed) or row.designed
    return saved(call, page, row)


@method("landing.block.changeAnchor", "lid:id", "block:id", "data:string", "preventHistory:bool?")
def change_anchor(
    call: Call, page_id: int, block_id: int, data: str, prevent_history: bool | None
) -> bool | None:
    """Sets the block's anchor."""
    found = editable(call, page_id, block_id)
    if found is None:
        return None
    found[1].anchor = data
    return saved(call, *found)


@method("landing.block.changeNodeName", "lid:id", "block:id", "data:array", "preventHistory:bool?")
def change_node_name(
    call: Call, page_id: int, block_id: int, data: Any, prevent_history: bool | None
) -> bool | None:
    """Changes tags of nodes; ``data`` maps a selector such as ``.title@0`` to a tag name."""
    found = editable(call, page_id, block_id)
    return None if found is None else saved(call, *found)


@method("landing.block.updateStyles", "lid:id", "block:id", "data:array", "preventHistory:bool?")
def update_styles(call: Call, page_id: int, block_id: int, data: Any, prevent_history: bool | None) -> bool:
    """Replaces classes of nodes; true for empty data. Raises BLOCK_NOT_FOUND."""
    page = access.load_page(call, page_id)
    row = block_rows.find_draft(call, page, block_id)
    access.require_block_edit(call, page, row)
    return saved(call, page, row) if data else True
