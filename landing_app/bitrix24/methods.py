"""What may be repeated: every REST method we call is a read, a repeatable write or a create.

Seconds per call are those of the documentation's examples; they set the width of the first batch only,
later ones follow what the portal was measured to need.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

Kind = Literal["read", "repeatable", "create"]

_READS = """
app.info profile server.time scope method.get feature.get user.admin event.get placement.get
landing.site.getlist landing.site.getfolders landing.site.getpreview landing.site.getpublicurl
landing.site.getrights landing.landing.getlist landing.landing.getpreview landing.landing.getpublicurl
landing.block.getlist landing.block.getbyid landing.block.getcontent landing.block.getmanifest
landing.block.getrepository landing.block.getcontentfromrepository landing.template.getlist
"""
_REPEATABLE = """
landing.landing.publication landing.landing.unpublic landing.landing.update landing.landing.move
landing.landing.markdelete landing.landing.markundelete landing.landing.markdeletedblock
landing.landing.markundeletedblock landing.landing.removeentities landing.landing.unfavoriteblock
landing.landing.showblock landing.landing.hideblock landing.site.publication landing.site.unpublic landing.repo.bind
landing.repo.unbind event.bind placement.bind placement.unbind
"""
_CREATES = """
landing.landing.copy landing.landing.favoriteblock landing.landing.copyblock landing.landing.addblock
landing.landing.add landing.site.addfolder landing.site.add landing.block.uploadfile
"""

_TABLE: Mapping[str, Kind] = {
    **dict.fromkeys(_READS.split(), "read"),
    **dict.fromkeys(_REPEATABLE.split(), "repeatable"),
    **dict.fromkeys(_CREATES.split(), "create"),
}

_SECONDS: Mapping[str, float] = {
    "landing.landing.copy": 1.91,
    "landing.landing.unpublic": 1.21,
    "landing.block.uploadfile": 1.10,
    "landing.landing.move": 1.21,
    "landing.landing.publication": 0.62,
    "landing.landing.favoriteblock": 0.57,
    "landing.block.getlist": 0.57,
}
_TYPICAL_SECONDS = 0.25


def kind_of(method: str) -> Kind:
    """The kind of a method; one that is not in the table counts as a create, so it is never sent twice."""
    return _TABLE.get(method.lower(), "create")


def documented_seconds(method: str) -> float:
    """Seconds one call takes by the documentation, or a usual value."""
    return _SECONDS.get(method.lower(), _TYPICAL_SECONDS)
