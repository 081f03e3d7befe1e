"""Entry point of web servers: `gunicorn landing_app.wsgi`."""

import os
from pathlib import Path

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.template.loader import get_template
from django.urls import reverse
from django.utils import translation

from landing_app.celery import app as celery_app

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "landing_app.settings")


def _prepare() -> None:
    """What a process does once, half a second of it; else its first visitors would wait for it, and whoever starts
    the first job a third of a second longer."""
    reverse("sites")  # imports every view
    templates = Path(settings.BASE_DIR) / "templates"
    for file in templates.rglob("*.html"):
        get_template(file.relative_to(templates).as_posix())
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            translation.gettext("Publish")
    celery_app.finalize(auto=True)


application = get_wsgi_application()
_prepare()
