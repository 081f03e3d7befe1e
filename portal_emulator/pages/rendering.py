"""Small HTML templates with escaped placeholders, and the texts of the portal's own pages."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from markupsafe import Markup
from werkzeug.wrappers import Response

from ..model import Portal, User
from .words import translate

TEMPLATES = Path(__file__).parent / "templates"


@lru_cache
def template(name: str) -> Markup:
    return Markup((TEMPLATES / f"{name}.html").read_text(encoding="utf-8"))  # noqa: S704 - our own files


def render(name: str, /, **values: object) -> Markup:
    """Fill ``templates/<name>.html``; values are escaped unless they are Markup."""
    return template(name).format(**values)


def html(body: Markup | str, status: int = 200) -> Response:
    """An HTML answer that no cache keeps."""
    response = Response(str(body), status=status, mimetype="text/html")
    response.headers["Cache-Control"] = "no-store"
    return response


def language_of(portal: Portal, user: User | None) -> str:
    """The interface language: the user's own, else the portal's."""
    return (user.language if user else "") or portal.language


def speaker(portal: Portal, user: User | None) -> Words:
    return Words(language_of(portal, user))


class Words:
    """Texts in one language; ``words("Sites")`` falls back to the English text itself."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, text: str) -> str:
        return translate(text, self.language)
