"""Removing the application from a portal: what stands in the way, and what goes with it."""

from __future__ import annotations

from .model import Portal


class RemovalBlockedError(Exception):
    """The portal refuses; the text is its code."""


def check_removal(portal: Portal, code: str) -> None:
    """Raises RemovalBlockedError: LANDING_EXISTS_BLOCKS while a block of the application is published,
    LANDING_EXISTS_PAGES while a page is that it made.
    """
    with portal.lock:
        pages = [page for page in portal.pages.values() if page.active and not page.deleted]
        if any(page.initiator_app == code for page in pages):
            raise RemovalBlockedError("LANDING_EXISTS_PAGES")
        own = {block.code for block in portal.repository.values() if block.app_code == code}
        # Only pages that were built can hold one: seeds know no blocks of this application.
        if own and any(row.public and row.code in own for page in pages for row in portal.rows_of(page)):
            raise RemovalBlockedError("LANDING_EXISTS_BLOCKS")


def drop_library(portal: Portal, code: str) -> None:
    """The application's blocks leave the library; pages keep what they hold."""
    for block in [block for block in portal.repository.values() if block.app_code == code]:
        del portal.repository[block.code]
