"""What is to be saved of one block: its own settings where it has some, else those of the whole job."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from landing_app.actions.base import Facts, Step

_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Wish:
    """`upload` is the key of a picture, "" for none. A name is always there: without one nobody could ever
    remove the favorite."""

    name: str
    sections: tuple[str, ...]
    upload: str
    link_style: bool


def wish_of(step: Step, options: Facts) -> Wish:
    """The settings of the block that `step` saves."""
    target = step.target

    def own(name: str) -> Any:
        return target.params.get(name, options.get(name))

    title = own("name") or target.title or step.before.get("code") or target.id
    return Wish(
        name=str(title)[:_LONGEST_NAME],
        sections=tuple(own("sections") or ()),
        upload=str(own("upload") or ""),
        link_style=bool(own("link_style")),
    )
