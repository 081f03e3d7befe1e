"""One HTTP request to a portal's `/rest/`: limits, faults, method lookup, authorization, answer, log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from werkzeug.wrappers import Request, Response

from ..model import Fault, Portal, RequestEntry
from . import authorization, batch, faults
from .arguments import read_parameters
from .call import Call, Process
from .envelope import CORS, error_response, success_response
from .errors import RestError
from .invocation import Outcome, ProcessKilledError, find, invoke
from .xml_answers import as_xml

if TYPE_CHECKING:
    from ..emulator import Emulator


def handle(emulator: Emulator, portal: Portal, request: Request) -> Response:
    """Answer a REST request; raises DroppedConnectionError for planned lost answers."""
    if request.method == "OPTIONS":
        return Response(status=200, headers=CORS)
    return Exchange(emulator, portal, request).answer()


def method_name(path: str) -> str:
    """The lower-case method in ``/rest/[api/]<method>[.json|.xml][/]``; a webhook's id and code stay in front."""
    name = path.removeprefix("/rest/").removeprefix("api/").strip("/").lower()
    return name.removesuffix(".json").removesuffix(".xml")


class Exchange:
    """One request and its answer, with what the log needs to know."""

    def __init__(self, emulator: Emulator, portal: Portal, request: Request) -> None:
        self._emulator = emulator
        self._portal = portal
        self._source = request.remote_addr or ""
        self._started = portal.clock.now()
        self._params = read_parameters(request)
        self._token = authorization.take_token(request, self._params)
        *self._webhook, self._method = method_name(request.path).split("/")
        self._wants_xml = request.path.rstrip("/").lower().endswith(".xml")
        self._user_id: int | None = None
        self._error = ""
        self._fault: Fault | None = None

    def answer(self) -> Response:
        """The response; also writes the portal's request log."""
        status = 0
        try:
            response = self._limited()
            response = as_xml(response) if self._wants_xml else response
            status = response.status_code
            return response
        finally:
            self._log(self._method, self._params, status, self._error, self._started)

    def _limited(self) -> Response:
        """Limits and planned failures around the work."""
        portal = self._portal
        enterprise = portal.tariff.enterprise
        if portal.cloud and not portal.buckets.admit(self._source, enterprise=enterprise):
            return self._refuse(faults.ERRORS["503"])
        inner = batch.names(self._params) if self._method == "batch" else []
        self._fault = portal.faults.take([self._method, *inner])
        if self._fault is not None:
            early = self._early_failure(self._fault)
            if early is not None:
                return early
        portal.clock.sleep(portal.latency.request)
        return faults.after_work(self._fault, self._work())

    def _early_failure(self, fault: Fault) -> Response | None:
        self._error = fault.kind
        if fault.kind == "expire_tokens":
            self._portal.expire_tokens()
        response = faults.before_work(fault, self._portal.clock)
        if response is None:
            self._error = ""
        return response

    def _work(self) -> Response:
        try:
            self._check_method()
            outcome = self._outcome()
        except RestError as error:
            return self._refuse(error)
        except ProcessKilledError:
            self._error = "killed"
            return faults.proxy_page("504 Gateway Time-out", 504)
        return success_response(outcome.result, self._started, outcome.finished, outcome.operating)

    def _check_method(self) -> None:
        """An unknown method is answered before the token is looked at."""
        if self._method != "batch":
            find(self._method)

    def _outcome(self) -> Outcome:
        if self._webhook:
            user = authorization.authorize_webhook(self._portal, self._webhook)
        else:
            user = authorization.authorize(self._emulator, self._portal, self._token)
        self._user_id = user.id
        process = Process(self._started, webhook=bool(self._webhook))
        call = Call(self._emulator, self._portal, user, self._method, self._params, process)
        if self._method != "batch":
            return invoke(call)
        result = batch.run_batch(self._params, lambda name, params: self._command(call, name, params))
        return Outcome(result, self._started, self._portal.clock.now(), None)

    def _command(self, outer: Call, name: str, params: dict[str, Any]) -> Outcome:
        started = self._portal.clock.now()
        status, error_code = 200, ""
        try:
            return invoke(batch.command_call(outer, name, params))
        except RestError as error:
            status, error_code = error.status, error.code
            raise
        finally:
            self._log(name, params, status, error_code, started, in_batch=True)

    def _refuse(self, error: RestError) -> Response:
        self._error = error.code
        return error_response(error)

    def _log(
        self,
        method: str,
        params: dict[str, Any],
        status: int,
        error: str,
        started: float,
        *,
        in_batch: bool = False,
    ) -> None:
        entry = RequestEntry(
            method=method,
            params=params,
            user_id=self._user_id,
            status=status,
            error=error,
            at=started,
            seconds=self._portal.clock.now() - started,
            in_batch=in_batch,
            fault=self._fault.kind if self._fault else "",
        )
        self._portal.requests.append(entry)
