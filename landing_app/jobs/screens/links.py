"""Where the next step of an explanation leads: an address for each link key that `explanations` names."""

from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext

from landing_app.jobs.models import Job, JobItem

PLANS_PATH = "/settings/license_all.php"
_SECTIONS = {"KNOWLEDGE": "kb", "GROUP": "kb/group", "MAINPAGE": "vibe"}


class Link(NamedTuple):
    """A link with its words; `outside` opens the portal in a new tab."""

    href: str
    words: str
    outside: bool = False


def link_of(key: str, item: JobItem, job: Job) -> Link | None:
    """The link of an item's next step, or None when the words alone must do."""
    if key == "refresh":
        return Link(reverse("site", args=[item.scope, item.site_id]), gettext("Show the site"))
    if key == "editor" and item.target_kind in ("page", "block"):
        section = _SECTIONS.get(item.scope, "sites")
        page_id = item.page_id or item.target_id
        address = f"{job.portal.origin}/{section}/site/{item.site_id}/view/{page_id}/"
        return Link(address, gettext("Open in editor"), outside=True)
    return None
