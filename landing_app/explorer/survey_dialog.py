"""Dialogs about what lies on the selected pages: blocks and image records."""

from django.http import QueryDict
from django.utils.translation import ngettext

from landing_app.actions.base import Target
from landing_app.explorer import selection
from landing_app.explorer.dialog_kinds import DialogKind, Options
from landing_app.explorer.plan_view import PlanView
from landing_app.explorer.selection import Selection
from landing_app.jobs.models import Job
from landing_app.jobs.survey import MOST_PAGES
from landing_app.portals.models import PortalUser


class SurveyDialog(DialogKind):
    """A dialog about what lies on the selected pages, which are looked through when the plan is made."""

    def select(self, person: PortalUser, data: QueryDict) -> Selection:
        """The selected pages, or those of another survey of this person that the field `survey` names."""
        chosen = selection.surveyed(person, data) if data.get("survey") else super().select(person, data)
        pages = chosen.targets[:MOST_PAGES]
        more: Options = {"pages": [[page.id, page.title] for page in pages]}
        if len(pages) < len(chosen.targets):
            more["more_pages"] = len(chosen.targets) - len(pages)
        return Selection(chosen.site, pages, more)

    def first_options(self, person: PortalUser, chosen: Selection) -> Options:
        """The pages are kept to look through them again."""
        place = {"site": chosen.site.id, "scope": chosen.site.scope}
        return {**super().first_options(person, chosen), **place, **chosen.more}

    def context(self, person: PortalUser, job: Job, plan: PlanView | None, total: int) -> Options:
        """What is left out is said, and the way to blocks that were cleaned up before is kept."""
        surveyed = job.pk if plan and plan.items else None
        notes = _notes(job.options)
        return {**super().context(person, job, plan, total), "notes": notes, "surveyed": surveyed}

    def forget_pages(self, job: Job) -> None:
        """The click: from now on the items say all there is to say."""
        job.options = {"place": job.options["place"]}
        job.save(update_fields=["options"])

    def targets_again(self, job: Job) -> list[Target]:
        """The pages, not what was found on them."""
        return selection.pages_of_survey(job)


def _notes(options: Options) -> list[str]:
    """What the dialog leaves out, with its number: nobody shall take the list for everything."""
    left = {"pages": options.get("more_pages", 0), **options.get("left_out", {})}
    texts = {
        "pages": ngettext(
            "%(n)s more page was not looked at. Clean it up separately.",
            "%(n)s more pages were not looked at. Clean them up separately.",
            left["pages"],
        ),
        "more": ngettext(
            "%(n)s more is not listed. Clean up again afterwards.",
            "%(n)s more are not listed. Clean up again afterwards.",
            left.get("more", 0),
        ),
        "visible": ngettext(
            "%(n)s more block is not listed because it is not hidden. Open its page to clean it up.",
            "%(n)s more blocks are not listed because they are not hidden. Open their pages to clean them up.",
            left.get("visible", 0),
        ),
    }
    return [text % {"n": left[name]} for name, text in texts.items() if left.get(name)]
