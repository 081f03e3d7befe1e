"""Every language code of a portal: its Django locale, plural rule, direction and dates, with and without a catalog."""

import re
from pathlib import Path

import django
import polib
import pytest
from django.conf import settings
from django.test import Client, override_settings
from django.utils import translation
from django.utils.translation import to_locale, trans_real

from landing_app.configuration import languages
from landing_app.portals.languages import PORTAL_LANGUAGES, supported
from tests.portals.conftest import Browser

DJANGO_LOCALES = Path(django.__file__).parent / "conf" / "locale"
# code of the portal: (locale folder, number of plural forms, direction)
CODES = {
    "ar": ("ar", 6, "rtl"),
    "br": ("pt_BR", 2, "ltr"),
    "de": ("de", 2, "ltr"),
    "en": ("en", 2, "ltr"),
    "fr": ("fr", 2, "ltr"),
    "hi": ("hi", 2, "ltr"),
    "id": ("id", 1, "ltr"),
    "in": ("hi", 2, "ltr"),
    "it": ("it", 2, "ltr"),
    "ja": ("ja", 1, "ltr"),
    "kz": ("kk", 2, "ltr"),
    "la": ("es", 3, "ltr"),
    "ms": ("ms", 1, "ltr"),
    "pl": ("pl", 4, "ltr"),
    "ru": ("ru", 4, "ltr"),
    "sc": ("zh_Hans", 1, "ltr"),
    "tc": ("zh_Hant", 1, "ltr"),
    "th": ("th", 1, "ltr"),
    "tr": ("tr", 2, "ltr"),
    "ua": ("uk", 4, "ltr"),
    "vn": ("vi", 1, "ltr"),
}


def test_no_code_of_a_portal_is_forgotten() -> None:
    assert set(PORTAL_LANGUAGES) == set(CODES)


@pytest.mark.parametrize("code", CODES)
def test_every_code_has_a_locale_to_translate_into(code: str) -> None:
    locale, forms, direction = CODES[code]
    language = PORTAL_LANGUAGES[code]
    assert to_locale(language) == locale
    rules = polib.pofile(str(DJANGO_LOCALES / locale / "LC_MESSAGES" / "django.po")).metadata["Plural-Forms"]
    assert re.findall(r"nplurals\s*=\s*(\d+)", rules) == [str(forms)]
    info = translation.get_language_info(language)
    assert ("rtl" if info["bidi"] else "ltr") == direction


@pytest.mark.parametrize("code", CODES)
@pytest.mark.django_db
def test_a_page_speaks_the_language_of_the_portal(code: str, browser: Browser, portal, installed) -> None:
    """With a catalog in that language; without one in English, and the page says so."""
    language = PORTAL_LANGUAGES[code]
    shown = language if language in dict(settings.LANGUAGES) else "en"
    page = browser.post("/install/", portal, browser.fields(portal), lang=code).content.decode()
    direction = "rtl" if translation.get_language_info(shown)["bidi"] else "ltr"
    assert f'<html lang="{shown}" dir="{direction}">' in page


@pytest.mark.parametrize("code", ["", "xx", "../../etc", "e" * 300])
def test_an_unknown_code_leaves_it_to_the_browser(code: str) -> None:
    assert supported(code) == ""


def test_a_catalog_is_all_a_language_needs(tmp_path: Path) -> None:
    assert languages(tmp_path) == [("en", "English")]
    for name in ("ar", "zh_Hans", "tlh"):
        folder = tmp_path / name / "LC_MESSAGES"
        folder.mkdir(parents=True)
        polib.POFile().save_as_mofile(str(folder / "django.mo"))
    assert [code for code, _ in languages(tmp_path)] == ["en", "ar", "zh-hans"]


@pytest.mark.django_db
def test_arabic_turns_the_page_around(tmp_path: Path, browser: Browser, portal, installed) -> None:
    folder = tmp_path / "ar" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    catalog = polib.POFile()
    catalog.metadata = {"Content-Type": "text/plain; charset=utf-8"}
    catalog.append(polib.POEntry(msgid="Set up Page Desk", msgstr="إعداد Page Desk"))
    catalog.save_as_mofile(str(folder / "django.mo"))
    trans_real._translations.pop("ar", None)
    try:
        with override_settings(LOCALE_PATHS=[tmp_path], LANGUAGES=languages(tmp_path)):
            page = browser.post("/install/", portal, browser.fields(portal), lang="ar").content.decode()
    finally:
        trans_real._translations.pop("ar", None)
    assert '<html lang="ar" dir="rtl">' in page
    assert "<title>إعداد Page Desk - Page Desk</title>" in page


@pytest.mark.django_db
def test_a_refusal_speaks_the_language_of_the_portal(client: Client, settings) -> None:
    settings.ROOT_URLCONF = "landing_app.urls"
    page = client.post("/app/?LANG=de", headers={"Accept-Language": "ru"})
    assert page.status_code == 400
    assert '<html lang="de" dir="ltr">' in page.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("agent", "dark"), [("Mozilla/5.0 Chrome/126.0", 0), ("Mozilla/5.0 BitrixMobile/Version=60", 1), ("", 0)]
)
def test_dark_is_for_the_mobile_app_only(client: Client, settings, agent: str, dark: int) -> None:
    settings.ROOT_URLCONF = "landing_app.urls"
    page = client.get("/app/", headers={"User-Agent": agent} if agent else {}).content.decode()
    assert len(re.findall(r'css/dark[\w.]*css" media="\(prefers-color-scheme: dark\)"', page)) == dark
