"""Who may see a job: its starter, a portal administrator, and whoever can read all its sites now."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from landing_app.bitrix24.errors import Bitrix24Error
from landing_app.jobs.models import Job, JobSite, JobState
from landing_app.jobs.targets import site_key_text
from landing_app.portals import reads
from landing_app.portals.models import PortalUser


def visible_jobs(viewer: PortalUser) -> QuerySet[Job]:
    """Started jobs the viewer may see, newest first. While the portal cannot be read, only the viewer's
    own. A retry or undo is started by its click, also while its plan is being made."""
    asked = Q(autostart=True, starter=viewer)
    return _visible(viewer).filter(asked | ~Q(state=JobState.PLANNED)).select_related("starter", "portal")


def visible_job(viewer: PortalUser, job_id: UUID) -> Job | None:
    """The job, or None: for who may not see it, it does not exist. Planned jobs exist for their starter
    only."""
    jobs = _visible(viewer).filter(pk=job_id).filter(Q(starter=viewer) | ~Q(state=JobState.PLANNED))
    return jobs.select_related("starter", "portal", "parent").first()


def _visible(viewer: PortalUser) -> QuerySet[Job]:
    mine = Q(starter=viewer)
    jobs = Job.objects.filter(portal_id=viewer.portal_id)
    try:
        sites = reads.sites(viewer).value
    except Bitrix24Error:
        return jobs.filter(mine)
    keys = [site_key_text((site.scope, site.id)) for site in sites]
    of_job = JobSite.objects.filter(job=OuterRef("pk"))
    readable = Q(Exists(of_job)) & ~Q(Exists(of_job.exclude(key__in=keys)))
    return jobs.filter(mine | readable)
