"""Block HTML without what could run, so that a preview does not fill the browser's console with refusals.

This is for quiet and not for safety: a preview is safe because its document is sandboxed by its CSP. Everything else
is passed on as it came, because a cleaned block would no longer look like the block.
"""

import re
from html.parser import HTMLParser

_SILENT = frozenset({"script", "iframe", "frame", "object", "embed", "base", "meta"})
_WITH_CONTENT = frozenset({"script", "iframe", "object"})
_HANDLER = re.compile(r"""\son[a-z]+\s*=\s*("[^"]*"|'[^']*'|[^\s>]*)""", re.IGNORECASE)


class _Quiet(HTMLParser):
    """Copies its input, leaving out the silent tags with their content and event attributes."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.parts: list[str] = []
        self._inside = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._inside += tag in _WITH_CONTENT
            return
        text = self.get_starttag_text() or ""
        noisy = any(name.startswith("on") for name, _ in attrs)
        self._keep(_HANDLER.sub("", text) if noisy else text)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _SILENT:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in _WITH_CONTENT:
            self._inside = max(0, self._inside - 1)
        elif tag not in _SILENT:
            self._keep(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self._keep(data)

    def handle_entityref(self, name: str) -> None:
        self._keep(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._keep(f"&#{name};")

    def _keep(self, text: str) -> None:
        if not self._inside:
            self.parts.append(text)


def quiet(html: str) -> str:
    """The same HTML without scripts, embedded documents, event attributes and comments."""
    parser = _Quiet()
    parser.feed(html)
    parser.close()
    return "".join(parser.parts)
