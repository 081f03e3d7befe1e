"""The words of every code of the portal and of our own."""

from landing_app.jobs.codes.changes import CHANGES
from landing_app.jobs.codes.findings import FINDINGS
from landing_app.jobs.codes.plan import PLAN
from landing_app.jobs.codes.requests import REQUESTS
from landing_app.jobs.codes.rights import RIGHTS
from landing_app.jobs.codes.system import EXPIRED, OURS, SYSTEM, UNKNOWN
from landing_app.jobs.codes.things import THINGS
from landing_app.jobs.codes.words import Words

__all__ = ["CODES", "UNKNOWN"]

CODES: dict[str, Words] = {
    **PLAN,
    **RIGHTS,
    **THINGS,
    **CHANGES,
    **FINDINGS,
    **REQUESTS,
    **SYSTEM,
    "INTERNAL": OURS,
    "SITE_LIMIT_REACHED": PLAN["TOTAL_SITE_REACHED"],
    "PUBLIC_HTML_DISALLOWED": PLAN["PUBLIC_HTML_DISALLOWED_S"],
    "WRONG_LICENSE": PLAN["LICENSE_EXPIRED"],
    "BLOCK_WRONG_SORT": THINGS["BLOCK_NOT_FOUND"],
    **dict.fromkeys(
        (
            "EXPIRED_TOKEN",
            "INVALID_TOKEN",
            "NO_AUTH_FOUND",
            "INVALID_CREDENTIALS",
            "AUTHORIZATION_ERROR",
            "INVALID_GRANT",
            "INVALID_CLIENT",
            "WRONG_CLIENT",
            "BAD_VERIFICATION_CODE",
            "INVALID_SCOPE",
            "GRANT_LOST",
            "NO_STORED_GRANT",
            "FOREIGN_GRANT",
        ),
        EXPIRED,
    ),
    **dict.fromkeys(
        (
            "MISSING_PARAMS",
            "TYPE_ERROR",
            "SYSTEM_ERROR",
            "ERROR_ARGUMENT",
            "ERROR_METHOD_NOT_FOUND",
            "ERROR_BATCH_LENGTH_EXCEEDED",
            "ERROR_BATCH_METHOD_NOT_ALLOWED",
            "ERROR_CORE",
            "WRONG_ENCODING",
            "INVALID_REQUEST",
            "WRONG_AUTH_TYPE",
            "BX_EMPTY_REQUIRED",
            "CANT_BE_EMPTY",
            "WRONG_CODE_FORMAT",
            "SLASH_IS_NOT_ALLOWED",
            "FOLDER_IS_NOT_UNIQUE",
        ),
        OURS,
    ),
}
