"""The authorization server at 127.0.0.100: ``/oauth/token/`` and its own ``/rest/app.info``."""

from __future__ import annotations

import hmac
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from werkzeug.wrappers import Request, Response

from .model import Portal
from .rest import faults
from .rest.arguments import read_parameters
from .rest.envelope import error_response, json_response, success_response
from .rest.errors import RestError
from .tokens import ACCESS_SECONDS, TokenPair

if TYPE_CHECKING:
    from .emulator import Emulator

TOKEN_DOMAIN = "oauth.bitrix.info"


def handle(emulator: Emulator, request: Request) -> Response:
    """Answer a request to the OAuth host; planned faults are named ``oauth/token`` and ``app.info``."""
    path = request.path.strip("/").lower().removesuffix(".json")
    if path not in ("oauth/token", "rest/app.info"):
        return Response("Not found", status=404, mimetype="text/html")
    name = path.removeprefix("rest/")
    emulator.oauth_requests.append(name)
    fault = emulator.oauth_faults.take([name])
    if fault is not None and (early := faults.before_work(fault, emulator.clock)) is not None:
        return early
    try:
        response = token(emulator, request) if name == "oauth/token" else app_info(emulator, request)
    except RestError as error:
        response = error_response(error)
    return faults.after_work(fault, response)


def token(emulator: Emulator, request: Request) -> Response:
    """Exchange a refresh token or a code. Errors: invalid_request, invalid_client, invalid_grant,
    PAYMENT_REQUIRED.
    """
    if request.method == "POST" and not emulator.oauth_post_allowed:
        return Response("Method not allowed", status=405, mimetype="text/html")
    params = read_parameters(request)
    check_client(emulator, params)
    grant_type = params.get("grant_type")
    if grant_type == "refresh_token":
        value = str(params.get("refresh_token", ""))
        portal = granting_portal(emulator, emulator.tokens.owner_of_refresh(value))
        pair = emulator.tokens.rotate(value, portal)
    elif grant_type == "authorization_code":
        value = str(params.get("code", ""))
        portal = granting_portal(emulator, emulator.tokens.owner_of_code(value))
        pair = emulator.tokens.redeem(value, portal)
    else:
        raise RestError("invalid_request", "Unknown grant type")
    if pair is None:
        raise RestError("invalid_grant", "Invalid grant")
    return json_response(token_answer(emulator, portal, pair))


def check_client(emulator: Emulator, params: dict[str, Any]) -> None:
    """Compare the application's keys in constant time; raises invalid_client (401)."""
    application = emulator.application
    known_id = hmac.compare_digest(str(params.get("client_id", "")).encode(), application.client_id.encode())
    secret = str(params.get("client_secret", "")).encode()
    if not known_id or not hmac.compare_digest(secret, application.client_secret.encode()):
        raise RestError("invalid_client", "Invalid client", 401)


def granting_portal(emulator: Emulator, member_id: str | None) -> Portal:
    """The portal behind a usable grant; raises invalid_grant or PAYMENT_REQUIRED."""
    portal = emulator.portal_of(member_id) if member_id else None
    if portal is None:
        raise RestError("invalid_grant", "Invalid grant")
    if portal.installation.payment_expired:
        raise RestError("PAYMENT_REQUIRED", "Payment required", 402)
    return portal


def token_answer(emulator: Emulator, portal: Portal, pair: TokenPair) -> dict[str, Any]:
    return {
        "access_token": pair.access,
        "refresh_token": pair.refresh,
        "expires": pair.expires_at,
        "expires_in": ACCESS_SECONDS,
        "scope": ",".join(emulator.application.scopes),
        "domain": TOKEN_DOMAIN,
        "server_endpoint": f"{emulator.oauth_url}/rest/",
        "client_endpoint": portal.client_endpoint,
        "status": portal.installation.status,
        "member_id": portal.member_id,
        "user_id": pair.user_id,
    }


def app_info(emulator: Emulator, request: Request) -> Response:
    """Who a token belongs to; unlike the portal's `app.info` it names user, portal and endpoint."""
    started = emulator.clock.now()
    params = read_parameters(request)
    header = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
    value = header or str(params.get("auth") or params.get("access_token") or "")
    known = emulator.tokens.access(value)
    portal = emulator.portal_of(known.member_id) if known else None
    if known is None or portal is None:
        raise RestError("NO_AUTH_FOUND", "Wrong authorization data", 401)
    if emulator.tokens.expired(known, portal):
        raise RestError("expired_token", "The access token provided has expired", 401)
    installation = portal.installation
    scope = ",".join(emulator.application.scopes)
    result = {
        "client_id": emulator.application.client_id,
        "scope": scope,
        "expires": datetime.fromtimestamp(known.expires_at, UTC).isoformat(timespec="seconds"),
        "install": {
            "installed": installation.finished,
            "version": str(installation.version),
            "status": installation.status,
            "scope": scope,
            "domain": portal.authority,
            "uri": f"{portal.origin}/",
            "client_endpoint": portal.client_endpoint,
            "member_id": portal.member_id,
            "member_type": "portal",
        },
        "user_id": known.user_id,
    }
    return success_response(result, started, emulator.clock.now())
