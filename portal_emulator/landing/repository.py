"""The block library with saved blocks in it: `landing.block.getrepository` and what a CODE stands for."""

from __future__ import annotations

from typing import Any

from ..model import BlockRow, RepositoryBlock, Section
from ..rest import php_forms
from ..rest.call import Call
from ..rest.registry import method
from .entry import types_in_scope

NEWEST_FAVORITES = 5000
NEWEST_PREVIEWS = 1000


def library_block(call: Call, code: str) -> RepositoryBlock | None:
    """A library block present on this portal (hidden and removed ones are not)."""
    block = call.portal.repository.get(code)
    return block if block is not None and not block.hidden else None


def favorite_row(call: Call, code: str) -> BlockRow | None:
    """The saved block behind ``CODE@id``."""
    base, _, number = code.rpartition("@")
    row = call.portal.blocks.get(php_forms.to_int(number)) if base else None
    return row if row is not None and row.page_id == 0 and row.code == base else None


def resolve_code(call: Call, code: str) -> tuple[str, str, int | None]:
    """(base code, content, row whose pictures come along) of a library block, ``repo_<id>`` or a favorite."""
    row = favorite_row(call, code)
    if row is not None:
        return row.code, row.content, row.id
    block = library_block(call, code)
    return code, block.content if block else "", None


def fits_scope(call: Call, block: RepositoryBlock) -> bool:
    kinds = {name.upper() for name in block.types}
    wanted = types_in_scope(call.process)
    return not kinds or bool(kinds & ({"PAGE"} if "PAGE" in wanted else set(wanted)))


def library_item(call: Call, block: RepositoryBlock) -> dict[str, Any]:
    """An item of a section; partner blocks have an absolute preview address."""
    own = f"//{call.portal.authority}/bitrix/blocks/{block.namespace}/{block.code}/preview.jpg"
    return {
        "id": str(block.repo_id) if block.repo_id else None,
        "name": block.name,
        "namespace": block.namespace,
        "new": False,
        "version": None,
        "type": list(block.types),
        "section": list(block.sections),
        "system": block.system,
        "description": block.description,
        "preview": block.preview_url or (own if block.has_preview else ""),
        "restricted": False,
        "repo_id": str(block.repo_id) if block.repo_id else False,
        "app_code": block.app_code or False,
        "only_for_license": "",
        "requires_updates": False,
    }


def favorite_item(call: Call, row: BlockRow, base: RepositoryBlock, number: int) -> dict[str, Any]:
    """A saved block: the base item, overridden by everything stored in its meta."""
    meta = {key: value for key, value in row.favorite_meta.items() if key != "preview"}
    item = {
        **library_item(call, base),
        **meta,
        "favorite": True,
        "favoriteMy": row.created_by == call.user.id,
    }
    record = call.portal.files.get(php_forms.to_int(row.favorite_meta.get("preview") or 0))
    if record is not None and number < NEWEST_PREVIEWS:
        item["preview"] = record.path
    return item


def favorite_sections(row: BlockRow, base: RepositoryBlock) -> list[str]:
    stored = row.favorite_meta.get("section")
    names = [str(name) for name in php_forms.values(stored)] if stored else []
    return [name for name in names if name] or list(base.sections)


def sections(call: Call) -> dict[str, dict[str, Any]]:
    """Every section with its items: own favorites first, library blocks, other people's favorites last."""
    mine: dict[str, dict[str, Any]] = {}
    others: dict[str, dict[str, Any]] = {}
    for number, row in enumerate(call.portal.favorites()[:NEWEST_FAVORITES]):
        base = library_block(call, row.code)
        if base is None or not fits_scope(call, base):
            continue
        target = mine if row.created_by == call.user.id else others
        for name in favorite_sections(row, base):
            target.setdefault(name, {})[f"{row.code}@{row.id}"] = favorite_item(call, row, base, number)
    library: dict[str, dict[str, Any]] = {}
    for block in call.portal.repository.values():
        if not block.hidden and not block.system and fits_scope(call, block):
            for name in block.sections:
                library.setdefault(name, {})[block.code] = library_item(call, block)
    codes = dict.fromkeys(
        ["last", *call.portal.sections, *library, *mine, *others, "favourite", "separator_apps"]
    )
    return {
        code: section(call, code, {**mine.get(code, {}), **library.get(code, {}), **others.get(code, {})})
        for code in codes
    }


def section(call: Call, code: str, items: dict[str, Any]) -> dict[str, Any]:
    if code == "separator_apps":
        return {"name": "Market", "separator": True, "items": {}}
    known = call.portal.sections.get(code, Section(code, code))
    if code == "last":
        items = last_used(call) if call.process.edit_mode else {}
    return {
        "name": known.name,
        "meta": {},
        "new": False,
        "type": known.type,
        "specialType": code if code in ("last", "favourite") else None,
        "separator": known.separator,
        "app_code": known.app_code or False,
        "items": items,
    }


def last_used(call: Call) -> dict[str, Any]:
    """The caller's newest saved blocks; only in edit mode."""
    answer: dict[str, Any] = {}
    for number, row in enumerate(call.portal.favorites()[:20]):
        base = library_block(call, row.code)
        if base is not None and row.created_by == call.user.id:
            answer[f"{row.code}@{row.id}"] = favorite_item(call, row, base, number)
    return answer


@method("landing.block.getrepository", "section:any?")
def get_repository(call: Call, wanted: Any) -> Any:
    """The whole library as a map, or one section; an unknown or non-string section is ``false``."""
    found = sections(call)
    if wanted is None:
        return found
    return found.get(wanted, False) if isinstance(wanted, str) else False


@method("landing.block.getContentFromRepository", "code:string")
def get_content_from_repository(call: Call, code: str) -> str | None:
    """HTML of a library block or a favorite; null for an unknown code."""
    return resolve_code(call, code)[1] or None
