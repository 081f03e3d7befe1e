"""Find the copy that was made by a request whose answer was lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from landing_app.actions.base import Facts, Step
from landing_app.actions.destination import destination_of
from landing_app.actions.grouping import grouped

if TYPE_CHECKING:
    from landing_app.bitrix24.landing import Landing
    from landing_app.bitrix24.types import Page


@dataclass(frozen=True, slots=True)
class Match:
    """The copy's id, or 0; `several` when more than one page could be it."""

    id: int
    several: bool = False


def find_copies(landing: Landing, steps: Sequence[Step], options: Facts) -> dict[int, Match]:
    """The copy of each step: known from the answer, or the one new page that can only be it.

    A candidate has a higher id than every page of the site before the request, was made by us, bears the
    source's title and address, and belongs to no other step (`options["taken"]`).
    """
    found = {step.key: Match(step.made) for step in steps if step.made}
    taken = {match.id for match in found.values()} | set(options.get("taken", ()))
    lost = [step for step in steps if not step.made]
    goals = grouped(lost, lambda step: (step.target.scope, destination_of(step.target, options).site))
    for (scope, site), group in goals.items():
        oldest = min(int(step.before.get("newest", 0)) for step in group)
        new = [page for page in landing.pages_after(oldest, site, scope) if page.id not in taken]
        for step in group:
            found[step.key] = _match(step, group, new, landing.client.user_id)
    return found


def _match(step: Step, group: Sequence[Step], pages: Sequence[Page], user_id: int) -> Match:
    mine = [page for page in pages if _could_be(step, page, user_id)]
    rivals = [other for other in group if _alike(step, other)]
    if not mine:
        return Match(0)
    if len(rivals) == 1 and len(mine) == 1:
        return Match(mine[0].id)
    if len(rivals) == len(mine):  # copies of the same page to the same place: each gets one
        return Match(sorted(page.id for page in mine)[rivals.index(step)])
    return Match(0, several=True)


def _could_be(step: Step, page: Page, user_id: int) -> bool:
    title, code = str(step.before.get("title", "")), str(step.before.get("code", ""))
    return (
        page.id > int(step.before.get("newest", 0))
        and page.created_by == user_id
        and page.title.startswith(title)
        and page.code.startswith(code)
        and len(page.code) - len(code) in (0, 5)  # the portal adds _ and four letters to a taken address
    )


def _alike(one: Step, other: Step) -> bool:
    return (one.before.get("title"), one.before.get("code")) == (
        other.before.get("title"),
        other.before.get("code"),
    )
