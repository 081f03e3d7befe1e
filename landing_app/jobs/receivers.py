"""What jobs do when a portal or a person is lost, and when a worker starts."""

from typing import Any

from celery.signals import worker_ready
from django.dispatch import receiver
from django.utils import timezone

from landing_app.jobs.engine.erasing import erase_jobs
from landing_app.jobs.engine.finishing import cancel
from landing_app.jobs.engine.hints import send_after_commit
from landing_app.jobs.models import ACTIVE_JOBS, FINAL_JOBS, Job, JobState
from landing_app.jobs.tasks import sweep
from landing_app.portals.models import Portal, PortalUser
from landing_app.portals.signals import portal_disconnected, user_lost


@receiver(portal_disconnected)
def hold_or_erase(sender: object, portal: Portal, erasing: bool = False, **_: Any) -> None:  # noqa: ARG001
    """A reported uninstall holds the portal's jobs (it may be forged); a proved one stops those that are open, so
    that nothing more is sent, and erases all."""
    jobs = Job.objects.filter(portal=portal)
    if not erasing:
        jobs.filter(state__in=ACTIVE_JOBS).update(hold_code="PORTAL_PAUSED")
        return
    for job_id in jobs.exclude(state__in=FINAL_JOBS).values_list("pk", flat=True):
        cancel(job_id, "PORTAL_DISCONNECTED", planned_too=True)
    erase_jobs(jobs)


@receiver(user_lost)
def park_jobs_of(sender: object, portal_user: PortalUser, **_: Any) -> None:  # noqa: ARG001
    """A person's dead access parks that person's jobs; opening the app and Resume goes on."""
    Job.objects.filter(starter=portal_user, state__in=ACTIVE_JOBS).update(
        state=JobState.PARKED,
        parked_code=portal_user.grant_lost_code or "GRANT_LOST",
        parked_detail={"at": timezone.now().isoformat()},
        hold_code="",
        single=True,
        probe_at=None,
    )


@worker_ready.connect
def look_for_work(**_: Any) -> None:
    """A worker that has just started does not wait for beat, which may have died with the others."""
    send_after_commit(sweep)
