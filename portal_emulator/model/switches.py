"""What a person (or a test) can switch on a portal: tariff limits, faults, latency; and the request log."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

FAULT_KINDS = (
    "expire_tokens", "503", "429", "500", "502", "html", "empty", "truncated", "slow", "answer_lost",
    "refuse_connection", "overload",
)  # fmt: skip


@dataclass(slots=True)
class Tariff:
    """The plan of a portal. ``refused`` holds publication error codes that every publication meets.

    Counted limits (``max_…``) are ``None`` when unlimited; ``limits_noticed_late`` counts
    once per request, so that a limit reached inside a batch shows only in the next one.
    """

    family: str = "std"
    enterprise: bool = False
    rest_available: bool = True
    permissions_available: bool = True
    designer_available: bool = True
    custom_html_allowed: bool = True
    free_domain_allowed: bool = True
    market_subscription: bool = True
    phone_confirmed: bool = True
    email_confirmed: bool = True
    license_expired: bool = False
    free_plan_publishing_ban: bool = False
    max_public_pages: int | None = None
    max_public_sites: int | None = None
    max_sites: int | None = None
    limits_noticed_late: bool = False
    refused: set[str] = field(default_factory=set)
    features: dict[str, bool] = field(default_factory=dict)


@dataclass(slots=True)
class Fault:
    """One planned failure: ``times`` left (None: until cleared), only for ``methods`` when given."""

    kind: str
    methods: frozenset[str] = frozenset()
    times: int | None = 1
    seconds: float = 0.0
    skip: int = 0


class Faults:
    """Planned failures of a portal, taken in the order they were added."""

    def __init__(self) -> None:
        self._planned: list[Fault] = []
        self._lock = threading.Lock()

    def add(
        self,
        kind: str,
        *,
        times: int | None = 1,
        methods: Iterable[str] = (),
        seconds: float = 0.0,
        skip: int = 0,
    ) -> Fault:
        """Plan a failure of ``kind`` after ``skip`` matching requests; ValueError for an unknown kind."""
        if kind not in FAULT_KINDS:
            raise ValueError(f"unknown fault {kind!r}; known: {', '.join(FAULT_KINDS)}")
        fault = Fault(kind, frozenset(name.lower() for name in methods), times, seconds, skip)
        with self._lock:
            self._planned.append(fault)
        return fault

    def take(self, methods: Iterable[str]) -> Fault | None:
        """The failure due for a request with these (lower-case) methods, counted down; None if none is."""
        names = set(methods)
        with self._lock:
            for fault in self._planned:
                if fault.methods and not (fault.methods & names):
                    continue
                if fault.skip > 0:
                    fault.skip -= 1
                    continue
                self._count_down(fault)
                return fault
        return None

    def _count_down(self, fault: Fault) -> None:
        if fault.times is not None:
            fault.times -= 1
            if fault.times <= 0:
                self._planned.remove(fault)

    def clear(self) -> None:
        with self._lock:
            self._planned.clear()

    def planned(self) -> list[Fault]:
        with self._lock:
            return list(self._planned)


@dataclass(slots=True)
class Latency:
    """Seconds added to each request and each command in it; ``operating`` sleeps emulated costs too."""

    request: float = 0.0
    command: float = 0.0
    operating: bool = False


@dataclass(frozen=True, slots=True)
class RequestEntry:
    """One REST request (or one command of a batch, ``in_batch``) as it was answered."""

    method: str
    params: dict[str, Any]
    user_id: int | None
    status: int
    error: str
    at: float
    seconds: float = 0.0
    in_batch: bool = False
    fault: str = ""
