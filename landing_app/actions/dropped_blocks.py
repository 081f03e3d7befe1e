"""Blocks that a copy lacks: the portal leaves out, without a word, blocks whose app is not there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from landing_app.actions.base import Proof, Step
from landing_app.actions.grouping import grouped

if TYPE_CHECKING:
    from landing_app.bitrix24.landing import Landing
    from landing_app.bitrix24.types import Block


def dropped_blocks(landing: Landing, steps: Sequence[Step], proofs: dict[int, Proof]) -> dict[int, Proof]:
    """The proofs with the code COPY_INCOMPLETE where draft blocks are missing (`landing.block.getlist`)."""
    proved = [step for step in steps if proofs[step.key].state == "proved"]
    for scope, group in grouped(proved, lambda step: step.target.scope).items():
        ids = {step.target.id for step in group} | {int(proofs[step.key].evidence["made"]) for step in group}
        blocks = landing.blocks(sorted(ids), scope)
        for step in group:
            made = int(proofs[step.key].evidence["made"])
            names = _missing(blocks.get(step.target.id), blocks.get(made))
            if names:
                detail = {"count": len(names), "names": names}
                proofs[step.key] = replace(proofs[step.key], code="COPY_INCOMPLETE", detail=detail)
    return proofs


def _missing(source: list[Block] | None, copy: list[Block] | None) -> list[str]:
    if source is None or copy is None:
        return []
    left = Counter(block.code for block in copy)
    names = []
    for block in source:
        if left[block.code]:
            left[block.code] -= 1
        else:
            names.append(block.name or block.code)
    return names
