"""States of jobs and items, and the groups of them that matter."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class JobState(models.TextChoices):
    PLANNED = "planned", _("Planned")
    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Running")
    PARKED = "parked", _("Waiting for you")
    DONE = "done", _("Done")
    DONE_WITH_ERRORS = "done_with_errors", _("Done with errors")
    CANCELLED = "cancelled", _("Stopped")


class ItemState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Running")
    CHECKING = "checking", _("Checking")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    SKIPPED = "skipped", _("Skipped")
    NEEDS_YOU = "needs_you", _("Needs you")
    CANCELLED = "cancelled", _("Not started")
    UNDONE = "undone", _("Undone")


ACTIVE_JOBS = (JobState.WAITING, JobState.RUNNING)
OPEN_JOBS = (*ACTIVE_JOBS, JobState.PARKED)
FINAL_JOBS = (JobState.DONE, JobState.DONE_WITH_ERRORS, JobState.CANCELLED)
OPEN_ITEMS = (ItemState.WAITING, ItemState.RUNNING, ItemState.CHECKING)
