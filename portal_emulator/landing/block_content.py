"""A block as readers get it: list items, rendered content, manifest."""

from __future__ import annotations

from typing import Any

from ..model import BlockRow, Page, RepositoryBlock
from ..rest.call import Call
from ..rest.envelope import EmptyObject
from . import access
from .orm import moment_text
from .repository import library_block


def anchor(row: BlockRow) -> str:
    return row.anchor or f"b{row.id}"


def rendered(row: BlockRow, *, wrapper: bool = True) -> str:
    """The block's HTML, in its wrapper of id ``block<id>`` unless told otherwise."""
    if not wrapper:
        return row.content
    code = row.code.replace(".", "-")
    return f'<div id="block{row.id}" class="block-wrapper block-{code}">{row.content}</div>'


def list_item(call: Call, page: Page, row: BlockRow, *, with_content: bool) -> dict[str, Any]:
    """An item of `landing.block.getlist`: ids are integers, everything in ``meta`` is text."""
    block = library_block(call, row.code)
    language = call.portal.language
    item: dict[str, Any] = {
        "id": row.id,
        "lid": page.id,
        "code": row.code,
        "name": block.name if block else None,
        "active": row.active,
        "meta": {
            "LID": str(page.id),
            "FAVORITE_META": "Array",
            "CREATED_BY_ID": str(row.created_by),
            "DATE_CREATE": moment_text(row.created_at, language),
            "MODIFIED_BY_ID": str(row.modified_by),
            "DATE_MODIFY": moment_text(row.modified_at, language),
            "SITE_TYPE": access.site_of(call, page).type,
            "LANDING_TITLE": "",
            "LANDING_TPL_CODE": "",
            "SITE_TPL_CODE": "",
            "XML_ID": row.xml_id or "",
            "DESIGNER_MODE": "N",
        },
    }
    if with_content:
        item |= {
            "content": rendered(row),
            "css": list(block.css if block else ()),
            "js": list(block.js if block else ()),
        }
    return item


def content_object(
    call: Call,
    page: Page,
    row: BlockRow,
    *,
    edit_mode: bool,
    wrapper: bool = True,
    force_inactive: bool = False,
) -> dict[str, Any]:
    """The answer of `landing.block.getcontent`; an inactive block has no content for visitors."""
    block = library_block(call, row.code)
    shown = row.active or edit_mode or force_inactive
    return {
        "id": row.id,
        "sections": ",".join(block.sections) if block else "",
        "active": row.active,
        "access": access.block_access(call, page, row),
        "anchor": anchor(row),
        "php": False,
        "designed": row.designed,
        "repoId": block.repo_id if block else None,
        "content": rendered(row, wrapper=wrapper) if shown else "",
        "content_ext": "",
        "css": list(block.css) if block else [],
        "js": list(block.js) if block else [],
        "assetStrings": [],
        "lang": {},
        "manifest": manifest(block, row.code),
        "dynamicParams": {},
    }


def manifest(block: RepositoryBlock | None, code: str) -> dict[str, Any]:
    """The manifest of a library block; a removed one leaves an almost empty map."""
    if block is None:
        return {"block": {}, "nodes": {}, "cards": {}, "code": code}
    preview = f"/bitrix/blocks/{block.namespace}/{block.code}/preview.jpg" if block.has_preview else ""
    return {
        "block": {"name": block.name, "section": list(block.sections)},
        "nodes": block.nodes,
        "style": block.style,
        "attrs": block.attrs,
        "assets": {"css": list(block.css), "js": list(block.js), "ext": [], "class": [], "callbacks": {}},
        "timestamp": 1751467642,
        "callbacks": {"afteradd": EmptyObject()},
        "cards": block.cards,
        "menu": {},
        "namespace": block.namespace,
        "code": block.code,
        "preview": block.preview_url or preview,
    }
