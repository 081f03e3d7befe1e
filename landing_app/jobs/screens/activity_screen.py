"""What Activity shows: the list of jobs with its filters, and the newest of them beside it."""

from dataclasses import replace
from typing import Any, NamedTuple

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import pgettext

from landing_app.actions.registry import ACTIONS
from landing_app.jobs.models import OPEN_JOBS, Job, JobItem, JobState
from landing_app.jobs.progress import counts_of
from landing_app.jobs.screens.job_screen import job_context
from landing_app.jobs.screens.paging import page_numbers
from landing_app.jobs.screens.presentation import job_row
from landing_app.jobs.visibility import visible_jobs
from landing_app.portals.models import PortalUser

JOBS_PER_PAGE = 20


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
    newest = next(iter(page), None)
    context = {
        "rows": [replace(job_row(job, numbers[str(job.pk)]), current=job == newest) for job in page],
        "chips": _chips(visible, filters, show),
        "show": show,
        "query": query,
        "jobs_page": page,
        "jobs_numbers": page_numbers(page),
        "jobs_address": f"{reverse('activity')}?{urlencode({'show': show, 'q': query})}&page=",
    }
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
