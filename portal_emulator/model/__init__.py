"""The emulator's data: import everything from here."""

from .application import CLIENT_ID, CLIENT_SECRET, Application, EventBinding, Installation, Placement
from .content import (
    OPERATIONS,
    PUBLIC_TYPES,
    BlockRow,
    FileRecord,
    Folder,
    Page,
    RepositoryBlock,
    Section,
    Site,
    Template,
)
from .people import EDIT, FULL, READ, User, default_users
from .portal import Portal
from .switches import FAULT_KINDS, Fault, Faults, Latency, RequestEntry, Tariff

__all__ = [
    "CLIENT_ID", "CLIENT_SECRET", "EDIT", "FAULT_KINDS", "FULL", "OPERATIONS", "PUBLIC_TYPES", "READ",
    "Application", "BlockRow", "EventBinding", "Fault", "Faults", "FileRecord", "Folder", "Installation",
    "Latency", "Page", "Placement", "Portal", "RepositoryBlock", "RequestEntry", "Section", "Site", "Tariff",
    "Template", "User", "default_users",
]  # fmt: skip
