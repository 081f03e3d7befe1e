"""One small tree of errors: the class says how to react, the attributes say what the portal said.

Codes are those of the REST system layer and of the ``landing`` module. Texts of module errors arrive in the
portal's language, so nothing here compares them, with the one exception explained at ``_rest_is_closed``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_NO_CODE = re.compile(r"[^ -~]")
_LONGEST_CODE = 200


class Bitrix24Error(Exception):
    """A call that did not do its work.

    ``code`` is the portal's code (or one of ours in capitals), ``description`` its text in any language,
    ``method`` the REST method, ``status`` the HTTP status (0: none), ``trace_id`` the id in the API log.
    """

    def __init__(
        self, code: str, description: str = "", *, method: str = "", status: int = 0, trace_id: str = ""
    ) -> None:
        # Codes are logged and stored: a portal's must forge no line of a log and fit every database.
        self.code = _NO_CODE.sub("?", code)[:_LONGEST_CODE]
        super().__init__(self.code)
        self.description = description
        self.method = method
        self.status = status
        self.trace_id = trace_id

    @property
    def base_code(self) -> str:
        """The code without its object: ``PUBLIC_HTML_DISALLOWED[L34]`` gives ``PUBLIC_HTML_DISALLOWED``."""
        return known_part(self.code)

    def __str__(self) -> str:
        place = f" in {self.method}" if self.method else ""
        status = f" (HTTP {self.status})" if self.status else ""
        return f"{self.code}{place}{status}"


class AuthError(Bitrix24Error):
    """The token or the person behind it is not accepted."""


class GrantLost(AuthError):
    """The refresh token is dead: only a new opening of the app by this person heals it."""


class AccessError(Bitrix24Error):
    """The person may not do this."""


class TariffError(Bitrix24Error):
    """The portal's plan, subscription or confirmation state forbids it."""

    @property
    def item_only(self) -> bool:
        """True when only this page is concerned, so that other pages may go on."""
        return any(part.startswith(_ITEM_ONLY) for part in self.code.upper().split("|"))


class LimitError(Bitrix24Error):
    """Refused before execution because of a rate or budget; ``resume_at`` is epoch seconds if known."""

    def __init__(
        self,
        code: str,
        description: str = "",
        *,
        method: str = "",
        status: int = 0,
        trace_id: str = "",
        resume_at: float | None = None,
    ) -> None:
        super().__init__(code, description, method=method, status=status, trace_id=trace_id)
        self.resume_at = resume_at


class PortalGone(Bitrix24Error):
    """The portal or the installation of the app does not exist any more."""


class NotFound(Bitrix24Error):
    """The page, block, site or folder is not there, or not visible to this person."""


class Rejected(Bitrix24Error):
    """The request is wrong or refused for good: repeating it changes nothing."""


class EgressRefused(Rejected):
    """Our own guard does not let this address be called."""


class TransportError(Bitrix24Error):
    """No usable answer. ``sent`` is True when the portal may have done the work."""

    def __init__(
        self,
        code: str,
        description: str = "",
        *,
        method: str = "",
        status: int = 0,
        trace_id: str = "",
        sent: bool = True,
    ) -> None:
        super().__init__(code, description, method=method, status=status, trace_id=trace_id)
        self.sent = sent


class AnswerTooLarge(TransportError):
    """The answer went beyond ``session.MAX_ANSWER_BYTES`` and was not read to its end; asking for less helps."""


class PortalMoved(Bitrix24Error):
    """The portal redirects to ``claimed_origin``, and nothing proved that it is the same portal."""

    def __init__(self, claimed_origin: str, *, method: str = "", status: int = 0, trace_id: str = "") -> None:
        super().__init__("PORTAL_MOVED", method=method, status=status, trace_id=trace_id)
        self.claimed_origin = claimed_origin


_ITEM_ONLY = ("PUBLIC_HTML_DISALLOWED[L", "LANDING_PAYMENT_FAILED", "URLCHECKER_FAIL")

_CODES: Mapping[type[Bitrix24Error], str] = {
    AuthError: "EXPIRED_TOKEN INVALID_TOKEN NO_AUTH_FOUND INVALID_CREDENTIALS USER_ACCESS_ERROR"
    " AUTHORIZATION_ERROR INVALID_CLIENT",
    GrantLost: "INVALID_GRANT WRONG_CLIENT BAD_VERIFICATION_CODE INVALID_SCOPE",
    AccessError: "ACCESS_DENIED DELETE_ACCESS_DENIED IS_NOT_ADMIN INSUFFICIENT_SCOPE",
    TariffError: "PUBLIC_PAGE_REACHED PUBLIC_SITE_REACHED PUBLIC_SITE_REACHED_FREE PUBLIC_HTML_DISALLOWED"
    " SITE_LIMIT_REACHED TOTAL_SITE_REACHED FREE_DOMAIN_IS_NOT_ALLOWED FEATURE_NOT_AVAIL"
    " LANDING_PAYMENT_FAILED LANDING_PAYMENT_FAILED_BLOCK URLCHECKER_FAIL PHONE_NOT_CONFIRMED"
    " EMAIL_NOT_CONFIRMED LICENSE_EXPIRED WRONG_LICENSE PAYMENT_REQUIRED",
    LimitError: "QUERY_LIMIT_EXCEEDED OPERATION_TIME_LIMIT OVERLOAD_LIMIT",
    PortalGone: "PORTAL_DELETED APPLICATION_NOT_FOUND",
    NotFound: "LANDING_NOT_EXIST SITE_NOT_FOUND SITE_ERROR FOLDER_NOT_FOUND BLOCK_NOT_FOUND",
    TransportError: "INTERNAL_SERVER_ERROR ERROR_UNEXPECTED_ANSWER CONNECTION_ERROR",
    Rejected: "ERROR_METHOD_NOT_FOUND INVALID_REQUEST WRONG_AUTH_TYPE ERROR_BATCH_LENGTH_EXCEEDED"
    " ERROR_BATCH_METHOD_NOT_ALLOWED ERROR_ARGUMENT ERROR_MANIFEST_IS_NOT_AVAILABLE ERROR_CORE"
    " WRONG_ENCODING MISSING_PARAMS TYPE_ERROR SYSTEM_ERROR FOLDER_IS_NOT_UNIQUE SLASH_IS_NOT_ALLOWED"
    " CANT_BE_EMPTY WRONG_CODE_FORMAT CANT_DELETE_MAIN UNABLE_DELETE_INCLUDE LANDING_IS_LOCK"
    " BX_EMPTY_REQUIRED BLOCK_WRONG_SORT BLOCK_CANT_BE_ADDED BLOCK_WRONG_VERSION FILE_ERROR PLACEMENT_EXIST"
    " PLACEMENT_NO_EXIST ERROR_PLACEMENT_NOT_FOUND ERROR_PLACEMENT_MAX_COUNT ERROR_EVENT_NOT_FOUND"
    " ERROR_WRONG_HANDLER_URL ERROR_UNSUPPORTED_PROTOCOL CODE_EMPTY",
}
_CLASS_OF: Mapping[str, type[Bitrix24Error]] = {
    code: kind for kind, codes in _CODES.items() for code in codes.split()
}
_OBJECT = re.compile(r"\[[^\]]*\]$")


def known_part(code: str) -> str:
    """The first known code in ``code``: objects in brackets dropped, glued codes ``A|B`` taken apart."""
    parts = [_OBJECT.sub("", part.strip()) for part in code.split("|")]
    return next((part for part in parts if part.upper() in _CLASS_OF), parts[0])


def portal_error(
    code: str,
    description: str = "",
    *,
    method: str = "",
    status: int = 0,
    trace_id: str = "",
    resume_at: float | None = None,
) -> Bitrix24Error:
    """The typed error for a code of the portal; an unknown code is placed by its HTTP status."""
    kind = _kind(code, description, status)
    if issubclass(kind, LimitError):
        return kind(code, description, method=method, status=status, trace_id=trace_id, resume_at=resume_at)
    if issubclass(kind, TransportError):
        refused = known_part(code).upper() == "CONNECTION_ERROR"
        return kind(code, description, method=method, status=status, trace_id=trace_id, sent=not refused)
    return kind(code, description, method=method, status=status, trace_id=trace_id)


def _kind(code: str, description: str, status: int) -> type[Bitrix24Error]:
    base = known_part(code).upper()
    if base == "ACCESS_DENIED" and _rest_is_closed(description, status):
        return TariffError
    if base == "ERROR_CORE" and status >= 500:
        return TransportError
    return _CLASS_OF.get(base) or _by_status(status)


def _rest_is_closed(description: str, status: int) -> bool:
    """Landing uses ACCESS_DENIED with HTTP 400 for missing rights. The system layer uses the same code with
    401 or 403, also for missing rights; only its fixed English sentence tells that the plan has no REST."""
    return status in (401, 403) and description.startswith("REST is available only")


def _by_status(status: int) -> type[Bitrix24Error]:
    if status in (429, 503):
        return LimitError
    if status >= 500:
        return TransportError
    return {401: AuthError, 403: AccessError}.get(status, Rejected)
