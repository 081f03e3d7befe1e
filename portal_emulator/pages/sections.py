"""The parts of a portal in which sites are edited: knowledge bases and group sites have sections of their own."""

from __future__ import annotations

from ..model import Site

SECTIONS = ("/sites", "/kb", "/kb/group", "/vibe")
_OF_TYPE = {"KNOWLEDGE": "/kb", "GROUP": "/kb/group", "VIBE": "/vibe", "MAINPAGE": "/vibe"}


def site_path(site: Site) -> str:
    """``/<section>/site/<id>/``, to which the pages of a site's own addresses are appended."""
    return f"{_OF_TYPE.get(site.type, SECTIONS[0])}/site/{site.id}/"
