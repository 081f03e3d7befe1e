"""What differs between dialogs: template, where the targets come from, and the settings a person may change."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.db.models import Q
from django.http import QueryDict

from landing_app.actions.base import Target
from landing_app.explorer import selection
from landing_app.explorer.copy_form import CopyChoice, copy_choice, goes_online_first
from landing_app.explorer.dialog_texts import words
from landing_app.explorer.plan_view import PlanView
from landing_app.explorer.selection import Selection
from landing_app.jobs.explanations import explain_job
from landing_app.jobs.models import Job, JobState
from landing_app.jobs.screens.parked_panel import is_plan_limit
from landing_app.jobs.targets import restored
from landing_app.jobs.visibility import visible_jobs
from landing_app.portals.models import PortalUser

Options = dict[str, Any]


class DialogKind:
    """A dialog about selected pages without settings."""

    def __init__(self, action: str, template: str = "simple", *, trash: bool = False) -> None:
        self.action = action
        self.template = f"explorer/dialogs/{template}.html"
        self._trash = trash

    def select(self, person: PortalUser, data: QueryDict) -> Selection:
        """What was selected on the screen. Raises NothingSelectedError and Bitrix24Error."""
        return selection.pages(person, data, trash=self._trash)

    def first_options(self, person: PortalUser, chosen: Selection) -> Options:  # noqa: ARG002
        """Settings of the job when the dialog opens."""
        return {"place": chosen.site.title}

    def changed_options(self, person: PortalUser, job: Job, data: QueryDict) -> Options:  # noqa: ARG002
        """Settings of the job after what the person entered; equal to `job.options` when nothing differs."""
        return dict(job.options)

    def targets_again(self, job: Job) -> list[Target]:
        """What a planned job is planned anew for."""
        targets = [item.target for item in job.items.order_by("position")]
        return targets or [restored(values)[0] for values in job.pending_targets]

    def enter(self, person: PortalUser, job: Job, data: QueryDict, files: Any) -> dict[str, str]:  # noqa: ARG002
        """Store what else was entered in the planned job; returns errors by field, empty when it may start."""
        return {}

    def context(self, person: PortalUser, job: Job, plan: PlanView | None, total: int) -> Options:  # noqa: ARG002
        """What the template needs besides the plan. Raises Bitrix24Error."""
        return words(self.action, plan, total)

    def place_errors(self, context: Options, errors: Mapping[str, str]) -> None:
        """Put what was entered wrongly beside its fields, where the template does not look for it itself."""


class PublishDialog(DialogKind):
    """Publishing says before the click that the portal's plan has stopped a job already."""

    def context(self, person: PortalUser, job: Job, plan: PlanView | None, total: int) -> Options:
        """`stopped` is the newest job that waits for a limit of the plan, while it does."""
        waiting = visible_jobs(person, Q(state=JobState.PARKED, action="publish_page"))
        limited = next((one for one in waiting[:20] if is_plan_limit(one)), None)
        stopped = {"id": limited.pk, "told": explain_job(limited)} if limited else None
        return {**super().context(person, job, plan, total), "stopped": stopped}


class SiteDialog(DialogKind):
    """A dialog about one whole site."""

    def select(self, person: PortalUser, data: QueryDict) -> Selection:
        """The site of the screen or tile. Raises as the other selections do."""
        return selection.site(person, data)


class MoveDialog(DialogKind):
    """Moving asks where to."""

    def select(self, person: PortalUser, data: QueryDict) -> Selection:
        """With the destination, where the screen names one ("Copy a page here")."""
        chosen = super().select(person, data)
        named = {name: data[name] for name in ("to_site", "to_folder") if name in data}
        return replace(chosen, more=named)

    def first_options(self, person: PortalUser, chosen: Selection) -> Options:
        """The root of the same site, if no place was named."""
        choice = copy_choice(person, chosen.site.scope, chosen.site.id, chosen.more)
        return {"place": chosen.site.title, **self._settings(choice)}

    def changed_options(self, person: PortalUser, job: Job, data: QueryDict) -> Options:
        """Fields that were not sent keep their value."""
        entered = {name: data.get(name, value) for name, value in self._fields(job.options).items()}
        return {**job.options, **self._settings(self._choice(person, job, entered))}

    def context(self, person: PortalUser, job: Job, plan: PlanView | None, total: int) -> Options:
        """Sites and folders to choose from."""
        choice = self._choice(person, job, self._fields(job.options))
        return {**super().context(person, job, plan, total), "copy": choice}

    def _fields(self, options: Options) -> Options:
        """The fields of the dialog as they are now."""
        return {"to_site": options["site"], "to_folder": options["folder"]}

    def _settings(self, choice: CopyChoice) -> Options:
        """What the action is told."""
        return {name: value for name, value in choice.options.items() if name != "publish"}

    def _choice(self, person: PortalUser, job: Job, entered: Mapping[str, Any]) -> CopyChoice:
        scope = job.items.values_list("scope", flat=True).first()
        if scope is None:
            scope = job.pending_targets[0]["scope"]
        return copy_choice(person, scope, int(job.options["site"]), entered)  # type: ignore[arg-type]


class CopyDialog(MoveDialog):
    """Copying asks too whether the copies stay drafts."""

    def context(self, person: PortalUser, job: Job, plan: PlanView | None, total: int) -> Options:
        """Says when Bitrix24 puts copies online before they can be taken offline."""
        found = super().context(person, job, plan, total)
        first = plan is not None and not found["copy"].publish and goes_online_first(plan.items)
        return {**found, "online_first": first}

    def _fields(self, options: Options) -> Options:
        return {**super()._fields(options), "state": "publish" if options.get("publish") else "draft"}

    def _settings(self, choice: CopyChoice) -> Options:
        return choice.options
