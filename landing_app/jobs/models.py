"""Jobs, their items and lanes: the rows are the truth, Celery messages are only hints that rows have work."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any, Literal

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from landing_app.actions.base import Action, Step, Target
from landing_app.actions.registry import ACTIONS
from landing_app.portals.models import Portal, PortalUser


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


class JobItem(models.Model):
    """One target of a job: what the plan said, what is being done, what was proved."""

    job = models.ForeignKey(Job, models.CASCADE, related_name="items")
    position = models.PositiveIntegerField()
    target_kind = models.CharField(max_length=8)
    target_id = models.PositiveBigIntegerField()
    page_id = models.PositiveBigIntegerField(null=True, blank=True)
    site_id = models.PositiveBigIntegerField()
    scope = models.CharField(max_length=12, blank=True)
    title = models.TextField(blank=True)
    address = models.TextField(blank=True)
    params = models.JSONField(default=dict, blank=True)
    verdict = models.CharField(max_length=12, blank=True, help_text=_("What the plan said"))
    side_effects = models.JSONField(default=list, blank=True)
    planned = models.JSONField(default=dict, blank=True, help_text=_("What the portal said when planned"))
    state = models.CharField(max_length=12, choices=ItemState, default=ItemState.WAITING)
    code = models.CharField(max_length=100, blank=True)
    detail = models.JSONField(default=dict, blank=True)
    intent = models.JSONField(default=dict, blank=True, help_text=_("Recorded before the call"))
    evidence = models.JSONField(default=dict, blank=True, help_text=_("What reading back proved"))
    can_undo = models.BooleanField(default=False, help_text=_("Set when proved: it can be taken back"))
    undo_code = models.CharField(max_length=40, blank=True, help_text=_("Why it cannot be taken back"))
    made_id = models.PositiveBigIntegerField(
        null=True, blank=True, db_index=True, help_text=_("Id of what this item created on the portal")
    )
    fence = models.PositiveBigIntegerField(
        default=0, help_text=_("Number of the lane's holder that claimed it")
    )
    crowd = models.PositiveSmallIntegerField(default=0, help_text=_("Items claimed together"))
    kills = models.PositiveSmallIntegerField(default=0, help_text=_("Workers that died holding it"))
    sends = models.PositiveSmallIntegerField(default=0, help_text=_("Times a request for it may have left"))
    repeats = models.PositiveSmallIntegerField(default=0, help_text=_("Times it was queued again"))
    sent_at = models.DateTimeField(null=True, blank=True, help_text=_("No request left later than this"))
    due_at = models.DateTimeField(null=True, blank=True, help_text=_("When to read back again"))
    trace_id = models.CharField(max_length=16, blank=True)
    origin = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="successors")
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("job item")
        verbose_name_plural = _("job items")
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["job", "position"], name="job_item_position")]
        indexes = [
            models.Index(fields=["job", "state", "position"], name="item_claim"),
            models.Index(fields=["state", "due_at"], name="item_due"),
        ]

    def __str__(self) -> str:
        return self.title or f"{self.target_kind} {self.target_id}"

    @property
    def target(self) -> Target:
        """The target as the actions know it. What an undo expects is not compared again once it was sent.

        `again` and `made` tell an action what an earlier attempt may have left behind.
        """
        params = {key: value for key, value in self.params.items() if key != "expect" or not self.sends}
        if self.sends:
            params["again"] = True
        if self.made_id:
            params["made"] = self.made_id
        kind: Literal["page", "block"] = "block" if self.target_kind == "block" else "page"
        return Target(
            kind=kind,
            id=self.target_id,
            site_id=self.site_id,
            scope=self.scope,  # type: ignore[arg-type]
            title=self.title,
            page_id=self.page_id,
            address=self.address,
            params=params,
        )

    @property
    def step(self) -> Step:
        """The item as a step of its action: what was intended and what is known."""
        return Step(self.pk, self.target, self.intent, self.evidence)


class Lane(models.Model):
    """At most one running chunk per portal and job kind. A lease with a fencing number, never a held lock."""

    portal = models.ForeignKey(Portal, models.CASCADE, related_name="lanes")
    kind = models.CharField(max_length=12)
    fence = models.PositiveBigIntegerField(default=0)
    until = models.DateTimeField(default=timezone.now)
    not_before = models.DateTimeField(
        default=timezone.now, help_text=_("The portal asked to wait until then")
    )
    hinted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["portal", "kind"], name="lane_once")]

    def __str__(self) -> str:
        return f"{self.portal_id} {self.kind}"


class Upload(models.Model):
    """A picture somebody uploaded for a job, already decoded and re-encoded; deleted when the job ends."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(PortalUser, models.CASCADE, related_name="uploads")
    job = models.ForeignKey(Job, models.CASCADE, null=True, blank=True, related_name="uploads")
    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=20)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    content = models.BinaryField()
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    def __str__(self) -> str:
        return f"{self.name} {self.width}x{self.height}"


class SeenFile(models.Model):
    """A file record of a block whose id we saw: our upload, or a picture in block content that was read."""

    class Source(models.TextChoices):
        UPLOAD = "upload", _("Uploaded here")
        CONTENT = "content", _("Seen in a block")

    portal = models.ForeignKey(Portal, models.CASCADE, related_name="seen_files")
    page_id = models.PositiveBigIntegerField()
    block_id = models.PositiveBigIntegerField()
    file_id = models.PositiveBigIntegerField()
    source = models.CharField(max_length=8, choices=Source)
    address = models.TextField(blank=True)
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    size = models.PositiveIntegerField(null=True, blank=True)
    seen_at: models.DateTimeField[datetime | Any, datetime] = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["portal", "block_id", "file_id"], name="seen_file_once")
        ]
        indexes = [models.Index(fields=["portal", "page_id"], name="seen_file_page")]

    def __str__(self) -> str:
        return f"file {self.file_id} of block {self.block_id}"
