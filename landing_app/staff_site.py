"""The admin's site with its sign-in: name, password and the code of the person's own authenticator on one form."""

import time
from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django_otp.admin import OTPAdminAuthenticationForm, OTPAdminSite
from django_otp.plugins.otp_totp.models import TOTPDevice

#: Seconds. However busy a session is, tomorrow needs a new password and code.
LONGEST_SESSION = 8 * 3600
_SIGNED_IN_AT = "signed_in_at"


@receiver(user_logged_in)
def _note_sign_in(request: HttpRequest, **_: Any) -> None:
    request.session[_SIGNED_IN_AT] = time.time()


class StaffSignInForm(OTPAdminAuthenticationForm):  # type: ignore[misc]
    """django-otp's form without its choice of a device: everybody has one authenticator (`enroll_staff`)."""

    otp_error_messages = {
        **OTPAdminAuthenticationForm.otp_error_messages,
        "token_required": _("Enter the six digits that your authenticator app shows."),
        "invalid_token": _("This code is not right or no longer valid. Enter the one shown now."),
        "device_required": _(
            "This account has no authenticator. Ask an operator to run enroll_staff for it."
        ),
    }

    def _chosen_device(self, user: User) -> Any:
        return TOTPDevice.objects.filter(user=user, confirmed=True).first()


class StaffSite(OTPAdminSite):  # type: ignore[misc]
    """Signed in means: password and second factor, today."""

    login_form = StaffSignInForm
    login_template = "admin/staff_login.html"

    def has_permission(self, request: HttpRequest) -> bool:
        """Staff with both factors, in a session not older than a working day."""
        signed_in_at = request.session.get(_SIGNED_IN_AT, 0)
        return bool(super().has_permission(request)) and time.time() - signed_in_at < LONGEST_SESSION


def named(site: AdminSite) -> AdminSite:
    """The site with the product's name on it."""
    site.site_header = site.site_title = "Page Desk"
    site.index_title = _("Portals, jobs and calls")
    site.site_url = None
    return site
