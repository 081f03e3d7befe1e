"""The words of the dialogs: heading, main button, consequence, what can be undone; per action."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from landing_app.explorer.plan_view import PlanView

Words = dict[str, Any]
Maker = Callable[[PlanView | None, int], Words]


def words(action: str, plan: PlanView | None, total: int) -> Words:
    """Context of the dialog of `action`. `plan` is None while it is being made, `total` counts targets."""
    count = len(plan.ready) if plan and plan.ready else total
    return {"nothing": _("Nothing would be changed."), "undo_note": ""} | MAKERS[action](plan, count)


def nothing_to_do(action: str, data: Mapping[str, Any]) -> tuple[str, str]:
    """Heading and text when what was posted leads to no target at all."""
    if action == "publish_page" and data.get("all") == "1" and data.get("status") == "changed":
        return _("No changed pages"), _("Visitors already get every published page as it is.")
    if action == "delete_blocks":
        return _("The recycle bins are empty"), _("No block of these pages was cleaned up before.")
    if action == "remove_entities":
        return _("Nothing to clean up"), _("These pages have no blocks and no unused image records.")
    return _("Nothing is selected"), _("Select something in the list first.")


def _publish(plan: PlanView | None, count: int) -> Words:
    heading = ngettext("Publish %(n)s page?", "Publish %(n)s pages?", count) % {"n": count}
    if plan is None:
        return {"heading": heading, "button": _("Publish")}
    if plan.opens_site:
        button = ngettext("Publish %(n)s page and the site", "Publish %(n)s pages and the site", count)
    else:
        button = ngettext("Publish %(n)s page", "Publish %(n)s pages", count)
    return {
        "heading": heading,
        "button": button % {"n": count} if plan.ready else _("Publish"),
        "nothing": _("Nothing would be published."),
        "effects_title": _("Will also be published"),
        "limit_note": _limit_note(plan),
        "undo_note": _publish_undo(plan),
    }


def _limit_note(plan: PlanView) -> str:
    more = plan.outcomes("goes_live")
    text = ngettext(
        "%(n)s more published page counts towards the limit of your Bitrix24 plan.",
        "%(n)s more published pages count towards the limit of your Bitrix24 plan.",
        more,
    )
    site = "" if plan.opens_site else " " + _("The site itself is already published.")
    return (text % {"n": more} if more else _("The number of published pages stays the same.")) + site


def _publish_undo(plan: PlanView) -> str:
    live, changes = plan.outcomes("goes_live"), plan.outcomes("publishes_changes")
    if live and changes:
        return _("“Goes live” can be undone in Activity, published changes cannot.")
    return _("Can be undone in Activity.") if live else _("Published changes cannot be undone.")


def _unpublish(plan: PlanView | None, count: int) -> Words:
    button = ngettext("Unpublish %(n)s page", "Unpublish %(n)s pages", count) % {"n": count}
    return {
        "heading": ngettext("Unpublish %(n)s page?", "Unpublish %(n)s pages?", count) % {"n": count},
        "button": button if plan and plan.ready else _("Unpublish"),
        "nothing": _("Nothing would go offline."),
        "consequence": _("Visitors will see “page not found”. Nothing is deleted in Bitrix24."),
        "undo_note": _("Can be undone in Activity."),
    }


def _trash(_plan: PlanView | None, count: int) -> Words:
    text = ngettext("Move %(n)s page to the recycle bin?", "Move %(n)s pages to the recycle bin?", count)
    return {
        "heading": text % {"n": count},
        "button": _("Move to recycle bin"),
        "consequence": _("Pages in the recycle bin are offline and can be restored."),
        "undo_note": _("Can be undone in Activity."),
    }


def _restore(_plan: PlanView | None, count: int) -> Words:
    return {
        "heading": ngettext("Restore %(n)s page?", "Restore %(n)s pages?", count) % {"n": count},
        "button": _("Restore"),
        "nothing": _("Nothing would be restored."),
        "consequence": _("They come back to their folders as drafts. Publish them to put them online."),
        "undo_note": _("Can be undone in Activity."),
    }


def _copy(plan: PlanView | None, count: int) -> Words:
    ready = bool(plan and plan.ready)
    return {
        "heading": ngettext("Copy %(n)s page", "Copy %(n)s pages", count) % {"n": count},
        "button": _("Copy"),
        "nothing": _("Nothing would be copied."),
        "effects_title": _("Will also go online"),
        "undo_note": _("Undo in Activity moves the copies to the recycle bin.") if ready else "",
    }


def _move(plan: PlanView | None, count: int) -> Words:
    ready = bool(plan and plan.ready)
    return {
        "heading": ngettext("Move %(n)s page", "Move %(n)s pages", count) % {"n": count},
        "button": _("Move"),
        "nothing": _("Nothing would be moved."),
        "effects_title": _("Will also go online"),
        "undo_note": _("Undo in Activity moves them back.") if ready else "",
    }


def _favorite(plan: PlanView | None, _count: int) -> Words:
    return {
        "heading": _("Save to favorites"),
        "button": _("Save"),
        "nothing": _("Nothing would be saved."),
        "touched": _touched(plan),
        "undo_note": _("Only you can undo this, in Activity."),
    }


def _clean(plan: PlanView | None, _count: int) -> Words:
    return {
        "heading": _("Clean up"),
        "button": _("Clean up"),
        "nothing": _("Nothing would be cleaned up."),
        "touched": _touched(plan),
    }


def _delete(_plan: PlanView | None, count: int) -> Words:
    return {
        "heading": ngettext("Delete %(n)s block for good?", "Delete %(n)s blocks for good?", count)
        % {"n": count},
        "button": _("Delete for good"),
        "nothing": _("Nothing would be deleted."),
    }


def _publish_site(_plan: PlanView | None, _count: int) -> Words:
    return {
        "heading": _("Publish the site?"),
        "button": _("Publish the site"),
        "nothing": _("Nothing would be published."),
        "consequence": _("The site goes online with the pages that are published. Drafts stay drafts."),
        "effects_title": _("Pages that become reachable"),
        "limit_note": _("One more published site counts towards the limit of your Bitrix24 plan."),
        "undo_note": _("Can be undone in Activity."),
    }


def _unpublish_site(_plan: PlanView | None, _count: int) -> Words:
    return {
        "heading": _("Unpublish the site?"),
        "button": _("Unpublish the site"),
        "nothing": _("Nothing would go offline."),
        "consequence": _(
            "Visitors of every page of the site will see “page not found”. Its pages stay as they are."
        ),
        "effects_title": _("Pages that visitors lose"),
        "undo_note": _("Can be undone in Activity."),
    }


def _touched(plan: PlanView | None) -> str:
    """Bitrix24 marks a published page as changed although visitors see no difference yet."""
    if plan is None or not plan.touches_pages:
        return ""
    return _("Published pages are shown as Changed afterwards; visitors see no difference until you publish.")


MAKERS: Mapping[str, Maker] = {
    "publish_page": _publish,
    "unpublish_page": _unpublish,
    "trash_page": _trash,
    "restore_page": _restore,
    "copy_page": _copy,
    "move_page": _move,
    "favorite_block": _favorite,
    "remove_entities": _clean,
    "delete_blocks": _delete,
    "publish_site": _publish_site,
    "unpublish_site": _unpublish_site,
}
