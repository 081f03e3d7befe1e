"""Blocks: reading those of many pages, favorites, pictures for previews."""

from __future__ import annotations

import base64
from collections.abc import Sequence

from .. import rows, values
from ..errors import AccessError, NotFound, Rejected
from ..types import Block, Command, Outcome, SavedBlock, SiteScope, UploadedFile
from .base import LandingBase, portions, scoped

_PAGES_PER_CALL = 25
_PAGES_WITH_CONTENT = 5


class BlockCalls(LandingBase):
    """Calls of ``landing.block.*`` and the favorites of ``landing.landing.*``."""

    def blocks(
        self,
        page_ids: Sequence[int],
        scope: SiteScope,
        *,
        draft: bool = True,
        deleted: bool = False,
        content: bool = False,
    ) -> dict[int, list[Block]]:
        """Blocks by page in their order on the page (``landing.block.getlist``).

        ``draft`` reads what the editor shows, else what visitors get; ``deleted`` gives only blocks in the
        page's trash. One bad id fails a whole list on the portal, so such a list is halved until the bad page
        is alone; that page is absent from the answer. Any other failure raises.
        """
        found: dict[int, list[Block]] = {}
        waiting = portions(page_ids, _PAGES_WITH_CONTENT if content else _PAGES_PER_CALL)
        flags = {"edit_mode": draft, "deleted": deleted, "get_content": content}
        while waiting:
            outcomes = self.client.batch(
                [
                    Command("landing.block.getlist", scoped({"lid": ids, "params": flags}, scope))
                    for ids in waiting
                ]
            )
            halves: list[list[int]] = []
            for ids, outcome in zip(waiting, outcomes, strict=True):
                if isinstance(outcome.error, NotFound | AccessError) and outcome.state == "error":
                    halves += [half for half in (ids[: len(ids) // 2], ids[len(ids) // 2 :]) if len(ids) > 1]
                    continue
                found.update({page_id: [] for page_id in ids})
                for item in values.as_rows(outcome.value()):
                    block = rows.block(item, self.portal_origin)
                    found.setdefault(block.page_id, []).append(block)
            waiting = halves
        return found

    def block_content(
        self, page_id: int, block_id: int, scope: SiteScope, draft: bool = True
    ) -> Block | None:
        """One block with its HTML (``landing.block.getcontent``), hidden too, or None."""
        params = {
            "lid": page_id,
            "block": block_id,
            "editMode": draft,
            "params": {"wrapper_show": True, "force_unactive": True},
        }
        try:
            result = self._call("landing.block.getcontent", params, scope)
        except NotFound:
            return None
        if not isinstance(result, dict):
            return None
        return rows.block_content(result, page_id, self.portal_origin)

    def sections(self, scope: SiteScope) -> dict[str, str]:
        """Code and name of the sections in which a block may be saved (``landing.block.getrepository``)."""
        return rows.sections(self._call("landing.block.getrepository", {}, scope))

    def saved_blocks(self, scope: SiteScope) -> list[SavedBlock]:
        """All favorites the portal shows to this person (``landing.block.getrepository``)."""
        return rows.saved_blocks(self._call("landing.block.getrepository", {}, scope), self.portal_origin)

    def upload_file(self, block_id: int, name: str, data: bytes, scope: SiteScope) -> UploadedFile:
        """Attach a picture to a draft block (``landing.block.uploadfile``), as bytes, never by address.

        It changes nothing on the page; ``id`` is what ``favorite`` takes as preview. Raises ``NotFound``,
        ``Rejected`` (``FILE_ERROR``) and the usual errors.
        """
        params = {"block": block_id, "picture": [name, base64.b64encode(data).decode("ascii")]}
        answer = values.as_map(self._call("landing.block.uploadfile", params, scope))
        if not values.whole(answer.get("id")):
            raise Rejected("FILE_ERROR", method="landing.block.uploadfile")
        return UploadedFile(values.whole(answer.get("id")), values.text(answer.get("src")))

    def favorite(
        self,
        page_id: int,
        block_id: int,
        scope: SiteScope,
        *,
        name: str,
        sections: Sequence[str] = (),
        preview_id: int | None = None,
        template_code: str = "",
    ) -> Outcome:
        """Save a copy of a draft block to favorites (``landing.landing.favoriteBlock``); result: its id.

        Only known keys go into the portal's record, and a name always does: without one nobody could ever
        remove the favorite. ``ValueError`` for an empty name.
        """
        if not name.strip():
            raise ValueError("a favorite needs a name")
        meta: dict[str, object] = {"name": name}
        if sections:
            meta["section"] = list(sections)
        if preview_id:
            meta["preview"] = preview_id
        if template_code:
            meta["tpl_code"] = template_code
        params = {"lid": page_id, "block": block_id, "meta": meta}
        return self._each("landing.landing.favoriteBlock", [params], scope)[0]

    def unfavorite(self, saved_ids: Sequence[int], scope: SiteScope) -> list[Outcome]:
        """Remove favorites (``landing.landing.unFavoriteBlock``).

        The portal names every failure alike, so an error outcome here holds ``NotFound``: it is not there,
        or it is not this person's.
        """
        outcomes = self._each(
            "landing.landing.unFavoriteBlock", [{"blockId": saved_id} for saved_id in saved_ids], scope
        )
        return [_not_there_or_not_yours(outcome) for outcome in outcomes]


def _not_there_or_not_yours(outcome: Outcome) -> Outcome:
    error = outcome.error
    if outcome.state != "error" or not isinstance(error, AccessError):
        return outcome
    return Outcome("error", error=NotFound(error.code, error.description, method=error.method))
