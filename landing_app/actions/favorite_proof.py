"""Which of the saved blocks is the one a step made, and whether it is as wished."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from landing_app.actions.base import Facts, Proof, Step
from landing_app.actions.favorite_wish import wish_of

if TYPE_CHECKING:
    from landing_app.bitrix24.types import SavedBlock


def proof_of(step: Step, saved: Mapping[int, SavedBlock], taken: set[int], options: Facts) -> Proof:
    """Proved by the key `<CODE>@<id>` with `favoriteMy` in the sections that were sent.

    `taken` are the ids that belong to other steps; the one that is found is added.
    """
    made = step.made
    if not made:
        mine = [one for one in saved.values() if one.id not in taken and _could_be(step, one, options)]
        if len(mine) != 1:
            return Proof("unknown" if mine else "not_done", "CANNOT_TELL")
        made = mine[0].id
        taken.add(made)
    one = saved.get(made)
    if one is None or not one.mine:
        return Proof("unknown", "SAVED_FAVORITE_GONE")
    if not set(wish_of(step, options).sections) <= one.sections:
        return Proof("unknown", "NOT_PROVED")
    return Proof("proved", "", _evidence(one))


def _evidence(one: SavedBlock) -> Facts:
    return {
        "made": one.id,
        "key": one.key,
        "name": one.name,
        "sections": sorted(one.sections),
        "picture": one.preview,
    }


def _could_be(step: Step, one: SavedBlock, options: Facts) -> bool:
    """Newer than what was there before, of this person, of the same block under the same name."""
    newer = one.id > int(step.before.get("newest", 0))
    alike = one.code == step.before.get("code") and one.name == wish_of(step, options).name
    return newer and one.mine and alike
