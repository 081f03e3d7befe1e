"""The product's settings; only the static files need no manifest here."""

import atexit
import shutil
import tempfile
from pathlib import Path

from landing_app.settings import *  # noqa: F403
from landing_app.settings import DATABASES, STORAGES

if "sqlite" in DATABASES["default"]["ENGINE"]:
    # In memory, threads would share one cache and meet locks that a file in WAL mode does not have.
    _folder = tempfile.mkdtemp(prefix="page-desk-tests-")
    atexit.register(shutil.rmtree, _folder, ignore_errors=True)
    DATABASES["default"]["TEST"] = {"NAME": str(Path(_folder) / "tests.sqlite3")}

STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
