"""The stylesheets turn around for right-to-left languages, and every visitor's wishes are honored."""

import gzip
import re
from pathlib import Path

import pytest

from landing_app.explorer.bundles import BUNDLES

ROOT = Path(__file__).resolve().parents[1]
SHEETS = sorted((ROOT / "static" / "css").glob("*.css"))
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
SIDES = re.compile(r"^(padding|margin|border)-(left|right)|^(left|right|float|clear)$")
FOUR = {"padding", "margin", "inset", "border-width"}
# Pictures have a left and a right of their own in every language, and scripts place menus by coordinates.
PICTURE = re.compile(r"\.crop|^\.menu$|\.site__show")
MOST_BYTES = 20_000


def declarations(sheet: Path) -> list[tuple[str, str, str]]:
    """Selector, property and value of every declaration; comments and the heads of at-rules are left out."""
    text = re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL)
    found = []
    for selector, body in RULE.findall(text):
        for line in re.split(r";(?![^(]*\))", body):
            name, separator, value = line.partition(":")
            if separator:
                found.append((selector.strip(), name.strip(), value.strip()))
    return found


def parts(value: str) -> list[str]:
    """The words of a value; what is in brackets stays one word."""
    return re.findall(r"(?:[^\s(]|\((?:[^()]|\([^()]*\))*\))+", value.replace("!important", ""))


def one_sided(selector: str, name: str, value: str) -> bool:
    """Whether a declaration names the left or the right."""
    if PICTURE.search(selector) or "[dir=" in selector:
        return False
    if SIDES.match(name) or (name == "text-align" and value in {"left", "right"}):
        return True
    if name == "border-radius" and "/" not in value:
        corners = parts(value)
        return (len(corners) == 4 and (corners[0] != corners[1] or corners[2] != corners[3])) or len(
            corners
        ) in {2, 3}
    sides = parts(value)
    return name in FOUR and len(sides) == 4 and sides[1] != sides[3]


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_nothing_names_a_side(sheet: Path) -> None:
    wrong = [
        f"{selector} {{ {name}: {value} }}"
        for selector, name, value in declarations(sheet)
        if one_sided(selector, name, value)
    ]
    assert not wrong, "\n".join(wrong)


def test_the_sheets_of_a_frame_are_small() -> None:
    """One bundle, and what the base template links without a condition."""
    base = (ROOT / "templates/base.html").read_text()
    always = set(re.findall(r"css/(\w+\.css)", re.sub(r"\{% if .*?%\}.*?\{% endif %\}", "", base)))
    assert "css/desk.css" in (ROOT / "templates/frame/shell.html").read_text()
    names = always - {"app.css"} | {Path(part).name for part in BUNDLES["css/desk.css"]}
    joined = b"\n".join((ROOT / "static/css" / name).read_bytes() for name in sorted(names))
    assert len(gzip.compress(joined, 9)) <= MOST_BYTES
