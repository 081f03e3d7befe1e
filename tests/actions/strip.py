"""A page with a few blocks, for what is done to blocks."""

import io
from dataclasses import dataclass
from typing import Any

from PIL import Image

from landing_app.actions.base import Target
from landing_app.jobs.models import Job
from portal_emulator.builders import add_block, add_library_block
from portal_emulator.model import BlockRow, Page
from tests.jobs.engine import Town, started, work


@dataclass
class Strip:
    """One page with three blocks."""

    town: Town
    page: Page
    blocks: list[BlockRow]

    def targets(self, *places: int, **params: Any) -> list[Target]:
        return [
            Target(
                "block",
                block.id,
                self.page.site_id,
                "",
                f"Block {place}",
                page_id=self.page.id,
                params=params,
            )
            for place, block in enumerate(self.blocks)
            if place in places
        ]

    def do(self, action: str, targets: list[Target], who: str = "marketer", **options: Any) -> Job:
        return work(started(self.town.person(who), action, targets, **options))


def build_strip(town: Town) -> Strip:
    add_library_block(town.there, "01.cover", "Cover", ("cover",), "<p>cover</p>")
    page = town.pages(1)[0]
    return Strip(town, page, [add_block(town.there, page, "01.cover", f"<p>{n}</p>") for n in range(3)])


def picture(size: tuple[int, int] = (640, 480), kind: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(
        out, kind, **({"exif": b"Exif\x00\x00secret"} if kind == "JPEG" else {})
    )
    return out.getvalue()
