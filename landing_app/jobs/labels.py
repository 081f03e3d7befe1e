"""Titles of jobs and words of outcomes, plural-correct and translatable."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from landing_app.jobs.models import ItemState, Job, JobItem, JobState
from landing_app.jobs.progress import Counts


def label(job: Job) -> str:
    """What the job does, as it was when it started: "Publishing 3 pages"."""
    count = int(job.title_parts.get("count", 0))
    text = _DOING[job.action](count) % {"count": count}
    return _("Undo: %(what)s") % {"what": text} if job.relation == Job.Relation.UNDO else text


def headline(job: Job, now: Counts) -> str:
    """The line of the job in Activity: what it does while it runs, what came of it at the end."""
    if job.state == JobState.PARKED:
        return parked_headline(job)
    if job.state == JobState.CANCELLED:
        numbers = {"done": now.done + now.undone, "total": now.total, "what": label(job)}
        return _("Stopped: %(what)s, %(done)s of %(total)s done") % numbers
    return label(job)


def parked_headline(job: Job) -> str:
    """Why a job waits for somebody, in one line."""
    if job.parked_code.startswith(("PUBLIC_", "TOTAL_", "SITE_LIMIT", "FREE_DOMAIN", "FEATURE_")):
        text = {
            "publish_page": _("Publishing stopped by the plan limit"),
            "copy_page": _("Copying stopped by the plan limit"),
        }
        return text.get(job.action, _("Stopped by the plan limit"))
    return _("%(what)s: waiting for you") % {"what": label(job)}


def progress_text(now: Counts) -> str:
    """What a screen reader says of the bar."""
    numbers = {"processed": now.processed, "total": now.total}
    return (
        ngettext(
            "%(processed)s of %(total)s item processed",
            "%(processed)s of %(total)s items processed",
            now.total,
        )
        % numbers
    )


def outcome(item: JobItem) -> str:
    """The fixed word for the item's state: Done, Failed, Skipped, Needs you, Undone, ..."""
    return str(ItemState(item.state).label)


def what_happened(item: JobItem, action: str) -> str:
    """What was done to a finished item, in the words of its action; empty for other states."""
    if item.state == ItemState.UNDONE:
        return pgettext("job item", "taken back")
    if item.state != ItemState.DONE:
        return ""
    if action == "publish_page" and item.intent.get("active"):
        return pgettext("job item", "changes published")
    return str(_HAPPENED[action]()) if action in _HAPPENED else ""


def what_undo_does(job: Job, count: int) -> str:
    """The sentence beside the Undo button; empty when the action has no undo."""
    makers = _UNDO.get(job.action)
    return makers(count) % {"count": count} if makers and count else ""


_DOING: dict[str, Callable[[int], str]] = {
    "publish_page": lambda n: ngettext("Publishing %(count)s page", "Publishing %(count)s pages", n),
    "unpublish_page": lambda n: ngettext("Unpublishing %(count)s page", "Unpublishing %(count)s pages", n),
    "trash_page": lambda n: ngettext(
        "Moving %(count)s page to the recycle bin", "Moving %(count)s pages to the recycle bin", n
    ),
    "restore_page": lambda n: ngettext("Restoring %(count)s page", "Restoring %(count)s pages", n),
    "move_page": lambda n: ngettext("Moving %(count)s page", "Moving %(count)s pages", n),
    "copy_page": lambda n: ngettext("Copying %(count)s page", "Copying %(count)s pages", n),
    "favorite_block": lambda n: ngettext(
        "Saving %(count)s block to favorites", "Saving %(count)s blocks to favorites", n
    ),
    "unfavorite_block": lambda n: ngettext(
        "Removing %(count)s block from favorites", "Removing %(count)s blocks from favorites", n
    ),
    "delete_blocks": lambda n: ngettext(
        "Deleting %(count)s block for good", "Deleting %(count)s blocks for good", n
    ),
    "restore_blocks": lambda n: ngettext("Restoring %(count)s block", "Restoring %(count)s blocks", n),
    "remove_entities": lambda n: ngettext("Cleaning up %(count)s item", "Cleaning up %(count)s items", n),
}

_HAPPENED: dict[str, Callable[[], str]] = {
    "publish_page": lambda: pgettext("job item", "now online"),
    "unpublish_page": lambda: pgettext("job item", "now offline"),
    "trash_page": lambda: pgettext("job item", "in the recycle bin"),
    "restore_page": lambda: pgettext("job item", "restored"),
    "move_page": lambda: pgettext("job item", "moved"),
    "copy_page": lambda: pgettext("job item", "copied"),
    "favorite_block": lambda: pgettext("job item", "saved to favorites"),
    "unfavorite_block": lambda: pgettext("job item", "removed from favorites"),
    "remove_entities": lambda: pgettext("job item", "cleaned up"),
    "restore_blocks": lambda: pgettext("job item", "restored"),
    "delete_blocks": lambda: pgettext("job item", "deleted for good"),
}

_UNDO: dict[str, Callable[[int], str]] = {
    "publish_page": lambda n: ngettext(
        "Undo takes %(count)s page offline that this job put online",
        "Undo takes %(count)s pages offline that this job put online",
        n,
    ),
    "unpublish_page": lambda n: ngettext(
        "Undo puts %(count)s page back online", "Undo puts %(count)s pages back online", n
    ),
    "trash_page": lambda n: ngettext(
        "Undo brings %(count)s page back from the recycle bin",
        "Undo brings %(count)s pages back from the recycle bin",
        n,
    ),
    "restore_page": lambda n: ngettext(
        "Undo moves %(count)s page to the recycle bin again",
        "Undo moves %(count)s pages to the recycle bin again",
        n,
    ),
    "move_page": lambda n: ngettext("Undo moves %(count)s page back", "Undo moves %(count)s pages back", n),
    "copy_page": lambda n: ngettext(
        "Undo moves %(count)s copy to the recycle bin", "Undo moves %(count)s copies to the recycle bin", n
    ),
    "favorite_block": lambda n: ngettext(
        "Undo removes %(count)s block from favorites", "Undo removes %(count)s blocks from favorites", n
    ),
    "remove_entities": lambda n: ngettext(
        "Undo restores %(count)s block", "Undo restores %(count)s blocks", n
    ),
}
