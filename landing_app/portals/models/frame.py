"""Frame sessions: who is looking at the app in which frame. Used instead of cookies."""

from datetime import timedelta

from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from landing_app.portals.models.portal import Portal, PortalUser

IDLE_LIMIT = timedelta(minutes=30)
PROOF_LIMIT = timedelta(minutes=60)
#: Requests that were under way when a new token took over.
RENEWAL_OVERLAP = timedelta(seconds=10)


class FrameSession(models.Model):
    """One opened frame. Its token is known to the browser only; the table keeps the SHA-256 of it."""

    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    portal_user = models.ForeignKey(PortalUser, on_delete=models.CASCADE, related_name="frames")
    language = models.CharField(max_length=12, blank=True)
    timezone = models.CharField(max_length=64, blank=True)
    placement = models.CharField(max_length=120, blank=True)
    placement_options = models.JSONField(default=dict, blank=True)
    opened_at = models.DateTimeField(default=now)
    proved_at = models.DateTimeField(default=now)
    last_human_at = models.DateTimeField(default=now)
    renewed_at = models.DateTimeField(null=True, blank=True, help_text=_("A new session took over"))
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("frame session")
        verbose_name_plural = _("frame sessions")
        ordering = ["-opened_at"]
        indexes = [models.Index(fields=["proved_at"])]

    def __str__(self) -> str:
        return f"{self.portal_user} @ {self.portal}"

    @property
    def portal(self) -> Portal:
        """The portal this frame belongs to; the only source of the tenant in a request."""
        return self.portal_user.portal

    @property
    def is_alive(self) -> bool:
        """Neither revoked nor renewed nor past 30 minutes without a human request or 60 minutes without a
        proof of identity. A renewed one can be renewed again, for a browser that never got the answer."""
        moment = now()
        return (
            self.revoked_at is None
            and (self.renewed_at is None or moment - self.renewed_at < RENEWAL_OVERLAP)
            and self.portal.status == Portal.Status.ACTIVE
            and moment - self.last_human_at < IDLE_LIMIT
            and moment - self.proved_at < PROOF_LIMIT
        )
