"""Which blocks still show a file: read from the content of drafts and of the published page."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from landing_app.actions.base import Target

if TYPE_CHECKING:
    from landing_app.bitrix24.landing import Landing
    from landing_app.bitrix24.types import Block

# More digits than a table holds are no id: block HTML is written by people.
_FILE_ID = re.compile(r"""data-fileid(?:2x)?\s*=\s*["']?(\d{1,18})(?!\d)""", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True, slots=True)
class FileUses:
    """Names of blocks by page and file id."""

    by_page: Mapping[int, Mapping[int, tuple[str, ...]]]

    def of(self, target: Target) -> list[str]:
        """Blocks of the target's page that show its file."""
        return list(self.by_page.get(target.page, {}).get(int(target.params["file"]), ()))


def files_in(content: str) -> set[int]:
    """Ids of the file records that a block's HTML refers to."""
    return {int(number) for number in _FILE_ID.findall(content)}


def uses_of_files(landing: Landing, targets: Sequence[Target]) -> FileUses:
    """Read the pages of the targets, published rows first: reading drafts may leave edit mode on in a
    batch."""
    uses: dict[int, dict[int, tuple[str, ...]]] = {}
    for scope in sorted({target.scope for target in targets}):
        ids = sorted({target.page for target in targets if target.scope == scope})
        for draft in (False, True):
            for page_id, blocks in landing.blocks(ids, scope, draft=draft, content=True).items():
                _collect(uses.setdefault(page_id, {}), blocks)
    return FileUses(uses)


def _collect(found: dict[int, tuple[str, ...]], blocks: Sequence[Block]) -> None:
    for block in blocks:
        for file_id in files_in(block.content or ""):
            name = block.name or block.code
            if name not in found.get(file_id, ()):
                found[file_id] = (*found.get(file_id, ()), name)
