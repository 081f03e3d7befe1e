"""What the two screens of this app show: Activity (the list) and a job's own page."""

from typing import Any, NamedTuple
from zlib import crc32

from django.core.paginator import Page, Paginator
from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext, pgettext

from landing_app.actions.registry import ACTIONS
from landing_app.jobs import followups, labels
from landing_app.jobs.models import OPEN_JOBS, ItemState, Job, JobItem, JobState
from landing_app.jobs.progress import counts, counts_of
from landing_app.jobs.screens.job_view import JobView, job_view
from landing_app.jobs.screens.parked_panel import parked_panel
from landing_app.jobs.screens.presentation import ItemView, item_view, job_row
from landing_app.jobs.visibility import visible_jobs
from landing_app.portals.models import PortalUser

JOBS_PER_PAGE = 20
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


class Chip(NamedTuple):
    """One choice above the list of jobs."""

    name: str
    label: str
    number: int
    current: bool


def activity_context(viewer: PortalUser, show: str, query: str, number: str) -> dict[str, Any]:
    """The list of visible jobs, newest first, and beside it the newest of them."""
    visible = visible_jobs(viewer)
    filters = {
        "all": Q(),
        "running": Q(state__in=OPEN_JOBS),
        "errors": Q(state=JobState.DONE_WITH_ERRORS),
        "mine": Q(starter=viewer),
    }
    show = show if show in filters else "all"
    page = Paginator(_found(visible.filter(filters[show]), query), JOBS_PER_PAGE).get_page(number)
    numbers = counts_of(list(page))
    context = {
        "rows": [job_row(job, numbers[str(job.pk)]) for job in page],
        "chips": _chips(visible, filters, show),
        "show": show,
        "query": query,
        "jobs_page": page,
        "jobs_numbers": _page_numbers(page),
        "jobs_address": f"{reverse('activity')}?{urlencode({'show': show, 'q': query})}&page=",
    }
    newest = next(iter(page), None)
    return context | (job_context(viewer, newest, "1", level=2) if newest else {})


def _chips(visible: QuerySet[Job], filters: dict[str, Q], show: str) -> list[Chip]:
    labels = {
        "all": pgettext("jobs", "All"),
        "running": pgettext("jobs", "Running"),
        "errors": pgettext("jobs", "With errors"),
        "mine": pgettext("jobs", "Mine"),
    }
    counted = {name: visible.filter(filters[name]).count() for name in ("running", "errors")}
    return [Chip(name, label, counted.get(name, 0), name == show) for name, label in labels.items()]


def _found(jobs: QuerySet[Job], query: str) -> QuerySet[Job]:
    """Jobs whose action, place or any item is named like the search."""
    if not query:
        return jobs
    wanted = query.casefold()
    actions = [name for name, action in ACTIONS.items() if wanted in str(action.title).casefold()]
    items = JobItem.objects.filter(job=OuterRef("pk")).filter(
        Q(title__icontains=query) | Q(address__icontains=query)
    )
    named = Q(title_parts__place__icontains=query) | Q(title_parts__to__icontains=query)
    return jobs.filter(Q(action__in=actions) | named | Q(Exists(items)))


def job_context(viewer: PortalUser, job: Job, number: str, level: int = 1) -> dict[str, Any]:
    """One job with one page of its items; `level` is the level of its heading."""
    page = Paginator(_ranked(job), ITEMS_PER_PAGE).get_page(number)
    undoable = _undoable(job, [item.pk for item in page])
    items = [item_view(item, job, undoable) for item in page]
    related, watched = _related(viewer, job)
    now = counts(job)
    view = job_view(job, viewer, now, watched)
    return {
        "view": view,
        "acts": _acts(view, related),
        "level": level,
        "items": items,
        "seen": seen(items),
        "page": page,
        "numbers": _page_numbers(page),
        "items_address": f"{reverse('job', args=[job.pk])}?page=",
        "related": related,
        "parked": parked_panel(job, viewer, now) if job.state == JobState.PARKED else None,
    }


def seen(items: list[ItemView]) -> str:
    """What the browser has of the items, so that a poll brings only those that changed."""
    return "-".join(f"{item.id}.{item.state}" for item in items)


def changed_items(job: Job, text: str) -> tuple[list[ItemView], str]:
    """Items of `seen` whose state is another now, and the new `seen`. Whatever does not parse is left out."""
    known = dict(part.split(".", 1) for part in text.split("-")[:ITEMS_PER_PAGE] if "." in part)
    ids = [int(key) for key in known if key.isascii() and key.isdigit() and len(key) < 19]
    rows = {item.pk: item for item in JobItem.objects.filter(job=job, pk__in=ids)}
    undoable = _undoable(job, ids)
    views = [item_view(rows[pk], job, undoable) for pk in ids if pk in rows]
    return [view for view in views if known[str(view.id)] != view.state], seen(views)


def _undoable(job: Job, ids: list[int]) -> frozenset[int]:
    return frozenset(followups.undoable(job).filter(pk__in=ids).values_list("pk", flat=True))


def _ranked(job: Job) -> QuerySet[JobItem]:
    ranks = [When(state=state, then=Value(rank)) for rank, state in enumerate(_RANKS)]
    rank = Case(*ranks, default=Value(len(_RANKS)), output_field=IntegerField())
    return JobItem.objects.filter(job=job).annotate(rank=rank).order_by("rank", "position")


def _acts(view: JobView, related: "list[RelatedJob]") -> str:
    """Changes when there is something else to do with the job."""
    parts = (view.can_undo and view.undo_note, view.can_retry and view.retry_count, len(related))
    return f"{crc32(repr(parts).encode()):x}"


class RelatedJob(NamedTuple):
    """A job this one was made from, or one made from it."""

    words: str
    title: str
    id: Any


def _related(viewer: PortalUser, job: Job) -> tuple[list[RelatedJob], bool]:
    """Links to related jobs the viewer may see, and whether one made from this job is at work."""
    visible = visible_jobs(viewer)
    above = visible.filter(pk=job.parent_id) if job.parent_id else visible.none()
    below = list(visible.filter(parent=job).order_by("created_at"))
    from_it = {Job.Relation.RETRY: gettext("Retry of"), Job.Relation.UNDO: gettext("Undo of")}
    made = {Job.Relation.RETRY: gettext("Retried by"), Job.Relation.UNDO: gettext("Taken back by")}
    links = [_link(from_it, job.relation, one) for one in above]
    links += [_link(made, one.relation, one) for one in below]
    return links, any(one.state in OPEN_JOBS for one in below)


def _link(words: dict[Job.Relation, str], relation: str, job: Job) -> RelatedJob:
    return RelatedJob(words.get(Job.Relation(relation), ""), labels.label(job), job.pk)


def _page_numbers(page: Page[Any]) -> list[int | str]:
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1))
