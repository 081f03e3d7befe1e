"""The picture of a favorite: uploaded to the block before, removed again when the block could not be saved."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from landing_app.actions.base import Facts, Result, Step
from landing_app.bitrix24.errors import Bitrix24Error, TransportError

if TYPE_CHECKING:
    from landing_app.bitrix24.landing import Landing

#: Codes that say that the picture was the trouble, and not the block.
PICTURE_CODES = ("PICTURE_GONE", "FILE_ERROR")


class PictureGoneError(Exception):
    """A picture was chosen and is no longer kept; saving without it is for the person to decide."""


def attached(landing: Landing, step: Step, key: str, files: Facts) -> Facts:
    """`{"preview": file id, "preview_address": …}` of the picture `key` on the block; empty without one.

    What an earlier attempt left on the block is used again. Raises `PictureGoneError` and what
    `landing.block.uploadfile` raises.
    """
    if step.evidence.get("preview"):
        return {name: step.evidence[name] for name in ("preview", "preview_address") if name in step.evidence}
    if not key:
        return {}
    if key not in files:
        raise PictureGoneError
    name, data = files[key]
    uploaded = landing.upload_file(step.target.id, name, data, step.target.scope)
    return {"preview": uploaded.id, "preview_address": uploaded.src}


def after_saving(landing: Landing, step: Step, result: Result, picture: Facts) -> Result:
    """The result of saving a block with what became of its picture.

    A lost answer keeps the picture: should the favorite have to be sent again, then with the same one. A block
    that was not saved takes its picture along (`landing.landing.removeEntities`), and the result says so.
    """
    if not picture or result.state == "done":
        return result
    if result.state == "unknown":
        return replace(result, evidence={**result.evidence, **picture})
    removed = _removed(landing, step, int(picture["preview"]))
    evidence = {"preview": 0} if removed else picture
    return replace(
        result,
        detail={**result.detail, "picture": "removed" if removed else "left"},
        evidence={**result.evidence, **evidence},
    )


def refused_picture(error: Bitrix24Error, result: Result) -> Result:
    """The result of an upload that failed: only a file record may have been left behind, no favorite."""
    if isinstance(error, TransportError):
        return Result("retry", error.code, {"trouble": True}, sent=False)
    return result


def _removed(landing: Landing, step: Step, preview: int) -> bool:
    target = step.target
    try:
        outcome = landing.remove_entities(target.page, target.scope, images=[(target.id, preview)])
    except Bitrix24Error:
        return False
    return outcome.state == "ok"
