"""Where pages are copied or moved: the fields `Site` and `Folder`, and whether copies stay drafts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from landing_app.bitrix24.types import SiteContents, SiteScope
from landing_app.explorer import naming
from landing_app.explorer.folders import FolderNode, trail, tree
from landing_app.explorer.selection import ids
from landing_app.jobs.models import JobItem
from landing_app.portals import reads
from landing_app.portals.models import PortalUser

# Indentation of nested folders: a <select> knows no levels.
_INDENT = "\u00a0" * 4


@dataclass(frozen=True, slots=True)
class Choice:
    """An entry of a select."""

    value: int
    text: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class CopyChoice:
    """The chosen destination with what else could be chosen. `options` are those of the action `copy_page`."""

    sites: list[Choice]
    folders: list[Choice]
    publish: bool
    place: str
    options: dict[str, Any]


def copy_choice(
    person: PortalUser, scope: SiteScope, default_site: int, data: Mapping[str, Any]
) -> CopyChoice:
    """Read the fields `to_site`, `to_folder`, `state`. What does not exist falls back to the site's root.

    Copies stay within one site scope, because Bitrix24 copies only there. Raises Bitrix24Error.
    """
    offered = [site for site in reads.sites(person).value if site.scope == scope]
    site_id = _number(data.get("to_site"))
    site_id = site_id if any(site.id == site_id for site in offered) else default_site
    contents = reads.site_contents(person, scope, site_id).value
    folder_id = _number(data.get("to_folder"))
    folder_id = folder_id if _exists(contents, folder_id) else 0
    publish = data.get("state") == "publish"
    names = naming.site_names(offered)
    place = " / ".join(
        [contents.site.title, *(folder.title for folder in trail(contents, folder_id or None))]
    )
    return CopyChoice(
        sites=[Choice(site.id, names[site.id], site.id == site_id) for site in offered],
        folders=[Choice(0, _("Site root"), folder_id == 0), *_nested(tree(contents), folder_id, 0)],
        publish=publish,
        place=place,
        options={"site": site_id, "folder": folder_id, "publish": publish, "to": place},
    )


def goes_online_first(items: list[JobItem]) -> bool:
    """Whether Bitrix24 puts a copy online at once, before it can be taken offline: it does for live pages."""
    return any(item.planned.get("active") for item in items)


def _nested(nodes: tuple[FolderNode, ...], chosen: int, depth: int) -> list[Choice]:
    found: list[Choice] = []
    for node in nodes:
        found.append(Choice(node.id, _INDENT * depth + node.title, node.id == chosen))
        found += _nested(node.children, chosen, depth + 1)
    return found


def _exists(contents: SiteContents, folder_id: int) -> bool:
    return any(folder.id == folder_id and not folder.deleted for folder in contents.folders)


def _number(value: Any) -> int:
    return next(iter(ids([str(value)])), 0)
