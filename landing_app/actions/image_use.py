"""Which blocks still show a file, and where its picture is: read from the content of blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING, Any

from landing_app.actions.base import Target

if TYPE_CHECKING:
    from landing_app.bitrix24.landing import Landing
    from landing_app.bitrix24.types import Block, SiteScope

# More digits than a table holds are no id: block HTML is written by people.
_FILE_ID = re.compile(r"""data-fileid(?:2x)?\s*=\s*["']?(\d{1,18})(?!\d)""", re.IGNORECASE | re.ASCII)
# A tag ends at the next bracket of either kind, so that a search never goes back over a hostile block.
_TAG = re.compile(r"<[a-z][^<>]*", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""\s([a-z][\w-]*)\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+)""", re.IGNORECASE)
_BACKGROUND = re.compile(r"""url\(\s*["']?([^"')\s]+)""", re.IGNORECASE)
#: Where a tag may name the picture of its `data-fileid`; lazy pictures keep the real one beside `src`.
_SOURCES = ("data-src", "data-lazy-src", "src", "data-bg")
_LONGEST_ADDRESS = 500
#: Pages whose content is held in memory at once.
PAGES_AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class FileUses:
    """Names of blocks by page and file id."""

    by_page: Mapping[int, Mapping[int, tuple[str, ...]]]

    def of(self, target: Target) -> list[str]:
        """Blocks of the target's page that show its file."""
        return list(self.by_page.get(target.page, {}).get(int(target.params["file"]), ()))


def files_in(content: str) -> set[int]:
    """Ids of the file records that a block's HTML refers to, in whatever way it is written."""
    return {int(number) for number in _FILE_ID.findall(content)}


def pictures_in(content: str) -> dict[int, str]:
    """The same ids with the address of each picture as the block has it, "" where it does not tell."""
    found = dict.fromkeys(files_in(content), "")
    if not found:
        return found
    for tag in _TAG.findall(content):
        for file_id, address in _named(tag) if "data-fileid" in tag.lower() else ():
            if not found.get(file_id, address):
                found[file_id] = address
    return found


def _named(tag: str) -> Iterator[tuple[int, str]]:
    """Ids of the record and of its double-sized twin with their addresses, from one tag."""
    values = {name.lower(): unescape(value.strip("\"'")) for name, value in _ATTRIBUTE.findall(tag)}
    background = _BACKGROUND.search(values.get("style", ""))
    address = next((values[name] for name in _SOURCES if values.get(name)), "")
    address = address or (background.group(1) if background else "")
    larger = values.get("srcset", "").split(" ", 1)[0] or address
    for name, where in (("data-fileid", address), ("data-fileid2x", larger)):
        number = values.get(name, "")
        if number.isascii() and number.isdigit() and len(number) < 19 and len(where) <= _LONGEST_ADDRESS:
            yield int(number), where


def uses_of_files(landing: Landing, targets: Sequence[Target]) -> FileUses:
    """Read the pages of the targets: what visitors get, drafts, and what their recycle bins could bring back.

    Published rows come first: reading drafts may leave edit mode on in a batch (`landing.block.getlist`).
    """
    uses: dict[int, dict[int, tuple[str, ...]]] = {}
    for scope in sorted({target.scope for target in targets}):
        ids = sorted({target.page for target in targets if target.scope == scope})
        for start in range(0, len(ids), PAGES_AT_ONCE):
            for page_id, blocks in _versions(landing, ids[start : start + PAGES_AT_ONCE], scope):
                _collect(uses.setdefault(page_id, {}), blocks)
    return FileUses(uses)


def _versions(landing: Landing, ids: list[int], scope: SiteScope) -> Iterator[tuple[int, Sequence[Block]]]:
    kinds: tuple[dict[str, Any], ...] = ({"draft": False}, {}, {"deleted": True})
    for kind in kinds:
        yield from landing.blocks(ids, scope, content=True, **kind).items()


def _collect(found: dict[int, tuple[str, ...]], blocks: Sequence[Block]) -> None:
    for block in blocks:
        for file_id in files_in(block.content or ""):
            name = block.name or block.code
            if name not in found.get(file_id, ()):
                found[file_id] = (*found.get(file_id, ()), name)
