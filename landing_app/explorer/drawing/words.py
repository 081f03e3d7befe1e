"""What the dialog says about a picture that was taken from the block."""

from collections.abc import Sequence

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

NOTHING = (0, 0, 0, 0)


def left_out(counts: Sequence[int]) -> str:
    """One sentence or two about pictures, style sheets, fonts and embedded parts, or "" when nothing is missing."""
    pictures, sheets, fonts, embedded = counts
    parts = [
        text % {"count": count}
        for count, text in (
            (pictures, ngettext("%(count)s picture", "%(count)s pictures", pictures)),
            (sheets, ngettext("%(count)s style sheet", "%(count)s style sheets", sheets)),
            (fonts, ngettext("%(count)s font", "%(count)s fonts", fonts)),
            (
                embedded,
                ngettext(
                    "%(count)s embedded video or frame", "%(count)s embedded videos or frames", embedded
                ),
            ),
        )
        if count
    ]
    if not parts:
        return ""
    # Translators: what is listed are pictures, style sheets, fonts and videos.
    told = _("Not loaded: %(list)s. The picture shows the block without them.")
    return told % {"list": get_text_list(parts, _("and"))}


def counts(entered: str) -> list[int] | None:
    """What the browser hands back with a picture it drew, or None when the picture is a person's own file."""
    texts = entered.split(",")
    if len(texts) != len(NOTHING) or not all(
        text.isascii() and text.isdigit() and len(text) < 6 for text in texts
    ):
        return None
    return [int(text) for text in texts]
