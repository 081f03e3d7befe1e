"""Style sheets rewritten for a drawing: what they load is named by places to be filled, the rest stays.

Every search here goes forwards only, because sheets of half a megabyte come from strangers.
"""

import re
from collections.abc import Callable
from urllib.parse import urljoin

#: The height of a screen, in CSS pixels, that `100vh` means; inside a drawing it would be the whole drawing.
SCREEN = 720
NONE = 'url("data:,")'
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_IMPORT = re.compile(
    r"""@import\s+(?:url\(\s*)?(?:"([^"\n]*)"|'([^'\n]*)'|([^\s"'();{}]+))\s*\)?([^;{}@"'\n]{0,200});""",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"""url\(\s*(?:"([^"\n]*)"|'([^'\n]*)'|([^\s"'()]+))\s*\)""", re.IGNORECASE)
_BRACES = re.compile(r"([{}])")
_NAMES = re.compile(r"[.#](-?[A-Za-z_][\w-]*)")
_TALL = re.compile(r"(?<![\w.#])(\d+(?:\.\d+)?|\.\d+)(?:[sld]?vh|vmin)\b", re.IGNORECASE)
_FAMILY = re.compile(r"font-family\s*:\s*([^;]+)", re.IGNORECASE)
_SOURCES = re.compile(r"(?<![\w-])src\s*:[^;]*;?", re.IGNORECASE)
_QUOTES = " \t\r\n\"'"
_BEST = (("woff2", ".woff2"), ("woff", ".woff"), ("truetype", ".ttf"), ("opentype", ".otf"))

Place = Callable[[str], str]


def imports(css: str) -> tuple[list[tuple[str, str]], str]:
    """What a sheet imports, as pairs of condition and address, and the sheet without imports and comments."""
    css = _COMMENT.sub("", css)
    found = [(match[4].strip(), _address(match)) for match in _IMPORT.finditer(css)]
    return found, _IMPORT.sub("", css)


def rewritten(css: str, base: str, names: set[str], picture: Place, font: Callable[[str, str], str]) -> str:
    """The sheet with every address replaced. `picture` and `font` (with its family) give what stands instead.

    A rule for classes or ids that are not in `names` matches nothing of the block: what it loads is left empty.
    """
    parts = _BRACES.split(css)
    made: list[str] = []
    prelude = ""
    for number, part in enumerate(parts):
        after = parts[number + 1] if number + 1 < len(parts) else ""
        if number % 2 or after == "{":
            made.append(part)
            prelude = part.rpartition(";")[2] if after == "{" else prelude
        elif prelude.strip().lower() == "@font-face":
            made.append(_face(part, base, font))
        else:
            made.append(declarations(part, base, picture if _concerns(prelude, names) else None))
        if part == "}":
            prelude = ""
    return "".join(made)


def declarations(text: str, base: str, picture: Place | None) -> str:
    """The body of a rule or a style attribute; without `picture` its addresses are left empty."""
    tall = _TALL.sub(lambda match: f"{float(match[1]) * SCREEN / 100:g}px", text)

    def put(match: re.Match[str]) -> str:
        address = _address(match)
        if address.startswith("#"):
            return match[0]
        return f'url("{picture(absolute(base, address))}")' if picture else NONE

    return _ADDRESS.sub(put, tall)


def absolute(base: str, address: str) -> str:
    """`address` as seen from `base`; "" when it is none."""
    try:
        return address if address[:5].lower() == "data:" else urljoin(base, address)
    except ValueError:
        return ""


def for_media(condition: str, css: str) -> str:
    """The sheet, only for what its link or import names."""
    usual = condition.strip().lower() in ("", "all", "screen")
    return css if usual else f"@media {condition}{{{css}}}"


def _face(text: str, base: str, font: Callable[[str, str], str]) -> str:
    """A font with one source of many: the smallest that every browser reads."""
    family = _FAMILY.search(text)
    sources = [absolute(base, _address(match)) for match in _ADDRESS.finditer(text)]
    best = next(
        (one for _, end in _BEST for one in sources if one.split("?")[0].split("#")[0].endswith(end)), ""
    )
    chosen = best or next((one for one in sources if not re.search(r"\.(?:eot|svg)\b", one)), "")
    if not family or not chosen:
        return _SOURCES.sub("", text)
    name = family[1].strip(_QUOTES).lower()
    return f'{_SOURCES.sub("", text)};src:url("{font(name, chosen)}")'


def _concerns(prelude: str, names: set[str]) -> bool:
    if "\\" in prelude:
        return True
    return any(names.issuperset(_NAMES.findall(selector)) for selector in prelude.split(","))


def _address(match: re.Match[str]) -> str:
    return (match[1] or match[2] or match[3] or "").strip()
