"""Save blocks to favorites, with a name, sections and a preview picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from landing_app.actions.action import Action
from landing_app.actions.base import CannotUndo, Facts, PlanLine, Proof, Result, Step, Target, UndoStep
from landing_app.actions.block_situation import BlockSituation, block_facts, look_at_blocks
from landing_app.actions.grouping import grouped
from landing_app.actions.outcomes import refusal, result_of
from landing_app.actions.unfavorite_block import saved_blocks
from landing_app.bitrix24.errors import Bitrix24Error, TransportError

if TYPE_CHECKING:
    from landing_app.bitrix24.landing import Landing
    from landing_app.bitrix24.types import SavedBlock


class FavoriteBlock(Action):
    """`landing.block.uploadfile` (if there is a picture), then `landing.landing.favoriteBlock`.

    Options, each also possible in a target's params: `name`, `sections` (codes; a new one makes a section),
    `upload` (key of `options["files"]`: file name and bytes), `link_style` (sends the page's TPL_CODE). A name
    is always sent: without one nobody could ever remove the favorite.
    """

    name = "favorite_block"
    title = _("Save to favorites")
    kind = "create"
    chunk_size = 5
    seconds = 1.7
    planned_keys = ("code",)

    def plan(self, landing: Landing, targets: Sequence[Target], options: Facts) -> list[PlanLine]:
        """Ready, block or page gone, or no right to edit."""
        found = look_at_blocks(landing, targets, trashed=False)
        newest = {scope: max(saved, default=0) for scope, saved in saved_blocks(landing, targets).items()}
        return [_line(target, found, newest[target.scope]) for target in targets]

    def run(self, landing: Landing, steps: Sequence[Step], options: Facts) -> dict[int, Result]:
        """One block after the other; after a refusal that concerns everything, the rest is not sent."""
        results: dict[int, Result] = {}
        templates = _templates(landing, [step.target for step in steps if _own(step, options, "link_style")])
        for step in steps:
            results[step.key] = self._save(landing, step, options, templates.get(step.target.page, ""))
            if results[step.key].state in ("parked", "retry", "not_run"):
                break
        return {step.key: results.get(step.key, Result("not_run", sent=False)) for step in steps}

    def _save(self, landing: Landing, step: Step, options: Facts, template: str) -> Result:
        target = step.target
        try:
            preview = _preview(landing, step, options)
        except _PictureGoneError:
            return Result("needs_you", "PICTURE_GONE", sent=False)
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
        if not preview or result.state == "done":
            return result
        if result.state == "unknown":  # should the favorite have to be sent again, then with the same picture
            return replace(result, evidence={**result.evidence, "preview": preview})
        return _without_picture(landing, step, result, preview)

    def verify(self, landing: Landing, steps: Sequence[Step], options: Facts) -> dict[int, Proof]:
        """Proved by the key `<CODE>@<id>` with `favoriteMy` in the sections that were sent."""
        saved = saved_blocks(landing, [step.target for step in steps])
        taken = set(options.get("taken", ())) | {step.made for step in steps}
        return {step.key: _proof(step, saved[step.target.scope], taken, options) for step in steps}

    def undo(self, step: Step, options: Facts) -> UndoStep | CannotUndo:
        """Remove it from favorites again, which only the person who saved it can do."""
        target = step.target
        saved = Target(
            kind="block",
            id=step.made,
            site_id=target.site_id,
            scope=target.scope,
            title=str(step.evidence.get("name") or target.title),
            page_id=target.page,
        )
        return UndoStep("unfavorite_block", saved)

    def discard(self, landing: Landing, step: Step, options: Facts) -> None:
        """A worker that came back after its lease saved the block twice: the second one goes."""
        if step.made:
            landing.unfavorite([step.made], step.target.scope)


def _line(target: Target, found: BlockSituation, newest: int) -> PlanLine:
    """`newest` is the newest saved block, to tell one that is saved now from those that were there before."""
    block = found.drafts.get(target.id)
    refused = found.refusal(target, "edit")
    if refused or block is None:
        return refused or PlanLine.needs_you(target, "BLOCK_NOT_FOUND")
    before = {**block_facts(block), "newest": newest}
    return PlanLine.ready(target, "saved", before, found.page_touched(target))


class _PictureGoneError(Exception):
    """A picture was chosen and is no longer kept; saving without it is for the person to decide."""


def _preview(landing: Landing, step: Step, options: Facts) -> int | None:
    """File id of the uploaded preview; what an earlier attempt left on the block is used again."""
    left = int(step.evidence.get("preview") or 0)
    key = str(_own(step, options, "upload") or "")
    if left or not key:
        return left or None
    if key not in options.get("files", {}):
        raise _PictureGoneError
    name, data = options["files"][key]
    return landing.upload_file(step.target.id, name, data, step.target.scope).id


def _without_picture(landing: Landing, step: Step, result: Result, preview: int) -> Result:
    """The block was not saved: its picture goes, too (`landing.landing.removeEntities`); the result says so."""
    target = step.target
    try:
        removed = (
            landing.remove_entities(target.page, target.scope, images=[(target.id, preview)]).state == "ok"
        )
    except Bitrix24Error:
        removed = False
    detail = {**result.detail, "picture": "removed" if removed else "left"}
    return replace(result, detail=detail, evidence={**result.evidence, "preview": 0 if removed else preview})


def _proof(step: Step, saved: Mapping[int, SavedBlock], taken: set[int], options: Facts) -> Proof:
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
    if not set(_own(step, options, "sections") or ()) <= one.sections:
        return Proof("unknown", "NOT_PROVED")
    return Proof(
        "proved",
        "",
        {
            "made": one.id,
            "key": one.key,
            "name": one.name,
            "sections": sorted(one.sections),
            "picture": one.preview,
        },
    )


def _could_be(step: Step, one: SavedBlock, options: Facts) -> bool:
    newer = one.id > int(step.before.get("newest", 0))
    return newer and one.mine and one.code == step.before.get("code") and one.name == _name(step, options)


def _own(step: Step, options: Facts, name: str) -> Any:
    return step.target.params.get(name, options.get(name))


def _name(step: Step, options: Facts) -> str:
    target = step.target
    return str(_own(step, options, "name") or target.title or step.before.get("code") or target.id)[:80]


def _templates(landing: Landing, targets: Sequence[Target]) -> dict[int, str]:
    """TPL_CODE of the pages (`landing.landing.getList`)."""
    codes: dict[int, str] = {}
    for scope, group in grouped(targets, lambda target: target.scope).items():
        ids = sorted({target.page for target in group})
        listing = {"params": {"select": ["ID", "TPL_CODE"], "filter": {"ID": ids}}}
        rows = landing.client.call("landing.landing.getList", listing | ({"scope": scope} if scope else {}))
        codes.update({int(row["ID"]): str(row.get("TPL_CODE") or "") for row in rows or []})
    return codes
