"""What a person selected on a screen, as targets of an action.

The ids come from the form of one screen; "all that match" is resolved again on the server by the same filter,
so the dialog shows the real number.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict

from landing_app.actions.base import Target
from landing_app.bitrix24.types import Block, Page, Site
from landing_app.explorer import naming
from landing_app.explorer.listing import PageQuery, matching
from landing_app.explorer.scopes import SiteScopeConverter
from landing_app.jobs.models import Job, JobState
from landing_app.portals import reads
from landing_app.portals.clients import landing_for
from landing_app.portals.models import PortalUser

MOST_TARGETS = 10_000


class SelectionForm(forms.Form):
    """Where the selection was made. `all` asks for everything that matches the filter of the screen, without the
    ids in the field `except`."""

    scope = forms.RegexField(SiteScopeConverter.regex)
    site = forms.IntegerField(min_value=1)
    all = forms.CharField(max_length=1, required=False)


@dataclass(frozen=True, slots=True)
class Selection:
    """Targets on one site; `more` is kept with the settings of the job."""

    site: Site
    targets: list[Target]
    more: dict[str, Any] = field(default_factory=dict)


class NothingSelectedError(Exception):
    """The form does not say what was selected."""


def pages(person: PortalUser, data: QueryDict, *, trash: bool = False) -> Selection:
    """Selected pages of one site, from its recycle bin with `trash`.

    Raises NothingSelectedError and `bitrix24.errors.Bitrix24Error`.
    """
    form = SelectionForm(data)
    if not form.is_valid():
        raise NothingSelectedError
    scope, site_id = SiteScopeConverter().to_python(form.cleaned_data["scope"]), form.cleaned_data["site"]
    contents = reads.site_contents(person, scope, site_id).value
    query = PageQuery.read({name: str(data[name]) for name in data})
    listed = landing_for(person).site_trash(site_id, scope).pages if trash else contents.pages
    if form.cleaned_data["all"] == "1":
        left_out = set(ids(data.getlist("except")))
        chosen = [page.id for page in matching(listed, query) if page.id not in left_out]
    else:
        chosen = ids(data.getlist("page"))
    found = {page.id: page for page in listed}
    names = naming.page_names(listed)
    targets = [_page(found.get(page_id), page_id, names, contents.site) for page_id in chosen[:MOST_TARGETS]]
    return Selection(contents.site, targets)


def surveyed(person: PortalUser, data: QueryDict) -> Selection:
    """The pages of another plan of this person, named by the field `survey`. Raises as `pages` does."""
    try:
        number = UUID(data.get("survey", ""))
    except ValueError:
        raise NothingSelectedError from None
    job = Job.objects.filter(pk=number, starter=person, state=JobState.PLANNED).first()
    if job is None or "pages" not in job.options:
        raise NothingSelectedError
    contents = reads.site_contents(person, job.options["scope"], job.options["site"]).value
    return Selection(contents.site, pages_of_survey(job))


def pages_of_survey(job: Job) -> list[Target]:
    """The pages that were selected for this plan, under the names they had."""
    scope, site_id = job.options["scope"], job.options["site"]
    return [Target("page", page_id, site_id, scope, title) for page_id, title in job.options["pages"]]


def _page(page: Page | None, page_id: int, names: dict[int, str], site: Site) -> Target:
    """A page that is not in the list any more stays a target: the plan says what became of it."""
    address = naming.page_address(page) if page else ""
    return Target("page", page_id, site.id, site.scope, names.get(page_id, f"#{page_id}"), address=address)


def site(person: PortalUser, data: QueryDict) -> Selection:
    """The site of a screen or tile itself. Raises as `pages` does."""
    form = SelectionForm(data)
    if not form.is_valid():
        raise NothingSelectedError
    scope, site_id = SiteScopeConverter().to_python(form.cleaned_data["scope"]), form.cleaned_data["site"]
    found = reads.site_contents(person, scope, site_id).value.site
    address = naming.site_address(found)
    target = Target("site", found.id, found.id, found.scope, found.title or address, address=address)
    return Selection(found, [target])


def blocks(person: PortalUser, data: QueryDict) -> Selection:
    """Selected draft blocks of one page. Raises as `pages` does.

    The drafts are not read for who may not edit: that may write. The plan says the reason.
    """
    form = SelectionForm(data)
    page_ids = ids(data.getlist("page"))
    if not form.is_valid() or len(page_ids) != 1:
        raise NothingSelectedError
    scope, site_id = SiteScopeConverter().to_python(form.cleaned_data["scope"]), form.cleaned_data["site"]
    contents = reads.site_contents(person, scope, site_id).value
    wanted = set(ids(data.getlist("block")))
    if not contents.rights.can("edit"):
        return Selection(
            contents.site,
            [_unread(number, page_ids[0], contents.site) for number in sorted(wanted)[:MOST_TARGETS]],
        )
    listed = landing_for(person).blocks(page_ids, scope).get(page_ids[0], [])
    names = naming.block_names(listed)
    chosen = [block for block in listed if block.id in wanted]
    return Selection(contents.site, [_block(block, names, contents.site) for block in chosen])


def _block(block: Block, names: dict[int, str], site: Site) -> Target:
    return Target("block", block.id, site.id, site.scope, names[block.id], page_id=block.page_id)


def _unread(block_id: int, page_id: int, site: Site) -> Target:
    return Target("block", block_id, site.id, site.scope, f"#{block_id}", page_id=page_id)


def ids(texts: Iterable[str]) -> list[int]:
    """Positive numbers in their order, each once; whatever is not one is left out."""
    numbers = (int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 16)
    return list(dict.fromkeys(number for number in numbers if number > 0))
