"""Names that can be told apart: equal or empty ones get a mark, so that every line of a list has its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from landing_app.bitrix24.types import Block


class Identified(Protocol):
    @property
    def id(self) -> int: ...


T = TypeVar("T", bound=Identified)


def block_names(blocks: Sequence[Block]) -> dict[int, str]:
    """Block id to its name on its page; the number is the place of the block from the top, starting at 1."""
    numbers = {block.id: str(number) for number, block in enumerate(blocks, start=1)}
    return distinct(blocks, lambda block: block.name, lambda block: numbers[block.id])


def distinct(things: Iterable[T], title: Callable[[T], str], mark: Callable[[T], str]) -> dict[int, str]:
    """Id to name; equal or empty titles get ` (<mark>)`, and their id where even that is not enough."""
    listed = list(things)
    titles = {thing.id: " ".join((title(thing) or "").split()) for thing in listed}
    seen = Counter(titles.values())
    names = {
        thing.id: f"{titles[thing.id]} ({mark(thing)})".strip()
        if not titles[thing.id] or seen[titles[thing.id]] > 1
        else titles[thing.id]
        for thing in listed
    }
    again = Counter(names.values())  # two drafts may even share an address
    return {key: f"{name} #{key}" if again[name] > 1 else name for key, name in names.items()}
