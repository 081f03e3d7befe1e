"""Running one method: operating limit, emulated time, the landing module's entry checks, the method body."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..landing.entry import enter
from ..landing.purge import purge
from ..limits import Operating
from . import authorization, texts
from .arguments import collect
from .call import Call
from .costs import cost_of
from .errors import RestError, method_not_found
from .methods import METHODS
from .registry import Method

REQUEST_SECONDS = 60.0


class ProcessKilledError(Exception):
    """The cloud ended a request that took longer than 60 seconds; what was done stays done."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A method's result and when it ran."""

    result: Any
    started: float
    finished: float
    operating: Operating | None


def find(name: str) -> Method:
    """The method of a lower-case name; raises ERROR_METHOD_NOT_FOUND."""
    method = METHODS.get(name)
    if method is None:
        raise method_not_found()
    return method


def invoke(call: Call) -> Outcome:
    """Run a call. Raises RestError, translated for module errors, or ProcessKilledError."""
    method = find(call.method)
    authorization.check_scope(call.emulator, method)
    authorization.check_context(method, webhook=call.process.webhook)
    portal, clock = call.portal, call.portal.clock
    application = call.emulator.application.client_id
    if portal.cloud and portal.operating.exhausted(application, call.method):
        raise RestError("OPERATION_TIME_LIMIT", "Method is blocked due to operation time limit.", 429)
    started = clock.now()
    cost = cost_of(call.method)
    clock.sleep(portal.latency.command + (cost if portal.latency.operating else 0.0))
    if portal.cloud and clock.now() - call.process.started > REQUEST_SECONDS:
        raise ProcessKilledError
    try:
        with portal.lock:
            result = run(method, call)
    finally:
        operating = portal.operating.add(application, call.method, cost) if portal.cloud else None
    return Outcome(result, started, clock.now(), operating)


def run(method: Method, call: Call) -> Any:
    """The method body, after the landing module's own checks where it is one."""
    if not method.is_landing:
        return method.run(call)
    try:
        purge(call.portal)
        enter(call)
        return method.run(call, *collect(method.arguments, call.params, method.name))
    except RestError as error:
        error.text = texts.translate(error.text, call.portal.language)
        raise
