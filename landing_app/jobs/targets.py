"""Targets to rows and back."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from landing_app.actions.base import SideEffect, SiteKey, Target
from landing_app.jobs.models import Job, JobItem


def site_key_text(key: SiteKey) -> str:
    """The stored form of a site key: `<scope>:<id>`."""
    return f"{key[0]}:{key[1]}"


def item_for(job: Job, position: int, target: Target, origin_id: int | None = None) -> JobItem:
    """An unsaved item."""
    return JobItem(
        job=job,
        position=position,
        target_kind=target.kind,
        target_id=target.id,
        page_id=target.page_id,
        site_id=target.site_id,
        scope=target.scope,
        title=target.title,
        address=target.address,
        params=dict(target.params),
        origin_id=origin_id,
    )


def stored(target: Target, origin_id: int | None = None) -> dict[str, Any]:
    """A target as JSON, for the wait until a large plan is made."""
    return {
        "kind": target.kind,
        "id": target.id,
        "site_id": target.site_id,
        "scope": target.scope,
        "title": target.title,
        "page_id": target.page_id,
        "address": target.address,
        "params": dict(target.params),
        "origin": origin_id,
    }


def restored(values: Mapping[str, Any]) -> tuple[Target, int | None]:
    """The reverse of `stored`."""
    fields = {key: value for key, value in values.items() if key != "origin"}
    return Target(**fields), values.get("origin")


def effects_json(effects: Iterable[SideEffect]) -> list[dict[str, Any]]:
    """Side effects as JSON."""
    return [asdict(effect) for effect in effects]
