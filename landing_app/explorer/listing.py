"""Which pages of a site a person asked for: folder, search, status, order and page of the list.

Works on the cached `SiteContents`, so paging and filtering cost no request to the portal. Dialogs resolve
"all that match" with the same query, so both always mean the same pages.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal
from urllib.parse import urlencode

from landing_app.bitrix24.types import Page, PageStatus
from landing_app.explorer.naming import page_address

PER_PAGE = 20
ALL, ROOT, TRASH = "all", "root", "trash"
STATUSES = {
    "published": PageStatus.PUBLISHED,
    "changed": PageStatus.CHANGED,
    "not_published": PageStatus.NOT_PUBLISHED,
}
_ORDER = {PageStatus.NOT_PUBLISHED: 0, PageStatus.CHANGED: 1, PageStatus.PUBLISHED: 2}
_SORTS = ("title", "status", "modified")
_LONG_AGO = datetime.min  # the portal's dates have no zone


@dataclass(frozen=True, slots=True)
class PageQuery:
    """One state of the list, readable from and writable to an address. Unknown values mean the default."""

    folder: str = ALL
    text: str = ""
    status: str = ""
    sort: str = "-modified"
    page: int = 1
    view: Literal["list", "tiles"] = "list"
    by: int = 0

    @classmethod
    def read(cls, data: Mapping[str, str]) -> "PageQuery":
        """From query or form fields `folder`, `q`, `status`, `sort`, `page`, `view`, `by` (who modified it)."""
        folder, sort, status = data.get("folder", ALL), data.get("sort", ""), data.get("status", "")
        number = data.get("page", "1")
        return cls(
            folder=folder if folder in (ALL, ROOT, TRASH) or _is_id(folder) else ALL,
            text=" ".join(data.get("q", "").split())[:100],
            status=status if status in STATUSES else "",
            sort=sort if sort.removeprefix("-") in _SORTS else "-modified",
            page=int(number) if _is_id(number) else 1,
            view="tiles" if data.get("view") == "tiles" else "list",
            by=int(data["by"]) if _is_id(data.get("by", "")) else 0,
        )

    def address(self, **changes: Any) -> str:
        """The query string of this state with changes; what is default stays out. A change goes to page 1."""
        state = replace(self, **{"page": 1, **changes})
        fields = {
            "folder": state.folder if state.folder != ALL else "",
            "q": state.text,
            "status": state.status,
            "sort": state.sort if state.sort != "-modified" else "",
            "page": str(state.page) if state.page > 1 else "",
            "view": state.view if state.view != "list" else "",
            "by": str(state.by) if state.by else "",
        }
        return "?" + urlencode({name: value for name, value in fields.items() if value})

    @property
    def is_trash(self) -> bool:
        """The recycle bin is shown."""
        return self.folder == TRASH

    @property
    def is_filtered(self) -> bool:
        """A search, a status or a person narrows the list."""
        return bool(self.text or self.status or self.by)

    @property
    def is_narrowed(self) -> bool:
        """A search looks at a part of the site's pages only."""
        return bool(self.folder != ALL or self.status or self.by)

    @property
    def choice(self) -> "PageQuery":
        """Equal for queries that choose the same pages in the same order."""
        return replace(self, page=1, view="list")

    @property
    def key(self) -> str:
        """Equal for the pages of one list: while it stays, a selection stays."""
        return "|".join((self.folder, self.text, self.status, str(self.by or "")))


@dataclass(frozen=True, slots=True)
class PageSlice:
    """The rows of one page of the list and where they stand."""

    rows: Sequence[Page]
    total: int
    page: int
    pages: int

    @property
    def first(self) -> int:
        """Number of the first row shown, counted from 1; 0 when there is none."""
        return (self.page - 1) * PER_PAGE + 1 if self.rows else 0

    @property
    def last(self) -> int:
        """Number of the last row shown."""
        return (self.page - 1) * PER_PAGE + len(self.rows)


def in_folder(pages: Iterable[Page], folder: str) -> list[Page]:
    """The pages lying directly in a folder; `root` is the site's top level."""
    if folder in (ALL, TRASH):
        return list(pages)
    wanted = None if folder == ROOT else int(folder)
    return [page for page in pages if (page.folder_id or None) == wanted]


def matching(pages: Iterable[Page], query: PageQuery) -> list[Page]:
    """Every page of the query in its order, all pages of the list."""
    found = in_folder(pages, query.folder)
    if query.text:
        needle = query.text.casefold()
        found = [p for p in found if needle in p.title.casefold() or needle in page_address(p).casefold()]
    if query.status:
        found = [p for p in found if p.status is STATUSES[query.status]]
    if query.by:
        found = [p for p in found if p.modified_by == query.by]
    return _sorted(found, query.sort)


def cut(found: Sequence[Page], query: PageQuery) -> PageSlice:
    """The part of the list shown on the asked page; a page beyond the end is the last one."""
    pages = max(1, -(-len(found) // PER_PAGE))
    number = min(query.page, pages)
    start = (number - 1) * PER_PAGE
    return PageSlice(found[start : start + PER_PAGE], len(found), number, pages)


def _sorted(pages: list[Page], sort: str) -> list[Page]:
    def key(page: Page) -> tuple[object, str, int]:
        title = page.title.casefold()
        first = {"title": title, "status": _ORDER[page.status], "modified": page.modified or _LONG_AGO}
        return first[sort.removeprefix("-")], title, page.id

    return sorted(pages, key=key, reverse=sort.startswith("-"))


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and 0 < len(text) < 16 and int(text) > 0
