"""Save blocks to favorites, with a name, sections and a preview picture."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from landing_app.actions.action import Action
from landing_app.actions.base import CannotUndo, Facts, PlanLine, Proof, Result, Step, Target, UndoStep
from landing_app.actions.block_situation import BlockSituation, block_facts, look_at_blocks
from landing_app.actions.favorite_picture import PictureGoneError, after_saving, attached, refused_picture
from landing_app.actions.favorite_proof import proof_of
from landing_app.actions.favorite_wish import wish_of
from landing_app.actions.grouping import grouped
from landing_app.actions.outcomes import refusal, result_of
from landing_app.actions.unfavorite_block import saved_blocks
from landing_app.bitrix24.errors import Bitrix24Error

if TYPE_CHECKING:
    from landing_app.bitrix24.landing import Landing


class FavoriteBlock(Action):
    """`landing.block.uploadfile` (if there is a picture), then `landing.landing.favoriteBlock`.

    Options, each also possible in a target's params: `name`, `sections` (codes; a new one makes a section),
    `upload` (key of `options["files"]`: file name and bytes), `link_style` (sends the page's TPL_CODE).
    """

    name = "favorite_block"
    title = _("Save to favorites")
    kind = "create"
    chunk_size = 5
    seconds = 1.7
    planned_keys = ("code",)
    undone_by_starter_only = True

    def plan(self, landing: Landing, targets: Sequence[Target], options: Facts) -> list[PlanLine]:
        """Ready, block or page gone, or no right to edit."""
        found = look_at_blocks(landing, targets, trashed=False)
        newest = {scope: max(saved, default=0) for scope, saved in saved_blocks(landing, targets).items()}
        return [_line(target, found, newest[target.scope]) for target in targets]

    def run(self, landing: Landing, steps: Sequence[Step], options: Facts) -> dict[int, Result]:
        """One block after the other; after a refusal that concerns everything, the rest is not sent."""
        results: dict[int, Result] = {}
        templates = _templates(landing, [step.target for step in steps if wish_of(step, options).link_style])
        for step in steps:
            results[step.key] = self._save(landing, step, options, templates.get(step.target.page, ""))
            if results[step.key].state in ("parked", "retry", "not_run"):
                break
        return {step.key: results.get(step.key, Result("not_run", sent=False)) for step in steps}

    def _save(self, landing: Landing, step: Step, options: Facts, template: str) -> Result:
        wish, target = wish_of(step, options), step.target
        try:
            picture = attached(landing, step, wish.upload, options.get("files", {}))
        except PictureGoneError:
            return Result("needs_you", "PICTURE_GONE", sent=False)
        except Bitrix24Error as error:
            return refused_picture(error, refusal(error))
        outcome = landing.favorite(
            target.page,
            target.id,
            target.scope,
            name=wish.name,
            sections=wish.sections,
            preview_id=picture.get("preview"),
            template_code=template if wish.link_style else "",
        )
        made = {"made": int(outcome.result or 0)} if outcome.state == "ok" else {}
        return after_saving(landing, step, result_of(outcome, made), picture)

    def verify(self, landing: Landing, steps: Sequence[Step], options: Facts) -> dict[int, Proof]:
        """Proved by the key `<CODE>@<id>` with `favoriteMy` in the sections that were sent."""
        saved = saved_blocks(landing, [step.target for step in steps])
        taken = set(options.get("taken", ())) | {step.made for step in steps}
        return {step.key: proof_of(step, saved[step.target.scope], taken, options) for step in steps}

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


def _templates(landing: Landing, targets: Sequence[Target]) -> dict[int, str]:
    """TPL_CODE of the pages (`landing.landing.getList`)."""
    codes: dict[int, str] = {}
    for scope, group in grouped(targets, lambda target: target.scope).items():
        ids = sorted({target.page for target in group})
        listing = {"params": {"select": ["ID", "TPL_CODE"], "filter": {"ID": ids}}}
        rows = landing.client.call("landing.landing.getList", listing | ({"scope": scope} if scope else {}))
        codes.update({int(row["ID"]): str(row.get("TPL_CODE") or "") for row in rows or []})
    return codes
