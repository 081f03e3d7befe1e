"""What a block's picture is drawn from: everything inside it, nothing that runs, and nobody asked who must not be."""

import base64
import io
import re
import time

import pytest
from PIL import Image

from landing_app.bitrix24.egress import EgressGuard
from landing_app.explorer.drawing import source
from landing_app.explorer.drawing.fetching import MAX_FILES
from landing_app.explorer.drawing.sheets_of_block import MAX_SHEETS
from landing_app.explorer.drawing.source import LeftOut, NotDrawable, Source
from tests.bitrix24.stub import Received, Reply, Stub, serving
from tests.security.hostile_hosts import LOOPBACK, PRIVATE
from tests.security.payloads import payloads
from tests.security.pictures import drawn, flat_bomb
from tests.security.trap import listening, watched

Files = dict[str, Reply]
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path fill="#f00" d="M0 0h9v9H0z"/></svg>'
BILLION = '<!DOCTYPE svg [<!ENTITY a "xxxxxxxxxx"><!ENTITY b "&a;&a;&a;&a;&a;">]>' + SVG.replace(
    "<path", "&b;<path"
)
RISKY_SVG = [
    BILLION,
    SVG.replace("<path", '<g id="a"/><use href="#a"/><path'),
    SVG.replace("<path", '<image href="https://attacker.example/x.png"/><path'),
    SVG.replace("<path", "<script>alert(1)</script><path"),
    SVG.replace("<path", '<foreignObject><p xmlns="http://www.w3.org/1999/xhtml">x</p></foreignObject><path'),
    SVG.replace("<path", "<style>@import 'https://attacker.example/x.css'</style><path"),
    SVG.replace("<path", "<style>path{fill:url(https://attacker.example/x)}</style><path"),
    SVG.replace("<path", '<pattern id="p"/><path'),
    SVG + "<!--" + "x" * 100_000 + "-->",
    '<?xml version="1.0" encoding="UTF-16"?>' + SVG + "\udcff",
]


def make(content: str, files: Files | None = None, sheets: tuple[str, ...] = ()) -> tuple[Source, Stub]:
    """The source of a block of a portal that has these files; `HOST` in texts becomes the portal's address."""

    def answer(asked: Received) -> Reply:
        return (files or {}).get(asked.path, Reply(b"", 404))

    with serving(answer) as stub:
        guard = EgressGuard(frozenset({stub.netloc}))
        addresses = [f"{stub.url}{path}" for path in sheets]
        return source.make(content.replace("HOST", stub.url), addresses, stub.url, "", guard), stub


def css(text: str) -> Reply:
    return Reply(text.encode(), headers={"Content-Type": "text/css"})


def loaded(text: str) -> list[Image.Image]:
    """The pictures that stand in a text."""
    found = re.findall(r"data:image/(?:jpeg|webp);base64,([A-Za-z0-9+/=]+)", text)
    return [Image.open(io.BytesIO(base64.b64decode(one))) for one in found]


def test_sheets_pictures_and_fonts_come_along_without_their_addresses() -> None:
    files = {
        "/block.css": css(
            "@import url('more.css') screen; .hero{background:url(img/back.png);min-height:50vh}"
            "@font-face{font-family:Slab;src:url(slab.eot);src:url('slab.eot?#iefix') format('x'),url(slab.woff2)}"
            ".hero h1{font-family:Slab}.other{background:url(img/other.png)}"
        ),
        "/more.css": css("p{color:#123456}"),
        "/img/back.png": Reply(drawn("PNG")),
        "/photo.jpg": Reply(drawn("JPEG")),
        "/slab.woff2": Reply(b"wOF2" + b"x" * 100),
    }
    html = '<section class="hero"><h1 style="background:url(\'/photo.jpg\')">Hi</h1><img src="/photo.jpg"></section>'
    made, stub = make(html, files, ("/block.css",))
    assert made.left_out == LeftOut()
    assert len(loaded(made.html)) == 2
    assert [one.size for one in loaded(made.css)] == [(640, 480)]
    assert "data:font/woff2;base64,d09GM" in made.css
    assert "p{color:#123456}" in made.css
    assert "min-height:360px" in made.css
    assert "://" not in made.html + made.css
    assert sorted(one.path for one in stub.received) == sorted(files)
    for asked in stub.received:
        assert not {"authorization", "cookie", "referer"} & {name.lower() for name in asked.headers}


def test_what_cannot_be_had_is_left_out_and_counted() -> None:
    files = {"/page.css": css("<!doctype html><title>Sign in</title>"), "/moved.jpg": Reply(b"", 302, {"Location": "/photo.jpg"}),
             "/photo.jpg": Reply(drawn("JPEG")), "/text.png": Reply(b"no picture")}  # fmt: skip
    html = "".join(
        f"<img src={one}>" for one in ("/moved.jpg", "/gone.jpg", "/text.png", "/text.png", "/photo.jpg")
    )
    html += '<link rel="stylesheet" href="/gone.css"><iframe src="https://maps.example/"></iframe><b style="font-family:Slab">x'
    html += "<style>@font-face{font-family:Slab;src:url(/gone.woff2)}</style>"
    made, stub = make(html, files, ("/page.css",))
    assert made.left_out == LeftOut(pictures=3, sheets=2, fonts=1, embedded=1)
    assert len(loaded(made.html)) == 1
    assert (
        len([one for one in stub.received if one.path == "/photo.jpg"]) == 1
    )  # the redirect was not followed


@pytest.mark.parametrize("text", RISKY_SVG)
def test_a_drawing_that_could_multiply_or_load_is_left_out(text: str) -> None:
    content = text.encode("utf-8", "surrogateescape")
    made, _ = make('<img src="/x.svg"><p>x</p>', {"/x.svg": Reply(content)})
    assert made.left_out.pictures == 1
    assert "svg" not in made.html


def test_a_plain_drawing_comes_along() -> None:
    head = '<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/x.dtd">'
    made, _ = make(f'<img src="/x.svg"><img src="data:image/svg+xml,{SVG.replace(chr(34), chr(39))}">', {"/x.svg": Reply((head + SVG).encode())})  # fmt: skip
    assert made.left_out == LeftOut()
    assert made.html.count("data:image/svg+xml;base64,") == 2


def test_bombs_are_left_out_and_what_came_before_stays() -> None:
    bomb = flat_bomb(50_000, 50_000)
    files = {"/good.png": Reply(drawn("PNG")), "/bomb.png": Reply(bomb)}
    data = base64.b64encode(bomb).decode()
    made, _ = make(
        f'<img src="/good.png"><img src="/bomb.png"><img src="data:image/png;base64,{data}">', files
    )
    assert made.left_out.pictures == 2
    assert len(loaded(made.html)) == 1


def test_large_pictures_become_small_and_many_stay_within_the_limit() -> None:
    noise = Image.effect_noise((2400, 1800), 120).convert("RGB")
    out = io.BytesIO()
    noise.save(out, "JPEG", quality=60)
    files = {f"/{number}.jpg": Reply(out.getvalue()) for number in range(3)}
    made, _ = make("".join(f"<img src=/{number}.jpg>" * 20 for number in range(3)), files)
    assert {one.size for one in loaded(made.html)} == {(1600, 1200)}
    assert len(made.html) < source.MAX_FILLED + 100_000
    assert made.left_out.pictures >= 1  # said, although each was shown once


def test_imports_end() -> None:
    """A chain without an end, a circle, and a sheet that imports a thousand others."""

    def answer(asked: Received) -> Reply:
        if asked.path.startswith("/many"):
            return css("".join(f"@import 'leaf{number}.css';" for number in range(1000)))
        if asked.path.startswith("/circle"):
            return css("@import '/circle.css';.c{color:red}")
        return css(f"@import '/chain{len(asked.path)}{asked.path[1:40]}.css';")

    with serving(answer) as stub:
        guard = EgressGuard(frozenset({stub.netloc}))
        sheets = [f"{stub.url}/{name}.css" for name in ("chain", "circle", "many")]
        made = source.make("<p class=c>x</p>", sheets, stub.url, "", guard)
    assert len(stub.received) <= MAX_SHEETS
    assert made.css.count("color:red") == 1
    assert made.left_out.sheets > 900


@pytest.mark.parametrize("host", [*LOOPBACK, *PRIVATE])
def test_nobody_inside_is_asked(host: str) -> None:
    """Neither a picture nor a sheet of a block makes us connect anywhere but to its portal."""
    with listening("127.0.0.1") as (port, received), watched() as seen:
        names = [f"{scheme}://{host}{end}/x" for scheme in ("http", "https") for end in ("", f":{port}")]
        names += [
            "file:///etc/passwd",
            "ftp://127.0.0.1/x",
            f"//{host}:{port}/x",
            f"http://HOST@{host}:{port}/x",
        ]
        html = "".join(f'<img src="{name}"><b style="background:url(\'{name}\')">x</b>' for name in names)
        html += "".join(
            f'<link rel=stylesheet href="{name}"><style>@import "{name}";</style>' for name in names
        )
        made, stub = make(html)
        assert received == []
        assert {place for place in seen.connected if place[1] != stub.port} <= set()
    assert made.left_out.pictures > 0
    assert "passwd" not in made.html + made.css


def test_a_name_of_bitrix24_that_leads_inside_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The hosts that may be asked beside the portal go through the same guard."""
    import socket

    real = socket.getaddrinfo

    def lead_inside(host: str, *more: object, **named: object) -> object:
        return real("127.0.0.1" if "bitrix24" in str(host) else host, *more, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", lead_inside)
    with watched() as seen:
        made, _ = make(
            '<img src="https://cdn.bitrix24.ru/x.jpg"><img src="https://bitrix24.ru.attacker.example/x.jpg">'
        )
        assert ("127.0.0.1", 443) not in seen.connected
        assert "bitrix24.ru.attacker.example" not in seen.asked
    assert made.left_out.pictures == 2


def test_a_huge_file_is_not_read_to_its_end_and_too_many_are_not_asked() -> None:
    big = Reply(b"x" * (source.MAX_FILE + 1))
    made, _ = make('<img src="/big.jpg">', {"/big.jpg": big})
    assert made.left_out.pictures == 1
    made, stub = make("".join(f"<img src=/{number}.jpg>" for number in range(MAX_FILES + 40)))
    assert len(stub.received) == MAX_FILES
    assert made.left_out.pictures == MAX_FILES + 40


def test_thousands_of_pictures_and_fonts_inside_the_block_end() -> None:
    small = base64.b64encode(b"x").decode()
    html = "".join(f"<img src='data:image/png;n={number};base64,{small}'>" for number in range(10_000))
    faces = "".join(f"@font-face{{font-family:f{number};src:url(/{number}.woff)}}" for number in range(9_000))
    made, stub = make(f"<style>{faces}</style>{html}")
    assert made.left_out.pictures == 10_000
    assert len(stub.received) <= MAX_FILES


def test_more_style_than_can_be_drawn_is_refused() -> None:
    files = {f"/{number}.css": css("a{color:red}" * 40_000) for number in range(8)}
    with pytest.raises(NotDrawable):
        make("<p>x</p>", files, tuple(files))


def test_a_slow_host_is_left_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "SECONDS", 1.0)
    slow = Reply(b"x" * 600, pause=0.05)
    started = time.monotonic()
    made, _ = make(
        '<img src="/slow.jpg"><img src="/good.jpg">', {"/slow.jpg": slow, "/good.jpg": Reply(drawn("JPEG"))}
    )
    assert made.left_out.pictures == 1
    assert len(loaded(made.html)) == 1
    assert time.monotonic() - started < 20  # it would take 30


@pytest.mark.parametrize(
    "content",
    ["", " \n", "x" * (source.MAX_HTML + 1), "<div>" * 150_000],
    ids=["nothing", "blank", "long", "deep"],
)
def test_a_block_without_content_or_with_too_much_is_refused(content: str) -> None:
    with pytest.raises(NotDrawable):
        make(content)


@pytest.mark.parametrize(
    "text",
    ["@import a " * 50_000, "{" * 500_000, "url(" * 120_000, "url(" + " " * 500_000, "a" * 500_000, '@import "' * 50_000, "/*" * 250_000, "a{src:" * 80_000],
    ids=lambda text: text[:9],
)  # fmt: skip
def test_a_long_sheet_of_nonsense_takes_no_long_time(text: str) -> None:
    started = time.monotonic()
    make("<p>x</p>", {"/x.css": css(text)}, ("/x.css",))
    assert time.monotonic() - started < 10  # minutes, if a search went back


def test_nothing_that_runs_or_names_an_address_is_left() -> None:
    for text in payloads("http://app.example")[::5]:
        made, _ = make(f"{text}<p>end</p>")
        low = made.html.lower()
        assert not re.search(r"<(?:script|iframe|object|embed|base|meta|link|use|foreignobject)\b", low), text
        assert not re.search(r"<[^>]*\son\w+\s*=", re.sub(r'"[^"]*"', '""', low)), text
        named = re.findall(r"""(?:(?:src|href|action|srcset|data|poster|background)="|url\()([^">)]*)""", low)
        assert [one for one in named if ":" in one.removeprefix("&quot;").removeprefix("data:,")] == [], text
        assert "\ufdd0" not in made.html + made.css


def test_a_block_cannot_name_the_places_of_its_files() -> None:
    made, _ = make('<p title="\ufdd00\ufdd2">\ufdd00\ufdd2\ufdd10\ufdd2\x00\x0b\ud800</p><img src="/x.jpg">', {"/x.jpg": Reply(drawn("JPEG"))})  # fmt: skip
    assert made.html.count("data:") == 1
    assert "<p>00" in made.html
