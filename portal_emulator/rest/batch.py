"""`batch`: up to 50 commands in one process, with references to earlier results and all the leaks."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from . import php_forms
from .arguments import sanitize
from .call import Call
from .envelope import time_block
from .errors import RestError
from .invocation import Outcome

MAX_COMMANDS = 50
_REFERENCE = re.compile(r"\$result\[([^\]]+)\]((?:\[[^\]]*\])*)")
Run = Callable[[str, dict[str, Any]], Outcome]


def run_batch(params: dict[str, Any], run: Run) -> dict[str, Any]:
    """The ``result`` of a batch; ``run(method, params)`` answers or raises RestError for each command.

    Failed commands are absent from ``result``; with ``halt`` those after the first failure are absent
    everywhere.
    """
    results: dict[str, Any] = {}
    errors: dict[str, Any] = {}
    times: dict[str, Any] = {}
    for number, (key, command) in enumerate(commands(params)):
        try:
            check_length(number)
            name, arguments = parse_command(command, results)
            outcome = run(name, arguments)
        except RestError as error:
            errors[key] = error.body()
            if php_forms.truthy(params.get("halt")):
                break
            continue
        results[key] = outcome.result
        times[key] = time_block(outcome.started, outcome.finished, outcome.operating)
    return {
        "result": results,
        "result_error": errors,
        "result_total": {},
        "result_next": {},
        "result_time": times,
    }


def check_length(number: int) -> None:
    """Raises ERROR_BATCH_LENGTH_EXCEEDED for the 51st command on."""
    if number >= MAX_COMMANDS:
        raise RestError("ERROR_BATCH_LENGTH_EXCEEDED", "Max batch length exceeded")


def commands(params: dict[str, Any]) -> list[tuple[str, str]]:
    """Keys and command texts in order, whether ``cmd`` is a map or a list."""
    cmd = params.get("cmd")
    if isinstance(cmd, list):
        cmd = {str(number): text for number, text in enumerate(cmd)}
    if not isinstance(cmd, dict):
        return []
    return [(str(key), text if isinstance(text, str) else "") for key, text in cmd.items()]


def names(params: dict[str, Any]) -> list[str]:
    """Lower-case method names of all commands."""
    return [method_of(text) for _, text in commands(params)]


def method_of(command: str) -> str:
    return command.partition("#")[0].partition("?")[0].strip("/ ").lower()


def parse_command(command: str, results: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """Method and arguments of ``method?query``; the text after ``#`` is lost, hostile markup is broken up."""
    name = method_of(command)
    if name == "batch":
        raise RestError("ERROR_BATCH_METHOD_NOT_ALLOWED", "Method is not allowed for batch usage")
    arguments = php_forms.parse(command.partition("#")[0].partition("?")[2])
    return name, {key: substitute(sanitize(value), results) for key, value in arguments.items()}


def substitute(value: Any, results: dict[str, Any]) -> Any:
    """Replace ``$result[key][path]``; a whole value keeps its type, a missing path becomes empty."""
    if isinstance(value, dict):
        return {key: substitute(item, results) for key, item in value.items()}
    if isinstance(value, list):
        return [substitute(item, results) for item in value]
    whole = _REFERENCE.fullmatch(value)
    if whole:
        return _look_up(whole, results)
    return _REFERENCE.sub(lambda match: _as_text(_look_up(match, results)), value)


def _look_up(match: re.Match[str], results: dict[str, Any]) -> Any:
    value: Any = results.get(match.group(1))
    for step in re.findall(r"\[([^\]]*)\]", match.group(2)):
        if isinstance(value, list):
            value = value[int(step)] if step.isdigit() and int(step) < len(value) else None
        elif isinstance(value, dict):
            value = value.get(step, value.get(int(step)) if step.isdigit() else None)
        else:
            value = None
    return "" if value is None else value


def _as_text(value: Any) -> str:
    return "Array" if php_forms.is_array(value) else str(value)


def command_call(outer: Call, name: str, params: dict[str, Any]) -> Call:
    """A call of a command in the process of its batch."""
    return Call(outer.emulator, outer.portal, outer.user, name, params, outer.process)
