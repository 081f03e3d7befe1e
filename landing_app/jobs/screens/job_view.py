"""One job as its page shows it: state, bar, numbers, and what the person looking may do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext, ngettext, pgettext

from landing_app.jobs import explanations, followups, labels, services
from landing_app.jobs.action_words import ACTION_WORDS
from landing_app.jobs.models import OPEN_JOBS, ItemState, Job, JobState
from landing_app.jobs.progress import Counts, seconds_left
from landing_app.jobs.screens import moments
from landing_app.jobs.screens.presentation import (
    LABELS,
    Part,
    is_active,
    parts,
    percent,
    place,
    sentence,
    status_text,
    tone,
)
from landing_app.portals.models import PortalUser

POLL_MS = 1000
PARKED_POLL_MS = 10_000
_LONG_PAUSE = timedelta(seconds=30)
EARLY_POLLS = ((timedelta(seconds=1.5), 100), (timedelta(seconds=5), 400))
"""A click is seen to work within a second: so long after it the job is asked more often, in milliseconds."""


@dataclass(frozen=True, slots=True)
class Number:
    """A count with its word, under the bar."""

    value: int
    word: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class JobView:
    """What the templates of a job read. `polls` is the span between two polls in milliseconds, 0 for none."""

    id: Any
    state: str
    family: str
    title: str
    status_text: str
    note: str
    started: str
    tone: str
    label_tone: str
    icon: str
    total: int
    processed: int
    percent: int
    waiting: int
    progress_text: str
    parts: list[Part]
    numbers: list[Number]
    polls: int
    over: bool
    parked: bool
    can_stop: bool
    can_resume: bool
    can_retry: bool
    retry_count: int
    picture_troubles: int
    can_undo: bool
    undo_note: str


def job_view(job: Job, viewer: PortalUser, now: Counts, watched: bool = False) -> JobView:
    """What `viewer` sees of `job` with these counts. `watched`: a retry or undo of this job is at work.

    Items of a stopped job that were at work are finished, so it is asked until they are."""
    colour, undoable, retries = tone(job, now), services.undo_count(job), services.retry_count(job)
    return JobView(
        id=job.pk,
        state=job.state,
        family=family(job),
        title=labels.label(job),
        status_text=status_text(job),
        note=_note(job, now),
        started=_started(job),
        tone=colour,
        label_tone=LABELS[colour],
        icon=ACTION_WORDS[job.action].icon,
        total=now.total,
        processed=now.processed,
        percent=percent(now),
        waiting=now.open,
        progress_text=labels.progress_text(now),
        parts=parts(now),
        numbers=_numbers(job, now),
        polls=_polls(job, watched or bool(now.running or now.checking)),
        over=job.is_final,
        parked=job.state == JobState.PARKED,
        can_stop=(job.state in OPEN_JOBS or is_active(job))
        and (job.starter_id == viewer.pk or viewer.is_admin),
        can_resume=job.state == JobState.PARKED and job.starter_id == viewer.pk,
        can_retry=bool(retries),
        retry_count=retries,
        picture_troubles=len(followups.picture_troubles(job)) if job.is_final else 0,
        can_undo=bool(undoable) and may_undo(viewer, job),
        undo_note=_undo_note(job, viewer, undoable),
    )


def family(job: Job) -> str:
    """Jobs of one family look alike, so a poll inside it renews parts only."""
    return "active" if is_active(job) else job.state


def _polls(job: Job, watched: bool) -> int:
    if is_active(job):
        age = timezone.now() - (job.started_at or job.created_at)
        return next((span for until, span in EARLY_POLLS if age < until), POLL_MS)
    if watched:
        return POLL_MS
    return PARKED_POLL_MS if job.state == JobState.PARKED else 0


def _started(job: Job) -> str:
    at = moments.full(job.started_at or job.created_at)
    words = [place(job), gettext("Started %(when)s by %(who)s") % {"when": at, "who": job.starter}]
    return " · ".join(word for word in words if word)


def _note(job: Job, now: Counts) -> str:
    """Why it waits or ended early, or how long it still takes."""
    code = job.stop_code if job.state == JobState.CANCELLED else job.hold_code
    if code:
        why = sentence(explanations.explain(code, job=job), beside=status_text(job))
        return " ".join(part for part in (why, _goes_on_at(job)) if part)
    return moments.left(seconds_left(job, now))


def _goes_on_at(job: Job) -> str:
    """When a job that the portal holds up is tried again, once that is longer than a moment."""
    if job.is_final or job.due_at - timezone.now() < _LONG_PAUSE:
        return ""
    return gettext("It goes on %(when)s.") % {"when": moments.full(job.due_at)}


def _numbers(job: Job, now: Counts) -> list[Number]:
    shown = [
        Number(now.done, str(ACTION_WORDS[job.action].done)),
        Number(now.failed, pgettext("count", "not done"), "is-bad"),
        Number(now.needs_you, ngettext("needs attention", "need attention", now.needs_you), "is-warn"),
        Number(now.skipped, pgettext("count", "left as is")),
        Number(now.undone, pgettext("count", "taken back")),
        Number(now.cancelled, pgettext("count", "not begun")),
        Number(now.open, pgettext("count", "to go")),
    ]
    return [number for number in shown if number.value] or shown[:1]


def may_undo(viewer: PortalUser, job: Job) -> bool:
    """Whether an undo by this person has a chance: some things only their maker can take back."""
    return job.starter_id == viewer.pk or not job.definition.undone_by_starter_only


def _undo_note(job: Job, viewer: PortalUser, undoable: int) -> str:
    """What Undo does, or why the job or this person cannot undo it."""
    if undoable and not may_undo(viewer, job):
        return gettext("Only %(who)s can undo this.") % {"who": job.starter}
    if undoable or not job.is_final:
        return labels.what_undo_does(job, undoable)
    stuck = job.items.filter(state=ItemState.DONE).exclude(undo_code="").first()
    return explanations.explain(stuck.undo_code).title if stuck else ""
