"""The dialog `Save to favorites`: per block a name and a picture; for all, sections and the style of the page."""

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from landing_app.actions.base import Verdict
from landing_app.explorer import block_sections, favorite_pictures, selection
from landing_app.explorer.dialog_kinds import DialogKind, Options
from landing_app.explorer.drawing.words import NOTHING, counts, left_out
from landing_app.explorer.plan_view import PlanView
from landing_app.explorer.selection import Selection
from landing_app.jobs.models import Job, JobItem
from landing_app.jobs.refusals import NotAllowed
from landing_app.portals.clients import landing_for
from landing_app.portals.models import PortalUser

NAME_LENGTH = 80
Files = MultiValueDict[str, Any]
Errors = dict[str, str]


class FavoriteDialog(DialogKind):
    """Settings are stored in the planned job; they do not change what the plan says."""

    def select(self, person: PortalUser, data: QueryDict) -> Selection:
        """Selected draft blocks of one page."""
        return selection.blocks(person, data)

    def first_options(self, person: PortalUser, chosen: Selection) -> Options:
        """The sections this portal has for this kind of site are asked once, so that Save needs no answer of it."""
        known = landing_for(person).sections(chosen.site.scope)
        return {**super().first_options(person, chosen), "known_sections": known}

    def context(self, person: PortalUser, job: Job, plan: PlanView | None, total: int) -> Options:
        """Name and picture of each block, and the sections to choose from."""
        items = [item for item in plan.items if item.verdict == Verdict.READY] if plan else []
        for item in items:
            item.job = job  # with its starter, already read
        known, sub = job.options["known_sections"], _("Block {number} of {count}: {title}")
        return {
            **super().context(person, job, plan, total),
            "sub": sub.format(number=1, count=len(items), title=items[0].title) if len(items) > 1 else "",
            "sub_words": sub,
            "blocks": [block_fields(item) for item in items],
            "size": "xl",
            "foot_line": len(items) > 1,
            "suggestions": sorted(known.items(), key=lambda section: section[1].casefold()),
            "chosen": block_sections.squares(job.options.get("sections", ()), known),
            "link_style": bool(job.options.get("link_style")),
        }

    def place_errors(self, context: Options, errors: Mapping[str, str]) -> None:
        """Every block has a name and a picture of its own."""
        for block in context["blocks"]:
            block["error"] = errors.get(block["field"], "")
            block["picture_error"] = errors.get(block["picture_field"], "")

    def enter(self, person: PortalUser, job: Job, data: QueryDict, files: Files) -> Errors:  # noqa: ARG002
        """Store what was entered, so that it stands there again when something of it is wrong."""
        items = list(_ready(job))
        sections, wrong = block_sections.chosen(data.getlist("sections"), job.options["known_sections"])
        errors = {"sections": wrong} if wrong else {}
        for item in items:
            errors |= _entered(item, data, files)
        if not errors:
            errors = _cut(items)
        JobItem.objects.bulk_update(items, ["params"])
        job.options = {**job.options, "sections": sections, "link_style": data.get("link_style") == "1"}
        job.save(update_fields=["options"])
        return errors


def block_fields(item: JobItem) -> dict[str, Any]:
    """What the template shows of one block."""
    return {
        "id": item.pk,
        "field": f"name-{item.pk}",
        "picture_field": f"picture-{item.pk}",
        "title": item.title,
        "name": item.params.get("name", item.title[:NAME_LENGTH]),
        "picture": favorite_pictures.shown(item),
        "picture_note": left_out(item.params.get("left_out", NOTHING)),
    }


def _ready(job: Job) -> Any:
    items = job.items.filter(verdict=Verdict.READY).order_by("position")
    return items.select_related("job__starter")


def _entered(item: JobItem, data: QueryDict, files: Files) -> Errors:
    """Name, picture and chosen part of one block. A file is here only if it could not be sent when chosen."""
    name, errors = " ".join(data.get(f"name-{item.pk}", "").split()), {}
    item.params = {**item.params, "name": name[:NAME_LENGTH]}
    if not name or len(name) > NAME_LENGTH:
        errors[f"name-{item.pk}"] = _("Enter a name of 1 to %(most)s characters.") % {"most": NAME_LENGTH}
    sent = files.get(f"picture-{item.pk}")
    if sent is None:
        favorite_pictures.choose_part(item, data.get(f"crop-{item.pk}", ""))
        return errors
    try:
        favorite_pictures.take(item, sent, counts(data.get(f"drawn-{item.pk}", "")))
    except NotAllowed as refused:
        errors[f"picture-{item.pk}"] = favorite_pictures.refusal(refused)
    return errors


def _cut(items: list[JobItem]) -> Errors:
    errors: Errors = {}
    for item in items:
        try:
            favorite_pictures.cut_part(item)
        except NotAllowed as refused:
            errors[f"picture-{item.pk}"] = favorite_pictures.refusal(refused)
    return errors
