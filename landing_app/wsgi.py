"""Entry point of web servers: `gunicorn landing_app.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "landing_app.settings")

application = get_wsgi_application()
