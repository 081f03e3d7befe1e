"""Files that pretend to be pictures, or are pictures made to hurt."""

import io
import struct
import zlib

from PIL import Image, PngImagePlugin

JPEG_CANARY = b"GPS-canary-in-EXIF"


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, *extra: bytes, depth: int = 8, color: int = 2, rows: bytes = b"") -> bytes:
    """A PNG whose header promises this size; without `rows` its pixels are missing."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, color, 0, 0, 0))
    return (
        b"\x89PNG\r\n\x1a\n"
        + header
        + b"".join(extra)
        + chunk(b"IDAT", zlib.compress(rows, 9))
        + chunk(b"IEND", b"")
    )


def flat_bomb(width: int, height: int) -> bytes:
    """A whole one-color PNG of 1 bit per pixel: small in the file, large in memory."""
    return png(width, height, depth=1, color=0, rows=(b"\0" * (1 + width // 8)) * height)


def drawn(kind: str, size: tuple[int, int] = (640, 480), **options: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, kind, **options)  # type: ignore[arg-type]
    return out.getvalue()


def animated(kind: str) -> bytes:
    frames = [Image.new("RGB", (400, 300), color) for color in ("red", "green", "blue")]
    out = io.BytesIO()
    frames[0].save(out, kind, save_all=True, append_images=frames[1:], duration=50)
    return out.getvalue()


def with_exif() -> bytes:
    exif = Image.Exif()
    exif[0x010E] = JPEG_CANARY.decode()
    exif[0x0112] = 6
    return drawn("JPEG", exif=exif.tobytes(), comment=JPEG_CANARY)


def with_texts() -> bytes:
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", JPEG_CANARY.decode())
    info.add_itxt("XML:com.adobe.xmp", JPEG_CANARY.decode())
    return drawn("PNG", pnginfo=info)


def refused() -> dict[str, bytes]:
    """Every one of these must be refused, whatever its name says."""
    good_png, good_jpeg, good_webp = drawn("PNG"), drawn("JPEG"), drawn("WEBP")
    bomb_text = chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"A" * 80_000_000, 9))
    bomb_profile = chunk(b"iCCP", b"icc\0\0" + zlib.compress(b"A" * 80_000_000, 9))
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'
    return {
        "30000 x 30000, header only": png(30_000, 30_000),
        "50000 x 50000, header only": png(50_000, 50_000),
        "2^31 wide": png(2**31 - 1, 1),
        "2^31 x 2^31": png(2**31 - 1, 2**31 - 1),
        "no width": png(0, 100),
        "30000 x 30000, whole": flat_bomb(30_000, 30_000),
        "6000 x 6000, whole": flat_bomb(6_000, 6_000),
        "1 x 24000000": png(1, 24_000_000, depth=1, color=0),
        "zTXt bomb": png(640, 480, bomb_text),
        "iCCP bomb": png(640, 480, bomb_profile),
        "svg": svg,
        "svg with prolog": b'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        + svg,
        "svgz": zlib.compress(svg),
        "html": b"<!doctype html><script>alert(1)</script>",
        "html with a PNG's first bytes": b"\x89PNG\r\n\x1a\n<html><script>alert(1)</script>",
        "html with a JPEG's first bytes": b"\xff\xd8\xff\xe0<html><script>alert(1)</script>",
        "gif": drawn("GIF"),
        "moving gif": animated("GIF"),
        "moving png": animated("PNG"),
        "moving webp": animated("WEBP"),
        "bmp": drawn("BMP"),
        "tiff": drawn("TIFF"),
        "ico": drawn("ICO", (256, 256)),
        "pdf": drawn("PDF"),
        "eps": drawn("EPS"),
        "ppm": drawn("PPM"),
        "too small": drawn("PNG", (319, 240)),
        "one pixel": drawn("PNG", (1, 1)),
        "empty": b"",
        "zero bytes": b"\0" * 10_000,
        "zip": b"PK\x03\x04" + b"\0" * 100,
        "python": b"import os",
        "only a header": good_png[:33],
        "half a PNG": good_png[: len(good_png) // 2],
        "half a JPEG": good_jpeg[: len(good_jpeg) // 2],
        "half a WebP": good_webp[: len(good_webp) // 2],
        "wrong checksum": good_png[:40] + bytes([good_png[40] ^ 255]) + good_png[41:],
        "a chunk of 2 GB": good_png[:33] + struct.pack(">I", 2**31 - 1) + b"zTXt" + good_png[33:],
        "6 MB": good_png + b"\0" * (6 * 2**20),
        "icns": b"icns" + struct.pack(">I", 2**31 - 1) + b"ic10" + struct.pack(">I", 2**31 - 1),
        "psd": b"8BPS\0\1" + b"\0" * 6 + struct.pack(">HIIHH", 3, 30_000, 30_000, 8, 3),
        "jpeg2000": b"\0\0\0\x0cjP  \r\n\x87\n" + b"\0" * 100,
        "avif": b"\0\0\0\x1cftypavif" + b"\0" * 100,
        "fli": struct.pack("<IHH", 100, 0xAF12, 9) + b"\0" * 100,
        "msp": b"DanM" + b"\0" * 60,
        "xbm": b"#define x_width 640\n#define x_height 480\nstatic char x_bits[] = {",
    }
