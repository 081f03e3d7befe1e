"""The number beside `Activity`: jobs of this person's portal that are not over."""

from typing import NamedTuple

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from landing_app.jobs.models import OPEN_JOBS, JobState
from landing_app.jobs.views import viewer_of
from landing_app.jobs.visibility import visible_jobs
from landing_app.portals.frames import fragment, frame_required
from landing_app.portals.models import PortalUser


class OpenJobs(NamedTuple):
    """`running` counts waiting and running jobs, `parked` those that wait for a person."""

    running: int
    parked: int

    @property
    def total(self) -> int:
        """What the badge shows."""
        return self.running + self.parked


def open_jobs(viewer: PortalUser) -> OpenJobs:
    """Open jobs the viewer may see."""
    jobs = visible_jobs(viewer, Q(state__in=OPEN_JOBS))
    states = list(jobs.values_list("state", flat=True))
    parked = states.count(JobState.PARKED)
    return OpenJobs(len(states) - parked, parked)


@require_GET
@frame_required(human=False)
def counter(request: HttpRequest) -> HttpResponse:
    """Asked by the navigation every 10 seconds while the frame can be seen."""
    return fragment(request, "jobs/_counter.html", {"jobs": open_jobs(viewer_of(request))})
