"""What happened: events of a portal's life and every REST call with its answer. Neither holds a secret.

Both name the portal by `member_id` and not by a key, so that a row can be written while the portal is being
erased.
"""

from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _


class PortalEvent(models.Model):
    """A moment in the life of an installation, as evidence for the operator."""

    class Kind(models.TextChoices):
        """What was seen; `refused` and `forged` name requests that did not prove what they claimed."""

        INSTALLED = "installed", _("Installed")
        REINSTALLED = "reinstalled", _("Installed again or updated")
        MOVED = "moved", _("Address changed")
        EVENT = "event", _("Event received")
        REFUSED = "refused", _("Request refused")
        UNINSTALL_REPORTED = "uninstall_reported", _("Uninstall reported")
        UNINSTALL_UNCLEAR = "uninstall_unclear", _("Uninstall could not be checked")
        FORGED = "forged", _("Forged uninstall")
        ERASED = "erased", _("Uninstall proved, data erased")

    member_id = models.CharField(max_length=64, db_index=True)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    at = models.DateTimeField(default=now, db_index=True)
    detail = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("portal event")
        verbose_name_plural = _("portal events")
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.member_id})"


class ApiCall(models.Model):
    """One REST request and its answer, reduced by the client to method, ids, flags, counts, codes and
    times."""

    trace_id = models.CharField(max_length=64, db_index=True)
    member_id = models.CharField(max_length=64)
    user_id = models.PositiveBigIntegerField(default=0)
    method = models.CharField(max_length=120)
    at = models.DateTimeField(db_index=True)
    seconds = models.FloatField(help_text=_("From sending to the end of the answer"))
    status = models.PositiveSmallIntegerField(default=0, help_text=_("HTTP status, 0 when no answer came"))
    code = models.CharField(max_length=120, blank=True, help_text=_("Error code of the answer"))
    operating = models.FloatField(
        null=True, blank=True, help_text=_("Operating time the portal has counted so far")
    )
    request = models.JSONField(default=dict, blank=True)
    answer = models.JSONField(null=True, blank=True)

    class Meta:
        verbose_name = _("REST call")
        verbose_name_plural = _("REST calls")
        ordering = ["-at"]
        indexes = [models.Index(fields=["member_id", "at"])]

    def __str__(self) -> str:
        return f"{self.method} {self.status} {self.code}".rstrip()
