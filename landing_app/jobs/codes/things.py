"""Pages, blocks, folders and files that are not as they should be."""

from django.utils.translation import gettext_noop as _n

from landing_app.jobs.codes.words import Words

THINGS: dict[str, Words] = {
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
