"""Saved blocks (`favoriteBlock`) and starred library codes (`markFavouriteBlock`): two features, one name."""

from __future__ import annotations

from typing import Any

from ..rest import php_forms
from ..rest.call import Call
from ..rest.errors import page_not_found
from ..rest.registry import method
from . import access, block_rows
from .block_transfer import source_block
from .repository import library_block


@method("landing.landing.favoriteBlock", "lid:int", "block:int", "meta:array?")
def favorite_block(call: Call, page_id: int, block_id: int, meta: Any) -> int:
    """Saves a copy of a block as reusable template; answers the stored row's id.

    The page is touched and re-sorted although nothing visible changes. Empty ``meta`` makes a row that
    `unFavoriteBlock` refuses for ever.
    """
    page = access.load_page(call, page_id)
    source, row = source_block(call, block_id)
    stored = block_rows.copy_row(call, row, page.id, access=access.block_access(call, source, row))
    block_rows.place(call, page, stored, 0)
    call.portal.move_row(stored, 0)
    stored.favorite_meta = dict(meta) if isinstance(meta, dict) else {}
    detach_preview(call, stored.favorite_meta, row.id, stored.id)
    block_rows.touch(call, page)
    return stored.id


def detach_preview(call: Call, meta: dict[str, Any], source_id: int, stored_id: int) -> None:
    """The uploaded preview belongs to the saved block from now on."""
    record = call.portal.files.get(php_forms.to_int(meta.get("preview") or 0))
    if record is not None:
        record.block_ids.discard(source_id)
        record.block_ids.add(stored_id)


@method("landing.landing.unFavoriteBlock", "blockId:int")
def unfavorite_block(call: Call, block_id: int) -> bool:
    """Removes an own saved block; every failure is LANDING_NOT_EXIST."""
    row = call.portal.blocks.get(block_id)
    if row is None or row.page_id != 0 or not row.favorite_meta:
        raise page_not_found()
    if row.created_by != call.user.id or row.access != "X":
        raise page_not_found()
    block_rows.drop_row(call.portal, row)
    return True


@method(
    "landing.landing.markFavouriteBlock",
    "codeBlock:string",
    "action:string",
    "type:string?",
    "blockSection:string?",
)
def star_block(call: Call, code: str, action: str, kind: str | None, section: str | None) -> dict[str, str]:
    """Undocumented: stars or unstars a library code for the caller."""
    starred = call.portal.installation.starred.setdefault(call.user.id, set())
    if action == "delete":
        known = code in starred
        starred.discard(code)
        return {"status": "deleted" if known else "not_found"}
    if library_block(call, code) is None:
        return {"status": "not_found"}
    known = code in starred
    starred.add(code)
    return {"status": "already_exists" if known else "added"}


@method("landing.landing.getFavouriteBlocks")
def starred_blocks(call: Call) -> list[str]:
    """Undocumented: the library codes the caller starred."""
    return sorted(call.portal.installation.starred.get(call.user.id, ()))
