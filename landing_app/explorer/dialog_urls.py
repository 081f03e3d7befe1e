"""Addresses of the dialogs and of the click that starts what they planned."""

from django.urls import path

from landing_app.explorer import dialogs
from landing_app.explorer.copy_here import copy_here
from landing_app.explorer.picture_view import picture
from landing_app.explorer.views.drawings import drawing_link

urlpatterns = [
    path("dialogs/plan/<uuid:job_id>/", dialogs.plan_progress, name="dialog-plan"),
    path("dialogs/change/<uuid:job_id>/", dialogs.change, name="dialog-change"),
    path("dialogs/again/<uuid:job_id>/", dialogs.open_again, name="dialog-again"),
    path("dialogs/picture/<uuid:job_id>/<int:item_id>/", picture, name="dialog-picture"),
    path("dialogs/copy-here/<scope:scope>/<int:site_id>/", copy_here, name="copy-here"),
    path("dialogs/picture/<uuid:job_id>/<int:item_id>/block/", drawing_link, name="dialog-drawing"),
    path("dialogs/<slug:action>/", dialogs.dialog, name="dialog"),
    path("jobs/<uuid:job_id>/start/", dialogs.start_job, name="start-job"),
]
