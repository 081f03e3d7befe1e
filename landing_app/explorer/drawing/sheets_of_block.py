"""All style of a block as one text: its sheets, what they import, and the style elements in its HTML."""

from collections.abc import Callable, Sequence

from landing_app.explorer.drawing import style_sheets
from landing_app.explorer.drawing.fetching import Fetcher

MAX_SHEETS = 16
MAX_DEPTH = 3
MAX_BYTES = 2**19
# No characters of XML, and those that mark the places of files.
_UNDRAWABLE = dict.fromkeys(
    (*range(9), 11, 12, *range(14, 32), *range(0xD800, 0xE000), *range(0xFDD0, 0xFDF0), 0xFFFE, 0xFFFF)
)
Head = tuple[str, str]
"""For which media, and the address of a sheet."""


class BlockStyles:
    """Reads sheets for a block whose classes and ids are `names`; `left_out` counts those that could not be had."""

    def __init__(
        self,
        fetcher: Fetcher,
        names: set[str],
        picture: style_sheets.Place,
        font: Callable[[str, str], str],
    ) -> None:
        self._fetcher = fetcher
        self._names = names
        self._picture = picture
        self._font = font
        self._seen: set[str] = set()
        self.left_out = 0

    def linked(self, heads: Sequence[Head], depth: int = 0) -> str:
        """The sheets at these addresses, in their order, each once; imported ones come before those that import."""
        new = [head for head in dict.fromkeys(heads) if head[1] and head[1] not in self._seen]
        room = 0 if depth > MAX_DEPTH else max(0, MAX_SHEETS - len(self._seen))
        self.left_out += len(new[room:])
        new = new[:room]
        self._seen.update(address for _, address in new)
        got = self._fetcher.all((address for _, address in new), MAX_BYTES)
        return "\n".join(self._read(head, got.get(head[1]), depth) for head in new)

    def written(self, css: str, base: str, media: str = "", depth: int = 0) -> str:
        """A sheet's text with everything it imports."""
        wanted, own = style_sheets.imports(css)
        heads = [(condition, style_sheets.absolute(base, address)) for condition, address in wanted]
        before = self.linked(heads, depth + 1) if heads else ""
        text = style_sheets.rewritten(own, base, self._names, self._picture, self._font)
        return style_sheets.for_media(media, f"{before}\n{text}")

    def _read(self, head: Head, body: bytes | None, depth: int) -> str:
        text = drawable((body or b"").decode("utf-8-sig", "replace"))
        if body is None or text.lstrip().startswith("<"):  # a page that says why there is no sheet
            self.left_out += 1
            return ""
        return self.written(text, head[1], head[0], depth)


def drawable(text: str) -> str:
    """Without signs that XML does not have, and without those that mark our own places."""
    return text.translate(_UNDRAWABLE)
