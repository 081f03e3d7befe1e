"""Save blocks to favorites, with a name, sections and a preview picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from landing_app.actions.base import (
    Action,
    CannotUndo,
    Facts,
    PlanLine,
    Proof,
    Result,
    Step,
    Target,
    UndoStep,
    Verdict,
)
from landing_app.actions.block_situation import BlockSituation, block_facts, look_at_blocks
from landing_app.actions.outcomes import refusal, result_of
from landing_app.bitrix24.errors import Bitrix24Error, TransportError

if TYPE_CHECKING:
    from landing_app.bitrix24.landing import Landing
    from landing_app.bitrix24.types import SavedBlock


class FavoriteBlock(Action):
    """`landing.block.uploadfile` (if there is a picture), then `landing.landing.favoriteBlock`.

    Options, each also possible in a target's params: `name`, `sections` (codes; a new one makes a section),
    `upload`
    (key of `options["files"]`), `link_style` (sends the page's TPL_CODE). A name is always sent: without
    one nobody
    could ever remove the favorite.
    """

    name = "favorite_block"
    title = _("Save to favorites")
    kind = "create"
    chunk_size = 5
    seconds = 1.7
    planned_keys = ("code",)

    def plan(self, landing: Landing, targets: Sequence[Target], options: Facts) -> list[PlanLine]:
        """Ready, block or page gone, or no right to edit."""
        found = look_at_blocks(landing, targets)
        newest = {
            scope: _newest(landing.saved_blocks(scope)) for scope in {target.scope for target in targets}
        }
        return [self._line(target, found, newest[target.scope]) for target in targets]

    def _line(self, target: Target, found: BlockSituation, newest: int) -> PlanLine:
        refused = found.refusal(target, "edit")
        if refused is not None:
            return refused
        block = found.drafts.get(target.id)
        if block is None:
            return PlanLine(target, Verdict.NEEDS_YOU, "BLOCK_NOT_FOUND")
        before = {**block_facts(block), "newest": newest}
        detail = {"outcome": "saved"}
        return PlanLine(target, Verdict.READY, "", found.page_touched(target), detail, before)

    def run(self, landing: Landing, steps: Sequence[Step], options: Facts) -> dict[int, Result]:
        """One block after the other; after a refusal that concerns everything, the rest is not sent."""
        results: dict[int, Result] = {}
        templates = (
            _templates(landing, steps) if any(_own(step, options, "link_style") for step in steps) else {}
        )
        for step in steps:
            results[step.key] = self._save(landing, step, options, templates.get(step.target.page, ""))
            if results[step.key].state in ("parked", "retry", "not_run"):
                break
        return {step.key: results.get(step.key, Result("not_run", sent=False)) for step in steps}

    def _save(self, landing: Landing, step: Step, options: Facts, template: str) -> Result:
        target = step.target
        picture = options.get("files", {}).get(_own(step, options, "upload"))
        try:
            preview = None
            if picture:
                name, data = picture
                preview = landing.upload_file(target.id, name, data, target.scope).id
        except TransportError as error:  # only a file record may have been left behind, no favorite
            return Result("retry", error.code, {"trouble": True}, sent=False)
        except Bitrix24Error as error:
            return refusal(error)
        outcome = landing.favorite(
            target.page,
            target.id,
            target.scope,
            name=_name(step, options),
            sections=list(_own(step, options, "sections") or ()),
            preview_id=preview,
            template_code=template if _own(step, options, "link_style") else "",
        )
        result = result_of(outcome, {"made": int(outcome.result or 0)} if outcome.state == "ok" else {})
        if preview and result.state not in ("done", "unknown"):
            landing.remove_entities(target.page, target.scope, images=[(target.id, preview)])
        return result

    def verify(self, landing: Landing, steps: Sequence[Step], options: Facts) -> dict[int, Proof]:
        """Proved by the key `<CODE>@<id>` with `favoriteMy` in the sections that were sent."""
        saved = {
            scope: {one.id: one for one in landing.saved_blocks(scope)}
            for scope in {step.target.scope for step in steps}
        }
        taken = set(options.get("taken", ())) | {int(step.evidence.get("made") or 0) for step in steps}
        return {step.key: _proof(step, saved[step.target.scope], taken, options) for step in steps}

    def undo(self, step: Step, options: Facts) -> UndoStep | CannotUndo:
        """Remove it from favorites again, which only the person who saved it can do."""
        target = step.target
        saved = Target(
            kind="block",
            id=int(step.evidence.get("made", 0)),
            site_id=target.site_id,
            scope=target.scope,
            title=str(step.evidence.get("name") or target.title),
            page_id=target.page,
        )
        return UndoStep("unfavorite_block", saved)

    def discard(self, landing: Landing, step: Step, options: Facts) -> None:
        """A worker that came back after its lease saved the block twice: the second one goes."""
        made = int(step.evidence.get("made", 0))
        if made:
            landing.unfavorite([made], step.target.scope)


def _proof(step: Step, saved: Mapping[int, SavedBlock], taken: set[int], options: Facts) -> Proof:
    made = int(step.evidence.get("made") or step.target.params.get("made") or 0)
    if not made:
        mine = [one for one in saved.values() if one.id not in taken and _could_be(step, one, options)]
        if len(mine) != 1:
            return Proof("unknown" if mine else "not_done", "CANNOT_TELL")
        made = mine[0].id
        taken.add(made)
    one = saved.get(made)
    if one is None or not one.mine:
        return Proof("unknown", "SAVED_FAVORITE_GONE")
    if not set(_own(step, options, "sections") or ()) <= one.sections:
        return Proof("unknown", "NOT_PROVED")
    return Proof(
        "proved", "", {"made": one.id, "key": one.key, "name": one.name, "sections": sorted(one.sections)}
    )


def _could_be(step: Step, one: SavedBlock, options: Facts) -> bool:
    newer = one.id > int(step.before.get("newest", 0))
    return newer and one.mine and one.code == step.before.get("code") and one.name == _name(step, options)


def _newest(saved: Sequence[SavedBlock]) -> int:
    return max((one.id for one in saved), default=0)


def _own(step: Step, options: Facts, name: str) -> Any:
    return step.target.params.get(name, options.get(name))


def _name(step: Step, options: Facts) -> str:
    target = step.target
    return str(_own(step, options, "name") or target.title or step.before.get("code") or target.id)[:80]


def _templates(landing: Landing, steps: Sequence[Step]) -> dict[int, str]:
    """TPL_CODE of the pages (`landing.landing.getList`)."""
    codes: dict[int, str] = {}
    for scope in {step.target.scope for step in steps}:
        ids = sorted({step.target.page for step in steps if step.target.scope == scope})
        listing = {"params": {"select": ["ID", "TPL_CODE"], "filter": {"ID": ids}}}
        rows = landing.client.call("landing.landing.getList", listing | ({"scope": scope} if scope else {}))
        codes.update({int(row["ID"]): str(row.get("TPL_CODE") or "") for row in rows or []})
    return codes
