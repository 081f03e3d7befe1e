"""Run as a program of its own: decode a picture from standard input and write it anew as JPEG.

Memory and processor time are limited, so that a bomb ends this process only. The only argument is JSON:
`{"crop": [left, top, right, bottom] or null, "most": [width, height]}`. Exit codes: 1 not a picture, 2 too many
pixels, 3 too small, 4 animated.
"""

import io
import json
import resource
import sys
import warnings

from PIL import Image, ImageOps

MEMORY = 512 * 2**20
SECONDS = 10
MAX_PIXELS = 24_000_000
LEAST = (320, 240)
QUALITIES = (88, 75, 60)
MAX_RESULT = 2**20
#: JPEG files of phones hold a second picture (MPO) and do not move.
MOVING_KINDS = ("PNG", "WEBP")

Size = tuple[int, int]


def main() -> int:
    """The exit code; the answer is one line `[width, height]` and then the bytes."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    wish = json.loads(sys.argv[1])
    try:
        opened = Image.open(io.BytesIO(sys.stdin.buffer.read()), formats=("PNG", "JPEG", "WEBP"))
        if opened.width * opened.height > MAX_PIXELS:
            return 2
        if opened.format in MOVING_KINDS and getattr(opened, "is_animated", False):
            return 4
        opened.load()
        upright: Image.Image = ImageOps.exif_transpose(opened)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError, MemoryError):
        return 2
    except (OSError, SyntaxError, ValueError):
        return 1
    picture = _cropped(upright, wish["crop"])
    if picture.width < LEAST[0] or picture.height < LEAST[1]:
        return 3
    return _write(picture, tuple(wish["most"]))


def _cropped(picture: Image.Image, crop: list[float] | None) -> Image.Image:
    if not crop:
        return picture
    left, top, right, bottom = (min(1.0, max(0.0, float(share))) for share in crop)
    wide, high = picture.size
    return picture.crop((round(left * wide), round(top * high), round(right * wide), round(bottom * high)))


def _write(picture: Image.Image, most: Size) -> int:
    """Scaled first, then flattened onto white: what is transparent has no place in a JPEG."""
    picture.thumbnail(most)
    clear = picture.convert("RGBA")
    flat = Image.new("RGB", clear.size, "white")
    flat.paste(clear, mask=clear.getchannel("A"))
    for quality in QUALITIES:
        out = io.BytesIO()
        flat.save(out, "JPEG", quality=quality, optimize=True)
        if out.tell() <= MAX_RESULT:
            break
    sys.stdout.buffer.write(json.dumps(flat.size).encode() + b"\n" + out.getvalue())
    return 0


if __name__ == "__main__":
    sys.exit(main())
