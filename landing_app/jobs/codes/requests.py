"""Requests about jobs that are not granted, and why jobs wait or end."""

from django.utils.translation import gettext_noop as _

from landing_app.jobs.codes.words import Words

REQUESTS: dict[str, Words] = {
    "UPLOAD_TOO_LARGE": (
        _("This picture is larger than 5 MB"),
        "",
        _("Choose a smaller picture."),
        "",
    ),
    "UPLOAD_NOT_A_PICTURE": (
        _("This file is not a PNG, JPEG or WebP picture"),
        _("It cannot be opened as a picture, or it is of another kind."),
        _("Choose another picture."),
        "",
    ),
    "UPLOAD_TOO_MANY_PIXELS": (
        _("This picture has too many pixels"),
        _("At most 24 megapixels can be used."),
        _("Choose a smaller picture."),
        "",
    ),
    "UPLOAD_ANIMATED": (
        _("This picture moves"),
        _("The block list shows still pictures only."),
        _("Choose another picture."),
        "",
    ),
    "PICTURE_GONE": (
        _("The preview image is no longer kept"),
        _("An uploaded picture is kept for 24 hours at most. Nothing was saved without it."),
        _("Press Save without picture, or save the block again from its page with a new one."),
        "refresh",
    ),
    "UPLOAD_TOO_SMALL": (
        _("This picture is too small"),
        "",
        _("Use at least 320 × 240 pixels."),
        "",
    ),
    "UPLOAD_BUSY": (
        _("Other pictures are being read right now"),
        _("Page Desk reads few pictures at once, so that none of them can take it down."),
        _("Choose the picture again in a few seconds."),
        "",
    ),
    "UPLOAD_TOO_OFTEN": (
        _("Too many pictures in a short time"),
        "",
        _("Wait a minute, then choose the picture again."),
        "",
    ),
    "UPLOAD_NO_ROOM": (
        _("Too many of your pictures wait for their jobs"),
        _("Up to 64 MB are kept for one person, each picture until its job ends and for 24 hours at most."),
        _("Start or stop what waits in Activity, then choose the picture again."),
        "",
    ),
    "TOO_MANY_PLANS": (
        _("Too many plans in a short time"),
        _("Each one reads Bitrix24, which allows only so much. Nothing was started."),
        _("Wait a minute and start anew."),
        "refresh",
    ),
    "PORTAL_PAUSED": (
        _("Waiting for Bitrix24"),
        _("An uninstall of the app was reported and is being checked."),
        "",
        "",
    ),
    "PORTAL_DISCONNECTED": (
        _("The app was removed from Bitrix24"),
        _("What was not started stays as it was."),
        "",
        "",
    ),
    "PORTAL_DELETED": (
        _("Bitrix24 says that this portal does not exist any more"),
        _("Nothing more is sent to it."),
        _("Ask your administrator."),
        "",
    ),
    "APPLICATION_NOT_FOUND": (
        _("The app is not installed in this Bitrix24 any more"),
        _("Nothing more is sent to it."),
        _("Ask your administrator to install Page Desk again, then press Resume."),
        "",
    ),
    "NO_ANSWER": (
        _("Bitrix24 does not answer"),
        _("We keep trying. Nothing was lost."),
        "",
        "",
    ),
    "NO_SUCH_PLAN": (
        _("This plan does not exist any more"),
        "",
        _("Choose again and start anew."),
        "refresh",
    ),
    "PLAN_EXPIRED": (
        _("This plan is older than 30 minutes"),
        _("The pages may have changed since. Nothing was started."),
        _("Choose again and start anew."),
        "refresh",
    ),
    "PLAN_NOT_READY": (_("The plan is still being made"), "", _("Wait a moment."), ""),
    "ONLY_STARTER_RESUMES": (
        _("Only the person who started this job can resume it"),
        _("The job runs with that person's rights."),
        "",
        "",
    ),
    "ONLY_STARTER_OR_ADMIN_STOPS": (
        _("Only the person who started this job or an administrator can stop it"),
        "",
        "",
        "",
    ),
    "JOB_NOT_OVER": (_("The job is still running"), "", _("Wait until it ends or stop it."), ""),
    "NOTHING_TO_RETRY": (_("Nothing is left to retry"), "", "", ""),
    "NOTHING_TO_UNDO": (_("Nothing can be undone"), "", "", ""),
    "TOO_LATE_TO_UNDO": (
        _("Undo is possible for 7 days"),
        "",
        _("Make the change by hand if it is still wanted."),
        "",
    ),
    "ALREADY_BEING_DONE": (_("Somebody has already started this"), "", _("Look in Activity."), ""),
}
