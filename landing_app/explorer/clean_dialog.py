"""The dialog `Clean up`: blocks that go to their page's recycle bin, and image records that nothing shows."""

from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from landing_app.actions.base import Verdict
from landing_app.explorer import selection
from landing_app.explorer.dialog_kinds import Options
from landing_app.explorer.favorite_dialog import Errors, Files
from landing_app.explorer.plan_view import PlanView, block_picture
from landing_app.explorer.selection import NothingSelectedError, Selection
from landing_app.explorer.survey_dialog import SurveyDialog
from landing_app.jobs.models import Job, JobItem
from landing_app.jobs.screens.sizes import picture_size
from landing_app.portals.models import PortalUser


@dataclass(frozen=True, slots=True)
class Choice:
    """One line with a checkbox. `size` tells what is known of a picture."""

    id: int
    title: str
    page: str
    ticked: bool
    picture: str
    size: str = ""
    label: str = ""
    tone: str = ""


class CleanDialog(SurveyDialog):
    """Everything that could be cleaned up is planned; the person unticks what stays.

    Ticked at first are blocks picked by hand, blocks hidden from visitors, and image records.
    """

    def select(self, person: PortalUser, data: QueryDict) -> Selection:
        """The selected pages, or the page whose blocks were picked."""
        chosen = super().select(person, data)
        if not chosen.targets:
            raise NothingSelectedError
        return Selection(
            chosen.site, chosen.targets, {**chosen.more, "picked": selection.ids(data.getlist("block"))}
        )

    def context(self, person: PortalUser, job: Job, plan: PlanView | None, total: int) -> Options:
        """The two groups of checkboxes, and what is kept because a block shows it."""
        items = plan.items if plan else []
        ready = [item for item in items if item.verdict == Verdict.READY]
        several, origin = len(job.options["pages"]) > 1, job.portal.origin
        blocks = [item for item in ready if not item.params.get("file")]
        apart = {item.pk for item in blocks if several and not item.params.get("ticked")}
        return {
            **super().context(person, job, plan, total),
            "blocks": [_choice(item, origin, several) for item in blocks if item.pk not in apart],
            "visible": [_choice(item, origin, several) for item in blocks if item.pk in apart],
            "files": [_choice(item, origin, several) for item in ready if item.params.get("file")],
            "in_use": plan.coded("STILL_IN_USE") if plan else [],
        }

    def enter(self, person: PortalUser, job: Job, data: QueryDict, files: Files) -> Errors:  # noqa: ARG002
        """Leave out of the job what was not ticked, and what was only named as kept."""
        ticked = selection.ids(data.getlist("item"))
        if not job.items.filter(verdict=Verdict.READY, pk__in=ticked).exists():
            _keep_ticks(job, ticked)
            return {"item": _("Tick at least one block or image record.")}
        job.items.filter(verdict=Verdict.READY).exclude(pk__in=ticked).delete()
        job.items.filter(code="STILL_IN_USE").delete()
        self.forget_pages(job)
        return {}


def _keep_ticks(job: Job, ticked: list[int]) -> None:
    items, chosen = list(job.items.all()), set(ticked)
    for item in items:
        item.params = {**item.params, "ticked": item.pk in chosen}
    JobItem.objects.bulk_update(items, ["params"], batch_size=500)


def _choice(item: JobItem, origin: str, several: bool) -> Choice:
    params = item.params
    label, tone = (_("Hidden"), "") if params.get("hidden") else ("", "")
    if params.get("live"):
        label, tone = _("On the live page"), "warn"
    code = str(item.planned.get("code", ""))
    picture = params.get("picture", "") if params.get("file") else block_picture(origin, code)
    return Choice(
        id=item.pk,
        title=item.title,
        page=item.address if several else "",
        ticked=bool(params.get("ticked")),
        picture=picture,
        size=picture_size(params),
        label=label,
        tone=tone,
    )
