"""Pages, blocks, folders and files that are not as they should be."""

from django.utils.translation import gettext_noop as _

from landing_app.jobs.codes.words import Words

THINGS: dict[str, Words] = {
    "LANDING_NOT_EXIST": (
        _("The page is gone or you cannot see it any more"),
        _("Somebody deleted it, moved it to the recycle bin, or your rights have changed."),
        _("Refresh the list of pages."),
        "refresh",
    ),
    "PAGE_IN_TRASH": (
        _("The page is in the recycle bin"),
        _("Bitrix24 does not change pages there."),
        _("Restore the page first."),
        "refresh",
    ),
    "FOLDER_IN_TRASH": (
        _("The folder of this page is in the recycle bin"),
        _("Bitrix24 does not change pages in deleted folders."),
        _("Restore the folder in Bitrix24 first."),
        "app",
    ),
    "SITE_GONE": (
        _("The site is gone or you cannot see it any more"),
        _("Somebody moved it to the recycle bin, or your rights were changed."),
        _("Refresh the list of sites."),
        "",
    ),
    "SITE_NEEDS_A_PAGE": (
        _("No page can take the site online as it is"),
        _(
            "Bitrix24 switches a site on together with a page, and this site has no published page without changes."
        ),
        _("Publish its main page: the site goes online with it."),
        "refresh",
    ),
    "PAGE_MOVED": (
        _("The page was moved to another site"),
        _("It was left alone, because it is not where you chose it."),
        _("Refresh the list of pages."),
        "refresh",
    ),
    "SITE_NOT_FOUND": (
        _("The target site is gone or you cannot see it any more"),
        "",
        _("Choose another site."),
        "refresh",
    ),
    "SITE_ERROR": (
        _("The target site is gone or you cannot see it any more"),
        "",
        _("Choose another site."),
        "refresh",
    ),
    "FOLDER_NOT_FOUND": (
        _("The target folder is gone"),
        _("Nothing was put into another place instead."),
        _("Choose another folder."),
        "refresh",
    ),
    "BLOCK_NOT_FOUND": (
        _("The block is gone from the page"),
        _("Somebody deleted it or moved it to another page."),
        _("Refresh the page."),
        "refresh",
    ),
    "BLOCK_CANT_BE_ADDED": (
        _("Bitrix24 could not save the block"),
        _("The block is not meant for this type of page."),
        "",
        "",
    ),
    "BLOCK_WRONG_VERSION": (
        _("Your Bitrix24 does not support this version of the block"),
        "",
        _("Ask your administrator to update Bitrix24."),
        "",
    ),
    "CANT_DELETE_MAIN": (
        _("This is the main page of its site"),
        _("Bitrix24 does not move the main page to the recycle bin while the site has other pages."),
        _("Choose another main page in the site settings, then retry."),
        "site_settings",
    ),
    "UNABLE_DELETE_INCLUDE": (
        _("This page is a shared area of its site"),
        _("Bitrix24 does not delete headers, footers and other shared areas."),
        "",
        "",
    ),
    "LANDING_IS_LOCK": (
        _("The page is protected in Bitrix24"),
        "",
        _("Ask your administrator."),
        "copy_request",
    ),
    "FILE_ERROR": (
        _("Bitrix24 did not accept the picture"),
        "",
        _("Press Save without picture, or save the block again from its page with a new one."),
        "",
    ),
}
