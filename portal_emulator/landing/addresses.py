"""Address parts (CODE) of pages and folders: from a title, checked, made unique."""

from __future__ import annotations

import re
import string

from ..model import Page, Portal
from ..rest.errors import RestError

_CYRILLIC = dict(zip("абвгдеёжзийклмнопрстуфхцчшщъыьэюя", (
    "a", "b", "v", "g", "d", "e", "e", "zh", "z", "i", "y", "k", "l", "m", "n", "o", "p", "r", "s", "t",
    "u", "f",
    "kh", "ts", "ch", "sh", "shch", "", "y", "", "e", "yu", "ya",
), strict=True))  # fmt: skip
_RESERVED = re.compile(r"\w+_\d+_\d+")


def transliterate(text: str) -> str:
    """Lower-case Latin letters for Cyrillic ones; everything else stays."""
    return "".join(_CYRILLIC.get(letter, letter) for letter in text.lower())


def code_from(title: str) -> str:
    """Letters, digits, dashes and underscores of a title, spaces dropped; may be empty."""
    return re.sub(r"[^a-z0-9_-]", "", transliterate(title))


def random_code(portal: Portal, length: int) -> str:
    return "".join(portal.random.choices(string.ascii_lowercase, k=length))


def check_page_code(code: str) -> None:
    """Raises SLASH_IS_NOT_ALLOWED, CANT_BE_EMPTY or WRONG_CODE_FORMAT."""
    if "/" in code:
        raise RestError("SLASH_IS_NOT_ALLOWED", "The slash character cannot be used in a landing address.")
    if not code.strip():
        raise RestError("CANT_BE_EMPTY", "Page address cannot be empty.")
    if _RESERVED.fullmatch(code):
        raise RestError("WRONG_CODE_FORMAT", "Incorrect page address")


def free_code(portal: Portal, site_id: int, folder_id: int | None, code: str, but: int = 0) -> str:
    """The code itself, or ``code_xxxx`` with four random letters when the address is taken (trash counts)."""
    taken = {
        page.code.casefold()
        for page in portal.pages_of(site_id)
        if (page.folder_id or None) == folder_id and page.id != but
    }
    candidate = code
    while candidate.casefold() in taken:
        candidate = f"{code}_{random_code(portal, 4)}"
    return candidate


def make_unique(portal: Portal, page: Page) -> None:
    page.code = free_code(portal, page.site_id, page.folder_id or None, page.code, page.id)
