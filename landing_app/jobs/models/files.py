"""Pictures kept for jobs, and image records that we saw."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from landing_app.jobs.models.job import Job
from landing_app.portals.models import Portal, PortalUser


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
