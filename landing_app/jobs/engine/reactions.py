"""What a refusal does to a whole job: stop it, park it for somebody, hold it for a while, or keep trying."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import F
from django.utils import timezone

from landing_app.actions.outcomes import parking_code
from landing_app.bitrix24.errors import (
    AccessError,
    AuthError,
    Bitrix24Error,
    LimitError,
    PortalGone,
    PortalMoved,
    TariffError,
    TransportError,
    known_part,
)
from landing_app.jobs.engine.finishing import cancel
from landing_app.jobs.engine.lanes import Grip
from landing_app.jobs.engine.timing import BACKOFF, PROBE_EVERY
from landing_app.jobs.models import ACTIVE_JOBS, Job, JobState, Lane

_OVERLOAD_PAUSE = 15 * 60
_LIMIT_PAUSE = 5
#: The person who started the job may no longer do this: others with the right, or that person later, may retry.
LOST_RIGHTS = ("ACCESS_DENIED", "DELETE_ACCESS_DENIED", "IS_NOT_ADMIN", "USER_ACCESS_ERROR")
#: The portal is away for a while; nobody has to do anything.
AWAY = (LimitError, TransportError, PortalMoved)
_PARKING = (AuthError, TariffError, PortalGone, AccessError)


def react(grip: Grip, job: Job, error: Bitrix24Error) -> None:
    """Stop, park or hold the job after a call that as a whole did not get through."""
    if isinstance(error, LimitError):
        hold_for_limit(grip, job, error.code, error.resume_at)
    elif isinstance(error, _PARKING):
        detail = {"description": error.description, "method": error.method, "status": error.status}
        halt(job, parking_code(error), detail, probing=isinstance(error, TariffError))
    else:
        hold_after_trouble(job, error.code)


def halt(job: Job, code: str, detail: Mapping[str, Any], probing: bool) -> None:
    """A job whose starter lost the rights stops with that reason; everything else waits for somebody."""
    if known_part(code).upper() in LOST_RIGHTS:
        cancel(job.pk, code[:100])
    else:
        park(job, code, detail, probing)


def react_to_unplanned(job: Job, error: Bitrix24Error) -> None:
    """A retry or undo whose plan could not be made: tried again while the portal is only away, else it ends with
    that reason, and the person may click again."""
    if isinstance(error, AWAY):
        wait = BACKOFF[min(job.troubles, len(BACKOFF) - 1)]
        Job.objects.filter(pk=job.pk, state=JobState.PLANNED, plan_ready=False).update(
            due_at=timezone.now() + timedelta(seconds=wait), hold_code="NO_ANSWER", troubles=F("troubles") + 1
        )
    else:
        cancel(job.pk, parking_code(error)[:100], planned_too=True)


def park(job: Job, code: str, detail: Mapping[str, Any], probing: bool) -> None:
    """Nothing more is sent until somebody resumes, or a probe with one single item finds that it works
    again."""
    wait = PROBE_EVERY[min(job.probes, len(PROBE_EVERY) - 1)]
    Job.objects.filter(pk=job.pk, state__in=ACTIVE_JOBS).update(
        state=JobState.PARKED,
        parked_code=code[:100],
        parked_detail=dict(detail),
        hold_code="",
        single=True,
        probe_at=timezone.now() + timedelta(seconds=wait) if probing else None,
    )


def hold_for_limit(grip: Grip, job: Job, code: str, resume_at: float | None) -> None:
    """The portal asks to wait: the whole lane does, and no worker sleeps meanwhile."""
    now = timezone.now()
    pause = _OVERLOAD_PAUSE if code.upper() == "OVERLOAD_LIMIT" else _LIMIT_PAUSE
    until = now + timedelta(seconds=pause)
    if resume_at is not None:
        jitter = timedelta(seconds=random.random())  # noqa: S311
        until = max(now, datetime.fromtimestamp(resume_at, UTC)) + jitter
    Lane.objects.filter(pk=grip.lane_id, fence=grip.fence).update(not_before=until)
    Job.objects.filter(pk=job.pk, state__in=ACTIVE_JOBS).update(due_at=until, hold_code=code[:100])
    _tell_others(job, code)


def _tell_others(job: Job, code: str) -> None:
    """Jobs behind this one in its lane meet the same; each takes the words back when it gets through."""
    others = Job.objects.filter(portal_id=job.portal_id, kind=job.kind, state__in=ACTIVE_JOBS, hold_code="")
    others.exclude(pk=job.pk).update(hold_code=code[:100])


def let_go(job: Job) -> None:
    """What the job did got through, unless it was held since `job` was read."""
    Job.objects.filter(pk=job.pk, due_at=job.due_at).exclude(hold_code="").update(hold_code="")


def hold_after_trouble(job: Job, code: str) -> None:
    """No answer, an answer nobody understands, a portal that moved: try again, ever more slowly."""
    wait = BACKOFF[min(job.troubles, len(BACKOFF) - 1)]
    jitter = 1 + random.random() / 5  # noqa: S311
    until = timezone.now() + timedelta(seconds=wait * jitter)
    shown = code if code == "PORTAL_MOVED" else "NO_ANSWER"
    Job.objects.filter(pk=job.pk, state__in=ACTIVE_JOBS).update(
        due_at=until, hold_code=shown, troubles=F("troubles") + 1
    )
    _tell_others(job, shown)
