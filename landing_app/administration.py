"""The admin site. Outside DEBUG a second factor (TOTP) is required; `manage.py enroll_staff` hands one out."""

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig as DjangoAdminConfig
from django.utils.functional import LazyObject


class AdminConfig(DjangoAdminConfig):
    """Makes `django.contrib.admin.site` our site."""

    default_site = "landing_app.administration.PageDeskAdminSite"


class PageDeskAdminSite(LazyObject):  # type: ignore[type-arg]
    """The stock admin with our title; django-otp's site, imported late because it needs loaded models."""

    def _setup(self) -> None:
        from django_otp.admin import OTPAdminSite

        site = AdminSite() if settings.DEBUG else OTPAdminSite()
        site.site_header = site.site_title = "Page Desk"
        site.index_title = "Portals, jobs and calls"
        site.site_url = None
        self._wrapped = site
