"""What a person may not do."""

from django.utils.translation import gettext_noop as _n

from landing_app.jobs.codes.words import Words

RIGHTS: dict[str, Words] = {
    "ACCESS_DENIED": (
        _n("You do not have the right to do this"),
        _n("Your role in Sites does not allow it for this site. Nothing was changed."),
        _n("Ask your administrator for the right, then retry."),
        "copy_request",
    ),
    "NO_PUBLISH_RIGHT": (
        _n("You do not have the right to publish this site"),
        _n("Your role in Sites does not allow publishing and unpublishing here."),
        _n("Ask your administrator for the Publish right."),
        "copy_request",
    ),
    "NO_EDIT_RIGHT": (
        _n("You do not have the right to edit this site"),
        _n("Your role in Sites allows viewing only."),
        _n("Ask your administrator for the Edit right."),
        "copy_request",
    ),
    "NO_DELETE_RIGHT": (
        _n("You do not have the right to delete pages of this site"),
        "",
        _n("Ask your administrator for the Delete right."),
        "copy_request",
    ),
    "NO_SETTINGS_RIGHT": (
        _n("You do not have the right to change page settings of this site"),
        "",
        _n("Ask your administrator for the Settings right."),
        "copy_request",
    ),
    "DELETE_ACCESS_DENIED": (
        _n("You do not have the right to delete pages of this site"),
        _n("Moving a page away needs the right to delete it where it was."),
        _n("Ask your administrator for the Delete right."),
        "copy_request",
    ),
    "IS_NOT_ADMIN": (
        _n("Only an administrator can do this"),
        "",
        _n("Ask your administrator."),
        "copy_request",
    ),
    "USER_ACCESS_ERROR": (
        _n("The person who started this may no longer use the app"),
        _n("Bitrix24 refused the app for that person. Nothing was lost."),
        _n("Ask your administrator for access to Page Desk, then press Resume."),
        "copy_request",
    ),
    "INSUFFICIENT_SCOPE": (
        _n("The app was not given the permissions it needs"),
        "",
        _n("Ask your administrator to install Page Desk again."),
        "copy_request",
    ),
}
