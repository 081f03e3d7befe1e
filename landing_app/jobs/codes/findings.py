"""What our plans, read-backs and undos find. Changes by somebody else are in `changes`."""

from django.utils.translation import gettext_noop as _

from landing_app.jobs.codes.words import Words

FINDINGS: dict[str, Words] = {
    "ALREADY_PUBLISHED": (_("Already published, nothing to do"), "", "", ""),
    "ALREADY_OFFLINE": (_("Already offline, nothing to do"), "", "", ""),
    "ALREADY_IN_TRASH": (_("Already in the recycle bin, nothing to do"), "", "", ""),
    "ALREADY_RESTORED": (_("Not in the recycle bin, nothing to do"), "", "", ""),
    "ALREADY_THERE": (_("Already in that folder, nothing to do"), "", "", ""),
    "ALREADY_GONE": (_("Already removed, nothing to do"), "", "", ""),
    "MORE_WOULD_GO_LIVE": (
        _("More would go live than you confirmed"),
        _("Publishing this now would also switch on: %(names)s. So it was left alone."),
        _("Retry to confirm it."),
        "",
    ),
    "NOT_PROVED": (
        _("Bitrix24 said yes, but reading back says no"),
        _("Somebody may have changed it at the same moment."),
        _("Look at it in Bitrix24, then retry."),
        "editor",
    ),
    "WAY_STILL_OFFLINE": (
        _("The page is published, but its folder or site is still offline"),
        _("Visitors do not see it yet."),
        _("Publish the folder or the site in Bitrix24, then retry."),
        "app",
    ),
    "CANNOT_TELL": (
        _("We could not find out whether this was done"),
        _("The answer of Bitrix24 was lost, and reading back does not tell. Nothing was sent twice."),
        _("Look at it in Bitrix24, then retry if it was not done."),
        "editor",
    ),
    "ANSWER_LOST": (
        _("The answer of Bitrix24 was lost"),
        _("We are reading back what was done. Nothing is sent twice."),
        "",
        "",
    ),
    "NOT_STARTED": (_("Not started"), _("The job was stopped before. It stays as it was."), "", ""),
    "STOPPED_BY_PERSON": (
        _("Stopped"),
        _("What was not started stays as it was."),
        "",
        "",
    ),
    "STOPPED_BY_OPERATOR": (
        _("Stopped by the people who run Page Desk"),
        _("What was not started stays as it was."),
        "",
        "",
    ),
    "READING_BACK": (_("Done by Bitrix24, we are reading it back"), "", "", ""),
    "POISON": (
        _("Something went wrong on our side"),
        _("Our worker stopped twice at this item. Reading back shows that it was not done."),
        _("Copy the details and send them to support."),
        "copy_details",
    ),
    "DRAFT_WOULD_GO_LIVE": (
        _("Not undone: unpublished changes would go live"),
        _("The page had changes that were not published. Publishing it now would show them."),
        _("Open the page and publish it yourself."),
        "editor",
    ),
    "PUBLISHED_CHANGES_STAY": (
        _("Published changes cannot be undone"),
        _("Bitrix24 keeps no earlier version that could be brought back."),
        "",
        "",
    ),
    "DELETED_FOR_GOOD": (_("Deleted blocks cannot be restored"), "", "", ""),
    "NOT_YOURS": (
        _("Only the person who saved it can remove it"),
        _("Bitrix24 lets nobody else remove a saved block."),
        _("Ask that person to press Undo."),
        "",
    ),
    "STILL_IN_USE": (
        _("Kept, because a block still uses it"),
        _("It is shown on: %(names)s."),
        "",
        "",
    ),
    "COPY_INCOMPLETE": (
        _("Copied, but blocks are missing: %(count)s"),
        _("Bitrix24 does not copy blocks whose app is not installed: %(names)s."),
        _("Open the copy in the editor."),
        "editor",
    ),
    "COPY_LIVE": (
        _("The copy went online and could not be taken offline"),
        _("Bitrix24 publishes copies of published pages at once."),
        _("Unpublish the copy."),
        "editor",
    ),
    "COPY_MISPLACED": (
        _("The copy is in the wrong folder"),
        _("Bitrix24 put it elsewhere and did not let us move it."),
        _("Move the copy by hand."),
        "editor",
    ),
    "COPY_NOT_LIVE": (
        _("Copied, but the copy is not online"),
        _("Bitrix24 did not publish the copy."),
        _("Publish the copy."),
        "editor",
    ),
    "COPY_GONE": (
        _("The copy was made, but it is gone again"),
        _("Somebody deleted it or moved it to the recycle bin at the same moment."),
        _("Retry if it is still wanted."),
        "refresh",
    ),
    "MOVED_OFFLINE": (
        _("Moved, but it is not online any more"),
        _("Bitrix24 did not publish the page again in its new place."),
        _("Publish the page."),
        "editor",
    ),
    "FILES_STAY_GONE": (_("Removed image records cannot be restored"), "", "", ""),
    "SAVED_FAVORITE_GONE": (
        _("It is not among the saved blocks any more"),
        _("Somebody removed it."),
        "",
        "",
    ),
    "NOT_YET_TRASHED": (
        _("The block is not in the recycle bin of its page"),
        _("Only blocks that were cleaned up before can be deleted for good."),
        _("Clean up the block first."),
        "",
    ),
}
