"""Jobs for operators: readable, nothing to edit, one action to stop."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from landing_app.jobs import explanations, labels, progress
from landing_app.jobs.engine.finishing import cancel
from landing_app.jobs.models import ItemState, Job, JobItem, Lane, Upload
from landing_app.portals.admin import ReadOnlyAdmin


@admin.register(Job)
class JobAdmin(ReadOnlyAdmin):
    """What people started and how it goes."""

    list_display = [
        "what",
        "state",
        "parked_code",
        "portal",
        "starter",
        "numbers",
        "created_at",
        "finished_at",
    ]
    list_filter = ["state", "action", "relation", "parked_code"]
    search_fields = ["id", "portal__domain", "portal__member_id", "starter__name"]
    date_hierarchy = "created_at"
    list_select_related = ["portal", "starter"]
    actions = ["stop_jobs"]
    fields = [
        "what", "id", "state", "why", "numbers", "portal", "starter", "action", "options", "title_parts",
        "parent", "relation", "parked_code", "parked_detail", "hold_code", "due_at", "single", "probe_at",
        "probes", "troubles", "chunk_size", "work_seconds", "worked_items", "created_at", "started_at",
        "finished_at", "stop_code", "stopped_by", "item_list",
    ]  # fmt: skip
    readonly_fields = ["what", "why", "numbers", "item_list"]

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """The list with the numbers of all its jobs, asked for at once."""
        shown = super().get_changelist_instance(request)
        found = progress.counts_of(list(shown.result_list))
        for job in shown.result_list:
            job.counted = found[str(job.pk)]
        return shown

    @admin.display(description=_("Job"))
    def what(self, job: Job) -> str:
        """The label people see."""
        return labels.label(job)

    @admin.display(description=_("Reason"))
    def why(self, job: Job) -> str:
        """Why it waits or ended, in words."""
        found = explanations.explain_job(job)
        return f"{found.title}. {found.body}" if found else "-"

    @admin.display(description=_("Items"))
    def numbers(self, job: Job) -> str:
        """Items by state, zeros left out."""
        now = getattr(job, "counted", None) or progress.counts(job)
        numbers = {state.label: getattr(now, state.value) for state in ItemState}
        return ", ".join(f"{label}: {number}" for label, number in numbers.items() if number) or "0"

    @admin.display(description=_("Items of this job"))
    def item_list(self, job: Job) -> str:
        """Where the items are: a list of its own, because a job may have ten thousand."""
        address = reverse("admin:jobs_jobitem_changelist")
        return format_html('<a href="{}?job__id__exact={}">{}</a>', address, job.pk, _("Show items"))

    @admin.action(description=_("Stop"), permissions=["stop"])
    def stop_jobs(self, request: HttpRequest, jobs: QuerySet[Job]) -> None:
        """End open jobs: what is being done is finished, the rest stays as it was."""
        stopped = sum(cancel(job.pk, "STOPPED_BY_OPERATOR") for job in jobs)
        self.message_user(request, ngettext("%d job stopped.", "%d jobs stopped.", stopped) % stopped)

    def has_stop_permission(self, request: HttpRequest) -> bool:
        """Staff with the right to change jobs."""
        return request.user.has_perm("jobs.change_job")


@admin.register(JobItem)
class JobItemAdmin(ReadOnlyAdmin):
    """One target of a job with what was intended and what was proved."""

    list_display = [
        "title",
        "state",
        "code",
        "job",
        "target_kind",
        "target_id",
        "site_id",
        "sends",
        "changed_at",
    ]
    # Of millions: no filter that looks for every value of a column, and no sorting but by an index.
    list_filter = ["state"]
    search_fields = ["title", "address", "trace_id", "code__exact", "=target_id", "=job__id"]
    list_select_related = ["job"]

    readonly_fields = ["why"]

    def get_ordering(self, request: HttpRequest) -> tuple[str]:
        """As in their job, where one is chosen; the newest first elsewhere."""
        return ("position" if "job__id__exact" in request.GET else "-pk",)

    @admin.display(description=_("Reason"))
    def why(self, item: JobItem) -> str:
        """The explanation people see."""
        return explanations.explain_item(item).title or "-"


@admin.register(Lane)
class LaneAdmin(ReadOnlyAdmin):
    """Who may work now: one row per portal and job kind."""

    list_display = ["portal", "kind", "fence", "until", "not_before", "hinted_at"]
    list_select_related = ["portal"]


@admin.register(Upload)
class UploadAdmin(ReadOnlyAdmin):
    """Uploaded pictures that wait for their job; the bytes are not shown."""

    list_display = ["name", "owner", "media_type", "width", "height", "created_at"]
    fields = ["id", "name", "owner", "job", "media_type", "width", "height", "created_at"]
    list_select_related = ["owner"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Upload]:
        """Without the bytes, up to 1 MB each."""
        return super().get_queryset(request).defer("content")
