"""The one application known to the emulator and how a portal holds it."""

from __future__ import annotations

from dataclasses import dataclass, field

CLIENT_ID = "local.pagedesk.demo"
CLIENT_SECRET = "demo-secret-0123456789abcdef"


@dataclass(slots=True)
class Application:
    """The registered application: keys, scopes and addresses under ``url`` (no trailing slash)."""

    url: str = "http://localhost:8000"
    client_id: str = CLIENT_ID
    client_secret: str = field(default=CLIENT_SECRET, repr=False)
    title: str = "Page Desk"
    code: str = "pagedesk.demo"
    version: int = 1
    scopes: tuple[str, ...] = ("landing", "user_brief", "placement")

    @property
    def install_url(self) -> str:
        return f"{self.url}/install/"

    @property
    def main_url(self) -> str:
        return f"{self.url}/app/"

    @property
    def event_url(self) -> str:
        return f"{self.url}/events/"


@dataclass(slots=True)
class EventBinding:
    """A handler bound by `event.bind`; ``user_id`` 0 means "the acting user"."""

    id: int
    event: str
    handler: str
    user_id: int = 0
    owner_id: int = 0
    offline: int = 0


@dataclass(slots=True)
class Placement:
    """A widget bound by `placement.bind` or, for LANDING_* codes, by `landing.repo.bind`."""

    id: int
    placement: str
    handler: str
    title: str
    description: str = ""
    user_id: int = 0
    options: dict[str, str] = field(default_factory=dict)
    translations: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def is_landing(self) -> bool:
        return self.placement.upper().startswith("LANDING_")


@dataclass(slots=True)
class Installation:
    """The application on one portal. ``finished`` is set by the installer's `installFinish`."""

    id: int
    application_token: str = field(repr=False)
    version: int = 1
    status: str = "F"
    present: bool = False
    finished: bool = False
    payment_expired: bool = False
    events: list[EventBinding] = field(default_factory=list)
    placements: list[Placement] = field(default_factory=list)
    starred: dict[int, set[str]] = field(default_factory=dict)
    options: dict[str, str] = field(default_factory=dict)
