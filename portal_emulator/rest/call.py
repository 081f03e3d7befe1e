"""What a running REST method knows: who calls which portal, and what the PHP process remembers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar, cast

from ..model import Portal, User

if TYPE_CHECKING:
    from ..emulator import Emulator

Answer = TypeVar("Answer")


@dataclass
class Process:
    """The state one HTTP request leaves between the commands of its batch: site scope, edit mode, caches.

    ``webhook``: nobody's application, a person's own key.
    """

    started: float
    site_scope: str = ""
    edit_mode: bool = False
    webhook: bool = False
    touched: set[int] = field(default_factory=set)
    memory: dict[Any, Any] = field(default_factory=dict)

    def remember(self, key: Any, compute: Callable[[], Answer]) -> Answer:
        """The first answer computed for a key in this process, however stale it has become."""
        if key not in self.memory:
            self.memory[key] = compute()
        return cast("Answer", self.memory[key])


@dataclass
class Call:
    """One method call; ``params`` no longer hold the token."""

    emulator: Emulator
    portal: Portal
    user: User
    method: str
    params: dict[str, Any]
    process: Process

    @property
    def now(self) -> float:
        return self.portal.clock.now()
