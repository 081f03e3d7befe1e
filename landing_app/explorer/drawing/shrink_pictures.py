"""Run as a program of its own: decode pictures from standard input and write them anew, no larger than a page.

Memory and processor time are limited, so that a bomb ends this process only; pictures before it are already written.
The only argument is JSON, the length of each picture. The answer is, for each one that could be decoded, a line
`[place, media type, length]` and then its bytes.
"""

import io
import json
import resource
import sys
import warnings

from PIL import Image

MEMORY = 512 * 2**20
SECONDS = 8
MAX_PIXELS = 24_000_000
MOST = (1600, 1600)


def main() -> int:
    """0, or the process is ended by its limits."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    for place, length in enumerate(json.loads(sys.argv[1])):
        content = sys.stdin.buffer.read(length)
        try:
            kind, data = _anew(content)
        except (Image.DecompressionBombWarning, Image.DecompressionBombError, MemoryError):
            continue
        except (OSError, SyntaxError, ValueError, EOFError):
            continue
        sys.stdout.buffer.write(json.dumps([place, kind, len(data)]).encode() + b"\n" + data)
        sys.stdout.buffer.flush()
    return 0


def _anew(content: bytes) -> tuple[str, bytes]:
    """Opaque pictures become JPEG, others WebP, which keeps what is transparent."""
    picture: Image.Image = Image.open(io.BytesIO(content), formats=("PNG", "JPEG", "WEBP", "GIF"))
    if picture.width * picture.height > MAX_PIXELS:
        raise Image.DecompressionBombError
    picture.draft("RGB", MOST)
    clear = picture.has_transparency_data
    picture = picture.convert("RGBA" if clear else "RGB")
    picture.thumbnail(MOST)
    out = io.BytesIO()
    picture.save(out, "WEBP" if clear else "JPEG", quality=85)
    return ("image/webp" if clear else "image/jpeg"), out.getvalue()


if __name__ == "__main__":
    sys.exit(main())
