"""Changing pages and their blocks. One outcome per page or block; reading back is the caller's task."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from ..errors import AccessError
from ..types import Command, Outcome, ResultOf, SiteScope
from .base import LandingBase, scoped


class PageWrites(LandingBase):
    """Writes of ``landing.landing.*``. Blocks are given as pairs ``(page_id, block_id)`` of draft ids."""

    def publish(self, page_ids: Sequence[int], scope: SiteScope, *, halt: bool = True) -> list[Outcome]:
        """Publish pages (``landing.landing.publication``), their parent folders and their site.

        Without the right the portal answers null and does nothing: that is an ``AccessError`` here. With
        ``halt`` the first refusal stops the rest, which is then ``not_run``.
        """
        commands = _commands("landing.landing.publication", [{"lid": page_id} for page_id in page_ids], scope)
        return [_true_or_denied(outcome) for outcome in self.client.batch(commands, halt=halt)]

    def unpublish(self, page_ids: Sequence[int], scope: SiteScope) -> list[Outcome]:
        """Take pages offline (``landing.landing.unpublic``); the site stays online."""
        params = [{"lid": page_id} for page_id in page_ids]
        return [_true_or_denied(outcome) for outcome in self._each("landing.landing.unpublic", params, scope)]

    def unpublish_sites(self, site_ids: Sequence[int], scope: SiteScope) -> list[Outcome]:
        """Take whole sites offline (``landing.site.unpublic``); their pages and folders keep their state."""
        return self._each("landing.site.unpublic", [{"id": site_id} for site_id in site_ids], scope)

    def copy(
        self,
        page_ids: Sequence[int],
        scope: SiteScope,
        *,
        to_site: int,
        to_folder: int | None = None,
        draft: bool = False,
    ) -> list[Outcome]:
        """Copy pages (``landing.landing.copy``); result: the id of the new page.

        The portal puts a copy of a live page online at once. With ``draft`` each copy is followed by
        ``landing.landing.unpublic`` in the same request; ``follow_up`` is the outcome of that. An unknown
        folder means the root of the target site, without an error. A lost answer is ``unknown``.
        """
        target: dict[str, Any] = {"toSiteId": to_site} | ({"toFolderId": to_folder} if to_folder else {})
        copies = _commands("landing.landing.copy", [{"lid": page, **target} for page in page_ids], scope)
        if not draft:
            return self.client.batch(copies)
        commands: list[Command] = []
        for copied in copies:
            commands += [
                copied,
                Command("landing.landing.unpublic", scoped({"lid": ResultOf(len(commands))}, scope)),
            ]
        outcomes = self.client.batch(commands)
        return _pairs(outcomes)

    def move(
        self,
        page_ids: Sequence[int],
        scope: SiteScope,
        *,
        to_site: int,
        to_folder: int | None = None,
        changes_site: bool = True,
    ) -> list[Outcome]:
        """Move pages (``landing.landing.move``).

        The portal checks the folder against the old site, so a move to a folder of another site is two calls:
        the site first, then the folder, whose outcome is ``follow_up``.
        """
        into_site: dict[str, Any] = {"toSiteId": to_site}
        into_folder = {**into_site, "toFolderId": to_folder}
        if not to_folder or not changes_site:
            target = into_folder if to_folder else into_site
            return self._each("landing.landing.move", [{"lid": page, **target} for page in page_ids], scope)
        steps = [{"lid": page, **target} for page in page_ids for target in (into_site, into_folder)]
        return _pairs(self.client.batch(_commands("landing.landing.move", steps, scope), ordered=True))

    def trash(self, page_ids: Sequence[int], scope: SiteScope) -> list[Outcome]:
        """Move pages to the recycle bin (``landing.landing.markDelete``); unknown ids are no error there."""
        return self._each("landing.landing.markDelete", [{"lid": page} for page in page_ids], scope)

    def restore(self, page_ids: Sequence[int], scope: SiteScope) -> list[Outcome]:
        """Bring pages back from the recycle bin (``landing.landing.markUnDelete``), not published."""
        return self._each("landing.landing.markUnDelete", [{"lid": page} for page in page_ids], scope)

    def mark_deleted_blocks(self, blocks: Sequence[tuple[int, int]], scope: SiteScope) -> list[Outcome]:
        """Move draft blocks to their page's trash (``landing.landing.markdeletedblock``)."""
        return self._each("landing.landing.markdeletedblock", _block_params(blocks), scope)

    def restore_blocks(self, blocks: Sequence[tuple[int, int]], scope: SiteScope) -> list[Outcome]:
        """Bring blocks back from their page's trash (``landing.landing.markundeletedblock``)."""
        return self._each("landing.landing.markundeletedblock", _block_params(blocks), scope)

    def remove_entities(
        self,
        page_id: int,
        scope: SiteScope,
        *,
        blocks: Sequence[int] = (),
        images: Sequence[tuple[int, int]] = (),
    ) -> Outcome:
        """Delete draft blocks and image records ``(block_id, file_id)`` for good
        (``landing.landing.removeEntities``). The portal answers true whatever it did: read back."""
        return self.client.batch([_removal(page_id, scope, blocks, images)])[0]

    def delete_blocks_for_good(
        self, page_id: int, block_ids: Sequence[int], scope: SiteScope
    ) -> list[Outcome]:
        """Delete blocks that lie in the page's trash: restore, then remove, in one request where they fit.

        One outcome per block and, last, that of the removal. A block that cannot be restored stops the rest.
        """
        pairs = [(page_id, block_id) for block_id in block_ids]
        restores = _commands("landing.landing.markundeletedblock", _block_params(pairs), scope)
        return self.client.batch([*restores, _removal(page_id, scope, block_ids, ())], halt=True)


def _commands(method: str, params: Sequence[dict[str, Any]], scope: SiteScope) -> list[Command]:
    return [Command(method, scoped(entry, scope)) for entry in params]


def _block_params(blocks: Sequence[tuple[int, int]]) -> list[dict[str, Any]]:
    return [{"lid": page_id, "block": block_id} for page_id, block_id in blocks]


def _removal(
    page_id: int, scope: SiteScope, blocks: Sequence[int], images: Sequence[tuple[int, int]]
) -> Command:
    data = {
        "blocks": list(blocks),
        "images": [{"block": block_id, "image": file_id} for block_id, file_id in images],
    }
    return Command("landing.landing.removeEntities", scoped({"lid": page_id, "data": data}, scope))


def _true_or_denied(outcome: Outcome) -> Outcome:
    if outcome.state != "ok" or outcome.result is True:
        return outcome
    return Outcome("error", result=outcome.result, error=AccessError("ACCESS_DENIED"))


def _pairs(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """First steps with their second steps as ``follow_up``."""
    return [
        replace(first, follow_up=second) for first, second in zip(outcomes[::2], outcomes[1::2], strict=True)
    ]
