"""Every address of the app. The first four are registered in the portal; each also answers GET and HEAD."""

from django.contrib import admin
from django.urls import include, path

from landing_app.jobs.metrics import metrics

urlpatterns = [
    path("", include("landing_app.portals.urls")),
    path("", include("landing_app.jobs.urls")),
    path("", include("landing_app.explorer.urls")),
    path("metrics", metrics, name="metrics"),
    path("admin/", admin.site.urls),
]
