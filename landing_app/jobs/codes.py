"""The words of every code: title, body, next step, link key. Marked for translation, put together by
`explanations`."""

from django.utils.translation import gettext_noop as _n

Words = tuple[str, str, str, str]

_EXPIRED: Words = (
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
_OURS: Words = (
    _n("Something went wrong on our side"),
    _n("Bitrix24 did not understand our request. This item was not changed."),
    _n("Copy the details and send them to support."),
    "copy_details",
)
_PLAN: dict[str, Words] = {
    "PUBLIC_PAGE_REACHED": (
        _n("Your Bitrix24 plan has no free slots for published pages"),
        _n("Pages that are not published yet stay as they are. The limit belongs to your Bitrix24 plan."),
        _n("Unpublish a page nobody needs or ask your administrator about the plan, then press Resume."),
        "choose_pages",
    ),
    "PUBLIC_SITE_REACHED": (
        _n("Your Bitrix24 plan has no free slots for published sites"),
        _n("Publishing this page would also put its site online."),
        _n("Unpublish a site nobody needs or ask your administrator about the plan, then press Resume."),
        "plans",
    ),
    "PUBLIC_SITE_REACHED_FREE": (
        _n("Bitrix24 publishes sites on paid plans only"),
        _n("Your pages stay ready as drafts."),
        _n("Ask your administrator about the plan, then press Resume."),
        "plans",
    ),
    "TOTAL_SITE_REACHED": (
        _n("Your Bitrix24 plan does not allow one more site"),
        "",
        _n("Ask your administrator about the plan, then press Resume."),
        "plans",
    ),
    "FREE_DOMAIN_IS_NOT_ALLOWED": (
        _n("Your Bitrix24 plan does not include a free domain"),
        _n("The site cannot go online under its present address."),
        _n("Choose another address for the site or ask your administrator, then press Resume."),
        "site_settings",
    ),
    "FEATURE_NOT_AVAIL": (
        _n("Your Bitrix24 plan does not include this"),
        "",
        _n("Ask your administrator about the plan."),
        "plans",
    ),
    "PUBLIC_HTML_DISALLOWED_S": (
        _n("Your plan does not publish custom HTML code, and the site has it"),
        _n("The code is set for the whole site, so no page of it can be published."),
        _n("Switch off custom HTML in the site settings, then press Resume."),
        "site_settings",
    ),
    "PUBLIC_HTML_DISALLOWED_L": (
        _n("Your plan does not publish custom HTML code, and “%(title)s” has it"),
        _n("Other pages are not affected."),
        _n("Open the page settings and switch off its custom HTML, then retry."),
        "page_settings",
    ),
    "LANDING_PAYMENT_FAILED": (
        _n("The page came from a Market app whose subscription has ended"),
        _n("Bitrix24 does not publish it until the subscription is renewed."),
        _n("Ask your administrator to renew the subscription in Market, then retry."),
        "market",
    ),
    "LANDING_PAYMENT_FAILED_BLOCK": (
        _n("The page has a block from a Market app whose subscription has ended"),
        _n("Bitrix24 does not publish it until the subscription is renewed."),
        _n("Replace the block or ask your administrator to renew the subscription, then retry."),
        "market",
    ),
    "LICENSE_EXPIRED": (
        _n("The Bitrix24 license has expired"),
        _n("Bitrix24 publishes nothing until it is renewed. Your list is kept."),
        _n("Ask your administrator, then press Resume."),
        "",
    ),
    "PHONE_NOT_CONFIRMED": (
        _n("Bitrix24 wants a confirmed phone number before publishing"),
        _n("It asks for this once, before the first publication."),
        _n("Publish one page in the Bitrix24 editor to confirm the number, then press Resume."),
        "editor",
    ),
    "EMAIL_NOT_CONFIRMED": (
        _n("Bitrix24 wants a confirmed e-mail address before publishing"),
        _n("It asks for this once, before the first publication."),
        _n("Publish one page in the Bitrix24 editor to confirm the address, then press Resume."),
        "editor",
    ),
    "URLCHECKER_FAIL": (
        _n("Bitrix24 found a dangerous link on the page"),
        _n("It does not publish a page with a link that it considers harmful."),
        _n("Open the page in the editor and remove the link, then retry."),
        "editor",
    ),
    "PAYMENT_REQUIRED": (
        _n("The subscription that this app needs has ended"),
        _n("Bitrix24 does not let apps work on this portal now. Nothing was lost."),
        _n("Ask your administrator, then press Resume."),
        "plans",
    ),
}
_RIGHTS: dict[str, Words] = {
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
_THINGS: dict[str, Words] = {
    "LANDING_NOT_EXIST": (
        _n("The page is gone or you cannot see it any more"),
        _n("Somebody deleted it, moved it to the recycle bin, or your rights have changed."),
        _n("Refresh the list of pages."),
        "refresh",
    ),
    "PAGE_IN_TRASH": (
        _n("The page is in the recycle bin"),
        _n("Bitrix24 does not change pages there."),
        _n("Restore the page first."),
        "refresh",
    ),
    "FOLDER_IN_TRASH": (
        _n("The folder of this page is in the recycle bin"),
        _n("Bitrix24 does not change pages in deleted folders."),
        _n("Restore the folder in Bitrix24 first."),
        "app",
    ),
    "PAGE_MOVED": (
        _n("The page was moved to another site"),
        _n("It was left alone, because it is not where you chose it."),
        _n("Refresh the list of pages."),
        "refresh",
    ),
    "SITE_NOT_FOUND": (
        _n("The target site is gone or you cannot see it any more"),
        "",
        _n("Choose another site."),
        "refresh",
    ),
    "SITE_ERROR": (
        _n("The target site is gone or you cannot see it any more"),
        "",
        _n("Choose another site."),
        "refresh",
    ),
    "FOLDER_NOT_FOUND": (
        _n("The target folder is gone"),
        _n("Nothing was put into another place instead."),
        _n("Choose another folder."),
        "refresh",
    ),
    "BLOCK_NOT_FOUND": (
        _n("The block is gone from the page"),
        _n("Somebody deleted it or moved it to another page."),
        _n("Refresh the page."),
        "refresh",
    ),
    "BLOCK_CANT_BE_ADDED": (
        _n("Bitrix24 could not save the block"),
        _n("The block is not meant for this type of page."),
        "",
        "",
    ),
    "BLOCK_WRONG_VERSION": (
        _n("Your Bitrix24 does not support this version of the block"),
        "",
        _n("Ask your administrator to update Bitrix24."),
        "",
    ),
    "CANT_DELETE_MAIN": (
        _n("This is the main page of its site"),
        _n("Bitrix24 does not move the main page to the recycle bin while the site has other pages."),
        _n("Choose another main page in the site settings, then retry."),
        "site_settings",
    ),
    "UNABLE_DELETE_INCLUDE": (
        _n("This page is a shared area of its site"),
        _n("Bitrix24 does not delete headers, footers and other shared areas."),
        "",
        "",
    ),
    "LANDING_IS_LOCK": (
        _n("The page is protected in Bitrix24"),
        "",
        _n("Ask your administrator."),
        "copy_request",
    ),
    "FILE_ERROR": (
        _n("Bitrix24 did not accept the picture"),
        "",
        _n("Choose another picture and retry."),
        "",
    ),
}
_OURSELVES: dict[str, Words] = {
    "ALREADY_PUBLISHED": (_n("Already published, nothing to do"), "", "", ""),
    "ALREADY_OFFLINE": (_n("Already offline, nothing to do"), "", "", ""),
    "ALREADY_IN_TRASH": (_n("Already in the recycle bin, nothing to do"), "", "", ""),
    "ALREADY_RESTORED": (_n("Not in the recycle bin, nothing to do"), "", "", ""),
    "ALREADY_THERE": (_n("Already in that folder, nothing to do"), "", "", ""),
    "ALREADY_GONE": (_n("Already removed, nothing to do"), "", "", ""),
    "CHANGED_SINCE_PLAN": (
        _n("Changed since you looked"),
        _n("“%(title)s” is no longer as it was when you confirmed (%(when)s), so it was left alone."),
        _n("Look at it, then retry."),
        "refresh",
    ),
    "MORE_WOULD_GO_LIVE": (
        _n("More would go live than you confirmed"),
        _n("Publishing this now would also switch on: %(names)s. So it was left alone."),
        _n("Retry to confirm it."),
        "",
    ),
    "CHANGED_SINCE": (
        _n("Changed since then, not undone"),
        _n("Somebody changed it on %(when)s. Undo would overwrite that."),
        _n("Change it by hand if it is still wanted."),
        "editor",
    ),
    "NOT_PROVED": (
        _n("Bitrix24 said yes, but reading back says no"),
        _n("Somebody may have changed it at the same moment."),
        _n("Look at it in Bitrix24, then retry."),
        "editor",
    ),
    "WAY_STILL_OFFLINE": (
        _n("The page is published, but its folder or site is still offline"),
        _n("Visitors do not see it yet."),
        _n("Publish the folder or the site in Bitrix24, then retry."),
        "app",
    ),
    "CANNOT_TELL": (
        _n("We could not find out whether this was done"),
        _n("The answer of Bitrix24 was lost, and reading back does not tell. Nothing was sent twice."),
        _n("Look at it in Bitrix24, then retry if it was not done."),
        "editor",
    ),
    "ANSWER_LOST": (
        _n("The answer of Bitrix24 was lost"),
        _n("We are reading back what was done. Nothing is sent twice."),
        "",
        "",
    ),
    "NOT_STARTED": (_n("Not started"), _n("The job was stopped before. It stays as it was."), "", ""),
    "STOPPED_BY_PERSON": (
        _n("Stopped"),
        _n("What was not started stays as it was."),
        "",
        "",
    ),
    "POISON": (
        _n("Something went wrong on our side"),
        _n("Our worker stopped twice at this item. Reading back shows that it was not done."),
        _n("Copy the details and send them to support."),
        "copy_details",
    ),
    "INTERNAL": _OURS,
    "DRAFT_WOULD_GO_LIVE": (
        _n("Not undone: unpublished changes would go live"),
        _n("The page had changes that were not published. Publishing it now would show them."),
        _n("Open the page and publish it yourself."),
        "editor",
    ),
    "PUBLISHED_CHANGES_STAY": (
        _n("Published changes cannot be undone"),
        _n("Bitrix24 keeps no earlier version that could be brought back."),
        "",
        "",
    ),
    "DELETED_FOR_GOOD": (_n("Deleted blocks cannot be restored"), "", "", ""),
    "NOT_YOURS": (
        _n("Only the person who saved it can remove it"),
        _n("Bitrix24 lets nobody else remove a saved block."),
        _n("Ask that person to press Undo."),
        "",
    ),
    "STILL_IN_USE": (
        _n("Kept, because a block still uses it"),
        _n("It is shown on: %(names)s."),
        "",
        "",
    ),
    "COPY_INCOMPLETE": (
        _n("Copied, but %(count)s blocks are missing"),
        _n("Bitrix24 does not copy blocks whose app is not installed: %(names)s."),
        _n("Open the copy in the editor."),
        "editor",
    ),
    "COPY_LIVE": (
        _n("The copy went online and could not be taken offline"),
        _n("Bitrix24 publishes copies of published pages at once."),
        _n("Unpublish the copy."),
        "editor",
    ),
    "COPY_MISPLACED": (
        _n("The copy is in the wrong folder"),
        _n("Bitrix24 put it elsewhere and did not let us move it."),
        _n("Move the copy by hand."),
        "editor",
    ),
    "NOT_YET_TRASHED": (
        _n("The block is not in the recycle bin of its page"),
        _n("Only blocks that were cleaned up before can be deleted for good."),
        _n("Clean up the block first."),
        "",
    ),
}
_JOBS: dict[str, Words] = {
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
_SYSTEM: dict[str, Words] = {
    "QUERY_LIMIT_EXCEEDED": _SLOWER,
    "OPERATION_TIME_LIMIT": _SLOWER,
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

CODES: dict[str, Words] = {
    **_PLAN,
    **_RIGHTS,
    **_THINGS,
    **_OURSELVES,
    **_JOBS,
    **_SYSTEM,
    "SITE_LIMIT_REACHED": _PLAN["TOTAL_SITE_REACHED"],
    "PUBLIC_HTML_DISALLOWED": _PLAN["PUBLIC_HTML_DISALLOWED_S"],
    "WRONG_LICENSE": _PLAN["LICENSE_EXPIRED"],
    "BLOCK_WRONG_SORT": _THINGS["BLOCK_NOT_FOUND"],
    **dict.fromkeys(
        (
            "EXPIRED_TOKEN",
            "INVALID_TOKEN",
            "NO_AUTH_FOUND",
            "INVALID_CREDENTIALS",
            "AUTHORIZATION_ERROR",
            "INVALID_GRANT",
            "INVALID_CLIENT",
            "WRONG_CLIENT",
            "BAD_VERIFICATION_CODE",
            "INVALID_SCOPE",
            "GRANT_LOST",
        ),
        _EXPIRED,
    ),
    **dict.fromkeys(
        (
            "MISSING_PARAMS",
            "TYPE_ERROR",
            "SYSTEM_ERROR",
            "ERROR_ARGUMENT",
            "ERROR_METHOD_NOT_FOUND",
            "ERROR_BATCH_LENGTH_EXCEEDED",
            "ERROR_BATCH_METHOD_NOT_ALLOWED",
            "ERROR_CORE",
            "WRONG_ENCODING",
            "INVALID_REQUEST",
            "WRONG_AUTH_TYPE",
            "BX_EMPTY_REQUIRED",
            "CANT_BE_EMPTY",
            "WRONG_CODE_FORMAT",
            "SLASH_IS_NOT_ALLOWED",
            "FOLDER_IS_NOT_UNIQUE",
        ),
        _OURS,
    ),
}
