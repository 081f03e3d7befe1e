"""What a job's own page shows: the job, one page of its items, what a poll brings."""

from typing import Any
from zlib import crc32

from django.core.paginator import Paginator
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.urls import reverse

from landing_app.jobs import followups
from landing_app.jobs.models import ItemState, Job, JobItem, JobState
from landing_app.jobs.progress import counts
from landing_app.jobs.screens.job_view import JobView, job_view, may_undo
from landing_app.jobs.screens.paging import page_numbers
from landing_app.jobs.screens.parked_panel import parked_panel
from landing_app.jobs.screens.presentation import ItemView, item_view
from landing_app.jobs.screens.related_jobs import RelatedJob, related_jobs
from landing_app.portals.models import PortalUser

ITEMS_PER_PAGE = 50
# Failed first, then what waits for the person, then what is at work, done, and untouched.
_RANKS = (
    ItemState.FAILED,
    ItemState.NEEDS_YOU,
    ItemState.RUNNING,
    ItemState.CHECKING,
    ItemState.DONE,
    ItemState.UNDONE,
)


def job_context(viewer: PortalUser, job: Job, number: str, level: int = 1) -> dict[str, Any]:
    """One job with one page of its items; `level` is the level of its heading."""
    page = Paginator(_ranked(job), ITEMS_PER_PAGE).get_page(number)
    undoable = _undoable(viewer, job, [item.pk for item in page])
    items = [item_view(item, job, undoable) for item in page]
    related, watched = related_jobs(viewer, job)
    now = counts(job)
    view = job_view(job, viewer, now, watched)
    acts, shown = _acts(view, related), seen(items)
    return {
        "view": view,
        "acts": acts,
        "level": level,
        "items": items,
        "seen": shown,
        "mark": mark(view, acts, shown),
        "page": page,
        "numbers": page_numbers(page),
        "items_address": f"{reverse('job', args=[job.pk])}?page=",
        "related": related,
        "parked": parked_panel(job, viewer, now) if job.state == JobState.PARKED else None,
    }


def seen(items: list[ItemView]) -> str:
    """What the browser has of the items, so that a poll brings only those that changed."""
    return "-".join(f"{item.id}.{item.state}" for item in items)


def mark(view: JobView, acts: str, shown: str) -> str:
    """Another one as soon as a poll would bring anything that the browser does not show."""
    return f"{crc32(repr((view, acts, shown)).encode()):x}"


def changed_items(viewer: PortalUser, job: Job, text: str) -> tuple[list[ItemView], str]:
    """Items of `seen` whose state is another now, and the new `seen`. Whatever does not parse is left out."""
    known = dict(part.split(".", 1) for part in text.split("-")[:ITEMS_PER_PAGE] if "." in part)
    ids = [int(key) for key in known if key.isascii() and key.isdigit() and len(key) < 19]
    rows = {item.pk: item for item in JobItem.objects.filter(job=job, pk__in=ids)}
    undoable = _undoable(viewer, job, ids)
    views = [item_view(rows[pk], job, undoable) for pk in ids if pk in rows]
    return [view for view in views if known[str(view.id)] != view.state], seen(views)


def _undoable(viewer: PortalUser, job: Job, ids: list[int]) -> frozenset[int]:
    if not may_undo(viewer, job):
        return frozenset()
    return frozenset(followups.undoable(job).filter(pk__in=ids).values_list("pk", flat=True))


def _ranked(job: Job) -> QuerySet[JobItem]:
    ranks = [When(state=state, then=Value(rank)) for rank, state in enumerate(_RANKS)]
    rank = Case(*ranks, default=Value(len(_RANKS)), output_field=IntegerField())
    return JobItem.objects.filter(job=job).annotate(rank=rank).order_by("rank", "position")


def _acts(view: JobView, related: list[RelatedJob]) -> str:
    """Changes when there is something else to do with the job."""
    parts = (
        view.can_undo and view.undo_note,
        view.can_retry and view.retry_count,
        view.picture_troubles,
        len(related),
    )
    return f"{crc32(repr(parts).encode()):x}"
