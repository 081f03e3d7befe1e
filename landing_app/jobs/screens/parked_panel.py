"""The panel of a parked job: what happened, what is possible now, and what the support needs to know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from landing_app.jobs import explanations, labels
from landing_app.jobs.models import ItemState, Job, JobItem
from landing_app.jobs.progress import counts
from landing_app.jobs.screens import moments
from landing_app.jobs.screens.links import PLANS_PATH
from landing_app.portals.models import PortalUser

_PAGE_SLOTS = ("PUBLIC_PAGE_REACHED",)
_SITE_SLOTS = ("PUBLIC_SITE_REACHED", "TOTAL_SITE_REACHED", "SITE_LIMIT_REACHED")
_PLAN_ONLY = ("PUBLIC_SITE_REACHED_FREE", "LICENSE_EXPIRED")
_NAMED_IN_MESSAGE = 10


@dataclass(frozen=True, slots=True)
class Way:
    """One thing that can be done: follow `href`, open `portal_url` in a tab, or copy the text `copy`."""

    icon: str
    title: str
    text: str
    button: str = ""
    style: str = "btn--outline"
    href: str = ""
    portal_url: str = ""
    copy: str = ""


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


def parked_panel(job: Job, viewer: PortalUser) -> ParkedPanel:
    """Why `job` waits and what `viewer` can do about it."""
    code = job.parked_code.split("|")[0]
    told = explanations.explain_job(job)
    now = counts(job)
    tariff = code in (*_PAGE_SLOTS, *_SITE_SLOTS, *_PLAN_ONLY)
    return ParkedPanel(
        icon="tariff" if tariff else "alert-accent",
        title=told.title,
        body=told.body,
        numbers=_numbers(now.done, now.total, now.open),
        belongs=_belongs() if tariff else "",
        ways=_ways(job, viewer, code, told, tariff),
        code=job.parked_code,
        method=str(job.parked_detail.get("method", "")),
        at=moments.full(_parked_at(job)),
        resume_hint=_hint(job, viewer, now.open),
    )


def _numbers(done: int, total: int, left: int) -> str:
    text = ngettext(
        "%(done)s of %(total)s is done, %(left)s stays unchanged.",
        "%(done)s of %(total)s are done, %(left)s stay unchanged.",
        total,
    )
    return text % {"done": done, "total": total, "left": left}


def _belongs() -> str:
    return gettext("Page Desk cannot raise the limit and does not charge for it.")


def _ways(job: Job, viewer: PortalUser, code: str, told: explanations.Explanation, tariff: bool) -> list[Way]:
    ways: list[Way] = []
    if code in _PAGE_SLOTS:
        ways.append(_free_a_page(job))
    if code in _SITE_SLOTS:
        ways.append(_free_a_site())
    if not tariff and told.next_step:
        ways.append(Way("info", gettext("Next step"), told.next_step))
    if tariff:
        ways.append(_compare_plans(viewer))
    if tariff or code in ("PHONE_NOT_CONFIRMED", "EMAIL_NOT_CONFIRMED"):
        ways.append(_ask_administrator(job, told.title))
    return ways


def _free_a_page(job: Job) -> Way:
    site = job.items.values_list("scope", "site_id").first()
    href = reverse("sites")
    if site is not None:
        href = f"{reverse('site', args=site)}?status=published&sort=modified"
    return Way(
        "unpublish",
        gettext("Free a slot"),
        gettext("Unpublish pages that nobody needs now. We list the ones unchanged the longest."),
        gettext("Choose pages"),
        "btn--primary",
        href=href,
    )


def _free_a_site() -> Way:
    return Way(
        "unpublish",
        gettext("Free a slot"),
        gettext("Take a site offline that nobody needs now. Sites are switched off in Bitrix24."),
        gettext("Choose a site"),
        "btn--primary",
        href=reverse("sites"),
    )


def _compare_plans(viewer: PortalUser) -> Way:
    text = gettext("Opens the plans page of your Bitrix24. Only an administrator can change the plan.")
    title = gettext("Compare Bitrix24 plans")
    if not viewer.is_admin:
        return Way("crown", title, gettext("Only an administrator can see and change the plan."))
    url = viewer.portal.origin + PLANS_PATH
    return Way("crown", title, text, gettext("Open plans"), portal_url=url)


def _ask_administrator(job: Job, reason: str) -> Way:
    return Way(
        "send",
        gettext("Ask your administrator"),
        gettext("We prepare a short message with the numbers. You send it yourself."),
        gettext("Copy message"),
        copy=message(job, reason),
    )


def message(job: Job, reason: str) -> str:
    """What the person sends to the administrator: the job, the reason and code, what is waiting."""
    now = counts(job)
    waiting = JobItem.objects.filter(job=job, state=ItemState.WAITING).order_by("position")
    titles = list(waiting.values_list("title", flat=True)[: _NAMED_IN_MESSAGE + 1])
    named = ", ".join(titles[:_NAMED_IN_MESSAGE]) + ("…" if len(titles) > _NAMED_IN_MESSAGE else "")
    text = gettext(
        "Hello. Bitrix24 stopped “%(job)s”: %(reason)s (code %(code)s). Done: %(done)s of %(total)s. "
        "Could you free a slot or check the plan? Waiting: %(waiting)s."
    )
    values = {"done": now.done, "total": now.total, "code": job.parked_code, "waiting": named}
    return text % (values | {"job": labels.label(job), "reason": reason.rstrip(".")})


def _parked_at(job: Job) -> datetime:
    last = job.items.order_by("-changed_at").values_list("changed_at", flat=True).first()
    return last or job.created_at


def _hint(job: Job, viewer: PortalUser, left: int) -> str:
    words = ngettext("%(n)s item stays in the queue.", "%(n)s items stay in the queue.", left) % {"n": left}
    if job.starter_id == viewer.pk:
        advice = gettext("Press Resume when the reason is gone. Page Desk also tries again by itself.")
        return f"{words} {advice}"
    return f"{words} {gettext('%(who)s can resume this job.') % {'who': job.starter}}"
