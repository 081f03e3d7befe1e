"""Addresses of the screens. The first two are registered in the portal."""

from django.urls import include, path, register_converter

from landing_app.explorer.scopes import SiteScopeConverter
from landing_app.explorer.views import (
    drawings,
    entry,
    late_numbers,
    page,
    previews,
    settings,
    site,
    site_bin,
    sites,
)

register_converter(SiteScopeConverter, "scope")

urlpatterns = [
    path("app/", entry.app, name="app"),
    path("placements/", entry.placements, name="placements"),
    path("placements/screen/", entry.called_from, name="called-from"),
    path("sites/", sites.sites, name="sites"),
    path("sites/recycle-bin/", site_bin.site_bin, name="site-bin"),
    path("sites/changes/", sites.changes, name="site-changes"),
    path("sites/facts/", sites.facts, name="site-facts"),
    path("sites/<scope:scope>/<int:site_id>/", site.site, name="site"),
    path("sites/<scope:scope>/<int:site_id>/blocks/", late_numbers.block_numbers, name="block-counts"),
    path("sites/<scope:scope>/<int:site_id>/recycle-bin/", late_numbers.bin_number, name="bin-count"),
    path("sites/<scope:scope>/<int:site_id>/pages/<int:page_id>/", page.page, name="page"),
    path(
        "sites/<scope:scope>/<int:site_id>/pages/<int:page_id>/<str:version>/<int:block_id>/",
        previews.block_frame,
        name="block-frame",
    ),
    path(
        "sites/<scope:scope>/<int:site_id>/pages/<int:page_id>/<str:version>/<int:block_id>/large/",
        previews.block_large,
        name="block-large",
    ),
    path("preview/<str:signed>/", previews.preview, name="block-preview"),
    path("drawing/<str:signed>/", drawings.drawing, name="block-drawing"),
    path("settings/", settings.settings, name="settings"),
    path("", include("landing_app.explorer.dialog_urls")),
]
