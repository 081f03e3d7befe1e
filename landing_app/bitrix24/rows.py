"""From the portal's rows to our types, with every quirk of PHP: text for numbers, lists for maps, ``{}``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from .dates import parse_date
from .pictures import absolute
from .types import ALL_RIGHTS, Block, Folder, License, Page, Profile, Rights, SavedBlock, Site, SiteScope
from .values import as_list, as_map, flag, reference, text, whole

_LISTS_NOT_SECTIONS = frozenset({"last", "favourite"})


def site(row: Mapping[str, Any], scope: SiteScope, portal_origin: str) -> Site:
    """A row of ``landing.site.getList``."""
    public_url = absolute(row.get("PUBLIC_URL"), portal_origin)
    return Site(
        id=whole(row.get("ID")),
        title=text(row.get("TITLE")),
        type=text(row.get("TYPE")),
        code=text(row.get("CODE")),
        scope=scope,
        active=flag(row.get("ACTIVE")),
        deleted=flag(row.get("DELETED")),
        special=flag(row.get("SPECIAL")),
        domain=text(row.get("DOMAIN_NAME")),
        public_url=public_url,
        picture=absolute(row.get("PREVIEW_PICTURE"), portal_origin, public_url),
        index_page_id=reference(row.get("LANDING_ID_INDEX")),
        modified=parse_date(row.get("DATE_MODIFY")),
        modified_text=text(row.get("DATE_MODIFY")),
    )


def folder(row: Mapping[str, Any]) -> Folder:
    """A row of ``landing.site.getFolders``."""
    return Folder(
        id=whole(row.get("ID")),
        site_id=whole(row.get("SITE_ID")),
        parent_id=reference(row.get("PARENT_ID")),
        index_page_id=reference(row.get("INDEX_ID")),
        title=text(row.get("TITLE")),
        code=text(row.get("CODE")),
        active=flag(row.get("ACTIVE")),
        deleted=flag(row.get("DELETED")),
    )


def page(row: Mapping[str, Any], portal_origin: str) -> Page:
    """A row of ``landing.landing.getList``."""
    public_url = absolute(row.get("PUBLIC_URL"), portal_origin)
    return Page(
        id=whole(row.get("ID")),
        site_id=whole(row.get("SITE_ID")),
        folder_id=reference(row.get("FOLDER_ID")),
        title=text(row.get("TITLE")),
        code=text(row.get("CODE")),
        active=flag(row.get("ACTIVE")),
        public=flag(row.get("PUBLIC")),
        deleted=flag(row.get("DELETED")),
        public_url=public_url,
        picture=absolute(row.get("PREVIEW"), portal_origin, public_url),
        modified=parse_date(row.get("DATE_MODIFY")),
        modified_text=text(row.get("DATE_MODIFY")),
        created_by=reference(row.get("CREATED_BY_ID")),
        modified_by=reference(row.get("MODIFIED_BY_ID")),
        is_area=flag(row.get("IS_AREA")),
    )


def block(item: Mapping[str, Any], portal_origin: str) -> Block:
    """An item of ``landing.block.getlist``."""
    meta = as_map(item.get("meta"))
    content = item.get("content")
    return Block(
        id=whole(item.get("id")),
        page_id=whole(item.get("lid")),
        code=text(item.get("code")),
        name=text(item.get("name")),
        active=flag(item.get("active")),
        access=text(item.get("access")),
        content=content if isinstance(content, str) else None,
        css=styles(item, portal_origin),
        modified=parse_date(meta.get("DATE_MODIFY")),
    )


def block_content(item: Mapping[str, Any], page_id: int, portal_origin: str) -> Block:
    """The answer of ``landing.block.getcontent``."""
    manifest = as_map(item.get("manifest"))
    return Block(
        id=whole(item.get("id")),
        page_id=page_id,
        code=text(manifest.get("code")),
        name=text(as_map(manifest.get("block")).get("name")),
        active=flag(item.get("active")),
        access=text(item.get("access")),
        content=text(item.get("content")) + text(item.get("content_ext")),
        css=styles(item, portal_origin),
        modified=None,
    )


def styles(item: Mapping[str, Any], portal_origin: str) -> tuple[str, ...]:
    """Absolute addresses of a block's style sheets."""
    return tuple(url for value in as_list(item.get("css")) if (url := absolute(value, portal_origin)))


def rights(result: object) -> Rights:
    """Operations of ``landing.site.getRights``; ``denied`` is always in the full list and denies nothing."""
    return Rights(frozenset(str(name) for name in as_list(result)) & ALL_RIGHTS.operations)


def sections(repository: object) -> dict[str, str]:
    """Code and name of the sections a block may be saved in, in the portal's order."""
    return {
        code: text(section.get("name"))
        for code, section in as_map(repository).items()
        if isinstance(section, Mapping)
        and code not in _LISTS_NOT_SECTIONS
        and not flag(section.get("separator"))
    }


def saved_blocks(repository: object, portal_origin: str) -> list[SavedBlock]:
    """The favorites of a repository, each once, with all sections that show it."""
    found: dict[str, tuple[Mapping[str, Any], set[str]]] = {}
    for section_code, section in as_map(repository).items():
        for key, item in as_map(as_map(section).get("items")).items():
            code, at, number = key.rpartition("@")
            if at and code and number.isdigit() and isinstance(item, Mapping):
                found.setdefault(key, (item, set()))[1].add(section_code)
    return [
        SavedBlock(
            key=key,
            code=key.rpartition("@")[0],
            id=int(key.rpartition("@")[2]),
            name=text(item.get("name")),
            sections=frozenset(codes - _LISTS_NOT_SECTIONS),
            preview=absolute(item.get("preview"), portal_origin),
            mine=flag(item.get("favoriteMy")),
        )
        for key, (item, codes) in found.items()
    ]


def profile(result: object) -> Profile:
    """The answer of ``profile``."""
    row = as_map(result)
    names = (text(row.get("NAME")), text(row.get("LAST_NAME")))
    return Profile(
        id=whole(row.get("ID")),
        admin=flag(row.get("ADMIN")),
        name=" ".join(name for name in names if name),
        timezone=text(row.get("TIME_ZONE")),
    )


def license_of(result: object) -> License:
    """The answer of the portal's own ``app.info``."""
    row = as_map(result)
    return License(
        family=text(row.get("LICENSE_FAMILY")),
        code=text(row.get("LICENSE")),
        language=text(row.get("LANGUAGE_ID")),
        installed=flag(row.get("INSTALLED")),
        payment_expired=flag(row.get("PAYMENT_EXPIRED")),
        version=text(row.get("VERSION")),
    )


def by_id(rows: Iterable[Page]) -> dict[int, Page]:
    """Pages by their id."""
    return {row.id: row for row in rows}
