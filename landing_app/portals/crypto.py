"""Secrets at rest: encrypted with the newest key of a list, readable with any, valid only in their own
row."""

import json
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


class SecretUnreadable(Exception):
    """A stored secret cannot be read: its key is gone, it was damaged, or it belongs to another row."""


class Secret(str):
    """Text that shows itself only by `reveal()`: logs, templates, reprs and formatting get stars."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "Secret(***)"

    def __str__(self) -> str:
        return "***"

    def __format__(self, format_spec: str) -> str:
        return "***"

    def reveal(self) -> str:
        """The text itself."""
        return str.__str__(self)


class Sealed(str):
    """The encrypted form of a secret, as the database keeps it."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "Sealed(***)"


@lru_cache(maxsize=8)
def _ciphers(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def _current() -> MultiFernet:
    return _ciphers(tuple(settings.TOKEN_ENCRYPTION_KEYS))


def seal(plain: str, place: str) -> Sealed:
    """Encrypt `plain` for one `place` (a text naming the row and column); Fernet has no associated data,
    so the place travels inside the encrypted JSON."""
    text = plain.reveal() if isinstance(plain, Secret) else plain
    payload = json.dumps({"place": place, "value": text}).encode()
    return Sealed(_current().encrypt(payload).decode())


def unseal(sealed: str, place: str) -> Secret:
    """Decrypt. Raises SecretUnreadable when no key fits or the value was moved here from another place."""
    try:
        payload = json.loads(_current().decrypt(sealed.encode()))
    except (InvalidToken, ValueError):
        raise SecretUnreadable("No key in TOKEN_ENCRYPTION_KEYS reads this value.") from None
    if payload["place"] != place:
        raise SecretUnreadable("This value was encrypted for another row.")
    return Secret(payload["value"])


def reseal(sealed: str) -> Sealed:
    """Encrypt again with the newest key. Raises SecretUnreadable when no key fits."""
    try:
        return Sealed(_current().rotate(sealed.encode()).decode())
    except InvalidToken:
        raise SecretUnreadable("No key in TOKEN_ENCRYPTION_KEYS reads this value.") from None
