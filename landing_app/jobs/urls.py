"""Addresses of Activity and of jobs."""

from django.urls import path

from landing_app.jobs import counter, receipts, views

urlpatterns = [
    path("activity/", views.activity, name="activity"),
    path("activity/counter/", counter.counter, name="activity-counter"),
    path("activity/<uuid:job_id>/", views.job, name="job"),
    path("activity/<uuid:job_id>/progress/", views.progress, name="job-progress"),
    path("activity/<uuid:job_id>/stop/", views.stop, name="job-stop"),
    path("activity/<uuid:job_id>/resume/", views.resume, name="job-resume"),
    path("activity/<uuid:job_id>/retry/", views.retry, name="job-retry"),
    path("activity/<uuid:job_id>/undo/", views.undo, name="job-undo"),
    path("activity/<uuid:job_id>/receipt/<str:kind>/", receipts.link, name="job-receipt"),
    path("receipts/<str:signed>/", receipts.download, name="receipt"),
]
