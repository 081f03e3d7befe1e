"""Sections of the block list: what a person chose or typed, as codes for `landing.landing.favoriteBlock`.

A code the portal does not know makes a new section of that name, so a typed name is a code, too.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.utils.translation import gettext as _

LONGEST = 50
MOST = 10
#: Lists that Bitrix24 fills itself: a block saved under such a code would be shown nowhere.
_RESERVED = frozenset({"last", "favourite", "separator_apps"})


class Square(NamedTuple):
    """A chosen section as it is shown; `new`: saving makes it."""

    code: str
    name: str
    new: bool


def chosen(entered: Iterable[str], known: Mapping[str, str]) -> tuple[list[str], str]:
    """Codes without repeats in their order, and what is wrong with them ("" when nothing is).

    `known` are the portal's sections, name by code (`landing.block.getrepository`). Commas separate typed names.
    """
    by_name = {name.casefold(): code for code, name in known.items()}
    codes: list[str] = []
    for text in entered:
        is_one = text in known or text.strip().casefold() in by_name
        for part in [text] if is_one else text.split(","):
            name = " ".join(part.split())
            codes.append(name if name in known else by_name.get(name.casefold(), name))
    found = [code for code in dict.fromkeys(codes) if code]
    return found, _problem([code for code in found if code not in known], len(found))


def squares(codes: Iterable[str], known: Mapping[str, str]) -> list[Square]:
    """Chosen sections with their names."""
    return [Square(code, known.get(code, code), code not in known) for code in codes]


def _problem(new: list[str], count: int) -> str:
    if count > MOST:
        return _("Choose at most %(most)s sections.") % {"most": MOST}
    for name in new:
        if len(name) > LONGEST:
            return _("The name of a section can have up to %(most)s characters.") % {"most": LONGEST}
        if name.lower() in _RESERVED:
            return _("Bitrix24 uses the name “%(name)s” itself. Choose another one.") % {"name": name}
    return ""
