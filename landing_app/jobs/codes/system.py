"""What the REST layer itself refuses."""

from django.utils.translation import gettext_noop as _n

from landing_app.jobs.codes.words import Words

EXPIRED: Words = (
    _n("Access to Bitrix24 has expired"),
    _n("Bitrix24 no longer accepts the access of the person who started this. Nothing was lost."),
    _n("Open Page Desk again from Bitrix24, then press Resume."),
    "reopen",
)
_SLOWER: Words = (
    _n("Bitrix24 asks us to slow down"),
    _n("It answers a limited number of requests. The job goes on by itself."),
    "",
    "",
)
OURS: Words = (
    _n("Something went wrong on our side"),
    _n("Bitrix24 did not understand our request. This item was not changed."),
    _n("Copy the details and send them to support."),
    "copy_details",
)

SYSTEM: dict[str, Words] = {
    **dict.fromkeys(
        (
            "QUERY_LIMIT_EXCEEDED",
            "OPERATION_TIME_LIMIT",
            "OPERATING_BUDGET",
            "BUCKET_FULL",
            "LIMITER_UNAVAILABLE",
        ),
        _SLOWER,
    ),
    "OVERLOAD_LIMIT": (
        _n("Bitrix24 has blocked requests of apps"),
        _n("We stopped sending. Only Bitrix24 support can lift this."),
        _n("Ask your administrator to write to Bitrix24 support."),
        "copy_details",
    ),
    "INTERNAL_SERVER_ERROR": (
        _n("Bitrix24 had an error of its own"),
        "",
        _n("Retry later."),
        "copy_details",
    ),
    "PORTAL_MOVED": (
        _n("Your Bitrix24 has a new address"),
        _n("The job goes on as soon as the new address is proved."),
        _n("Open Page Desk again from Bitrix24."),
        "reopen",
    ),
}

UNKNOWN: Words = (
    _n("Bitrix24 refused this"),
    _n("It gave the code %(code)s and no other reason."),
    _n("Copy the details and send them to support."),
    "copy_details",
)
