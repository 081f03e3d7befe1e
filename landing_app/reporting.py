"""Error reports to Sentry, off without SENTRY_DSN. What leaves is scrubbed: Sentry alone would send tokens."""

import re
from typing import Any

# Names whose values never leave, in any spelling: tokens of OAuth, of the frame, of the application, and secrets.
_SECRET_NAME = re.compile(r"auth|token|secret|password|refresh|cookie|session|code|key|dsn", re.IGNORECASE)
_SECRET_PAIR = re.compile(
    r"((?:auth|access_token|refresh_token|client_secret|refresh_id|auth_id|application_token|code)[\"']?\s*[=:]\s*[\"']?)[^&\s\"',}]+",
    re.IGNORECASE,
)
HIDDEN = "[hidden]"


def scrubbed(value: Any, name: str = "") -> Any:
    """The value without secrets: fields with a secret name are hidden, pairs inside texts and addresses too."""
    if isinstance(value, dict):
        return {key: scrubbed(item, str(key)) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [scrubbed(item, name) for item in value]
    if isinstance(value, str):
        return HIDDEN if name and _SECRET_NAME.search(name) else _SECRET_PAIR.sub(rf"\1{HIDDEN}", value)
    return value


def start(dsn: str) -> None:
    """Send errors to `dsn`; does nothing when it is empty."""
    if not dsn:
        return
    import sentry_sdk

    def scrub(event: Any, _hint: Any) -> Any:
        return scrubbed(event)

    sentry_sdk.init(
        dsn,
        send_default_pii=False,
        include_local_variables=False,
        max_breadcrumbs=0,
        max_request_body_size="never",
        before_send=scrub,
        before_send_transaction=scrub,
    )
