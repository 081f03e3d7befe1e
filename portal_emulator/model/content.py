"""What a portal stores about its sites: rows as the `landing` module keeps them, with real Python types."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .portal import Portal

PUBLIC_TYPES = ("PAGE", "STORE", "SMN")
OPERATIONS = ("denied", "read", "edit", "sett", "public", "delete")


@dataclass(slots=True)
class Site:
    """A site; ``code`` has slashes (``/larch/``), ``domain`` is a bare host name or empty."""

    id: int
    title: str
    code: str
    type: str = "PAGE"
    domain: str = ""
    domain_id: int | None = None
    active: bool = True
    deleted: bool = False
    special: bool = False
    index_page_id: int | None = None
    description: str | None = None
    xml_id: str | None = None
    template_id: int | None = None
    language: str | None = None
    phone: str | None = None
    created_by: int = 1
    modified_by: int = 1
    created_at: float = 0.0
    modified_at: float = 0.0


@dataclass(slots=True)
class Folder:
    """A folder of one site; the tree is made by ``parent_id``."""

    id: int
    site_id: int
    title: str
    code: str
    parent_id: int | None = None
    index_page_id: int | None = None
    active: bool = False
    deleted: bool = False
    created_by: int = 1
    modified_by: int = 1
    created_at: float = 0.0
    modified_at: float = 0.0


@dataclass(slots=True)
class Page:
    """A page. ``active`` = reachable, ``public`` = the published copy equals the draft.

    ``lazy_blocks`` builds the page's rows when somebody first asks for them, so that thousands of pages
    start quickly; read blocks only through ``Portal.blocks_of``.
    """

    id: int
    site_id: int
    title: str
    code: str
    folder_id: int | None = None
    active: bool = False
    public: bool = False
    deleted: bool = False
    sys: bool = False
    is_area: bool = False
    locked: bool = False
    from_unpaid_app: bool = False
    malicious: bool = False
    rule: str | None = None
    xml_id: str | None = None
    description: str | None = None
    template_id: int | None = None
    initiator_app: str | None = None
    views: int = 0
    created_by: int = 1
    modified_by: int = 1
    created_at: float = 0.0
    modified_at: float = 0.0
    published_at: float | None = None
    settings: dict[str, str] = field(default_factory=dict)
    public_settings: dict[str, str] = field(default_factory=dict)
    lazy_blocks: Callable[[Portal, Page], None] | None = None


@dataclass(slots=True)
class BlockRow:
    """One row of a page's blocks: a draft (``public=False``), a published twin, or a favorite
    (``page_id=0``).

    ``parent_id`` of a draft is the id of its published row, once the page has been published.
    """

    id: int
    page_id: int
    code: str
    content: str
    active: bool = True
    deleted: bool = False
    public: bool = False
    parent_id: int | None = None
    sort: int = 0
    access: str = "X"
    anchor: str = ""
    designed: bool = False
    xml_id: str | None = None
    favorite_meta: dict[str, Any] = field(default_factory=dict)
    created_by: int = 1
    modified_by: int = 1
    created_at: float = 0.0
    modified_at: float = 0.0


@dataclass(slots=True)
class FileRecord:
    """An uploaded picture: ``path`` is its address on the portal, ``block_ids`` are the rows that hold it."""

    id: int
    name: str
    path: str
    content: bytes
    content_type: str
    width: int
    height: int
    block_ids: set[int] = field(default_factory=set)


@dataclass(slots=True)
class RepositoryBlock:
    """A block of the library, or of an application (``app_code`` and ``repo_id`` set)."""

    code: str
    name: str
    sections: tuple[str, ...]
    content: str
    description: str = ""
    namespace: str = "bitrix"
    types: tuple[str, ...] = ()
    has_preview: bool = True
    preview_url: str = ""
    app_code: str = ""
    repo_id: int | None = None
    system: bool = False
    hidden: bool = False
    wrong_version: bool = False
    nodes: dict[str, Any] = field(default_factory=dict)
    style: dict[str, Any] = field(default_factory=dict)
    attrs: dict[str, Any] = field(default_factory=dict)
    cards: dict[str, Any] = field(default_factory=dict)
    css: tuple[str, ...] = ()
    js: tuple[str, ...] = ()


@dataclass(slots=True)
class Section:
    """A section of the block library, e.g. ``cover``; ``types`` limits it to page types."""

    code: str
    name: str
    type: str | None = None
    separator: bool = False
    app_code: str = ""


@dataclass(slots=True)
class Template:
    """A view template of pages (header, sidebar…)."""

    id: int
    title: str
    xml_id: str
    area_count: int
    content: str
    active: bool = True
    sort: int = 100
