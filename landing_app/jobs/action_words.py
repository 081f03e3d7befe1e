"""Everything the screens say of an action: one entry per action, so that a new one is put into words here only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import ngettext_lazy, pgettext_lazy

#: Words that are translated, or counted and translated, when they are shown.
Words = Any


@dataclass(frozen=True, slots=True)
class ActionWords:
    """`icon` of the sprite; `doing` titles the job; `done` counts what was done, under the bar; `happened` is said of
    one item; `undo` tells what Undo does, "" where there is none. `doing` and `undo` take `%(count)s`.
    """

    icon: str
    doing: Words
    done: Words
    happened: Words
    undo: Words = ""


ACTION_WORDS: dict[str, ActionWords] = {
    "publish_page": ActionWords(
        icon="published",
        doing=ngettext_lazy("Publishing %(count)s page", "Publishing %(count)s pages", "count"),
        done=pgettext_lazy("count of pages", "published"),
        happened=pgettext_lazy("job item", "now online"),
        undo=ngettext_lazy(
            "Undo takes %(count)s page offline that this job put online",
            "Undo takes %(count)s pages offline that this job put online",
            "count",
        ),
    ),
    "unpublish_page": ActionWords(
        icon="unpublish",
        doing=ngettext_lazy("Unpublishing %(count)s page", "Unpublishing %(count)s pages", "count"),
        done=pgettext_lazy("count of pages", "offline"),
        happened=pgettext_lazy("job item", "now offline"),
        undo=ngettext_lazy(
            "Undo puts %(count)s page back online", "Undo puts %(count)s pages back online", "count"
        ),
    ),
    "trash_page": ActionWords(
        icon="trash",
        doing=ngettext_lazy(
            "Moving %(count)s page to the recycle bin", "Moving %(count)s pages to the recycle bin", "count"
        ),
        done=pgettext_lazy("count of pages", "in recycle bin"),
        happened=pgettext_lazy("job item", "in the recycle bin"),
        undo=ngettext_lazy(
            "Undo brings %(count)s page back from the recycle bin",
            "Undo brings %(count)s pages back from the recycle bin",
            "count",
        ),
    ),
    "restore_page": ActionWords(
        icon="history",
        doing=ngettext_lazy("Restoring %(count)s page", "Restoring %(count)s pages", "count"),
        done=pgettext_lazy("count of pages", "restored"),
        happened=pgettext_lazy("job item", "restored"),
        undo=ngettext_lazy(
            "Undo moves %(count)s page to the recycle bin again",
            "Undo moves %(count)s pages to the recycle bin again",
            "count",
        ),
    ),
    "move_page": ActionWords(
        icon="move",
        doing=ngettext_lazy("Moving %(count)s page", "Moving %(count)s pages", "count"),
        done=pgettext_lazy("count of pages", "moved"),
        happened=pgettext_lazy("job item", "moved"),
        undo=ngettext_lazy("Undo moves %(count)s page back", "Undo moves %(count)s pages back", "count"),
    ),
    "copy_page": ActionWords(
        icon="copy",
        doing=ngettext_lazy("Copying %(count)s page", "Copying %(count)s pages", "count"),
        done=pgettext_lazy("count of pages", "copied"),
        happened=pgettext_lazy("job item", "copied"),
        undo=ngettext_lazy(
            "Undo moves %(count)s copy to the recycle bin",
            "Undo moves %(count)s copies to the recycle bin",
            "count",
        ),
    ),
    "favorite_block": ActionWords(
        icon="favorite",
        doing=ngettext_lazy(
            "Saving %(count)s block to favorites", "Saving %(count)s blocks to favorites", "count"
        ),
        done=pgettext_lazy("count of blocks", "saved"),
        happened=pgettext_lazy("job item", "saved to favorites"),
        undo=ngettext_lazy(
            "Undo removes %(count)s block from favorites",
            "Undo removes %(count)s blocks from favorites",
            "count",
        ),
    ),
    "unfavorite_block": ActionWords(
        icon="favorite",
        doing=ngettext_lazy(
            "Removing %(count)s block from favorites", "Removing %(count)s blocks from favorites", "count"
        ),
        done=pgettext_lazy("count of blocks", "removed"),
        happened=pgettext_lazy("job item", "removed from favorites"),
    ),
    "remove_entities": ActionWords(
        icon="clean",
        doing=ngettext_lazy("Cleaning up %(count)s item", "Cleaning up %(count)s items", "count"),
        done=pgettext_lazy("count", "cleaned up"),
        happened=pgettext_lazy("job item", "cleaned up"),
        undo=ngettext_lazy("Undo restores %(count)s block", "Undo restores %(count)s blocks", "count"),
    ),
    "restore_blocks": ActionWords(
        icon="history",
        doing=ngettext_lazy("Restoring %(count)s block", "Restoring %(count)s blocks", "count"),
        done=pgettext_lazy("count of blocks", "restored"),
        happened=pgettext_lazy("job item", "restored"),
        undo=ngettext_lazy(
            "Undo cleans up %(count)s block again", "Undo cleans up %(count)s blocks again", "count"
        ),
    ),
    "publish_site": ActionWords(
        icon="published",
        doing=ngettext_lazy("Publishing %(count)s site", "Publishing %(count)s sites", "count"),
        done=pgettext_lazy("count of sites", "published"),
        happened=pgettext_lazy("job item", "now online"),
        undo=ngettext_lazy(
            "Undo takes %(count)s site offline again", "Undo takes %(count)s sites offline again", "count"
        ),
    ),
    "unpublish_site": ActionWords(
        icon="unpublish",
        doing=ngettext_lazy("Unpublishing %(count)s site", "Unpublishing %(count)s sites", "count"),
        done=pgettext_lazy("count of sites", "offline"),
        happened=pgettext_lazy("job item", "now offline"),
        undo=ngettext_lazy(
            "Undo puts %(count)s site back online", "Undo puts %(count)s sites back online", "count"
        ),
    ),
    "delete_blocks": ActionWords(
        icon="trash",
        doing=ngettext_lazy(
            "Deleting %(count)s block for good", "Deleting %(count)s blocks for good", "count"
        ),
        done=pgettext_lazy("count of blocks", "deleted"),
        happened=pgettext_lazy("job item", "deleted for good"),
    ),
}
