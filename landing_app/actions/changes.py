"""What somebody changed between two looks at the portal, in one word."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from landing_app.actions.base import Facts

Change = Literal["moved", "published", "offline", "changed"]

#: By what happened between the plan and the call.
SINCE_PLAN: dict[Change, str] = {
    "moved": "MOVED_SINCE_PLAN",
    "published": "PUBLISHED_SINCE_PLAN",
    "offline": "OFFLINE_SINCE_PLAN",
    "changed": "CHANGED_SINCE_PLAN",
}
#: By what happened between a job and its undo.
SINCE: dict[Change, str] = {
    "moved": "MOVED_SINCE",
    "published": "PUBLISHED_SINCE",
    "offline": "OFFLINE_SINCE",
    "changed": "CHANGED_SINCE",
}


def change_between(before: Facts, now: Facts, keys: Iterable[str]) -> Change | None:
    """The change that says most, or None. Facts that were not remembered on either side prove nothing."""
    differ = {key for key in keys if key in before and key in now and before[key] != now[key]}
    if not differ:
        return None
    if differ & {"site", "folder"}:
        return "moved"
    if "active" in differ:
        return "published" if now["active"] else "offline"
    return "changed"
