"""One target of a job, from the plan to the proof."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from landing_app.actions.base import Step, Target
from landing_app.jobs.models.job import Job
from landing_app.jobs.models.states import ItemState


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
        return Target(
            kind=self.target_kind,  # type: ignore[arg-type]
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
