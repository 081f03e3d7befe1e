"""What is possible when the portal refuses a whole job: per code, in the order of what helps soonest.

Every way is the person's own step. Limits belong to the portal: pages of the portal open in a new tab.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext

from landing_app.jobs import explanations, labels
from landing_app.jobs.explanations import plain_code
from landing_app.jobs.models import ItemState, Job, JobItem
from landing_app.jobs.progress import counts
from landing_app.portals import portal_pages
from landing_app.portals.models import PortalUser

_NAMED_IN_MESSAGE = 10
#: Names of the portal's own explanations of its limits.
_LIMITS = {
    "PUBLIC_PAGE_REACHED": "limit_sites_number_page",
    "PUBLIC_SITE_REACHED": "limit_sites_number",
    "TOTAL_SITE_REACHED": "limit_sites_number",
    "SITE_LIMIT_REACHED": "limit_sites_number",
    "PUBLIC_SITE_REACHED_FREE": "limit_sites_free",
    "FREE_DOMAIN_IS_NOT_ALLOWED": "limit_free_domen",
    "PUBLIC_HTML_DISALLOWED_S": "limit_sites_html_js",
}


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


Maker = Callable[[Job, PortalUser], Way]


def ways_of(job: Job, viewer: PortalUser) -> list[Way]:
    """What `viewer` can do so that `job` may go on; never empty."""
    makers = WAYS.get(known_code(job), ())
    return [maker(job, viewer) for maker in makers] or [_next_step(job, viewer)]


def known_code(job: Job) -> str:
    """The first code with ways of its own among glued ones (`A|B`), else the first."""
    codes = [plain_code(part) for part in job.parked_code.split("|")]
    return next((code for code in codes if code in WAYS), codes[0])


def message(job: Job) -> str:
    """What the person sends to the administrator: the job, the reason and code, what is waiting."""
    now, reason = counts(job), explanations.explain_job(job).title
    waiting = JobItem.objects.filter(job=job, state=ItemState.WAITING).order_by("position")
    titles = list(waiting.values_list("title", flat=True)[: _NAMED_IN_MESSAGE + 1])
    named = ", ".join(titles[:_NAMED_IN_MESSAGE]) + ("…" if len(titles) > _NAMED_IN_MESSAGE else "")
    text = gettext(
        "Hello. Bitrix24 stopped “%(job)s”: %(reason)s (code %(code)s). Done: %(done)s of %(total)s. "
        "Could you have a look? Waiting: %(waiting)s."
    )
    values = {"done": now.done, "total": now.total, "code": job.parked_code, "waiting": named}
    return text % (values | {"job": labels.label(job), "reason": reason.rstrip(".")})


def _free_a_page(job: Job, _viewer: PortalUser) -> Way:
    item = _first(job)
    href = reverse("sites")
    if item is not None:
        href = f"{reverse('site', args=[item.scope, item.site_id])}?status=published&sort=modified"
    return Way(
        "unpublish",
        gettext("Free a slot"),
        gettext("Unpublish pages that nobody needs now. We list the ones unchanged the longest."),
        gettext("Choose pages"),
        "btn--primary",
        href=href,
    )


def _free_a_site(_job: Job, _viewer: PortalUser) -> Way:
    return Way(
        "unpublish",
        gettext("Free a slot"),
        gettext("Take a site offline that nobody needs now."),
        gettext("Choose a site"),
        "btn--primary",
        href=reverse("sites"),
    )


def _delete_a_site(_job: Job, viewer: PortalUser) -> Way:
    return Way(
        "trash",
        gettext("Delete a site"),
        gettext("The limit counts all sites, also those that are offline. Sites are deleted in Bitrix24."),
        gettext("Open sites in Bitrix24"),
        portal_url=portal_pages.sites_list(viewer.portal),
    )


def _site_settings(job: Job, viewer: PortalUser) -> Way:
    item, html = _first(job), known_code(job) == "PUBLIC_HTML_DISALLOWED_S"
    address = portal_pages.sites_list(viewer.portal)
    if item is not None:
        address = portal_pages.site_settings(viewer.portal, item.target.scope, item.site_id)
    return Way(
        "settings",
        gettext("Switch off custom HTML") if html else gettext("Choose another address"),
        gettext("It is set for the whole site in its settings in Bitrix24."),
        gettext("Open site settings"),
        portal_url=address + (portal_pages.CUSTOM_HTML if html else ""),
    )


def _confirm(job: Job, viewer: PortalUser) -> Way:
    item = _first(job)
    address = portal_pages.sites_list(viewer.portal)
    if item is not None:
        address = portal_pages.editor(viewer.portal, item.target.scope, item.site_id, item.target.page)
    return Way(
        "published",
        gettext("Confirm in the editor"),
        gettext("Press Publish there: Bitrix24 asks for the confirmation. Come back and press Resume."),
        gettext("Open in editor"),
        portal_url=address,
    )


def _about_limit(job: Job, viewer: PortalUser) -> Way:
    return Way(
        "info",
        gettext("Read about this limit"),
        gettext("Bitrix24 explains what your plan includes."),
        gettext("Open in Bitrix24"),
        portal_url=portal_pages.about_limit(viewer.portal, _LIMITS[known_code(job)]),
    )


def _compare_plans(_job: Job, viewer: PortalUser) -> Way:
    title = gettext("Compare Bitrix24 plans")
    if not viewer.is_admin:
        return Way("crown", title, gettext("Only an administrator can see and change the plan."))
    text = gettext("Opens the plans page of your Bitrix24. Only an administrator can change the plan.")
    return Way("crown", title, text, gettext("Open plans"), portal_url=portal_pages.plans(viewer.portal))


def _market(_job: Job, viewer: PortalUser) -> Way:
    return Way(
        "crown",
        gettext("Look at the Market subscription"),
        gettext("Apps need a subscription or a plan that includes them. Only an administrator can renew it."),
        gettext("Open Market"),
        portal_url=portal_pages.market_subscription(viewer.portal),
    )


def _ask_administrator(job: Job, _viewer: PortalUser) -> Way:
    return Way(
        "send",
        gettext("Ask your administrator"),
        gettext("We prepare a short message with the numbers. You send it yourself."),
        gettext("Copy message"),
        copy=message(job),
    )


def _ask_support(job: Job, _viewer: PortalUser) -> Way:
    return Way(
        "send",
        gettext("Write to Bitrix24 support"),
        gettext("Only Bitrix24 support can lift this. We prepare the message."),
        gettext("Copy message"),
        copy=message(job),
    )


def _reopen(_job: Job, _viewer: PortalUser) -> Way:
    text = gettext("Close Page Desk, open it again from the Bitrix24 menu and press Resume.")
    return Way("retry", gettext("Open Page Desk again"), text)


def _next_step(job: Job, _viewer: PortalUser) -> Way:
    told = explanations.explain_job(job)
    return Way("info", gettext("Next step"), told.next_step or gettext("Press Resume to try again."))


def _first(job: Job) -> JobItem | None:
    """The item that was refused, or else the first that waits."""
    found = job.items.filter(pk=job.parked_detail.get("item") or 0).first()
    return (
        found or job.items.filter(state=ItemState.WAITING).order_by("position").first() or job.items.first()
    )


_LIMIT: tuple[Maker, ...] = (_about_limit, _compare_plans, _ask_administrator)
_EXPIRED = (
    "EXPIRED_TOKEN",
    "INVALID_TOKEN",
    "NO_AUTH_FOUND",
    "INVALID_GRANT",
    "GRANT_LOST",
    "NO_STORED_GRANT",
)
WAYS: dict[str, tuple[Maker, ...]] = {
    "PUBLIC_PAGE_REACHED": (_free_a_page, *_LIMIT),
    "PUBLIC_SITE_REACHED": (_free_a_site, *_LIMIT),
    "PUBLIC_SITE_REACHED_FREE": _LIMIT,
    "TOTAL_SITE_REACHED": (_delete_a_site, *_LIMIT),
    "SITE_LIMIT_REACHED": (_delete_a_site, *_LIMIT),
    "FREE_DOMAIN_IS_NOT_ALLOWED": (_site_settings, *_LIMIT),
    "PUBLIC_HTML_DISALLOWED_S": (_site_settings, *_LIMIT),
    "FEATURE_NOT_AVAIL": (_compare_plans, _ask_administrator),
    "LICENSE_EXPIRED": (_compare_plans, _ask_administrator),
    "WRONG_LICENSE": (_compare_plans, _ask_administrator),
    "REST_CLOSED": (_compare_plans, _ask_administrator),
    "PAYMENT_REQUIRED": (_market, _ask_administrator),
    "PHONE_NOT_CONFIRMED": (_confirm, _ask_administrator),
    "EMAIL_NOT_CONFIRMED": (_confirm, _ask_administrator),
    "ACCESS_DENIED": (_ask_administrator,),
    "USER_ACCESS_ERROR": (_ask_administrator,),
    "INSUFFICIENT_SCOPE": (_ask_administrator,),
    "APPLICATION_NOT_FOUND": (_ask_administrator,),
    "OVERLOAD_LIMIT": (_ask_support,),
    **dict.fromkeys(_EXPIRED, (_reopen,)),
}
