"""The jobs app: Django's name for it and the signals it listens to."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    name = "landing_app.jobs"
    label = "jobs"
    verbose_name = _("Jobs")

    def ready(self) -> None:
        from landing_app.jobs import receivers  # noqa: F401
