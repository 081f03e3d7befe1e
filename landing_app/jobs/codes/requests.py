"""Requests about jobs that are not granted, and why jobs wait or end."""

from django.utils.translation import gettext_noop as _n

from landing_app.jobs.codes.words import Words

REQUESTS: dict[str, Words] = {
    "UPLOAD_TOO_LARGE": (
        _n("This picture is larger than 5 MB"),
        "",
        _n("Choose a smaller picture."),
        "",
    ),
    "UPLOAD_NOT_A_PICTURE": (
        _n("This file is not a PNG, JPEG or WebP picture"),
        _n("It cannot be opened as a picture, or it is of another kind."),
        _n("Choose another picture."),
        "",
    ),
    "UPLOAD_TOO_MANY_PIXELS": (
        _n("This picture has too many pixels"),
        _n("At most 24 megapixels can be used."),
        _n("Choose a smaller picture."),
        "",
    ),
    "UPLOAD_ANIMATED": (
        _n("This picture moves"),
        _n("The block list shows still pictures only."),
        _n("Choose another picture."),
        "",
    ),
    "PICTURE_GONE": (
        _n("The preview image is no longer kept"),
        _n("An uploaded picture is kept for 24 hours at most. Nothing was saved without it."),
        _n("Save the block again from its page, with a new picture or without one."),
        "refresh",
    ),
    "UPLOAD_TOO_SMALL": (
        _n("This picture is too small"),
        "",
        _n("Use at least 320 × 240 pixels."),
        "",
    ),
    "PORTAL_PAUSED": (
        _n("Waiting for Bitrix24"),
        _n("An uninstall of the app was reported and is being checked."),
        "",
        "",
    ),
    "PORTAL_DISCONNECTED": (
        _n("The app was removed from Bitrix24"),
        _n("What was not started stays as it was."),
        "",
        "",
    ),
    "PORTAL_DELETED": (
        _n("Bitrix24 says that this portal does not exist any more"),
        _n("Nothing more is sent to it."),
        _n("Ask your administrator."),
        "",
    ),
    "APPLICATION_NOT_FOUND": (
        _n("The app is not installed in this Bitrix24 any more"),
        _n("Nothing more is sent to it."),
        _n("Ask your administrator to install Page Desk again, then press Resume."),
        "",
    ),
    "NO_ANSWER": (
        _n("Bitrix24 does not answer"),
        _n("We keep trying. Nothing was lost."),
        "",
        "",
    ),
    "NO_SUCH_PLAN": (
        _n("This plan does not exist any more"),
        "",
        _n("Choose again and start anew."),
        "refresh",
    ),
    "PLAN_EXPIRED": (
        _n("This plan is older than 30 minutes"),
        _n("The pages may have changed since. Nothing was started."),
        _n("Choose again and start anew."),
        "refresh",
    ),
    "PLAN_NOT_READY": (_n("The plan is still being made"), "", _n("Wait a moment."), ""),
    "ONLY_STARTER_RESUMES": (
        _n("Only the person who started this job can resume it"),
        _n("The job runs with that person's rights."),
        "",
        "",
    ),
    "ONLY_STARTER_OR_ADMIN_STOPS": (
        _n("Only the person who started this job or an administrator can stop it"),
        "",
        "",
        "",
    ),
    "JOB_NOT_OVER": (_n("The job is still running"), "", _n("Wait until it ends or stop it."), ""),
    "NOTHING_TO_RETRY": (_n("Nothing is left to retry"), "", "", ""),
    "NOTHING_TO_UNDO": (_n("Nothing can be undone"), "", "", ""),
    "TOO_LATE_TO_UNDO": (
        _n("Undo is possible for 7 days"),
        "",
        _n("Make the change by hand if it is still wanted."),
        "",
    ),
    "ALREADY_BEING_DONE": (_n("Somebody has already started this"), "", _n("Look in Activity."), ""),
}
