"""A test application in the portal's frame: records every form it gets and serves one page with helpers."""

import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self
from urllib.parse import parse_qsl, urlsplit

from portal_emulator.fetch_sdk import TARGET as SDK

PAGE = """<!doctype html><html><head><meta charset="utf-8"><title>child</title><link rel="icon" href="data:,">
<style>html,body{margin:0}#tall{height:1800px}</style></head><body><div id="tall">child</div>
<script src="/sdk.js"></script><script>
window.answers = [];
addEventListener('message', (event) => answers.push(event.data));
const [domain, protocol, sid] = window.name.split('|');
window.sid = sid;
window.portal = (protocol === '1' ? 'https://' : 'http://') + domain;
window.say = (text) => parent.postMessage(text, portal);
let number = 0;
window.ask = (command, args) => new Promise((resolve, reject) => {
  const key = 'key' + (++number);
  addEventListener('message', function hear({ data }) {
    if (!String(data).startsWith(key + ':')) return;
    removeEventListener('message', hear);
    const json = data.slice(key.length + 1);
    resolve(json === '' ? '' : JSON.parse(json));
  });
  setTimeout(() => reject(new Error(command + ' was not answered')), 10000);
  say([command, args === undefined ? '' : JSON.stringify(args), key, sid].join(':'));
});
</script></body></html>"""


@dataclass(frozen=True)
class Opening:
    """One form post of a portal."""

    path: str
    query: dict[str, str]
    form: dict[str, str]
    origin: str


class Child:
    """The server of the test application on ``localhost``; a context manager."""

    def __init__(self) -> None:
        self.openings: list[Opening] = []
        child = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                body = self.rfile.read(length).decode()
                parts = urlsplit(self.path)
                if parts.path != "/events/":
                    query, form = dict(parse_qsl(parts.query)), dict(parse_qsl(body, keep_blank_values=True))
                    child.openings.append(Opening(parts.path, query, form, self.headers.get("Origin", "")))
                self.reply(PAGE.encode(), "text/html")

            def do_GET(self) -> None:
                script = SDK.read_bytes() if SDK.is_file() else b""
                self.reply(script, "text/javascript")

            def reply(self, content: bytes, kind: str) -> None:
                self.send_response(200)
                self.send_header("Content-Type", f"{kind}; charset=utf-8")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, format: str, *args: object) -> None:
                """Nothing: the test's own output stays readable."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.origin = f"http://localhost:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
