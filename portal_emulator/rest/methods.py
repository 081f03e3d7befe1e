"""Imports every module that registers methods, so that ``METHODS`` is complete."""

from __future__ import annotations

from ..landing import (
    block_edits,
    block_reading,
    block_texts,
    block_transfer,
    favorites,
    folder,
    page_fields,
    page_reading,
    page_transfer,
    placements,
    publication,
    repository,
    site,
    site_fields,
    template,
    trash,
    uploads,
)
from ..system import event_bindings, identity, widgets
from .registry import METHODS

MODULES = (
    block_edits, block_reading, block_texts, block_transfer, favorites, folder, page_fields, page_reading,
    page_transfer, placements, publication, repository, site, site_fields, template, trash, uploads, event_bindings, identity,
    widgets,
)  # fmt: skip

__all__ = ["METHODS", "MODULES"]
