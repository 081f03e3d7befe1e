"""What the REST layer itself refuses."""

from django.utils.translation import gettext_noop as _

from landing_app.jobs.codes.words import Words

EXPIRED: Words = (
    _("Access to Bitrix24 has expired"),
    _("Bitrix24 no longer accepts the access of the person who started this. Nothing was lost."),
    _("Open Page Desk again from Bitrix24, then press Resume."),
    "reopen",
)
_GOES_ON = _("Nothing is left for you to do: the job goes on by itself.")
_SLOWER: Words = (
    _("Bitrix24 asks us to slow down"),
    _("It answers a limited number of requests."),
    _GOES_ON,
    "",
)
_PAUSE: Words = (
    _("Bitrix24 asks for a pause"),
    _("It lets apps work for a limited time in every ten minutes, and that is used up."),
    _GOES_ON,
    "",
)
OURS: Words = (
    _("Something went wrong on our side"),
    _("Bitrix24 did not understand our request. This item was not changed."),
    _("Copy the details and send them to support."),
    "copy_details",
)

SYSTEM: dict[str, Words] = {
    **dict.fromkeys(("QUERY_LIMIT_EXCEEDED", "BUCKET_FULL", "LIMITER_UNAVAILABLE"), _SLOWER),
    **dict.fromkeys(("OPERATION_TIME_LIMIT", "OPERATING_BUDGET"), _PAUSE),
    "OVERLOAD_LIMIT": (
        _("Bitrix24 has blocked requests of apps"),
        _("We stopped sending. Only Bitrix24 support can lift this."),
        _("Ask your administrator to write to Bitrix24 support."),
        "copy_details",
    ),
    "INTERNAL_SERVER_ERROR": (
        _("Bitrix24 had an error of its own"),
        "",
        _("Retry later."),
        "copy_details",
    ),
    "PORTAL_MOVED": (
        _("Your Bitrix24 has a new address"),
        _("The job goes on as soon as the new address is proved."),
        _("Open Page Desk again from Bitrix24."),
        "reopen",
    ),
}

UNKNOWN: Words = (
    _("Bitrix24 refused this"),
    _("It gave the code %(code)s and no other reason."),
    _("Copy the details and send them to support."),
    "copy_details",
)
