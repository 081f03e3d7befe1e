"""The catalogs: every text of the product is in them, translated whole, with its names and plural forms."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.utils.translation import to_locale

ROOT = Path(__file__).resolve().parents[1]
LANGUAGES = [code for code, _ in settings.LANGUAGES if code != "en"]
# Shown in English where a text is missing; what is there has to be right all the same.
UNFINISHED: set[str] = set()
# %(name)s and {name}: what the code fills in.
NAMES = re.compile(r"%\(\w+\)[sd]|(?<!%)%[sd]|\{\w*\}")


def catalog(language: str) -> polib.POFile:
    return polib.pofile(str(ROOT / "locale" / to_locale(language) / "LC_MESSAGES" / "django.po"))


@pytest.mark.parametrize("language", sorted(set(LANGUAGES) - UNFINISHED))
def test_everything_is_translated(language: str) -> None:
    missing = [entry.msgid for entry in catalog(language) if not entry.obsolete and not entry.translated()]
    assert not missing


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_to_fill_in_are_kept(language: str) -> None:
    for entry in catalog(language).translated_entries():
        wanted = set(NAMES.findall(entry.msgid)) | set(NAMES.findall(entry.msgid_plural))
        texts = entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]
        for text in texts:
            unknown = set(NAMES.findall(text)) - wanted
            assert not unknown, (entry.msgid, text)
        if not entry.msgid_plural:
            assert set(NAMES.findall(entry.msgstr)) == wanted, (entry.msgid, entry.msgstr)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_plural_form_is_there(language: str) -> None:
    file = catalog(language)
    found = re.search(r"nplurals\s*=\s*(\d+)", file.metadata["Plural-Forms"])
    assert found
    forms = int(found.group(1))
    for entry in file:
        if entry.msgid_plural:
            assert len(entry.msgstr_plural) == forms, entry.msgid


@pytest.mark.parametrize("language", LANGUAGES)
def test_compiled_catalog_is_the_written_one(language: str) -> None:
    folder = ROOT / "locale" / to_locale(language) / "LC_MESSAGES"
    compiled = texts_of(polib.mofile(str(folder / "django.mo")))
    assert compiled == texts_of(catalog(language)), "run: make messages"


def texts_of(file: list[polib.POEntry]) -> dict[tuple[str, str], object]:
    """Every text with its context; a text may mean two things."""
    return {
        (entry.msgctxt or "", entry.msgid): entry.msgstr or dict(entry.msgstr_plural)
        for entry in file
        if not entry.obsolete
    }


def test_every_text_of_the_product_is_in_the_catalogs(tmp_path: Path) -> None:
    if not shutil.which("xgettext"):
        pytest.skip("GNU gettext is not installed (Debian package: gettext)")
    for folder in ("landing_app", "templates"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    shutil.copy(ROOT / "manage.py", tmp_path)
    (tmp_path / "locale").mkdir()
    command = [sys.executable, "manage.py", "makemessages", "-l", "de", "--no-location", "-v", "0"]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "landing_app.settings"}
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, env=environment)
    source = {
        (entry.msgctxt, entry.msgid)
        for entry in polib.pofile(str(tmp_path / "locale/de/LC_MESSAGES/django.po"))
    }
    for language in LANGUAGES:
        known = {(entry.msgctxt, entry.msgid) for entry in catalog(language) if not entry.obsolete}
        assert source == known, f"{language}: run make messages"
