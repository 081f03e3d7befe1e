"""Readers of the environment: each returns a checked value or stops the start with one clear sentence."""

import base64
import hashlib
import os
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from cryptography.fernet import Fernet
from django.conf.locale import LANG_INFO
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import to_language

MINIMUM_KEY_LENGTH = 50


def text(name: str, *, default: str | None) -> str:
    """The variable's text; one set to nothing counts as unset. `None` as default makes it required: raises
    ImproperlyConfigured."""
    value = os.environ.get(name, "").strip()
    if value:
        return value
    if default is None:
        raise ImproperlyConfigured(
            f"{name} is not set. Set it in the environment; README lists every variable."
        )
    return default


def flag(name: str, *, default: bool) -> bool:
    """A yes-or-no variable: 1/0, true/false, yes/no, on/off. Raises ImproperlyConfigured on anything else."""
    value = text(name, default="").lower()
    if value == "":
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name} must be yes or no, not {value!r}.")


def words(name: str, *, default: list[str]) -> list[str]:
    """A comma list; empty parts are dropped."""
    parts = [part.strip() for part in text(name, default="").split(",") if part.strip()]
    return parts or default


def networks(name: str, *, default: list[str]) -> list[IPv4Network | IPv6Network]:
    """A comma list of addresses or networks (`10.0.0.0/8`). Raises ImproperlyConfigured on anything else."""
    try:
        return [ip_network(word) for word in words(name, default=default)]
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must list addresses or networks: {error}.") from None


def days(name: str, *, default: int) -> int:
    """A whole number of days from 1 to 3650. Raises ImproperlyConfigured otherwise."""
    value = text(name, default=str(default))
    if not value.isdigit() or not 1 <= int(value) <= 3650:
        raise ImproperlyConfigured(f"{name} must be a whole number of days from 1 to 3650, not {value!r}.")
    return int(value)


def _checked_origin(name: str, value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.strip("/") or parts.query:
        raise ImproperlyConfigured(f"{name} must look like https://host or https://host:port, not {value!r}.")
    return f"{parts.scheme}://{parts.netloc}"


def origin(name: str, *, default: str | None) -> str:
    """One origin, `https://host[:port]`, without a path. Raises ImproperlyConfigured otherwise."""
    return _checked_origin(name, text(name, default=default))


def origins(name: str, *, default: list[str]) -> list[str]:
    """A comma list of origins, the first being the default one. Raises ImproperlyConfigured otherwise."""
    return [_checked_origin(name, value) for value in words(name, default=default)]


def secret_key(*, debug: bool) -> str:
    """Django's signing key. With DEBUG a fixed one is used, so that a trial survives a restart."""
    value = text("SECRET_KEY", default="trial-only-" * 6 if debug else None)
    if not debug and len(value) < MINIMUM_KEY_LENGTH:
        raise ImproperlyConfigured(
            f"SECRET_KEY is too short: use at least {MINIMUM_KEY_LENGTH} random characters."
        )
    return value


def fernet_keys(name: str, *, debug: bool, secret_key: str) -> list[str]:
    """Fernet keys for tokens at rest, newest first. Raises ImproperlyConfigured on a malformed key."""
    trial = base64.urlsafe_b64encode(hashlib.sha256(secret_key.encode()).digest()).decode()
    keys = words(name, default=[trial] if debug else [])
    if not keys:
        raise ImproperlyConfigured(
            f"{name} is not set. Make a key with: python -c "
            '"from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())"'
        )
    for position, key in enumerate(keys, start=1):
        try:
            Fernet(key)
        except ValueError:
            raise ImproperlyConfigured(
                f"{name}: key {position} is not a Fernet key (32 bytes, base64)."
            ) from None
    return keys


def redis_url(name: str, *, debug: bool, default: str = "") -> str:
    """Address of Redis. Unset without a `default` is an error: the launcher of the demo and of the tests starts a
    private one."""
    value = text(name, default=default)
    if not value:
        if debug:
            return "redis://127.0.0.1:6379/0"
        raise ImproperlyConfigured(
            f"{name} is not set. Page Desk needs Redis; `make demo` starts a private one."
        )
    if urlsplit(value).scheme not in {"redis", "rediss", "unix"}:
        raise ImproperlyConfigured(f"{name} must start with redis://, rediss:// or unix://.")
    return value


def database(name: str, *, default_file: Path) -> dict[str, Any]:
    """Database settings. SQLite runs in WAL mode with IMMEDIATE transactions: WAL alone fails under two writers."""
    address = text(name, default="")
    if not address:
        default_file.parent.mkdir(parents=True, exist_ok=True)
        address = f"sqlite:///{default_file}"
    settings: dict[str, Any] = environ.Env.db_url_config(address)
    if settings.get("ENGINE") == "django.db.backends.sqlite3":
        settings["OPTIONS"] = {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA busy_timeout=20000;",
        }
    elif "postgresql" in str(settings.get("ENGINE")):
        settings.setdefault("CONN_MAX_AGE", 60)
        settings.setdefault("CONN_HEALTH_CHECKS", True)
    else:
        raise ImproperlyConfigured(f"{name} must start with sqlite:// or postgres://.")
    return settings


def logging_settings() -> dict[str, Any]:
    """One line per event on standard error. Libraries that print secrets at DEBUG level stay at INFO or above."""
    quiet = {name: {"level": "WARNING"} for name in ("requests_oauthlib", "oauthlib", "urllib3", "axes")}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["console"], "level": "INFO"},
        "loggers": quiet,
    }


def languages(catalogs: Path) -> list[tuple[str, str]]:
    """English, which is in the source, and every language with a compiled catalog, each with its own name.

    A catalog of a language that Django has no rules for (dates, plural forms, direction) is left out.
    """
    found = {to_language(file.parent.parent.name) for file in catalogs.glob("*/LC_MESSAGES/django.mo")}
    return [
        (code, LANG_INFO[code]["name_local"]) for code in ["en", *sorted(found - {"en"})] if code in LANG_INFO
    ]
