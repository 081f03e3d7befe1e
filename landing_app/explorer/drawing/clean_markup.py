"""Run as a program of its own: a block's HTML reduced to what can be drawn, in well-formed tags.

Memory and processor time are limited, because deeply nested tags keep any parser busy for minutes. Standard input is
the HTML; the answer is JSON: `html`, and what stood in it and needs work: `pictures` (addresses), `inline` (style
attributes), `styles` (pairs of media and text of style elements) and `links` (pairs of media and address of linked
style sheets). In `html` a picture's address is U+FDD0, its place in `pictures`, U+FDD2; a style attribute is the same
with U+FDD1. These are no characters of any text, so a block cannot forge them.
"""

import html as entities
import json
import re
import resource
import sys

import nh3

MEMORY = 384 * 2**20
SECONDS = 4
PICTURE, STYLE, END = "\ufdd0", "\ufdd1", "\ufdd2"
TAGS = frozenset(
    """a abbr address article aside b bdi bdo big blockquote br button caption center cite code col colgroup dd del
    details dfn div dl dt em fieldset figcaption figure font footer form h1 h2 h3 h4 h5 h6 header hgroup hr i img input
    ins kbd label legend li link main mark nav ol option p picture pre q s samp section select small span strike strong
    style sub summary sup table tbody td textarea tfoot th thead time tr tt u ul var wbr
    svg g path circle ellipse line polygon polyline rect text tspan defs stop linearGradient radialGradient""".split()  # noqa: SIM905 - words are easier to read
)
SHAPE = frozenset(
    """viewBox d fill fill-rule fill-opacity clip-rule stroke stroke-width stroke-linecap stroke-linejoin
    stroke-dasharray stroke-opacity points x y x1 y1 x2 y2 cx cy r rx ry dx dy transform opacity offset stop-color
    stop-opacity gradientUnits gradientTransform preserveAspectRatio text-anchor font-size""".split()  # noqa: SIM905
)
ANY = frozenset({"class", "id", "style", "dir", "lang", "align", "valign", "width", "height", "hidden"})
OWN = {
    "a": {"href"},
    "details": {"open"},
    "font": {"color", "face", "size"},
    "img": {"src"},
    "input": {"type", "value", "placeholder", "checked", "disabled", "size"},
    "link": {"rel", "href", "media"},
    "ol": {"start", "type"},
    "option": {"selected"},
    "style": {"media"},
    "table": {"border", "cellpadding", "cellspacing", "bgcolor"},
    "td": {"colspan", "rowspan", "bgcolor"},
    "textarea": {"placeholder", "rows", "cols"},
    "th": {"colspan", "rowspan", "bgcolor"},
    "tr": {"bgcolor"},
}
SHAPES = (
    "svg",
    "g",
    "path",
    "circle",
    "ellipse",
    "line",
    "polygon",
    "polyline",
    "rect",
    "text",
    "tspan",
    "stop",
)
GRADIENTS = ("linearGradient", "radialGradient")
GONE = {"script", "noscript", "template", "iframe", "object", "title", "noembed", "noframes", "xmp"}
_NAME = re.compile(r"[a-zA-Z][\w-]*", re.ASCII)
_MEDIA = re.compile(r"[\w\s:(),.-]*", re.ASCII)
_STYLES = re.compile(r"<style([^>]*)>(.*?)</style>", re.DOTALL)
_LINKS = re.compile(r'<link((?: [a-z]+="[^"]*")*)>')
_PAIRS = re.compile(r' ([a-z]+)="([^"]*)"')


def main() -> int:
    """0, or the process is ended by its limits."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    pictures: dict[str, int] = {}
    inline: list[str] = []

    def change(tag: str, name: str, value: str) -> str | None:
        if not _NAME.fullmatch(name) or name == "data-drawn-style":
            return None
        if tag in ("link", "style"):
            return value if name in OWN[tag] and (name != "media" or _MEDIA.fullmatch(value)) else None
        if name == "href":
            return "#"
        if name == "src":
            return f"{PICTURE}{pictures.setdefault(value.strip(), len(pictures))}{END}"
        if name == "style":
            inline.append(value)
            return f"{STYLE}{len(inline) - 1}{END}"
        return value

    shapes = {name: set(ANY | SHAPE) for name in (*SHAPES, *GRADIENTS)}
    clean = nh3.clean(
        sys.stdin.buffer.read().decode(),
        tags=set(TAGS),
        clean_content_tags=GONE,
        attributes={"*": set(ANY), **{name: set(own) for name, own in OWN.items()}, **shapes},
        attribute_filter=change,
        generic_attribute_prefixes={"data-"},
        url_schemes={"http", "https", "data"},
        link_rel=None,
    )
    styles = [(dict(_PAIRS.findall(head)).get("media", ""), text) for head, text in _STYLES.findall(clean)]
    answer = {
        "html": _LINKS.sub("", _STYLES.sub("", clean)),
        "pictures": list(pictures),
        "inline": inline,
        "styles": styles,
        "links": _links(clean),
    }
    sys.stdout.write(json.dumps(answer))
    return 0


def _links(clean: str) -> list[tuple[str, str]]:
    heads = (dict(_PAIRS.findall(head)) for head in _LINKS.findall(clean))
    return [
        (head.get("media", ""), entities.unescape(head["href"]))
        for head in heads
        if "stylesheet" in head.get("rel", "").lower().split() and "href" in head
    ]


if __name__ == "__main__":
    sys.exit(main())
