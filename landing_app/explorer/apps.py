"""Django application of the screens."""

from django.apps import AppConfig


class ExplorerConfig(AppConfig):
    """Screens only: no models, no migrations."""

    name = "landing_app.explorer"
    label = "explorer"
