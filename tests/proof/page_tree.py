"""A model of one site's tree of pages: what must be true on the portal, whatever gets lost on the way."""

from dataclasses import dataclass, field, replace
from typing import Any

from landing_app.actions.base import Target
from landing_app.jobs.models import JobItem
from portal_emulator.model import Page
from tests.jobs.engine import Town, target


@dataclass(frozen=True, slots=True)
class Leaf:
    """What undo must bring back: ACTIVE, DELETED, SITE_ID, FOLDER_ID; and PUBLIC, which tells drafts apart."""

    active: bool
    public: bool
    deleted: bool
    site: int
    folder: int


def leaf(page: Page) -> Leaf:
    return Leaf(page.active, page.public, page.deleted, page.site_id, page.folder_id or 0)


@dataclass
class Tree:
    """The model. `after` says what a finished item must have done to it; everything else must not change."""

    leaves: dict[int, Leaf] = field(default_factory=dict)

    def expect(self, action: str, item: JobItem, options: dict[str, Any]) -> None:
        """An item ended *done*: the page, or its copy, must be so from now on."""
        was = self.leaves[item.target_id]
        if action == "copy_page":
            live = bool(options.get("publish"))
            self.leaves[item.made_id or 0] = Leaf(live, live, False, options["site"], options["folder"])
        else:
            self.leaves[item.target_id] = after(action, was, item, options)

    def differences(self, town: Town) -> list[str]:
        """Where the portal and the model disagree, pages without an item among them."""
        there = {page.id: leaf(page) for page in town.there.pages.values()}
        ids = sorted(there.keys() | self.leaves.keys())
        return [
            f"page {page_id}: expected {self.leaves.get(page_id)}, the portal holds {there.get(page_id)}"
            for page_id in ids
            if there.get(page_id) != self.leaves.get(page_id)
        ]


def after(action: str, was: Leaf, item: JobItem, options: dict[str, Any]) -> Leaf:
    """What each action makes of a page."""
    if action == "publish_page":
        return replace(was, active=True, public=True)
    if action == "unpublish_page":
        return replace(was, active=False, public=False)
    if action == "trash_page":
        return replace(was, active=False, deleted=True)
    if action == "restore_page":
        live = bool(item.params.get("publish"))
        return replace(was, deleted=False, active=live, public=live or was.public)
    if action == "move_page":
        goal = item.params if "site" in item.params else options
        # The portal publishes a moved page again when it was online.
        return replace(was, site=goal["site"], folder=goal["folder"] or 0, public=was.active)
    raise AssertionError(action)


def targets_of(town: Town, ids: list[int]) -> list[Target]:
    return [target(town.there.pages[page_id]) for page_id in ids]
