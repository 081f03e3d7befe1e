"""`landing.block.uploadfile`: real pictures only, resized on request, attached to a block row."""

from __future__ import annotations

import base64
import binascii
import io
import re
from typing import Any
from urllib.parse import urlsplit

from PIL import Image, ImageOps, UnidentifiedImageError

from ..model import FileRecord, Portal
from ..rest import php_forms
from ..rest.call import Call
from ..rest.errors import RestError
from ..rest.registry import method
from . import access, block_rows
from .addresses import random_code, transliterate

MAX_PIXELS = 50_000_000
TYPES = {
    "JPEG": "image/jpeg",
    "PNG": "image/png",
    "GIF": "image/gif",
    "WEBP": "image/webp",
    "BMP": "image/bmp",
}
Size = tuple[int, int]


@method("landing.block.uploadfile", "block:id", "picture:any", "ext:string?", "params:array?", "temp:bool?")
def upload_file(
    call: Call, block_id: int, picture: Any, ext: str | None, params: Any, temp: bool | None
) -> dict[str, Any]:
    """Stores a picture for a block: ``[name, base64]``, or a text starting with ``/`` (a path on the portal).

    An http(s) text is downloaded where a pretend portal holds that file, which is all there is of the pretend
    internet; anything else is a private address or a foreign one and ends in FILE_ERROR. Only the right to read the page is checked. Answers ``{"id", "src"}``.
    """
    page = block_rows.page_of_row(call, block_id)
    if page is None:
        raise RestError("BLOCK_NOT_FOUND", "Block was not found")
    try:
        access.load_page(call, page.id)
    except RestError:
        raise RestError("BLOCK_NOT_FOUND", "Block was not found") from None
    name, content = read_picture(call, picture)
    content, content_type, size = process(content, wanted_size(params))
    record = store(call.portal, file_name(name, ext), content, content_type, size)
    record.block_ids.add(block_id)
    return {"id": record.id, "src": (call.portal.origin if call.portal.cloud else "") + record.path}


def file_error() -> RestError:
    return RestError("FILE_ERROR", "File has failed to upload. This file may not be an image file.")


def read_picture(call: Call, picture: Any) -> tuple[str, bytes]:
    """Name and bytes of the ``picture`` argument; raises FILE_ERROR."""
    if isinstance(picture, list) and len(picture) == 2 and all(isinstance(part, str) for part in picture):
        name, encoded = picture
        try:
            return name, base64.b64decode(encoded.rpartition("base64,")[2], validate=True)
        except binascii.Error:
            raise file_error() from None
    if not isinstance(picture, str):
        raise file_error()
    if picture.startswith("/"):
        return held_by(call.portal, picture)
    place = urlsplit(picture)
    portals = call.emulator.portals.values()
    owner = next((one for one in portals if f"{place.scheme}://{place.netloc}" == one.origin), None)
    if owner is None:
        raise file_error()
    return held_by(owner, place.path)


def held_by(portal: Portal, path: str) -> tuple[str, bytes]:
    """Name and bytes of the file a portal holds at this path; raises FILE_ERROR."""
    for record in portal.files.values():
        if record.path == path:
            return record.name, record.content
    raise file_error()


def wanted_size(params: Any) -> tuple[Size, int] | None:
    """((width, height), resize type); None unless both sides are given."""
    if not isinstance(params, dict):
        return None
    width, height = (php_forms.to_int(params.get(side) or 0) for side in ("width", "height"))
    if width <= 0 or height <= 0:
        return None
    return (width, height), php_forms.to_int(params.get("resize_type", 1))


def process(content: bytes, wanted: tuple[Size, int] | None) -> tuple[bytes, str, Size]:
    """Check that the bytes are a picture and resize it: 1 keeps proportions, 0 and 2 cut exactly."""
    try:
        with Image.open(io.BytesIO(content)) as image:
            kind = image.format or ""
            if kind not in TYPES or image.width * image.height > MAX_PIXELS:
                raise file_error()
            image.load()
            if wanted is None:
                return content, TYPES[kind], image.size
            return resize(image, kind, *wanted)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise file_error() from None


def resize(image: Image.Image, kind: str, size: Size, resize_type: int) -> tuple[bytes, str, Size]:
    if resize_type == 1:
        resized = image.copy()
        resized.thumbnail(size)
    else:
        resized = ImageOps.fit(image, size)
    target = io.BytesIO()
    resized.save(target, format=kind)
    return target.getvalue(), TYPES[kind], resized.size


def file_name(name: str, ext: str | None) -> str:
    """Transliterated, spaces and brackets as ``_``; ``ext`` replaces the extension."""
    base = (
        re.sub(r"[\s()\[\]{}]", "_", transliterate(name.replace("\\", "/").rpartition("/")[2])) or "picture"
    )
    base = re.sub(r"[^a-z0-9._-]", "", base) or "picture"
    return f"{base.rpartition('.')[0] or base}.{ext.strip('.').lower()}" if ext else base


def store(portal: Portal, name: str, content: bytes, content_type: str, size: Size) -> FileRecord:
    number = portal.ids.next("file")
    path = f"/upload/landing/{random_code(portal, 3)}/{random_code(portal, 16)}/{name}"
    record = FileRecord(number, name, path, content, content_type, *size)
    portal.files[number] = record
    return record
