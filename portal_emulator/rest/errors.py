"""The error a REST method answers with."""

from __future__ import annotations

from typing import Any


class RestError(Exception):
    """An error answer: wire code, English text (translated later for modules), HTTP status, extra keys."""

    def __init__(self, code: str, text: str = "", status: int = 400, **extra: Any) -> None:
        super().__init__(code)
        self.code = code
        self.text = text
        self.status = status
        self.extra = extra

    def body(self) -> dict[str, Any]:
        return {"error": self.code, "error_description": self.text, **self.extra}


def method_not_found() -> RestError:
    return RestError("ERROR_METHOD_NOT_FOUND", "Method not found!", 404)


def access_denied(text: str = "Insufficient permission.") -> RestError:
    return RestError("ACCESS_DENIED", text)


def page_not_found() -> RestError:
    return RestError("LANDING_NOT_EXIST", "Landing was not found")
