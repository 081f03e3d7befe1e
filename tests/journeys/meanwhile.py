"""What others do on the portal at the very moment when a request of ours arrives there."""

from collections import deque
from collections.abc import Callable, Iterable

from portal_emulator.model import Fault, Faults


class Meanwhile(Faults):
    """Planned failures, and acts that happen right before a request with a certain method is worked on."""

    def __init__(self) -> None:
        super().__init__()
        self._acts: deque[tuple[str, Callable[[], object]]] = deque()

    def at(self, method: str, act: Callable[[], object]) -> None:
        """Do this once when the method is next asked for; several are done in the order they were named."""
        self._acts.append((method.lower(), act))

    def take(self, methods: Iterable[str]) -> Fault | None:
        names = set(methods)
        if self._acts and self._acts[0][0] in names:
            _, act = self._acts.popleft()
            act()
        return super().take(names)
