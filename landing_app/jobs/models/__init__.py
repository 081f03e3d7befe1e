"""Jobs, their items and lanes: the rows are the truth, Celery messages are only hints that rows have work."""

from landing_app.jobs.models.files import SeenFile, Upload
from landing_app.jobs.models.item import JobItem
from landing_app.jobs.models.job import Job, JobSite
from landing_app.jobs.models.lane import Lane
from landing_app.jobs.models.states import (
    ACTIVE_JOBS,
    FINAL_JOBS,
    OPEN_ITEMS,
    OPEN_JOBS,
    ItemState,
    JobState,
)

__all__ = [
    "ACTIVE_JOBS",
    "FINAL_JOBS",
    "OPEN_ITEMS",
    "OPEN_JOBS",
    "ItemState",
    "Job",
    "JobItem",
    "JobSite",
    "JobState",
    "Lane",
    "SeenFile",
    "Upload",
]
