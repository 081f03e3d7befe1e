"""The dialog `Save to favorites`: a name per block, sections of the block list, a picture, the style of the page."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from landing_app.actions.base import Verdict
from landing_app.explorer import selection
from landing_app.explorer.dialog_kinds import DialogKind, Options
from landing_app.explorer.plan_view import PlanView
from landing_app.explorer.selection import Selection
from landing_app.jobs import explanations
from landing_app.jobs.models import Job, JobItem, Upload
from landing_app.jobs.refusals import NotAllowed
from landing_app.jobs.uploads import MAX_BYTES, accept
from landing_app.portals.clients import landing_for
from landing_app.portals.models import PortalUser

NAME_LENGTH = 80
Files = MultiValueDict[str, Any]
Errors = dict[str, str]


class FavoriteForm(forms.Form):
    """The fields that all blocks of the dialog share. Section codes are checked against the portal's own."""

    sections = forms.MultipleChoiceField(required=False)
    link_style = forms.BooleanField(required=False)
    picture = forms.FileField(required=False)

    def __init__(self, data: QueryDict, files: Files, sections: dict[str, str]) -> None:
        super().__init__(data, files)
        self.fields["sections"].choices = list(sections.items())  # type: ignore[attr-defined]


class FavoriteDialog(DialogKind):
    """Settings are stored in the planned job; they do not change what the plan says."""

    def select(self, person: PortalUser, data: QueryDict) -> Selection:
        """Selected draft blocks of one page."""
        return selection.blocks(person, data)

    def context(self, person: PortalUser, job: Job, plan: PlanView | None, total: int) -> Options:
        """Name fields and the sections this portal has for this kind of site."""
        items = [item for item in plan.items if item.verdict == Verdict.READY] if plan else []
        sections = landing_for(person).sections(items[0].scope) if items else {}  # type: ignore[arg-type]
        return {
            **super().context(person, job, plan, total),
            "blocks": [_named(item, len(items) == 1) for item in items],
            "size": "m",
            "sections": sorted(sections.items(), key=lambda section: section[1].casefold()),
            "chosen": list(job.options.get("sections", ())),
            "link_style": bool(job.options.get("link_style")),
        }

    def enter(self, person: PortalUser, job: Job, data: QueryDict, files: Files) -> Errors:
        """Store what was entered, so that it stands there again when something of it is wrong."""
        items = list(job.items.filter(verdict=Verdict.READY).order_by("position"))
        sections = landing_for(person).sections(items[0].scope) if items else {}  # type: ignore[arg-type]
        form = FavoriteForm(data, files, sections)
        errors = {name: str(found[0]) for name, found in form.errors.items()}
        names = {item.pk: " ".join(data.get(f"name-{item.pk}", "").split()) for item in items}
        for key, name in names.items():
            if not name or len(name) > NAME_LENGTH:
                errors[f"name-{key}"] = _("Enter a name of 1 to %(most)s characters.") % {"most": NAME_LENGTH}
        upload = None if errors else _picture(person, form, errors)
        _store(job, items, names, form, upload)
        return errors


def _named(item: JobItem, only: bool) -> dict[str, Any]:
    label = _("Name") if only else _("Name of %(block)s") % {"block": item.title}
    name = item.params.get("name", item.title)[:NAME_LENGTH]
    return {"field": f"name-{item.pk}", "label": label, "name": name, "address": item.address}


def _picture(person: PortalUser, form: FavoriteForm, errors: Errors) -> Upload | None:
    """The checked and re-encoded picture, if one was chosen."""
    picture = form.cleaned_data.get("picture")
    if picture is None:
        return None
    try:
        return accept(person, picture.name, picture.read(MAX_BYTES + 1))
    except NotAllowed as refused:
        told = explanations.explain(refused.reason)
        errors["picture"] = " ".join(part for part in (f"{told.title}.", told.body, told.next_step) if part)
        return None


def _store(
    job: Job, items: list[JobItem], names: dict[int, str], form: FavoriteForm, upload: Upload | None
) -> None:
    for item in items:
        item.params = {**item.params, "name": names[item.pk][:NAME_LENGTH]}
    JobItem.objects.bulk_update(items, ["params"])
    job.options = {
        **job.options,
        "sections": form.cleaned_data.get("sections", []),
        "link_style": form.cleaned_data.get("link_style", False),
    }
    if upload is not None:
        job.options["upload"] = str(upload.pk)
        Upload.objects.filter(pk=upload.pk).update(job=job)
    job.save(update_fields=["options"])
