"""`landing.block.*` readers."""

from __future__ import annotations

from typing import Any

from ..model import BlockRow, Page
from ..rest import php_forms
from ..rest.call import Call
from ..rest.errors import RestError
from ..rest.registry import method
from . import access, block_rows
from .block_content import content_object, list_item, manifest
from .repository import library_block


def option(params: Any, name: str) -> bool:
    return isinstance(params, dict) and php_forms.truthy(params.get(name))


@method("landing.block.getlist", "lid:any", "params:array?")
def get_list(call: Call, lid: Any, params: Any) -> list[dict[str, Any]]:
    """Blocks of one or several pages; one bad page fails the call. ``deleted`` lists deleted rows only."""
    pages = [access.load_page(call, php_forms.to_int(item)) for item in php_forms.values(lid)]
    edit_mode, deleted = option(params, "edit_mode"), option(params, "deleted")
    with_content = option(params, "get_content")
    items = []
    for page in pages:
        rows = block_rows.rows(call, page, edit_mode=edit_mode, deleted=deleted)
        shown = [row for row in rows if call.process.edit_mode or not unpaid(call, row)]
        items += [list_item(call, page, row, with_content=with_content) for row in shown]
    return items


def unpaid(call: Call, row: BlockRow) -> bool:
    """Blocks of unpaid applications are hidden from visitors."""
    block = library_block(call, row.code)
    return block is not None and bool(block.app_code) and not call.portal.tariff.market_subscription


@method("landing.block.getbyid", "block:id", "params:array?")
def get_by_id(call: Call, block_id: int, params: Any) -> dict[str, Any]:
    """One block under the given parameters; every failure is BLOCK_NOT_FOUND."""
    page = block_rows.page_of_row(call, block_id)
    try:
        page = access.load_page(call, page.id) if page else None
    except RestError:
        page = None
    if page is None:
        raise RestError("BLOCK_NOT_FOUND", "Block was not found")
    edit_mode, deleted = option(params, "edit_mode"), option(params, "deleted")
    row = find(call, page, block_id, edit_mode=edit_mode, deleted=deleted)
    if row is None:
        raise RestError("BLOCK_NOT_FOUND", "Block was not found")
    return list_item(call, page, row, with_content=option(params, "get_content"))


@method("landing.block.getcontent", "lid:id", "block:id", "editMode:bool?", "params:array?")
def get_content(
    call: Call, page_id: int, block_id: int, edit_mode: bool | None, params: Any
) -> dict[str, Any] | None:
    """The rendered block; an unknown block of an existing page is null without an error."""
    page = access.load_page(call, page_id)
    row = find(call, page, block_id, edit_mode=bool(edit_mode))
    if row is None:
        return None
    wrapper = not isinstance(params, dict) or php_forms.truthy(params.get("wrapper_show", True))
    return content_object(
        call, page, row, edit_mode=call.process.edit_mode, wrapper=wrapper,
        force_inactive=option(params, "force_unactive"),
    )  # fmt: skip


def find(call: Call, page: Page, block_id: int, *, edit_mode: bool, deleted: bool = False) -> BlockRow | None:
    found = block_rows.rows(call, page, edit_mode=edit_mode, deleted=deleted)
    return next((row for row in found if row.id == block_id), None)


@method("landing.block.getmanifest", "lid:id", "block:id", "params:array?")
def get_manifest(call: Call, page_id: int, block_id: int, params: Any) -> dict[str, Any]:
    """The manifest of a placed block; here an unknown block is BLOCK_NOT_FOUND."""
    page = access.load_page(call, page_id)
    row = find(call, page, block_id, edit_mode=option(params, "edit_mode"))
    if row is None:
        raise RestError("BLOCK_NOT_FOUND", "Block was not found")
    return manifest(library_block(call, row.code), row.code)


@method("landing.block.getmanifestfile", "code:string")
def get_manifest_file(call: Call, code: str) -> dict[str, Any]:
    """The manifest of a library block; an empty map for an unknown code."""
    block = library_block(call, code)
    return manifest(block, code) if block else {}
