"""The Celery application: queues, routes and the timetable. Messages are hints only; rows hold the truth."""

import os

from celery import Celery
from kombu import Exchange, Queue

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "landing_app.settings")

app = Celery("landing_app")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
# A plain `celery worker` (small installs) serves both queues.
# Each has a routing key of its own: with the default one a message would reach both.
app.conf.task_queues = tuple(Queue(name, Exchange(name), routing_key=name) for name in ("portal", "system"))
