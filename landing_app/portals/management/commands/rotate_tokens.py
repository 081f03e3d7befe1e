"""Encrypt every stored secret again with the newest key of TOKEN_ENCRYPTION_KEYS."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import models

from landing_app.portals.crypto import Sealed, SecretUnreadable, reseal
from landing_app.portals.models import Portal, PortalUser

_FIELDS: tuple[tuple[type[models.Model], str], ...] = ((Portal, "application_token"), (PortalUser, "tokens"))


class Command(BaseCommand):
    """Safe while the app runs: a row that was refreshed meanwhile is left alone, it has the newest key
    already."""

    help = "Encrypt stored tokens again with the newest key, so that older keys can be removed."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Exit code 1 when a value could not be read: its key must not be removed."""
        rotated = unreadable = 0
        for model, field in _FIELDS:
            for pk, kept in _stored(model, field):
                try:
                    rotated += _replace(model, field, pk, kept)
                except SecretUnreadable:
                    unreadable += 1
                    self.stderr.write(f"{model.__name__} {pk}: no key in TOKEN_ENCRYPTION_KEYS reads it.")
        self.stdout.write(f"{rotated} values encrypted with the newest key, {unreadable} unreadable.")
        if unreadable:
            raise SystemExit(1)


def _stored(model: type[models.Model], field: str) -> list[tuple[int, Sealed]]:
    rows = model._default_manager.exclude(**{field: ""})
    return list(rows.order_by("pk").values_list("pk", field))


def _replace(model: type[models.Model], field: str, pk: int, kept: Sealed) -> int:
    """Conditional on the old ciphertext, so that a concurrent refresh is not overwritten."""
    unchanged = model._default_manager.filter(**{"pk": pk, field: kept})
    return unchanged.update(**{field: reseal(kept)})
