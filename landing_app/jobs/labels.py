"""Titles of jobs and words of outcomes, plural-correct and translatable."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from landing_app.jobs.action_words import ACTION_WORDS
from landing_app.jobs.models import ItemState, Job, JobItem, JobState
from landing_app.jobs.progress import Counts


def label(job: Job) -> str:
    """What the job does, as it was when it started: "Publishing 3 pages"."""
    count = int(job.title_parts.get("count", 0))
    text = str(ACTION_WORDS[job.action].doing % {"count": count})
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
    return str(ACTION_WORDS[action].happened)


def what_undo_does(job: Job, count: int) -> str:
    """The sentence beside the Undo button; empty when the action has no undo."""
    undo = ACTION_WORDS[job.action].undo
    return str(undo % {"count": count}) if undo and count else ""
