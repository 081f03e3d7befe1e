"""The admin site. Outside DEBUG a second factor (TOTP) is required; `manage.py enroll_staff` hands one out."""

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig as DjangoAdminConfig
from django.utils.functional import LazyObject


class AdminConfig(DjangoAdminConfig):
    """Makes `django.contrib.admin.site` our site."""

    default_site = "landing_app.administration.PageDeskAdminSite"


class PageDeskAdminSite(LazyObject):  # type: ignore[type-arg]
    """Our site, imported late because django-otp needs loaded models."""

    def _setup(self) -> None:
        from landing_app.staff_site import StaffSite, named

        self._wrapped = named(AdminSite() if settings.DEBUG else StaffSite())
