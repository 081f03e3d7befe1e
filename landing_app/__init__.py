"""Page Desk: a Bitrix24 marketplace app for Sites."""

from landing_app.celery import app as celery_app

__all__ = ["celery_app"]
