"""Addresses of portals: those that Bitrix24 posts to, health checks and plain texts."""

from django.urls import path

from landing_app.portals.views import entry, plain

urlpatterns = [
    path("install/", entry.install, name="install"),
    path("session/", entry.session, name="session"),
    path("events/", entry.events, name="events"),
    path("legal/privacy/", plain.privacy, name="privacy"),
    path("legal/license/", plain.license_agreement, name="license"),
    path("support/", plain.support, name="support"),
]
