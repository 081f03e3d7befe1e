"""Who may see a job: its starter, and whoever can read all its sites now.

The portal is asked for those sites only where somebody else's job is in question: what a person started is theirs to
see, and the polls of a job that writes would read the sites anew each time.
"""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from landing_app.bitrix24.errors import Bitrix24Error
from landing_app.jobs.models import Job, JobSite, JobState
from landing_app.jobs.targets import site_key_text
from landing_app.portals import reads
from landing_app.portals.models import PortalUser


def visible_jobs(viewer: PortalUser, among: Q | None = None) -> QuerySet[Job]:
    """Started jobs the viewer may see, newest first; `among` says which ones are wanted. While the portal cannot be
    read, only the viewer's own. A retry or undo is started by its click, also while its plan is being made."""
    asked = Q(autostart=True, starter=viewer)
    wanted = Job.objects.filter(among or Q(), asked | ~Q(state=JobState.PLANNED))
    return _visible(viewer, wanted).select_related("starter", "portal")


def visible_job(viewer: PortalUser, job_id: UUID) -> Job | None:
    """The job, or None: for who may not see it, it does not exist. Planned jobs exist for their starter
    only."""
    wanted = Job.objects.filter(Q(starter=viewer) | ~Q(state=JobState.PLANNED), pk=job_id)
    return _visible(viewer, wanted).select_related("starter", "portal", "parent").first()


def _visible(viewer: PortalUser, jobs: QuerySet[Job]) -> QuerySet[Job]:
    mine = Q(starter=viewer)
    jobs = jobs.filter(portal_id=viewer.portal_id)
    if not jobs.exclude(mine).exists():
        return jobs.filter(mine)
    try:
        sites = reads.sites(viewer).value
    except Bitrix24Error:
        return jobs.filter(mine)
    keys = [site_key_text((site.scope, site.id)) for site in sites]
    of_job = JobSite.objects.filter(job=OuterRef("pk"))
    readable = Q(Exists(of_job)) & ~Q(Exists(of_job.exclude(key__in=keys)))
    return jobs.filter(mine | readable)
