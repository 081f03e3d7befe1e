"""Who is calling: where the token may sit and what is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from werkzeug.wrappers import Request

from ..model import Portal, User
from .errors import RestError
from .registry import Method

if TYPE_CHECKING:
    from ..emulator import Emulator


def take_token(request: Request, params: dict[str, Any]) -> str:
    """The token (Authorization header, ``auth``, ``access_token``); removes both fields from ``params``."""
    header = request.headers.get("Authorization", "")
    in_auth, in_access_token = params.pop("auth", None), params.pop("access_token", None)
    if header.lower().startswith("bearer "):
        return header[7:].strip()
    return next((value for value in (in_auth, in_access_token) if isinstance(value, str) and value), "")


def authorize(emulator: Emulator, portal: Portal, value: str) -> User:
    """The user behind a token. Raises the system layer's 401 errors of the contract."""
    if portal.deleted:
        raise RestError("PORTAL_DELETED", "Portal was deleted", 403)
    if not value:
        raise RestError("NO_AUTH_FOUND", "Wrong authorization data", 401)
    if not portal.tariff.rest_available:
        raise RestError("ACCESS_DENIED", "REST is available only on commercial plans.", 401)
    if not portal.installation.present:
        raise RestError("APPLICATION_NOT_FOUND", "Application not found", 401)
    token = emulator.tokens.access(value)
    if token is None or token.member_id != portal.member_id:
        raise RestError("invalid_token", "Unable to get application by token", 401)
    if emulator.tokens.expired(token, portal):
        raise RestError("expired_token", "The access token provided has expired", 401)
    user = portal.user(token.user_id)
    if user is None or not user.active or not user.app_access:
        raise RestError("user_access_error", "The user does not have access to the application.", 401)
    return user


def authorize_webhook(portal: Portal, parts: list[str]) -> User:
    """The owner of ``<user id>/<code>``. Raises INVALID_CREDENTIALS, or ACCESS_DENIED where the plan has no REST."""
    if portal.deleted:
        raise RestError("PORTAL_DELETED", "Portal was deleted", 403)
    user_id, _, code = "/".join(parts).partition("/")
    user = portal.user(portal.webhooks.get(code, 0))
    if user is None or not user.active or str(user.id) != user_id:
        raise RestError("INVALID_CREDENTIALS", "Invalid request credentials", 401)
    if not portal.tariff.rest_available:
        raise RestError("ACCESS_DENIED", "REST is available only by subscription.", 401)
    return user


def check_context(method: Method, *, webhook: bool) -> None:
    """Raises WRONG_AUTH_TYPE for a method that only an application may call."""
    if webhook and method.needs_application:
        text = "Current authorization type is denied for this method Application context required"
        raise RestError("WRONG_AUTH_TYPE", text, 403)


def check_scope(emulator: Emulator, method: Method) -> None:
    """Raises insufficient_scope when the application was not granted any scope of the method."""
    if method.scopes and not set(method.scopes) & set(emulator.application.scopes):
        text = "The request requires higher privileges than provided by the access token"
        raise RestError("insufficient_scope", text, 401)
