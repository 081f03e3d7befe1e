"""Users of a portal and their rights; the same five people live on every emulated portal."""

from __future__ import annotations

from dataclasses import dataclass, field

READ = frozenset({"read"})
EDIT = frozenset({"read", "edit", "sett", "delete"})
FULL = frozenset({"read", "edit", "sett", "public", "delete"})


@dataclass(slots=True)
class User:
    """A portal user.

    ``rights`` are the operations on every site without an entry in ``site_rights`` (site id -> operations).
    ``sees_sites`` is the right to open the Sites section at all; ``app_access`` the right to open the app.
    """

    id: int
    key: str
    name: str
    last_name: str
    email: str
    admin: bool = False
    extranet: bool = False
    active: bool = True
    sees_sites: bool = True
    app_access: bool = True
    rights: frozenset[str] = FULL
    site_rights: dict[int, frozenset[str]] = field(default_factory=dict)
    gender: str = ""
    time_zone: str = ""
    language: str = ""


def default_users() -> dict[str, User]:
    """The people of the demo, by key: administrator, marketer, editor (cannot publish), viewer, no_access."""
    people = (
        User(1, "administrator", "Ann", "Lee", "ann@example.test", admin=True, gender="F"),
        User(7, "marketer", "Mark", "Reed", "mark@example.test", gender="M", time_zone="Europe/Berlin"),
        User(12, "editor", "Edna", "Poole", "edna@example.test", rights=EDIT, gender="F"),
        User(15, "viewer", "Victor", "Hale", "victor@example.test", rights=READ, gender="M"),
        User(21, "no_access", "Nora", "Quinn", "nora@example.test", rights=frozenset(), sees_sites=False),
    )
    return {user.key: user for user in people}
