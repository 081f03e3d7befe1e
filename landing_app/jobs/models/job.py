"""A job and the sites it is about."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from landing_app.actions.action import Action
from landing_app.actions.registry import ACTIONS
from landing_app.jobs.models.states import FINAL_JOBS, JobState
from landing_app.portals.models import Portal, PortalUser


class Job(models.Model):
    """One action over many targets, started by one person and run with that person's rights."""

    class Relation(models.TextChoices):
        NONE = "", _("Started by itself")
        RETRY = "retry", _("Retry of failed items")
        UNDO = "undo", _("Undo")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    portal = models.ForeignKey(Portal, models.CASCADE, related_name="jobs")
    starter = models.ForeignKey(PortalUser, models.CASCADE, related_name="jobs")
    action = models.CharField(max_length=40)
    kind = models.CharField(max_length=12, help_text=_("Repeatable or create: decides the lane"))
    options = models.JSONField(default=dict, blank=True)
    pending_targets = models.JSONField(
        default=list, blank=True, help_text=_("Targets of a large selection until the plan is made")
    )
    title_parts = models.JSONField(
        default=dict, blank=True, help_text=_("Numbers and names as they were when the job started")
    )
    state = models.CharField(max_length=16, choices=JobState, default=JobState.PLANNED)
    plan_ready = models.BooleanField(default=False)
    plan_code = models.CharField(max_length=100, blank=True, help_text=_("Why the plan could not be made"))
    autostart = models.BooleanField(default=False, help_text=_("Start as soon as the plan is ready"))
    parked_code = models.CharField(max_length=100, blank=True)
    parked_detail = models.JSONField(default=dict, blank=True)
    stop_code = models.CharField(max_length=100, blank=True, help_text=_("Why it ended before its end"))
    hold_code = models.CharField(max_length=100, blank=True, help_text=_("Why it waits although it may run"))
    due_at = models.DateTimeField(default=timezone.now, help_text=_("Not before this moment"))
    single = models.BooleanField(default=False, help_text=_("Send exactly one item first"))
    probe_at = models.DateTimeField(null=True, blank=True)
    probes = models.PositiveSmallIntegerField(default=0)
    troubles = models.PositiveSmallIntegerField(
        default=0, help_text=_("Calls in a row that did not get through")
    )
    chunk_size = models.PositiveSmallIntegerField(default=0)
    served_at = models.DateTimeField(null=True, blank=True)
    worked_at = models.DateTimeField(null=True, blank=True)
    work_seconds = models.FloatField(default=0.0)
    worked_items = models.PositiveIntegerField(default=0)
    parent = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="children", verbose_name=_("made from")
    )
    relation = models.CharField(max_length=8, choices=Relation, default=Relation.NONE, blank=True)
    once_key = models.CharField(
        max_length=120,
        null=True,  # NULL leaves the unique index, an empty text would not
        blank=True,
        unique=True,
        help_text=_("Held while open, so that a second click finds this job"),
    )
    created_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    stopped_by = models.ForeignKey(
        PortalUser, models.SET_NULL, null=True, blank=True, related_name="stopped_jobs"
    )

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["portal", "kind", "state", "due_at"], name="job_pick"),
            models.Index(fields=["portal", "-created_at"], name="job_list"),
            models.Index(fields=["state", "created_at"], name="job_sweep"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.id}"

    @property
    def definition(self) -> Action:
        """What this job does."""
        return ACTIONS[self.action]

    @property
    def is_final(self) -> bool:
        """Nothing more will be sent for this job."""
        return self.state in FINAL_JOBS


class JobSite(models.Model):
    """A site somebody must be able to read to see the job."""

    job = models.ForeignKey(Job, models.CASCADE, related_name="sites")
    key = models.CharField(max_length=40, help_text=_("Site scope and id"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["job", "key"], name="job_site_once")]

    def __str__(self) -> str:
        return self.key
