"""Which actions a person may take on a site, with the reason for those they may not.

Rests on the operations of `landing.site.getRights`: `public` publishes, `edit` changes blocks, `delete` moves
to the recycle bin. The portal checks again on every call; this only says it before the click.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from landing_app.bitrix24.types import Rights, Site
from landing_app.explorer.rows import PageRow


@dataclass(frozen=True, slots=True)
class ActionButton:
    """One button that opens a dialog. `locked` says why it is off; "" when it is not."""

    name: str
    label: str
    icon: str
    css: str
    locked: str


@dataclass(frozen=True, slots=True)
class Locks:
    """What the person lacks on this site. `viewer`: may only look. `request`: words for an administrator."""

    viewer: bool
    publish: str
    edit: str
    delete: str
    request: str


def locks_of(rights: Rights, site: Site) -> Locks:
    """The locks that follow from the rights on a site."""
    can = {name: rights.can(name) for name in ("public", "edit", "delete")}
    return Locks(
        viewer=not any(can.values()),
        publish="" if can["public"] else _("You do not have the right to publish this site."),
        edit="" if can["edit"] else _("You do not have the right to edit this site."),
        delete="" if can["delete"] else _("You do not have the right to delete pages of this site."),
        request=_("Hello. I need the Edit and Publish rights for the site “%(site)s” in Bitrix24 Sites.")
        % {"site": site.title},
    )


def page_toolbar(locks: Locks, *, trash: bool) -> list[ActionButton]:
    """Buttons of the toolbar `Selected pages`."""
    if trash:
        return [ActionButton("restore_page", _("Restore"), "undo", "btn--primary", locks.delete)]
    outline = "btn--outline"
    return [
        ActionButton("publish_page", _("Publish"), "published", "btn--primary", locks.publish),
        ActionButton("unpublish_page", _("Unpublish"), "unpublish", outline, locks.publish),
        ActionButton("copy_page", _("Copy"), "copy", outline, locks.edit),
        ActionButton("remove_entities", _("Clean up"), "clean", outline, locks.edit),
        ActionButton("trash_page", _("Move to recycle bin"), "trash", outline, locks.delete),
    ]


def block_toolbar(locks: Locks) -> list[ActionButton]:
    """Buttons of the toolbar `Selected blocks`."""
    return [
        ActionButton("favorite_block", _("Save to favorites"), "favorite", "btn--primary", locks.edit),
        ActionButton("remove_entities", _("Clean up"), "clean", "btn--outline", locks.edit),
    ]


def settled(row: PageRow) -> str:
    """Why publishing this page is off; "" when it would change something."""
    return _("Nothing was changed since it was published.") if row.settled else ""


def offline(row: PageRow) -> str:
    """Why unpublishing this page is off; "" when it is published."""
    return "" if row.online else _("The page is not published.")


def page_buttons(locks: Locks, row: PageRow) -> tuple[list[ActionButton], list[ActionButton]]:
    """The main button of a page and the list of the others."""
    if row.state == "deleted":
        return [ActionButton("restore_page", _("Restore"), "undo", "", locks.delete)], []
    publish = _("Publish changes") if row.state == "changed" else _("Publish")
    main = [ActionButton("publish_page", publish, "published", "", locks.publish or settled(row))]
    more = [
        ActionButton("unpublish_page", _("Unpublish"), "unpublish", "act", locks.publish or offline(row)),
        ActionButton("copy_page", _("Copy to a folder"), "copy", "act", locks.edit),
        ActionButton("move_page", _("Move to a folder"), "move", "act", locks.delete),
        ActionButton("trash_page", _("Move to recycle bin"), "trash", "act", locks.delete),
        ActionButton(
            "remove_entities", _("Clean up blocks and files"), "clean", "act act--alert", locks.edit
        ),
    ]
    return main, more
