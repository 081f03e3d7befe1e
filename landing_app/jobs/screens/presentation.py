"""What the job screens show of jobs and items: words, tones, icons, parts of the bar. Changes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext, ngettext

from landing_app.jobs import explanations, labels
from landing_app.jobs.action_words import ACTION_WORDS
from landing_app.jobs.models import ACTIVE_JOBS, OPEN_JOBS, ItemState, Job, JobItem, JobState
from landing_app.jobs.progress import Counts
from landing_app.jobs.screens import moments
from landing_app.jobs.screens.links import Link, link_of

_TONES = {JobState.WAITING: "run", JobState.RUNNING: "run", JobState.PARKED: "warn", JobState.DONE: "ok"}
LABELS = {"run": "info", "warn": "warn", "ok": "ok", "bad": "bad", "off": ""}
# Item state: icon, its tone, tone of the outcome, class of the explanation.
_ITEMS = {
    ItemState.WAITING: ("clock", "wait", "is-wait", "tell"),
    ItemState.RUNNING: ("process", "run", "is-run", "tell"),
    ItemState.CHECKING: ("process", "run", "is-run", "tell"),
    ItemState.DONE: ("circle-check", "ok", "is-ok", "tell"),
    ItemState.FAILED: ("circle-cross", "no", "is-bad", "why"),
    ItemState.SKIPPED: ("minus", "wait", "is-wait", "tell"),
    ItemState.NEEDS_YOU: ("alert-accent", "you", "is-warn", "tell"),
    ItemState.CANCELLED: ("stop", "wait", "is-wait", "tell"),
    ItemState.UNDONE: ("undo", "wait", "is-wait", "tell"),
}
_WHOLE = 99.9  # percent; beyond it no further part follows


@dataclass(frozen=True, slots=True)
class Part:
    """A rectangle of the bar, in percent of its width."""

    tone: str
    start: str
    width: str


def tone(job: Job, now: Counts) -> str:
    """Colour of the job's icon; always accompanied by words."""
    if job.state in _TONES:
        return _TONES[JobState(job.state)]
    if job.state == JobState.DONE_WITH_ERRORS:
        return "warn" if now.done else "bad"
    return "off"


def parts(now: Counts) -> list[Part]:
    """Done, failed, needs you, left alone; what is open shows as the ground of the bar."""
    if not now.total:
        return []
    shares = [
        ("is-done", now.done),
        ("is-failed", now.failed),
        ("is-you", now.needs_you),
        ("is-other", now.skipped + now.cancelled + now.undone),
    ]
    found: list[Part] = []
    start = 0.0
    for name, number in shares:
        width = 100 * number / now.total
        if width:
            gap = 0.25 if start + width < _WHOLE else 0
            found.append(Part(name, f"{start:.2f}", f"{max(width - gap, 0.5):.2f}"))
        start += width
    return found


def percent(now: Counts) -> int:
    """Share of items with a final state; grows only, because a final state is never left for an open one."""
    return 100 * now.processed // now.total if now.total else 100


def place(job: Job) -> str:
    """Where the job works: the site, and for a copy where to."""
    parts = job.title_parts
    if parts.get("to"):
        return gettext("To %(place)s") % {"place": parts["to"]}
    return str(parts.get("place", ""))


def errors_text(now: Counts) -> str:
    """How many items did not end well, or nothing."""
    number = now.with_errors
    return ngettext("%(n)s error", "%(n)s errors", number) % {"n": number} if number else ""


@dataclass(frozen=True, slots=True)
class JobRow:
    """A job in the list of Activity."""

    id: Any
    title: str
    tone: str
    tone_text: str
    icon: str
    when: str
    detail: str
    running: bool
    parts: list[Part]
    current: bool = False


def is_active(job: Job) -> bool:
    """A retry or undo is waiting while its plan is being made."""
    return job.state in ACTIVE_JOBS or (job.state == JobState.PLANNED and job.autostart)


def status_text(job: Job) -> str:
    """One of the fixed words for a job's state."""
    return str(JobState.WAITING.label if job.state == JobState.PLANNED else job.get_state_display())


def job_row(job: Job, now: Counts) -> JobRow:
    """The line of a job in the list."""
    words = [place(job), errors_text(now), str(job.starter)]
    return JobRow(
        id=job.pk,
        title=labels.headline(job, now),
        tone=tone(job, now),
        tone_text=status_text(job),
        icon=ACTION_WORDS[job.action].icon,
        when=moments.short(job.finished_at or job.started_at or job.created_at),
        detail=" · ".join(word for word in words if word),
        running=job.state in OPEN_JOBS or is_active(job),
        parts=parts(now),
    )


@dataclass(frozen=True, slots=True)
class ItemView:
    """An item in the list `Items`. `href` opens it where visitors see it."""

    id: int
    state: str
    title: str
    address: str
    href: str
    happened: str
    outcome: str
    icon: str
    tone: str
    out_tone: str
    why_class: str
    spinning: bool
    why: str
    next_step: str
    link: Link | None
    can_undo: bool


def item_view(item: JobItem, job: Job, undoable: frozenset[int] = frozenset()) -> ItemView:
    """The line of an item: title, outcome, why, what to do next."""
    icon, icon_tone, out_tone, why_class = _ITEMS[ItemState(item.state)]
    told, outcome = explanations.explain_item(item), labels.outcome(item)
    outside = item.address.startswith(("http://", "https://"))
    # A waiting item only names its reason: what to do about it stands in the panel above.
    waits = item.state == ItemState.WAITING
    next_step = "" if waits else told.next_step
    return ItemView(
        id=item.pk,
        state=item.state,
        title=item.title or gettext("(no title)"),
        address=urlsplit(item.address).path if outside else item.address,
        href=item.address if outside and item.state == ItemState.DONE and _goes_online(job) else "",
        happened=labels.what_happened(item, job.action),
        outcome=outcome,
        icon=icon,
        tone=icon_tone,
        out_tone=out_tone,
        why_class=why_class,
        spinning=item.state == ItemState.RUNNING,
        why=told.title if waits else sentence(told, outcome, goes_on=bool(next_step)),
        next_step=next_step,
        link=link_of(told.link, item, job) if told and not waits else None,
        can_undo=item.pk in undoable,
    )


def _goes_online(job: Job) -> bool:
    """What this job finishes can be looked at under its address."""
    return job.action == "publish_page" or (job.action == "copy_page" and bool(job.options.get("publish")))


def sentence(told: explanations.Explanation, beside: str = "", *, goes_on: bool = False) -> str:
    """Title and body of an explanation in one line. A title that stands `beside` it already is not repeated; one
    without a body is closed like a sentence when the line `goes_on`."""
    title = "" if told.title == beside else told.title
    if title and (told.body or goes_on):
        title = f"{title}."
    return " ".join(part for part in (title, told.body) if part)
