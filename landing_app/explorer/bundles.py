"""The frame's style sheets and scripts as one file each: every request costs a weak machine and a far server.

The files stay apart where people read and change them; `collectstatic` joins them in this order.
"""

from collections.abc import Iterator
from typing import Any

from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.base import ContentFile
from django.templatetags.static import static
from whitenoise.storage import CompressedManifestStaticFilesStorage

BUNDLES = {
    "css/desk.css": ("css/app.css", "css/explorer.css", "css/jobs.css", "css/favorite.css"),
    "js/desk.js": (
        "js/frame.js",
        "js/viewport.js",
        "js/session.js",
        "js/regions.js",
        "js/selection.js",
        "js/app.js",
        "js/menus.js",
        "js/picture.js",
        "js/drawing.js",
        "js/favorite.js",
        "django_htmx/htmx-2.min.js",  # after ours: it may ask for what is late at once, and they must hear it
        "js/begin.js",
    ),
}


class BundledStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """WhiteNoise's compressed files with hashed names, and the bundles among them."""

    def post_process(
        self, paths: dict[str, tuple[Any, str]], dry_run: bool = False, **options: Any
    ) -> Iterator[tuple[str, str | None, bool | Exception]]:
        """Django's hook after the files were collected: `paths` names each with the storage that has it."""
        if not dry_run:
            for name, parts in BUNDLES.items():
                self.delete(name)
                self.save(name, ContentFile(b"\n".join(_content(paths[part]) for part in parts)))
                paths[name] = (self, name)
        yield from super().post_process(paths, dry_run=dry_run, **options)


def bundle_addresses(bundle: str) -> list[str]:
    """Where a browser gets the bundle: one file, or its parts where nothing is collected."""
    whole = isinstance(staticfiles_storage, BundledStorage)
    return [static(name) for name in ([bundle] if whole else BUNDLES[bundle])]


def _content(place: tuple[Any, str]) -> bytes:
    storage, path = place
    with storage.open(path) as file:
        content: bytes = file.read()
    return content
