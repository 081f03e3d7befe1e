"""New jobs made from old ones: retry of what failed, undo of what was done."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from landing_app.actions.base import CannotUndo, Target, UndoStep, Verdict
from landing_app.actions.favorite_picture import PICTURE_CODES
from landing_app.actions.registry import ACTIONS
from landing_app.bitrix24.errors import known_part
from landing_app.jobs.engine.reactions import LOST_RIGHTS
from landing_app.jobs.engine.timing import UNDO_LIFETIME
from landing_app.jobs.models import FINAL_JOBS, OPEN_ITEMS, ItemState, Job, JobItem, JobState
from landing_app.jobs.refusals import NotAllowed
from landing_app.jobs.targets import stored
from landing_app.portals.models import PortalUser

_NAMES = ("place", "to")
KEPT_PLANS = 20


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A new job without its plan, and what to plan: targets and the items they come from."""

    job: Job
    targets: Sequence[Target]
    origins: Sequence[int | None] = field(default_factory=list)


def new_job(starter: PortalUser, action: str, options: dict[str, Any], **values: Any) -> Job:
    """A planned job without items."""
    definition = ACTIONS[action]
    return Job.objects.create(
        portal_id=starter.portal_id,
        starter=starter,
        action=action,
        kind=definition.kind,
        options=options,
        title_parts={name: options[name] for name in _NAMES if options.get(name)},
        **values,
    )


def put_aside(job: Job, targets: Sequence[Target], origins: Sequence[int | None] = ()) -> None:
    """Keep the targets in the job until its plan is made."""
    pairs = zip(targets, origins or [None] * len(targets), strict=True)
    job.pending_targets = [stored(target, origin) for target, origin in pairs]
    job.title_parts |= {"count": len(targets), "total": len(targets)}
    job.save(update_fields=["pending_targets", "title_parts"])


def drop_old_plans(starter: PortalUser) -> None:
    """Only the newest 20 plans that wait for a click are kept: the others belong to dialogs closed long ago.

    Each may hold a row per page of a large site, and lives for 30 minutes otherwise.
    """
    plans = Job.objects.filter(starter=starter, state=JobState.PLANNED, autostart=False)
    old = list(plans.order_by("-created_at").values_list("pk", flat=True)[KEPT_PLANS:])
    Job.objects.filter(pk__in=old, state=JobState.PLANNED).delete()


def open_child(job: Job, relation: str, scope: str) -> Job | None:
    """The retry or undo of this job (or item) that is still open: a second click finds it."""
    return Job.objects.filter(once_key=_once_key(job, relation, scope)).first()


def retryable(job: Job) -> QuerySet[JobItem]:
    """Items that did not end well and that no later retry has taken over.

    A retry by somebody who may not do it takes nothing over: it would use up what the others could still do.
    """
    taken = JobItem.objects.filter(origin=OuterRef("pk"), job__relation=Job.Relation.RETRY).exclude(
        state__in=[ItemState.FAILED, ItemState.NEEDS_YOU, ItemState.CANCELLED]
    )
    taken = taken.exclude(verdict=Verdict.NOT_ALLOWED)
    states = [ItemState.FAILED, ItemState.NEEDS_YOU]
    if known_part(job.stop_code).upper() in LOST_RIGHTS:
        states.append(ItemState.CANCELLED)  # nobody chose to leave these
    return JobItem.objects.filter(job=job, state__in=states).exclude(Exists(taken)).order_by("position")


def picture_troubles(job: Job) -> set[int]:
    """Items that a retry would take and whose picture was the trouble: it was refused, or is no longer kept."""
    if job.action != "favorite_block":
        return set()
    return {item.pk for item in retryable(job) if _picture_was_it(item)}


def _picture_was_it(item: JobItem) -> bool:
    refused = item.detail.get("method") == "landing.block.uploadfile"
    return known_part(item.code).upper() in PICTURE_CODES or refused


def retry_of(job: Job, who: PortalUser, *, without_picture: bool = False) -> FollowUp:
    """Same action and settings for the items that failed, with the rights of the person who clicks.

    `without_picture` leaves out the pictures that were the trouble; others are sent again.
    """
    if job.state not in FINAL_JOBS:
        raise NotAllowed("JOB_NOT_OVER")
    items = list(retryable(job))
    if not items:
        raise NotAllowed("NOTHING_TO_RETRY")
    plain = picture_troubles(job) if without_picture else set()
    targets = [_plain(item.target) if item.pk in plain else item.target for item in items]
    origins = [item.pk for item in items]
    return _child(job, who, Job.Relation.RETRY, "all", job.action, job.options, targets, origins)


def _plain(target: Target) -> Target:
    """The target without a picture, its own or that of the whole job."""
    params = {name: value for name, value in target.params.items() if name != "crop"}
    return replace(target, params={**params, "upload": ""})


def undoable(job: Job, item_id: int | None = None) -> QuerySet[JobItem]:
    """Done items of a finished job that can be taken back; none when it is too late."""
    items = JobItem.objects.filter(job=job, state=ItemState.DONE, can_undo=True).order_by("position")
    if job.state not in FINAL_JOBS or not _young(job):
        return items.none()
    return items if item_id is None else items.filter(pk=item_id)


def undo_step(job: Job, item: JobItem) -> UndoStep | CannotUndo:
    """How one done item can be taken back, or why not."""
    return job.definition.undo(item.step, job.options)


def undo_of(job: Job, who: PortalUser, item_id: int | None) -> FollowUp:
    """The inverse action for every item that has one."""
    if job.state not in FINAL_JOBS or job.items.filter(state__in=OPEN_ITEMS).exists():
        raise NotAllowed("JOB_NOT_OVER")
    if not _young(job):
        raise NotAllowed("TOO_LATE_TO_UNDO")
    found = [(item, undo_step(job, item)) for item in undoable(job, item_id)]
    pairs = [(item, step) for item, step in found if isinstance(step, UndoStep)]
    if not pairs:
        raise NotAllowed(_why_not(job, item_id))
    action = pairs[0][1].action
    scope = "all" if item_id is None else str(item_id)
    # The last thing done is taken back first.
    pairs = [pair for pair in reversed(pairs) if pair[1].action == action]
    targets, origins = [step.target for _, step in pairs], [item.pk for item, _ in pairs]
    return _child(job, who, Job.Relation.UNDO, scope, action, {}, targets, origins)


def _why_not(job: Job, item_id: int | None) -> str:
    done = JobItem.objects.filter(job=job, state=ItemState.DONE)
    item = done.filter(pk=item_id).first() if item_id is not None else done.first()
    return (item.undo_code if item is not None else "") or "NOTHING_TO_UNDO"


def _young(job: Job) -> bool:
    return job.finished_at is not None and job.finished_at > timezone.now() - UNDO_LIFETIME


def _once_key(job: Job, relation: str, scope: str) -> str:
    return f"{relation}:{job.pk}:{scope}"


def _child(
    job: Job,
    who: PortalUser,
    relation: str,
    scope: str,
    action: str,
    options: dict[str, Any],
    targets: Sequence[Target],
    origins: Sequence[int],
) -> FollowUp:
    """Somebody clicked for it, so it holds its targets from the first moment: where the process ends before the plan
    is made, the sweep finds them."""
    names = {name: job.title_parts[name] for name in _NAMES if name in job.title_parts}
    try:
        with transaction.atomic():
            child = new_job(
                who,
                action,
                {**names, **options},
                parent=job,
                relation=relation,
                once_key=_once_key(job, relation, scope),
                autostart=True,
            )
            put_aside(child, targets, origins)
            return FollowUp(child, targets, origins)
    except IntegrityError:  # the other click was a moment earlier
        raise NotAllowed("ALREADY_BEING_DONE") from None
