"""Columns of sites, folders, pages and templates as lists show them."""

from __future__ import annotations

from typing import Any

from ..model import Folder, Page, Site, Template
from .orm import Moment, Table


def flag(value: bool) -> str:
    return "Y" if value else "N"


SITES: Table[Site] = Table("Bitrix\\Landing\\Internals\\Site", {
    "ID": lambda site: site.id,
    "CODE": lambda site: site.code,
    "ACTIVE": lambda site: flag(site.active),
    "DELETED": lambda site: flag(site.deleted),
    "TITLE": lambda site: site.title,
    "XML_ID": lambda site: site.xml_id,
    "DESCRIPTION": lambda site: site.description,
    "TYPE": lambda site: site.type,
    "TPL_ID": lambda site: site.template_id,
    "TPL_CODE": lambda _: None,
    "DOMAIN_ID": lambda site: site.domain_id,
    "SMN_SITE_ID": lambda _: None,
    "LANDING_ID_INDEX": lambda site: site.index_page_id,
    "LANDING_ID_404": lambda _: None,
    "LANDING_ID_503": lambda _: None,
    "LANG": lambda site: site.language,
    "SPECIAL": lambda site: flag(site.special),
    "VERSION": lambda _: 1,
    "CREATED_BY_ID": lambda site: site.created_by,
    "MODIFIED_BY_ID": lambda site: site.modified_by,
    "DATE_CREATE": lambda site: Moment(site.created_at),
    "DATE_MODIFY": lambda site: Moment(site.modified_at),
})  # fmt: skip

FOLDERS: Table[Folder] = Table("Bitrix\\Landing\\Internals\\Folder", {
    "ID": lambda folder: folder.id,
    "PARENT_ID": lambda folder: folder.parent_id,
    "SITE_ID": lambda folder: folder.site_id,
    "INDEX_ID": lambda folder: folder.index_page_id,
    "ACTIVE": lambda folder: flag(folder.active),
    "DELETED": lambda folder: flag(folder.deleted),
    "TITLE": lambda folder: folder.title,
    "CODE": lambda folder: folder.code,
    "CREATED_BY_ID": lambda folder: folder.created_by,
    "MODIFIED_BY_ID": lambda folder: folder.modified_by,
    "DATE_CREATE": lambda folder: Moment(folder.created_at),
    "DATE_MODIFY": lambda folder: Moment(folder.modified_at),
})  # fmt: skip

PAGES: Table[Page] = Table("Bitrix\\Landing\\Internals\\Landing", {
    "ID": lambda page: page.id,
    "CODE": lambda page: page.code,
    "INITIATOR_APP_CODE": lambda page: page.initiator_app,
    "RULE": lambda page: page.rule,
    "ACTIVE": lambda page: flag(page.active),
    "DELETED": lambda page: flag(page.deleted),
    "PUBLIC": lambda page: flag(page.public),
    "SYS": lambda page: flag(page.sys),
    "VIEWS": lambda page: page.views,
    "TITLE": lambda page: page.title,
    "XML_ID": lambda page: page.xml_id,
    "DESCRIPTION": lambda page: page.description,
    "TPL_ID": lambda page: page.template_id,
    "TPL_CODE": lambda _: None,
    "SITE_ID": lambda page: page.site_id,
    "SITEMAP": lambda _: "Y",
    "FOLDER": lambda _: "N",
    "FOLDER_ID": lambda page: page.folder_id,
    "SEARCH_CONTENT": lambda page: f"{page.title} {page.description or ''}".strip(),
    "VERSION": lambda _: 8,
    "HISTORY_STEP": lambda _: 0,
    "CREATED_BY_ID": lambda page: page.created_by,
    "MODIFIED_BY_ID": lambda page: page.modified_by,
    "DATE_CREATE": lambda page: Moment(page.created_at),
    "DATE_MODIFY": lambda page: Moment(page.modified_at),
    "DATE_PUBLIC": lambda page: None if page.published_at is None else Moment(page.published_at),
})  # fmt: skip

TEMPLATES: Table[Template] = Table("Bitrix\\Landing\\Internals\\Template", {
    "ID": lambda template: template.id,
    "ACTIVE": lambda template: flag(template.active),
    "TITLE": lambda template: template.title,
    "SORT": lambda template: template.sort,
    "XML_ID": lambda template: template.xml_id,
    "CONTENT": lambda template: template.content,
    "AREA_COUNT": lambda template: template.area_count,
    "CREATED_BY_ID": lambda _: 1,
    "MODIFIED_BY_ID": lambda _: 1,
    "DATE_CREATE": lambda _: None,
    "DATE_MODIFY": lambda _: None,
})  # fmt: skip


def clean(params: Any) -> dict[str, Any]:
    """``params`` of a list without relation fields, ``runtime`` and CHECK_PERMISSIONS, all dropped silently.

    A ``filter`` or ``select`` that is not an array is dropped as well.
    """
    if not isinstance(params, dict):
        return {}
    cleaned = {key: value for key, value in params.items() if "." not in key and key != "runtime"}
    given = cleaned.pop("filter", None)
    if isinstance(given, dict):
        cleaned["filter"] = {
            key: value
            for key, value in given.items()
            if "." not in key and key not in ("runtime", "CHECK_PERMISSIONS")
        }
    elif isinstance(given, list):
        cleaned["filter"] = given
    select = cleaned.pop("select", None)
    if isinstance(select, dict):
        select = list(select.values())
    if isinstance(select, list):
        cleaned["select"] = [field for field in select if not (isinstance(field, str) and "." in field)]
    return cleaned


def not_trashed(given: Any) -> bool:
    """Whether the default DELETED=N applies: no exact ``DELETED`` or ``=DELETED`` in the filter."""
    return not (isinstance(given, dict) and ("DELETED" in given or "=DELETED" in given))
