"""What operators start with: the image, the compose file and the tables of variables say the same as the settings."""

import re
from importlib import import_module

from django.conf import settings
from django.template import engines

from landing_app.celery import app as celery_app

SETTINGS = (settings.BASE_DIR / "landing_app" / "settings.py").read_text()
READ = set(re.findall(r'env\.\w+\(\s*"([A-Z0-9_]+)"', SETTINGS)) | {"SECRET_KEY"}
COMPOSE = (settings.BASE_DIR / "docker-compose.yml").read_text()
#: An image runs without DEBUG, and finds its static files where they were collected when it was built.
NOT_IN_CONTAINERS = {"DEBUG", "STATIC_ROOT"}


def test_readme_lists_every_variable_and_no_other() -> None:
    readme = (settings.BASE_DIR / "README.md").read_text()
    table = readme.partition("## Configuration")[2].partition("\n## ")[0]
    rows = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    assert {name for row in rows for name in re.findall(r"`(\w+)`", row)} == READ


def test_containers_are_given_every_variable() -> None:
    shared = COMPOSE.partition("environment: &environment")[2].partition("depends_on:")[0]
    assert set(re.findall(r"^    ([A-Z0-9_]+): ", shared, re.MULTILINE)) == READ - NOT_IN_CONTAINERS


def test_operators_read_of_every_variable_without_which_nothing_starts() -> None:
    words = (settings.BASE_DIR / "README.md").read_text() + (
        settings.BASE_DIR / "docs" / "operations.md"
    ).read_text()
    for name in re.findall(r"\$\{([A-Z0-9_]+)", COMPOSE):
        assert f"`{name}`" in words, name


def test_the_image_holds_every_folder_that_the_settings_name() -> None:
    named = set(re.findall(r'BASE_DIR / "([\w-]+)"', SETTINGS)) - {"var", "staticfiles"}
    dockerfile = (settings.BASE_DIR / "Dockerfile").read_text()
    copied = set(re.findall(r"^COPY ([\w-]+)/ \1/$", dockerfile, re.MULTILINE))
    assert copied >= named | {"landing_app"}
    ignored = (settings.BASE_DIR / ".dockerignore").read_text().split()
    assert not copied & set(ignored)


def test_a_web_process_is_ready_before_its_first_visitor() -> None:
    import_module("landing_app.wsgi")
    assert celery_app.finalized
    [partials] = engines["django"].engine.template_loaders
    [keeping] = partials.loaders
    compiled = set(keeping.get_template_cache)
    folder = settings.BASE_DIR / "templates"
    assert {file.relative_to(folder).as_posix() for file in folder.rglob("*.html")} <= compiled
