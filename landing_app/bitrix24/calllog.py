"""The record of one request, for the API log that operators and moderation read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class CallEntry:
    """One HTTP request to a portal. Times are seconds, ``started_at`` is epoch; ``status`` 0 means no answer.

    ``request`` and ``answer`` are already redacted: ids, flags, counts and codes stay, texts become lengths.
    """

    trace_id: str
    member_id: str
    user_id: int
    method: str
    started_at: float
    request: Any
    duration: float = 0.0
    operating: float | None = None
    status: int = 0
    error: str = ""
    answer: Any = None


class CallLog(Protocol):
    """Where entries go. ``record`` must be quick: it runs between the answer and its caller."""

    def record(self, entry: CallEntry) -> None: ...
