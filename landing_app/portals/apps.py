"""Registration of the app `portals`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalsConfig(AppConfig):
    """Connects the log of REST calls to the end of requests and tasks."""

    name = "landing_app.portals"
    label = "portals"
    verbose_name = _("Portals")

    def ready(self) -> None:
        """Start writing buffered log rows after each request and task; register the system checks."""
        from landing_app.portals import call_log, checks  # noqa: F401 - registers the system checks

        call_log.connect()
