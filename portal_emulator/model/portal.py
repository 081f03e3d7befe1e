"""A whole emulated portal: its people, content, switches and counters, behind one lock."""

from __future__ import annotations

import hashlib
import itertools
import random
import threading
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from ..clock import Clock, RealClock
from ..limits import LeakyBuckets, OperatingBudget
from .application import Installation
from .content import BlockRow, FileRecord, Folder, Page, RepositoryBlock, Section, Site, Template
from .frame import FrameState
from .people import User, default_users
from .switches import Faults, Latency, RequestEntry, Tariff

LOG_LENGTH = 50_000


class Counters:
    """Next ids per table, as a database's auto-increment would give them."""

    STARTS = {"site": 3, "folder": 31, "page": 985, "block": 28001, "file": 5501, "domain": 5, "row": 1}

    def __init__(self) -> None:
        self._next = {name: itertools.count(start) for name, start in self.STARTS.items()}

    def next(self, table: str) -> int:
        return next(self._next[table])

    def go_on_after(self, other: Counters) -> None:
        """Give no id from now on that ``other`` has given, as a portal never gives the id of a deleted row again."""
        for table in self._next:
            self._next[table] = itertools.count(max(self.next(table), other.next(table)))


@dataclass
class Portal:
    """One portal. Change its state only while holding ``lock``; never sleep while holding it."""

    host: str
    port: int = 0
    title: str = "Larch & Fern"
    language: str = "en"
    zone: str = "com"
    cloud: bool = True
    clock: Clock = field(default_factory=RealClock)
    users: dict[str, User] = field(default_factory=default_users)
    sites: dict[int, Site] = field(default_factory=dict)
    folders: dict[int, Folder] = field(default_factory=dict)
    pages: dict[int, Page] = field(default_factory=dict)
    blocks: dict[int, BlockRow] = field(default_factory=dict)
    files: dict[int, FileRecord] = field(default_factory=dict)
    repository: dict[str, RepositoryBlock] = field(default_factory=dict)
    sections: dict[str, Section] = field(default_factory=dict)
    templates: dict[int, Template] = field(default_factory=dict)
    tariff: Tariff = field(default_factory=Tariff)
    faults: Faults = field(default_factory=Faults)
    latency: Latency = field(default_factory=Latency)
    frame: FrameState = field(default_factory=FrameState)
    former_hosts: set[str] = field(default_factory=set)
    deleted: bool = False
    token_epoch: int = 0

    def __post_init__(self) -> None:
        seed = self.host
        self.member_id = hashlib.md5(f"member:{seed}".encode(), usedforsecurity=False).hexdigest()
        token = hashlib.sha256(f"application-token:{seed}".encode()).hexdigest()[:32]
        self.installation = Installation(id=5, application_token=token)
        self.requests: deque[RequestEntry] = deque(maxlen=LOG_LENGTH)
        self.buckets = LeakyBuckets(self.clock)
        self.operating = OperatingBudget(self.clock)
        self.lock = threading.RLock()
        self.ids = Counters()
        self.random = random.Random(seed)
        #: Codes of incoming webhooks and the people they act for.
        self.webhooks: dict[str, int] = {}
        #: What lies in the recycle bin since when, and when it was last looked through.
        self.trashed_since: dict[tuple[str, int], float] = {}
        self.purged_at = 0.0
        self._rows_by_page: dict[int, dict[int, BlockRow]] = {}

    @property
    def authority(self) -> str:
        """``host:port`` as in the DOMAIN field of the application's form."""
        return f"{self.host}:{self.port}"

    @property
    def origin(self) -> str:
        return f"http://{self.authority}"

    @property
    def client_endpoint(self) -> str:
        return f"{self.origin}/rest/"

    def user(self, user_id: int) -> User | None:
        return next((user for user in self.users.values() if user.id == user_id), None)

    def expire_tokens(self) -> None:
        """Make every access token issued so far answer `expired_token`; refresh tokens stay good."""
        with self.lock:
            self.token_epoch += 1

    # Blocks: rows of a page are reached only through these, because they may be built on first use.

    def add_row(self, row: BlockRow) -> BlockRow:
        """Store a block row (draft, published or favorite) and index it by page."""
        self.blocks[row.id] = row
        self._rows_by_page.setdefault(row.page_id, {})[row.id] = row
        return row

    def remove_row(self, row: BlockRow) -> None:
        self.blocks.pop(row.id, None)
        self._rows_by_page.get(row.page_id, {}).pop(row.id, None)

    def move_row(self, row: BlockRow, page_id: int) -> None:
        """Give a row to another page; 0 makes it a favorite."""
        self._rows_by_page.get(row.page_id, {}).pop(row.id, None)
        row.page_id = page_id
        self._rows_by_page.setdefault(page_id, {})[row.id] = row

    def rows_of(self, page: Page) -> list[BlockRow]:
        """All rows of a page (drafts and published, deleted ones too) by SORT, then id."""
        if page.lazy_blocks is not None:
            build, page.lazy_blocks = page.lazy_blocks, None
            build(self, page)
        return sorted(self._rows_by_page.get(page.id, {}).values(), key=lambda row: (row.sort, row.id))

    def favorites(self) -> list[BlockRow]:
        """Rows saved by `landing.landing.favoriteBlock`, newest first."""
        return sorted(self._rows_by_page.get(0, {}).values(), key=lambda row: -row.id)

    def folders_of(self, site_id: int) -> Iterator[Folder]:
        return (folder for folder in self.folders.values() if folder.site_id == site_id)

    def pages_of(self, site_id: int) -> Iterator[Page]:
        return (page for page in self.pages.values() if page.site_id == site_id)
