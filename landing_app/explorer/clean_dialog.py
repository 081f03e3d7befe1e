"""The dialog `Clean up`: blocks that go to their page's recycle bin, and image records that nothing shows."""

import json
from collections.abc import Mapping
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from landing_app.actions.base import Target, Verdict
from landing_app.bitrix24.types import Block, Page, SiteContents
from landing_app.explorer import naming, selection
from landing_app.explorer.dialog_kinds import DialogKind, Options
from landing_app.explorer.favorite_dialog import Errors, Files
from landing_app.explorer.plan_view import PlanView
from landing_app.explorer.scopes import SiteScopeConverter
from landing_app.explorer.selection import NothingSelectedError, Selection
from landing_app.jobs import seen_files
from landing_app.jobs.models import Job, JobItem
from landing_app.portals import reads
from landing_app.portals.clients import landing_for
from landing_app.portals.models import PortalUser

MOST_PAGES = 100


class CleanDialog(DialogKind):
    """Everything that could be cleaned up is planned; the person unticks what stays.

    Ticked at first are blocks picked by hand, blocks hidden from visitors, and image records. Of one page all
    blocks are listed, of several pages only the hidden ones.
    """

    def select(self, person: PortalUser, data: QueryDict) -> Selection:
        """Blocks and image records of the selected pages, or of the page whose blocks were picked."""
        chosen = selection.pages(person, data)
        if not chosen.targets:
            raise NothingSelectedError
        pages = chosen.targets[:MOST_PAGES]
        ids, scope = [target.id for target in pages], chosen.site.scope
        read = landing_for(person).blocks(ids, scope, content=True)
        blocks = [block for several in read.values() for block in several]
        seen_files.remember(person.portal, blocks)
        contents = reads.site_contents(person, scope, chosen.site.id).value
        picked = set(selection.ids(data.getlist("block")))
        targets = [
            target
            for page in pages
            for target in _blocks(page, read.get(page.id, []), contents, picked, single=len(pages) == 1)
        ]
        targets += _files(person, pages, blocks)
        return Selection(chosen.site, targets, {"pages": ids})

    def first_options(self, person: PortalUser, chosen: Selection) -> Options:
        """The pages are kept for the way to blocks that were cleaned up before."""
        return {**super().first_options(person, chosen), **chosen.more}

    def context(self, person: PortalUser, job: Job, plan: PlanView | None, total: int) -> Options:
        """The two groups of checkboxes."""
        items = plan.items if plan else []
        ready = [item for item in items if item.verdict == Verdict.READY]
        return {
            **super().context(person, job, plan, total),
            "blocks": [_choice(item) for item in ready if not item.params.get("file")],
            "files": [_choice(item) for item in ready if item.params.get("file")],
            "trash_fields": _fields(job, items),
        }

    def enter(self, person: PortalUser, job: Job, data: QueryDict, files: Files) -> Errors:  # noqa: ARG002
        """Leave out of the job what was not ticked."""
        ticked = selection.ids(data.getlist("item"))
        if not job.items.filter(verdict=Verdict.READY, pk__in=ticked).exists():
            _keep_ticks(job, ticked)
            return {"item": _("Tick at least one block or image record.")}
        job.items.filter(verdict=Verdict.READY).exclude(pk__in=ticked).delete()
        return {}


def _keep_ticks(job: Job, ticked: list[int]) -> None:
    items = list(job.items.all())
    for item in items:
        item.params = {**item.params, "ticked": item.pk in ticked}
    JobItem.objects.bulk_update(items, ["params"])


def _blocks(
    page: Target, blocks: list[Block], contents: SiteContents, picked: set[int], *, single: bool
) -> list[Target]:
    names = naming.block_names(blocks)
    row: Page | None = next((one for one in contents.pages if one.id == page.id), None)
    found = []
    for block in blocks:
        if picked and block.id not in picked:
            continue
        if not single and block.active:
            continue
        params: dict[str, Any] = {"ticked": bool(picked) or not block.active, "hidden": not block.active}
        params |= {"live": block.active and row is not None and row.active, "page": page.title}
        title = names[block.id]
        found.append(
            Target("block", block.id, page.site_id, page.scope, title, page_id=page.id, params=params)
        )
    return found


def _files(person: PortalUser, pages: list[Target], read: list[Block]) -> list[Target]:
    by_id: Mapping[int, Target] = {page.id: page for page in pages}
    living = {block.id for block in read}
    return [
        Target(
            "block",
            file.block_id,
            by_id[file.page_id].site_id,
            by_id[file.page_id].scope,
            _("Image record %(id)s") % {"id": file.file_id},
            page_id=file.page_id,
            params={"file": file.file_id, "ticked": True, "page": by_id[file.page_id].title},
        )
        for file in seen_files.unused(person.portal, list(by_id), read)
        if file.block_id in living
    ]


def _fields(job: Job, items: list[JobItem]) -> str:
    """What the dialog `Delete for good` needs to find the same pages."""
    if not items:
        return ""
    place = {"scope": SiteScopeConverter().to_url(items[0].scope), "site": items[0].site_id}
    return json.dumps(place | {"page": job.options.get("pages", [])})


def _choice(item: JobItem) -> dict[str, Any]:
    params = item.params
    label = (_("Hidden"), "") if params.get("hidden") else ("", "")
    if params.get("live"):
        label = (_("On the live page"), "warn")
    return {
        "id": item.pk,
        "title": item.title,
        "page": params.get("page", ""),
        "ticked": bool(params.get("ticked")),
        "label": label[0],
        "tone": label[1],
    }
