"""The product's settings with the invented languages of ``pseudo.py`` instead of the translated ones."""

import os
from pathlib import Path

from landing_app.configuration import languages
from landing_app.settings import *  # noqa: F403

LOCALE_PATHS = [Path(os.environ["PSEUDO_CATALOGS"])]
LANGUAGES = languages(LOCALE_PATHS[0])
