"""Refusals of the pretend portals that no switch of theirs knows."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from portal_emulator.rest.errors import RestError
from portal_emulator.rest.registry import METHODS

UPLOAD = "landing.block.uploadfile"


@contextmanager
def refusing_uploads() -> Iterator[None]:
    """The portals take no picture at all."""

    def run(call: Any, *arguments: Any) -> Any:
        raise RestError("FILE_ERROR", "File has failed to upload. This file may not be an image file.")

    known = METHODS[UPLOAD]
    METHODS[UPLOAD] = replace(known, run=run)
    try:
        yield
    finally:
        METHODS[UPLOAD] = known
