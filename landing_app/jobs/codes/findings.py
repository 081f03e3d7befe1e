"""What our plans, read-backs and undos find."""

from django.utils.translation import gettext_noop as _n

from landing_app.jobs.codes.words import Words

FINDINGS: dict[str, Words] = {
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
    "STOPPED_BY_OPERATOR": (
        _n("Stopped by the people who run Page Desk"),
        _n("What was not started stays as it was."),
        "",
        "",
    ),
    "READING_BACK": (_n("Done by Bitrix24, we are reading it back"), "", "", ""),
    "POISON": (
        _n("Something went wrong on our side"),
        _n("Our worker stopped twice at this item. Reading back shows that it was not done."),
        _n("Copy the details and send them to support."),
        "copy_details",
    ),
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
    "COPY_NOT_LIVE": (
        _n("Copied, but the copy is not online"),
        _n("Bitrix24 did not publish the copy."),
        _n("Publish the copy."),
        "editor",
    ),
    "COPY_GONE": (
        _n("The copy was made, but it is gone again"),
        _n("Somebody deleted it or moved it to the recycle bin at the same moment."),
        _n("Retry if it is still wanted."),
        "refresh",
    ),
    "MOVED_OFFLINE": (
        _n("Moved, but it is not online any more"),
        _n("Bitrix24 did not publish the page again in its new place."),
        _n("Publish the page."),
        "editor",
    ),
    "FILES_STAY_GONE": (_n("Removed image records cannot be restored"), "", "", ""),
    "SAVED_FAVORITE_GONE": (
        _n("It is not among the saved blocks any more"),
        _n("Somebody removed it."),
        "",
        "",
    ),
    "NOT_YET_TRASHED": (
        _n("The block is not in the recycle bin of its page"),
        _n("Only blocks that were cleaned up before can be deleted for good."),
        _n("Clean up the block first."),
        "",
    ),
}
