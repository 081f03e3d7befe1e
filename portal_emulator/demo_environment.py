"""The environment of the trial: the same variables an operator sets, with secrets made on first start."""

import base64
import json
import os
import secrets
import shlex
import sys
from pathlib import Path

# One pair of keys: those of the application that the emulator registers.
from portal_emulator.model.application import CLIENT_ID as CLIENT_ID
from portal_emulator.model.application import CLIENT_SECRET as CLIENT_SECRET

PORTAL_HOSTS = ("127.0.0.1", "127.0.0.2", "127.0.0.3")
# Where the panel renames the portals to.
RENAMED_HOSTS = ("127.0.0.41", "127.0.0.42", "127.0.0.43")
OAUTH_HOST = "127.0.0.100"


def demo_environment(folder: Path, port: int, portal_port: int, redis_url: str) -> dict[str, str]:
    """Variables for Page Desk on `localhost:port` beside pretend portals on `127.0.0.N:portal_port`."""
    kept = _kept_secrets(folder / "demo-secrets.json")
    trusted = [f"{host}:{portal_port}" for host in (*PORTAL_HOSTS, *RENAMED_HOSTS, OAUTH_HOST)]
    return {
        "DJANGO_SETTINGS_MODULE": "landing_app.settings",
        "SECRET_KEY": kept["secret_key"],
        "TOKEN_ENCRYPTION_KEYS": kept["encryption_key"],
        "PUBLIC_URL": f"http://localhost:{port}",
        "ALLOWED_HOSTS": "localhost,127.0.0.1",
        "DATABASE_URL": f"sqlite:///{folder / 'demo.sqlite3'}",
        "REDIS_URL": redis_url,
        "BITRIX24_CLIENT_ID": CLIENT_ID,
        "BITRIX24_CLIENT_SECRET": CLIENT_SECRET,
        "BITRIX24_OAUTH_URL": f"http://{OAUTH_HOST}:{portal_port}",
        # The last entry lets the browser load pictures of the pretend public sites.
        "BITRIX24_TRUSTED_HOSTS": ",".join([*trusted, f"*.localhost:{portal_port}"]),
    }


def _kept_secrets(file: Path) -> dict[str, str]:
    """Secrets survive a restart, so that tokens stored by an earlier trial stay readable."""
    if file.exists():
        kept: dict[str, str] = json.loads(file.read_text())
        return kept
    made = {
        "secret_key": secrets.token_urlsafe(50),
        "encryption_key": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
    }
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch(mode=0o600)
    file.write_text(json.dumps(made))
    return made


def production_environment() -> dict[str, str]:
    """Values like an operator's, for the deploy check: https, no trusted hosts, fresh secrets."""
    return {
        "DJANGO_SETTINGS_MODULE": "landing_app.settings",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "TOKEN_ENCRYPTION_KEYS": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
        "PUBLIC_URL": "https://pagedesk.example",
        "ALLOWED_HOSTS": "pagedesk.example",
        "REDIS_URL": "redis://127.0.0.1:6379/0",
        "BITRIX24_CLIENT_ID": "app.example",
        "BITRIX24_CLIENT_SECRET": secrets.token_urlsafe(30),
    }


def main() -> None:
    """`--production` prints shell lines; `PORT PORTAL_PORT COMMAND…` runs a command in the trial's environment."""
    if sys.argv[1:] == ["--production"]:
        for name, value in production_environment().items():
            print(f"export {name}={shlex.quote(value)}")
        return
    port, portal_port, *command = sys.argv[1:]
    folder = Path(__file__).resolve().parent.parent / "var"
    trial = demo_environment(folder, int(port), int(portal_port), "redis://127.0.0.1:6379/0")
    os.execvpe(command[0], command, {**os.environ, **trial})  # noqa: S606 - the caller's own command


if __name__ == "__main__":
    main()
