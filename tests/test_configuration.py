"""A missing or malformed variable stops the start with one clear sentence and shows no secret."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from landing_app import configuration as env


def test_required_text_missing_names_the_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BITRIX24_CLIENT_ID", raising=False)
    with pytest.raises(ImproperlyConfigured, match="BITRIX24_CLIENT_ID is not set"):
        env.text("BITRIX24_CLIENT_ID", default=None)


@pytest.mark.parametrize(("value", "expected"), [("1", True), ("yes", True), ("Off", False), ("", True)])
def test_flag_reads_yes_and_no(monkeypatch: pytest.MonkeyPatch, value: str, expected: bool) -> None:
    monkeypatch.setenv("DEBUG", value)
    assert env.flag("DEBUG", default=True) is expected


def test_flag_refuses_other_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEBUG", "maybe")
    with pytest.raises(ImproperlyConfigured, match="yes or no"):
        env.flag("DEBUG", default=False)


@pytest.mark.parametrize(
    "value", ["pagedesk.example", "ftp://a.example", "https://", "https://a.example/path"]
)
def test_origin_refuses_what_is_not_an_origin(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("PUBLIC_URL", value)
    with pytest.raises(ImproperlyConfigured, match="PUBLIC_URL must look like"):
        env.origin("PUBLIC_URL", default=None)


def test_origins_keeps_the_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BITRIX24_OAUTH_URL", "https://b.example, https://a.example/")
    assert env.origins("BITRIX24_OAUTH_URL", default=[]) == ["https://b.example", "https://a.example"]


def test_short_secret_key_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "short")
    with pytest.raises(ImproperlyConfigured, match="too short"):
        env.secret_key(debug=False)


def test_malformed_encryption_key_is_refused_without_showing_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOKEN_ENCRYPTION_KEYS", "not-a-key-but-secret")
    with pytest.raises(ImproperlyConfigured, match="key 1 is not a Fernet key") as refusal:
        env.fernet_keys("TOKEN_ENCRYPTION_KEYS", debug=False, secret_key="x")
    assert "not-a-key-but-secret" not in str(refusal.value)


def test_redis_is_required_outside_debug(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REDIS_URL")
    with pytest.raises(ImproperlyConfigured, match="REDIS_URL is not set"):
        env.redis_url("REDIS_URL", debug=False)


@pytest.mark.parametrize("days", ["0", "-1", "ten", "3651"])
def test_days_out_of_range(monkeypatch: pytest.MonkeyPatch, days: str) -> None:
    monkeypatch.setenv("API_LOG_DAYS", days)
    with pytest.raises(ImproperlyConfigured, match="from 1 to 3650"):
        env.days("API_LOG_DAYS", default=30)


def test_sqlite_gets_wal_and_immediate_transactions(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", "")
    settings = env.database("DATABASE_URL", default_file=tmp_path / "var" / "a.sqlite3")
    assert settings["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in settings["OPTIONS"]["init_command"]


def test_other_databases_are_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", "mysql://user@host/name")
    with pytest.raises(ImproperlyConfigured, match="sqlite:// or postgres://"):
        env.database("DATABASE_URL", default_file=tmp_path / "a.sqlite3")


def test_a_variable_set_to_nothing_has_its_default(monkeypatch: pytest.MonkeyPatch) -> None:
    """As docker-compose.yml hands on what is not in `.env`."""
    monkeypatch.setenv("CACHE_URL", "")
    monkeypatch.setenv("API_LOG_DAYS", " ")
    assert env.text("CACHE_URL", default="redis://redis:6379/0") == "redis://redis:6379/0"
    assert env.days("API_LOG_DAYS", default=30) == 30


def test_a_secret_is_taken_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """Django's own generator makes keys that begin with a dollar sign; that names no other variable."""
    monkeypatch.setenv("SECRET_KEY", "$HOME" + "x" * 50)
    assert env.secret_key(debug=False) == "$HOME" + "x" * 50
