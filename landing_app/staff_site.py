"""The admin's site with its sign-in: name, password and the code of the person's own authenticator on one form."""

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth.models import User
from django.utils.translation import gettext_lazy as _
from django_otp.admin import OTPAdminAuthenticationForm, OTPAdminSite
from django_otp.plugins.otp_totp.models import TOTPDevice


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
    """Signed in means: password and second factor."""

    login_form = StaffSignInForm
    login_template = "admin/staff_login.html"


def named(site: AdminSite) -> AdminSite:
    """The site with the product's name on it."""
    site.site_header = site.site_title = "Page Desk"
    site.index_title = _("Portals, jobs and calls")
    site.site_url = None
    return site
