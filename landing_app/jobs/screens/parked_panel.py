"""The panel of a parked job: what happened, what is possible now, and what the support needs to know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext, ngettext

from landing_app.jobs import explanations
from landing_app.jobs.models import Job
from landing_app.jobs.progress import Counts
from landing_app.jobs.screens import moments
from landing_app.jobs.screens.ways import Way, known_code, ways_of
from landing_app.portals.models import PortalUser

#: Limits of the plan, which Page Desk can neither raise nor charge for.
_LIMITS = (
    "PUBLIC_PAGE_REACHED",
    "PUBLIC_SITE_REACHED",
    "PUBLIC_SITE_REACHED_FREE",
    "TOTAL_SITE_REACHED",
    "SITE_LIMIT_REACHED",
    "FREE_DOMAIN_IS_NOT_ALLOWED",
    "FEATURE_NOT_AVAIL",
    "PUBLIC_HTML_DISALLOWED_S",
    "LICENSE_EXPIRED",
    "WRONG_LICENSE",
)


@dataclass(frozen=True, slots=True)
class ParkedPanel:
    """What the template shows."""

    icon: str
    title: str
    body: str
    numbers: str
    belongs: str
    ways: list[Way]
    code: str
    method: str
    at: str
    resume_hint: str


def parked_panel(job: Job, viewer: PortalUser, now: Counts) -> ParkedPanel:
    """Why `job` waits and what `viewer` can do about it."""
    told = explanations.explain_job(job)
    tariff = is_plan_limit(job)
    return ParkedPanel(
        icon="tariff" if tariff else "alert-accent",
        title=told.title,
        body=told.body,
        numbers=_numbers(now.done, now.total, now.open),
        belongs=_belongs() if tariff else "",
        ways=ways_of(job, viewer),
        code=job.parked_code,
        method=str(job.parked_detail.get("method", "")),
        at=moments.full(_parked_at(job)),
        resume_hint=_hint(job, viewer, now.open),
    )


def is_plan_limit(job: Job) -> bool:
    """Whether the portal's plan is what the job waits for."""
    return known_code(job) in _LIMITS


def _numbers(done: int, total: int, left: int) -> str:
    text = ngettext(
        "%(done)s of %(total)s is done, %(left)s stays unchanged.",
        "%(done)s of %(total)s are done, %(left)s stay unchanged.",
        total,
    )
    return text % {"done": done, "total": total, "left": left}


def _belongs() -> str:
    return gettext("Page Desk cannot raise the limit and does not charge for it.")


def _parked_at(job: Job) -> datetime:
    last = job.items.order_by("-changed_at").values_list("changed_at", flat=True).first()
    return last or job.created_at


def _hint(job: Job, viewer: PortalUser, left: int) -> str:
    words = ngettext("%(n)s item stays in the queue.", "%(n)s items stay in the queue.", left) % {"n": left}
    if job.starter_id == viewer.pk:
        advice = gettext("Press Resume when the reason is gone. Page Desk also tries again by itself.")
        return f"{words} {advice}"
    return f"{words} {gettext('%(who)s can resume this job.') % {'who': job.starter}}"
