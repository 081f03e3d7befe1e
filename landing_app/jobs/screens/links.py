"""Where the next step of an explanation leads: an address, or a text to copy, for each link key of `explanations`."""

from collections.abc import Callable
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext

from landing_app.jobs import explanations, labels
from landing_app.jobs.models import Job, JobItem
from landing_app.portals import portal_pages


class Link(NamedTuple):
    """A link with its words; `outside` opens the portal in a new tab, `copy` is a text for the clipboard instead."""

    words: str
    href: str = ""
    outside: bool = False
    copy: str = ""


def link_of(key: str, item: JobItem, job: Job) -> Link | None:
    """The link of an item's next step, or None when the words alone must do."""
    maker = _MAKERS.get(key)
    if maker is None or (key in _ABOUT_PAGES and item.target_kind not in ("page", "block")):
        return None
    return maker(item, job)


def _site(item: JobItem, _job: Job) -> Link:
    return Link(gettext("Show the site"), reverse("site", args=[item.scope, item.site_id]))


def _editor(item: JobItem, job: Job) -> Link:
    address = portal_pages.editor(job.portal, item.target.scope, item.site_id, item.target.page)
    return Link(gettext("Open in editor"), address, outside=True)


def _page_settings(item: JobItem, job: Job) -> Link:
    address = portal_pages.page_settings(job.portal, item.target.scope, item.site_id, item.target.page)
    return Link(gettext("Open page settings"), address + portal_pages.CUSTOM_HTML, outside=True)


def _site_settings(item: JobItem, job: Job) -> Link:
    address = portal_pages.site_settings(job.portal, item.target.scope, item.site_id)
    return Link(gettext("Open site settings"), address, outside=True)


def _in_portal(item: JobItem, job: Job) -> Link:
    address = portal_pages.site(job.portal, item.target.scope, item.site_id)
    return Link(gettext("Open in Bitrix24"), address, outside=True)


def _market(_item: JobItem, job: Job) -> Link:
    return Link(gettext("Open Market"), portal_pages.market_subscription(job.portal), outside=True)


def _plans(_item: JobItem, job: Job) -> Link:
    return Link(gettext("Open plans"), portal_pages.plans(job.portal), outside=True)


def _request(item: JobItem, job: Job) -> Link:
    """What the person sends to the administrator, to be given a right."""
    text = gettext(
        "Hello. In Page Desk “%(job)s” did not do this for “%(title)s”: %(reason)s. "
        "Could you check my role in Sites for the site %(site)s?"
    )
    site = job.title_parts.get("place") or f"#{item.site_id}"
    values = {"job": labels.label(job), "title": str(item), "site": site}
    reason = explanations.explain_item(item).title
    return Link(gettext("Copy request"), copy=text % (values | {"reason": reason}))


def _details(item: JobItem, job: Job) -> Link:
    """What the support needs to find the call."""
    facts = [item.code, str(item.detail.get("method", "")), item.trace_id, f"{job.pk}/{item.position + 1}"]
    return Link(gettext("Copy details"), copy=" · ".join(fact for fact in facts if fact))


_ABOUT_PAGES = ("editor", "page_settings")
_MAKERS: dict[str, Callable[[JobItem, Job], Link]] = {
    "refresh": _site,
    "editor": _editor,
    "page_settings": _page_settings,
    "site_settings": _site_settings,
    "app": _in_portal,
    "market": _market,
    "plans": _plans,
    "copy_request": _request,
    "copy_details": _details,
}
