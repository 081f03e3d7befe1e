"""The invented languages themselves: as long as they claim, names kept, found by their English words."""

import gettext
import re
from pathlib import Path

import pytest

from tests.journeys.pseudo import ARABIC, LONGER, Pseudo

TEXTS = ["Publish", "You can look, not change", "Select %(name)s", "{wide} × {high} pixels are kept", "No"]
both = pytest.mark.parametrize("language", [LONGER, ARABIC], ids=["longer", "arabic"])


@both
@pytest.mark.parametrize("text", TEXTS)
def test_names_are_kept_and_brackets_close(language: Pseudo, text: str) -> None:
    made = language.text(text)
    assert made[0] + made[-1] == "[]"
    assert re.findall(r"%\(\w+\)s|\{\w+\}", made) == re.findall(r"%\(\w+\)s|\{\w+\}", text)


@pytest.mark.parametrize("text", ["Publish", "You can look, not change", "Selected:", "Hm", "tl"])
def test_longer_means_forty_percent(text: str) -> None:
    assert len(LONGER.text(text)) >= 1.4 * len(text)


@both
def test_english_words_find_the_text(language: Pseudo) -> None:
    shown = language.text("Select %(name)s") % {"name": "Gift cards"}
    assert re.fullmatch(language.pattern("Select Gift cards"), shown)
    assert not re.search(language.pattern("Select Doctors"), shown)
    assert re.search(language.pattern("Selected: 3"), f"{language.text('Selected:')} 3")


@both
def test_a_catalog_has_every_plural_form(language: Pseudo, tmp_path: Path) -> None:
    language.write(tmp_path)
    catalog = gettext.translation("django", tmp_path, [language.code])
    for number in range(120):
        text = catalog.ngettext("%(counter)s page", "%(counter)s pages", number)
        assert text == language.text("%(counter)s page" if number == 1 else "%(counter)s pages")
