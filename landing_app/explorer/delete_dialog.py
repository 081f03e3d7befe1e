"""The dialog `Delete for good`: blocks already in the recycle bin of their page, confirmed by typed words."""

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from landing_app.actions.base import Verdict
from landing_app.explorer.dialog_kinds import Options
from landing_app.explorer.favorite_dialog import Errors, Files
from landing_app.explorer.plan_view import PlanView
from landing_app.explorer.survey_dialog import SurveyDialog
from landing_app.jobs.models import Job
from landing_app.portals.models import PortalUser


class DeleteDialog(SurveyDialog):
    """All trashed blocks of the selected pages; the number is part of the words, so it is read before it is typed."""

    def context(self, person: PortalUser, job: Job, plan: PlanView | None, total: int) -> Options:
        """The words to type."""
        return {**super().context(person, job, plan, total), "phrase": phrase(_ready(job))}

    def enter(self, person: PortalUser, job: Job, data: QueryDict, files: Files) -> Errors:  # noqa: ARG002
        """The typed words must name the number shown; case and spaces are forgiven."""
        wanted = phrase(_ready(job))
        if _plain(data.get("confirm", "")) == _plain(wanted):
            self.forget_pages(job)
            return {}
        return {"confirm": _("Type exactly: %(words)s") % {"words": wanted}}


def phrase(count: int) -> str:
    """What has to be typed."""
    return ngettext("delete %(n)s block", "delete %(n)s blocks", count) % {"n": count}


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _ready(job: Job) -> int:
    return job.items.filter(verdict=Verdict.READY).count()
