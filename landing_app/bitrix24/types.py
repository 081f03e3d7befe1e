"""What the portal's rows mean to us: small frozen values, pictures and addresses already absolute."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from .errors import Bitrix24Error

SiteScope = Literal["", "KNOWLEDGE", "GROUP", "MAINPAGE"]
"""Root parameter ``scope`` of ``landing.*``; "" is the default mode: sites of type PAGE, STORE and SMN."""

SITE_SCOPES: tuple[SiteScope, ...] = ("", "KNOWLEDGE", "GROUP", "MAINPAGE")

OPERATIONS = frozenset({"read", "edit", "sett", "public", "delete"})


class PageStatus(enum.Enum):
    """What visitors get: the draft as it is, an older version, or nothing."""

    PUBLISHED = "published"
    CHANGED = "changed"
    NOT_PUBLISHED = "not_published"


@dataclass(frozen=True, slots=True)
class Site:
    """A row of ``landing.site.getList``. ``modified_text`` is the portal's own text of the date."""

    id: int
    title: str
    type: str
    code: str
    scope: SiteScope
    active: bool
    deleted: bool
    special: bool
    domain: str
    public_url: str
    picture: str
    index_page_id: int | None
    modified: datetime | None
    modified_text: str


@dataclass(frozen=True, slots=True)
class Folder:
    """A row of ``landing.site.getFolders``."""

    id: int
    site_id: int
    parent_id: int | None
    index_page_id: int | None
    title: str
    code: str
    active: bool
    deleted: bool


@dataclass(frozen=True, slots=True)
class Page:
    """A row of ``landing.landing.getList``; ``public`` is True when the published copy equals the draft."""

    id: int
    site_id: int
    folder_id: int | None
    title: str
    code: str
    active: bool
    public: bool
    deleted: bool
    public_url: str
    picture: str
    modified: datetime | None
    modified_text: str
    created_by: int | None
    modified_by: int | None
    is_area: bool

    @property
    def status(self) -> PageStatus:
        if not self.active:
            return PageStatus.NOT_PUBLISHED
        return PageStatus.PUBLISHED if self.public else PageStatus.CHANGED


@dataclass(frozen=True, slots=True)
class Block:
    """An item of ``landing.block.getlist`` or ``getcontent``; ``content`` is None when it was not asked for.

    ``access`` is the block's own level (A, D, V, W, X) where the method tells it, else "".
    """

    id: int
    page_id: int
    code: str
    name: str
    active: bool
    access: str
    content: str | None
    css: tuple[str, ...]
    modified: datetime | None


@dataclass(frozen=True, slots=True)
class SavedBlock:
    """A favorite of ``landing.block.getrepository``; ``key`` is ``<code>@<id>``, ``mine``: ``favoriteMy``."""

    key: str
    code: str
    id: int
    name: str
    sections: frozenset[str]
    preview: str
    mine: bool


@dataclass(frozen=True, slots=True)
class Rights:
    """Operations of ``landing.site.getRights``."""

    operations: frozenset[str]

    def can(self, operation: str) -> bool:
        """True for one of read, edit, sett, public, delete; ``denied`` in the list denies nothing."""
        return operation in self.operations


ALL_RIGHTS = Rights(OPERATIONS)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A site, its folders outside the trash, and what the token's person may do there (None: not asked)."""

    site: Site
    folders: tuple[Folder, ...]
    rights: Rights | None


@dataclass(frozen=True, slots=True)
class SiteContents:
    """One site as a screen shows it, read in one request."""

    site: Site
    folders: tuple[Folder, ...]
    pages: tuple[Page, ...]
    rights: Rights


@dataclass(frozen=True, slots=True)
class SiteTrash:
    """The recycle bin of a site. ``pages`` are the trashed ones and those whose folder is; ``folders`` are all."""

    pages: tuple[Page, ...]
    folders: Mapping[int, Folder]

    def folder_above(self, page: Page) -> Folder | None:
        """The nearest folder around the page that lies in the recycle bin; None when none does."""
        return trashed_above(self.folders, page.folder_id)


def trashed_above(folders: Mapping[int, Folder], folder_id: int | None) -> Folder | None:
    """The folder or its nearest parent that lies in the recycle bin: it hides all its pages."""
    seen: set[int] = set()
    while folder_id and folder_id not in seen:
        seen.add(folder_id)
        folder = folders.get(folder_id)
        if folder is None or folder.deleted:
            return folder
        folder_id = folder.parent_id
    return None


@dataclass(frozen=True, slots=True)
class Profile:
    """The person behind the token (``profile``)."""

    id: int
    admin: bool
    name: str
    timezone: str


@dataclass(frozen=True, slots=True)
class License:
    """Plan and language of the portal (``app.info``)."""

    family: str
    code: str
    language: str
    installed: bool
    payment_expired: bool
    version: str

    @property
    def bucket(self) -> tuple[int, float]:
        """Documented size of the leaky bucket and its drain in requests per second."""
        return (250, 5.0) if self.family.lower() == "ent" else (50, 2.0)


@dataclass(frozen=True, slots=True)
class UploadedFile:
    """Answer of ``landing.block.uploadfile``."""

    id: int
    src: str


@dataclass(frozen=True, slots=True)
class ResultOf:
    """Parameter value: the result of the command at this position of the same ``Client.batch`` call."""

    position: int


@dataclass(frozen=True, slots=True)
class Command:
    """One REST call inside a batch."""

    method: str
    params: Mapping[str, Any] = field(default_factory=dict)


OutcomeState = Literal["ok", "error", "unknown", "not_run"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one command.

    ``ok``: the portal answered ``result`` (which may be None). ``error``: it refused this command.
    ``unknown``: the command was sent, its answer is lost, and it must not be repeated blindly.
    ``not_run``: the portal did not run it; ``error`` then says why, or is None after a halt.
    ``follow_up`` is the outcome of the second step of a two-step write.
    """

    state: OutcomeState
    result: Any = None
    error: Bitrix24Error | None = None
    follow_up: Outcome | None = None

    def value(self) -> Any:
        """The result of an ``ok`` command; raises the error of any other."""
        if self.state == "ok":
            return self.result
        raise self.error or Bitrix24Error("NOT_RUN")
