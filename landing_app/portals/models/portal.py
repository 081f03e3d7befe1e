"""A portal that installed the app, and the people of it who opened the app."""

from urllib.parse import urlsplit

from django.db import models
from django.utils.translation import gettext_lazy as _

from landing_app.portals.fields import EncryptedField

ENTERPRISE_BUCKET = (250, 5)
USUAL_BUCKET = (50, 2)


class Portal(models.Model):
    """One Bitrix24 that installed the app. `member_id` is its stable key; domain and endpoint may change."""

    class Status(models.TextChoices):
        """`paused`: an uninstall was reported and is being checked. `gone`: it is proved, rows are being
        erased."""

        ACTIVE = "active", _("Active")
        PAUSED = "paused", _("Paused")
        GONE = "gone", _("Gone")

    member_id = models.CharField(max_length=64, unique=True)
    domain = models.CharField(max_length=255)
    endpoint = models.CharField(max_length=300, help_text=_("REST address named by the authorization server"))
    oauth_url = models.CharField(max_length=255, help_text=_("Authorization server that proved this portal"))
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.ACTIVE, db_index=True)
    application_token = EncryptedField()
    app_version = models.CharField(max_length=20, blank=True)
    license_family = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=12, blank=True)
    installed_at = models.DateTimeField()
    updated_at = models.DateTimeField(auto_now=True)
    uninstall_reported_at = models.DateTimeField(null=True, blank=True)
    uninstall_checked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("portal")
        verbose_name_plural = _("portals")
        ordering = ["domain"]

    def __str__(self) -> str:
        return self.domain

    def secret_place(self) -> str:
        """Binds encrypted values to this portal."""
        return f"portal|{self.member_id}"

    @property
    def origin(self) -> str:
        """`https://host[:port]` of the portal: the only page that may frame us for this portal."""
        parts = urlsplit(self.endpoint)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def tariff_bucket(self) -> tuple[int, int]:
        """Size and drain per second of the portal's request limit, which is larger on the Enterprise plan."""
        return ENTERPRISE_BUCKET if self.license_family.lower().startswith("ent") else USUAL_BUCKET


class PortalUser(models.Model):
    """A person of a portal with that person's own token pair. Every call on their behalf uses this pair."""

    portal = models.ForeignKey(Portal, on_delete=models.CASCADE, related_name="users")
    user_id = models.PositiveBigIntegerField(help_text=_("The person's id in the portal"))
    name = models.CharField(max_length=200, blank=True)
    is_admin = models.BooleanField(default=False)
    timezone = models.CharField(max_length=64, blank=True)
    language = models.CharField(max_length=12, blank=True)
    tokens = EncryptedField()
    token_version = models.PositiveIntegerField(default=0)
    refresh_lease_until = models.DateTimeField(null=True, blank=True, editable=False)
    opening_digest = models.CharField(max_length=64, blank=True, editable=False)
    grant_lost_at = models.DateTimeField(null=True, blank=True)
    grant_lost_code = models.CharField(max_length=60, blank=True)
    last_opened_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("portal user")
        verbose_name_plural = _("portal users")
        constraints = [models.UniqueConstraint(fields=["portal", "user_id"], name="one_row_per_portal_user")]

    def __str__(self) -> str:
        return self.name or f"#{self.user_id}"

    def secret_place(self) -> str:
        """Binds the token pair to this person of this portal."""
        return f"portal_user|{self.portal.member_id}|{self.user_id}"
