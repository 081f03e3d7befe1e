"""What a person may not do."""

from django.utils.translation import gettext_noop as _

from landing_app.jobs.codes.words import Words

RIGHTS: dict[str, Words] = {
    "ACCESS_DENIED": (
        _("You do not have the right to do this"),
        _("Your role in Sites does not allow it for this site. Nothing was changed."),
        _("Ask your administrator for the right, then retry."),
        "copy_request",
    ),
    "NO_PUBLISH_RIGHT": (
        _("You do not have the right to publish this site"),
        _("Your role in Sites does not allow publishing and unpublishing here."),
        _("Ask your administrator for the Publish right."),
        "copy_request",
    ),
    "NO_EDIT_RIGHT": (
        _("You do not have the right to edit this site"),
        _("Your role in Sites allows viewing only."),
        _("Ask your administrator for the Edit right."),
        "copy_request",
    ),
    "NO_DELETE_RIGHT": (
        _("You do not have the right to delete pages of this site"),
        "",
        _("Ask your administrator for the Delete right."),
        "copy_request",
    ),
    "NO_SETTINGS_RIGHT": (
        _("You do not have the right to change page settings of this site"),
        "",
        _("Ask your administrator for the Settings right."),
        "copy_request",
    ),
    "DELETE_ACCESS_DENIED": (
        _("You do not have the right to delete pages of this site"),
        _("Moving a page away needs the right to delete it where it was."),
        _("Ask your administrator for the Delete right."),
        "copy_request",
    ),
    "IS_NOT_ADMIN": (
        _("Only an administrator can do this"),
        "",
        _("Ask your administrator."),
        "copy_request",
    ),
    "USER_ACCESS_ERROR": (
        _("The person who started this may no longer use the app"),
        _("Bitrix24 refused the app for that person. Nothing was lost."),
        _("Ask your administrator for access to Page Desk, then retry."),
        "copy_request",
    ),
    "INSUFFICIENT_SCOPE": (
        _("The app was not given the permissions it needs"),
        _("Nothing was changed."),
        _("Ask your administrator to install Page Desk again."),
        "copy_request",
    ),
}
