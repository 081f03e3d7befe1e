"""The folders of a site as a nested list with the number of pages lying directly in each."""

from collections import Counter
from dataclasses import dataclass

from landing_app.bitrix24.types import Folder, SiteContents


@dataclass(frozen=True, slots=True)
class FolderNode:
    """One folder and its children. `offline`: not published, so visitors see none of its pages."""

    id: int
    title: str
    pages: int
    offline: bool
    children: tuple["FolderNode", ...]

    @property
    def key(self) -> str:
        """The folder in `PageQuery`."""
        return str(self.id)


def tree(contents: SiteContents) -> tuple[FolderNode, ...]:
    """Top folders first by title. A folder whose parent is gone or loops back is shown at the top level."""
    counts = Counter(page.folder_id for page in contents.pages)
    live = {folder.id: folder for folder in contents.folders if not folder.deleted}
    parents = {folder.id: _parent(folder, live) for folder in live.values()}

    def nodes(parent: int | None) -> tuple[FolderNode, ...]:
        children = sorted(
            (folder for folder in live.values() if parents[folder.id] == parent),
            key=lambda folder: (folder.title.casefold(), folder.id),
        )
        return tuple(
            FolderNode(f.id, f.title or f.code or f"#{f.id}", counts[f.id], not f.active, nodes(f.id))
            for f in children
        )

    return nodes(None)


def trail(contents: SiteContents, folder_id: int | None) -> list[Folder]:
    """The folder and its parents, top first; empty for the site root or an unknown folder."""
    live = {folder.id: folder for folder in contents.folders}
    found: list[Folder] = []
    while folder_id in live and live[folder_id] not in found:
        found.insert(0, live[folder_id])
        folder_id = live[folder_id].parent_id
    return found


def _parent(folder: Folder, live: dict[int, Folder]) -> int | None:
    """The parent, or None at the top: also when the chain above is broken or never ends."""
    seen, above = {folder.id}, folder.parent_id
    while above in live:
        if above in seen:
            return None
        seen.add(above)
        above = live[above].parent_id
    return folder.parent_id if folder.parent_id in live else None
