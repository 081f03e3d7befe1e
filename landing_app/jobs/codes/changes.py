"""What somebody changed between the plan and the call, or between a job and its undo."""

from django.utils.translation import gettext_noop as _

from landing_app.jobs.codes.words import Words

_LOOK = _("Look at it, then press Retry failed if it is still wanted.")
_BY_HAND = _("Change it by hand if it is still wanted.")

CHANGES: dict[str, Words] = {
    "CHANGED_SINCE_PLAN": (
        _("Somebody changed it after you looked"),
        _("“%(title)s” was left alone. Its last change: %(when)s."),
        _LOOK,
        "editor",
    ),
    "PUBLISHED_SINCE_PLAN": (
        _("Somebody published it after you looked"),
        _("“%(title)s” is online now, so it was left alone."),
        _LOOK,
        "refresh",
    ),
    "OFFLINE_SINCE_PLAN": (
        _("Somebody took it offline after you looked"),
        _("“%(title)s” is no longer online, so it was left alone."),
        _LOOK,
        "refresh",
    ),
    "MOVED_SINCE_PLAN": (
        _("Somebody moved it after you looked"),
        _("“%(title)s” is in another place now: %(place)s. It was left alone."),
        _LOOK,
        "refresh",
    ),
    "CHANGED_SINCE": (
        _("Changed since then, not undone"),
        _("Undo would overwrite what somebody changed. The last change: %(when)s."),
        _BY_HAND,
        "editor",
    ),
    "PUBLISHED_SINCE": (
        _("Published since then, not undone"),
        _("Somebody put “%(title)s” online after this job. Undo would change what visitors see."),
        _BY_HAND,
        "editor",
    ),
    "OFFLINE_SINCE": (
        _("Taken offline since then, not undone"),
        _("Somebody took “%(title)s” offline after this job. Undo would change what visitors see."),
        _BY_HAND,
        "editor",
    ),
    "MOVED_SINCE": (
        _("Moved since then, not undone"),
        _("“%(title)s” is in another place now: %(place)s."),
        _BY_HAND,
        "refresh",
    ),
}
