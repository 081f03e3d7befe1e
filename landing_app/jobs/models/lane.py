"""Who may work now."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from landing_app.portals.models import Portal


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
