"""``python -m portal_emulator``: run the pretend portals until Ctrl-C."""

from __future__ import annotations

import argparse
import signal
import sys
import threading

from .emulator import DEFAULT_HOSTS, Emulator


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="portal_emulator", description="Pretend Bitrix24 portals on loopback."
    )
    parser.add_argument(
        "--port", type=int, default=9000, help="the same port on every address; 0 picks a free one"
    )
    parser.add_argument("--app-url", default="http://localhost:8000", help="where the application runs")
    parser.add_argument(
        "--pages", type=int, default=0, help="add a site with that many pages to the first portal"
    )
    parser.add_argument(
        "--hosts", default=",".join(DEFAULT_HOSTS), help="loopback addresses, comma separated"
    )
    return parser.parse_args()


def main() -> int:
    """Start, print the addresses, wait for a signal; the exit status."""
    options = arguments()
    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    hosts = [host.strip() for host in options.hosts.split(",") if host.strip()]
    try:
        emulator = Emulator(hosts, options.port, options.app_url, pages=options.pages).start()
    except OSError as error:
        print(f"The emulator cannot listen on port {options.port}: {error}", file=sys.stderr)
        return 1
    for portal in emulator.portals.values():
        print(f"{portal.title}: {portal.origin}")
    print(f"OAuth server: {emulator.oauth_url}", flush=True)
    stopped.wait()
    emulator.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
