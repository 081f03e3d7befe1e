"""Invented languages made from the English source: one with longer texts, one written from right to left.

Their catalogs are made at test time, so that the measure of a layout does not wait for translators, and every text that
is not marked for translation stands out. A walk written in English finds its way: ``reading`` teaches Playwright's
locators and expectations to take a letter of the invented language for its English one.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from math import ceil
from pathlib import Path
from typing import Any

import polib
import pytest
from playwright.sync_api import FrameLocator, Locator, LocatorAssertions

ROOT = Path(__file__).resolve().parents[2]
ENGLISH = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
LONG = dict(zip(ENGLISH, "áƀçðéƒǧĥíĵķļɱñóþǫŕšţúṽŵẋýžÁƁÇÐÉƑǦĤÍĴĶĻṀÑÓÞǪŔŠŢÚṼŴẊÝŽ", strict=True))
MIRRORED = dict(zip(ENGLISH, "ابتثجحخدذرزسشصضطظعغفقكلمنه" * 2, strict=True))
VOWELS = "aeiouyAEIOUY"
# Marks to fill in and tags stay as they are; so do patterns of dates.
KEPT = re.compile(r"%\(\w+\)[sd]|%%|\{\w*\}|<[^>]+>|&\w+;")
PATTERNS = {"j M", "j M Y", "H:i"}


class Pseudo:
    """A language of one letter for each English one, ``longer`` than English by that factor; texts end in brackets."""

    def __init__(self, code: str, letters: dict[str, str], longer: float, plurals: tuple[int, str]) -> None:
        self.code, self.letters, self.longer, self.plurals = code, letters, longer, plurals

    def text(self, english: str) -> str:
        """The text of the catalog: letters replaced, vowels drawn out until it is long enough."""
        if english in PATTERNS:
            return english
        words = [part for part in re.split(f"({KEPT.pattern})", english) if part]
        more = ceil(self._letters(words) * (self.longer - 1)) - 2
        made = []
        for word in words:
            if KEPT.fullmatch(word):
                made.append(word)
                continue
            vowels = sum(letter in VOWELS for letter in word)
            for letter in word:
                drawn = 1
                if letter in VOWELS and more > 0:
                    drawn += min(more, ceil(more / vowels))
                    vowels, more = vowels - 1, more - drawn + 1
                made.append(self.letters.get(letter, letter) * drawn)
        return f"[{''.join(made)}{'~' * max(0, more)}]"

    def _letters(self, words: list[str]) -> int:
        return sum(len(word) for word in words if not KEPT.fullmatch(word))

    def pattern(self, english: str) -> str:
        """A regular expression that the English text and this language's text match."""
        return r" +".join(self._word(word) for word in english.split(" "))

    def _word(self, english: str) -> str:
        letters = "".join(self._letter(letter) for letter in english)
        return rf"\[?{letters}~*\]?"

    def _letter(self, letter: str) -> str:
        own = self.letters.get(letter)
        return f"(?:{letter}|{own}+)" if own else re.escape(letter) + r"\]?"

    def expression(self, wanted: re.Pattern[str]) -> re.Pattern[str]:
        """The same for a simple expression in English: letters, spaces and an anchor."""
        anchor = "^" if wanted.pattern.startswith("^") else ""
        return re.compile(anchor + self.pattern(wanted.pattern.removeprefix("^")), wanted.flags)

    def write(self, folder: Path) -> None:
        """The compiled catalog of all texts of the product."""
        source = polib.pofile(str(ROOT / "locale" / "de" / "LC_MESSAGES" / "django.po"))
        catalog = polib.POFile()
        catalog.metadata = {
            "Content-Type": "text/plain; charset=utf-8",
            "Plural-Forms": f"nplurals={self.plurals[0]}; plural={self.plurals[1]};",
        }
        for entry in source:
            catalog.append(self._entry(entry))
        file = folder / self.code / "LC_MESSAGES" / "django.mo"
        file.parent.mkdir(parents=True, exist_ok=True)
        catalog.save_as_mofile(str(file))

    def _entry(self, entry: polib.POEntry) -> polib.POEntry:
        names: dict[str, Any] = {"msgid": entry.msgid, "msgctxt": entry.msgctxt}
        if not entry.msgid_plural:
            return polib.POEntry(**names, msgstr=self.text(entry.msgid))
        forms, singular = self.plurals[0], int(self.plurals[0] > 2)
        texts = {
            form: self.text(entry.msgid if form == singular else entry.msgid_plural) for form in range(forms)
        }
        return polib.POEntry(**names, msgid_plural=entry.msgid_plural, msgstr_plural=texts)


LONGER = Pseudo("en", LONG, 1.4, (2, "n != 1"))
ARABIC = Pseudo(
    "ar",
    MIRRORED,
    1.1,
    (6, "n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 && n%100<=99 ? 4 : 5"),
)


@contextmanager
def reading(language: Pseudo) -> Iterator[None]:
    """While what is looked for in English is found in this language too."""

    def taught(value: Any, *, whole: bool) -> Any:
        if isinstance(value, re.Pattern):
            return language.expression(value)
        if not isinstance(value, str):
            return value
        pattern = language.pattern(value)
        return re.compile(rf"^\s*{pattern}\s*$" if whole else pattern, 0 if whole else re.IGNORECASE)

    def locating(own: Any, keyword: str) -> Any:
        def find(self: Any, first: str, **options: Any) -> Any:
            whole = bool(options.get("exact"))
            if keyword == "text":
                return own(self, taught(first, whole=whole))
            if "name" in options:
                options["name"] = taught(options["name"], whole=whole)
                options.pop("exact", None)
            return own(self, first, **options)

        return find

    def filtering(own: Any) -> Any:
        def find(self: Any, **options: Any) -> Any:
            return own(
                self,
                **{
                    key: taught(one, whole=False) if key == "has_text" else one
                    for key, one in options.items()
                },
            )

        return find

    def expecting(own: Any, *, whole: bool) -> Any:
        def check(self: Any, expected: Any, **options: Any) -> Any:
            return own(self, taught(expected, whole=whole), **options)

        return check

    with pytest.MonkeyPatch.context() as patch:
        for kind in (FrameLocator, Locator):
            patch.setattr(kind, "get_by_role", locating(kind.get_by_role, "name"))
            for name in ("get_by_text", "get_by_label"):
                patch.setattr(kind, name, locating(getattr(kind, name), "text"))
        patch.setattr(Locator, "filter", filtering(Locator.filter))
        patch.setattr(
            LocatorAssertions, "to_have_text", expecting(LocatorAssertions.to_have_text, whole=True)
        )
        for name in ("to_contain_text", "not_to_contain_text"):
            patch.setattr(LocatorAssertions, name, expecting(getattr(LocatorAssertions, name), whole=False))
        yield
