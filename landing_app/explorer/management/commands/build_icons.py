"""`manage.py build_icons <folder>`: the icon sprite, made from an unpacked npm package without Node.

Every icon of `@bitrix24/b24icons-vue` is a small render function; its SVG tree is read from the `createElementVNode`
calls. The sprite is committed, so that running the app needs neither Node nor the package:

    npm pack @bitrix24/b24icons-vue@2.0.8 && tar xzf bitrix24-b24icons-vue-2.0.8.tgz
    manage.py build_icons package
"""

import json
import re
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from landing_app.explorer.icon_names import ICONS

SPRITE = "templates/frame/sprite.svg"
_ROOT = '_createElementBlock("svg"'
_CHILD = "_createElementVNode("

Node = tuple[str, dict[str, Any], list["Node"]]


class Command(BaseCommand):
    """Writes the sprite that the shell includes."""

    help = "Build the icon sprite from the unpacked npm package @bitrix24/b24icons-vue."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("package", type=Path, help="folder of the unpacked package")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        package: Path = options["package"]
        try:
            version = json.loads((package / "package.json").read_text())["version"]
            symbols = [_symbol(package, name, icon) for name, icon in sorted(ICONS.items())]
        except FileNotFoundError as missing:
            raise CommandError(
                f"This folder is not the unpacked package: {missing.filename} is missing."
            ) from None
        note = f"{{# Icons: @bitrix24/b24icons-vue {version} (MIT), see NOTICE. Made by: manage.py build_icons #}}"
        plain = [symbol for symbol in symbols if "url(#" not in symbol]
        masked = [symbol for symbol in symbols if "url(#" in symbol]
        sprite = f"{note}\n{_sprite('sprite', plain)}{_sprite('sprite sprite--masked', masked)}"
        (settings.BASE_DIR / SPRITE).write_text(sprite)
        self.stdout.write(f"{len(symbols)} icons, {len(sprite)} bytes")


def _sprite(classes: str, symbols: list[str]) -> str:
    """Symbols of one kind; a mask counts only where its own drawing is laid out, so those stand apart."""
    attributes = f'class="{classes}" xmlns="http://www.w3.org/2000/svg" width="0" height="0"'
    drawings = "\n".join(symbols)
    return f'<svg {attributes} aria-hidden="true" focusable="false">\n{drawings}\n</svg>\n'


def _symbol(package: Path, name: str, icon: str) -> str:
    source = (package / "dist" / "outline" / "esm" / f"{icon}Icon.js").read_text()
    body = source[source.index(_ROOT) :]
    (_, attributes, children), _ = _node(body, len("_createElementBlock("))
    inner = "".join(_render(child, f"i-{name}") for child in children)
    return f'<symbol id="i-{name}" viewBox="{attributes["viewBox"]}" fill="none">{inner}</symbol>'


def _node(text: str, at: int) -> tuple[Node, int]:
    """A call `(tag, attributes, children, …)` whose first argument begins at this place."""
    tag, at = _value(text, at)
    attributes: dict[str, Any] = {}
    children: list[Node] = []
    at = _skip(text, at)
    if text[at] != ")":
        attributes, at = _value(text, at)
        at = _skip(text, at)
        if text[at] not in ")-":
            children, at = _value(text, at)
    return (tag, attributes or {}, children or []), text.index(")", at) + 1


def _value(text: str, at: int) -> tuple[Any, int]:
    """A string, null, object, list of nodes or number."""
    at = _skip(text, at)
    if text[at] == '"':
        end = at + 1
        while text[end] != '"':
            end += 2 if text[end] == "\\" else 1
        return json.loads(text[at : end + 1]), end + 1
    if text.startswith("null", at):
        return None, at + 4
    if text[at] == "{":
        return _object(text, at + 1)
    if text[at] == "[":
        return _list(text, at + 1)
    number = re.match(r"-?[\d.]+", text[at:])
    if number is None:
        raise CommandError(f"The package has an unexpected form near: {text[at : at + 40]}")
    return number[0], at + number.end()


def _object(text: str, at: int) -> tuple[dict[str, Any], int]:
    found: dict[str, Any] = {}
    at = _skip(text, at)
    while text[at] != "}":
        key = re.match(r'"([^"]+)"|([A-Za-z_$][\w$-]*)', text[at:])
        if key is None:
            raise CommandError(f"The package has an unexpected form near: {text[at : at + 40]}")
        found[key[1] or key[2]], at = _value(text, text.index(":", at + key.end()) + 1)
        at = _skip(text, at)
    return found, at + 1


def _list(text: str, at: int) -> tuple[list[Node], int]:
    found: list[Node] = []
    at = _skip(text, at)
    while text[at] != "]":
        child, at = _node(text, text.index(_CHILD, at) + len(_CHILD))
        found.append(child)
        at = _skip(text, at)
    return found, at + 1


def _skip(text: str, at: int) -> int:
    while text[at] in " \n\t,":
        at += 1
    return at


def _render(node: Node, owner: str) -> str:
    """SVG of a node; ids inside an icon get the icon's name in front, because all icons share one document."""
    tag, attributes, children = node
    pairs = []
    for name, value in attributes.items():
        text = re.sub(r"url\(#([^)]+)\)", rf"url(#{owner}-\1)", str(value))
        pairs.append(f'{name}="{owner}-{text}"' if name == "id" else f'{name}="{text}"')
    inner = "".join(_render(child, owner) for child in children)
    return f"<{' '.join([tag, *pairs])}>{inner}</{tag}>" if inner else f"<{' '.join([tag, *pairs])}/>"
