"""Jobs that belong together: retries and undos, and what they were made from."""

from typing import Any, NamedTuple

from django.db.models import Q
from django.utils.translation import gettext

from landing_app.jobs import labels
from landing_app.jobs.models import OPEN_JOBS, Job
from landing_app.jobs.visibility import visible_jobs
from landing_app.portals.models import PortalUser


class RelatedJob(NamedTuple):
    """A job this one was made from, or one made from it."""

    words: str
    title: str
    id: Any


def related_jobs(viewer: PortalUser, job: Job) -> tuple[list[RelatedJob], bool]:
    """Links to related jobs the viewer may see, and whether one made from this job is at work."""
    family = list(visible_jobs(viewer, Q(pk=job.parent_id) | Q(parent=job)).order_by("created_at"))
    above = [one for one in family if one.pk == job.parent_id]
    below = [one for one in family if one.parent_id == job.pk]
    from_it = {Job.Relation.RETRY: gettext("Retry of"), Job.Relation.UNDO: gettext("Undo of")}
    made = {Job.Relation.RETRY: gettext("Retried by"), Job.Relation.UNDO: gettext("Taken back by")}
    links = [_link(from_it, job.relation, one) for one in above]
    links += [_link(made, one.relation, one) for one in below]
    return links, any(one.state in OPEN_JOBS for one in below)


def _link(words: dict[Job.Relation, str], relation: str, job: Job) -> RelatedJob:
    return RelatedJob(words.get(Job.Relation(relation), ""), labels.label(job), job.pk)
