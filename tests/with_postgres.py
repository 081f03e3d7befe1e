"""Runs a command beside a private PostgreSQL: `python -m tests.with_postgres COMMAND…` (Debian's server binaries)."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from portal_emulator.private_redis import free_port


def main() -> int:
    """Make a cluster in a temporary folder, run the command with DATABASE_URL set, remove the cluster."""
    binaries = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not binaries:
        print("PostgreSQL's server is not installed (Debian package: postgresql).")
        return 1
    folder = Path(tempfile.mkdtemp(prefix="page-desk-postgres-"))
    cluster = Cluster(binaries[-1], folder, free_port())
    try:
        cluster.start()
        environment = {**os.environ, "DATABASE_URL": cluster.url, "POSTGRES_FOLDER": str(folder)}
        return subprocess.run(sys.argv[1:], env=environment, check=False).returncode
    finally:
        cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)


class Cluster:
    """A PostgreSQL server in `folder`, on a port of the loopback address."""

    def __init__(self, binaries: Path, folder: Path, port: int) -> None:
        self._binaries, self._folder, self._port = binaries, folder, port
        self.url = f"postgres://tests@127.0.0.1:{port}/postgres"

    def start(self) -> None:
        """Make the cluster and start the server."""
        if os.geteuid() == 0:
            shutil.chown(self._folder, "postgres")
        data = self._folder / "data"
        self._run("initdb", "-D", data, "-U", "tests", "-A", "trust", "-E", "UTF8", "--no-sync")
        self.resume()

    def resume(self) -> None:
        """Start the server on the cluster that is there."""
        data = self._folder / "data"
        options = f"-p {self._port} -h 127.0.0.1 -k {self._folder} -c fsync=off -c max_connections=200"
        self._run("pg_ctl", "-D", data, "-l", self._folder / "log", "-w", "-o", options, "start")

    def stop(self) -> None:
        """End the server at once: connections break, and the next start recovers from the log."""
        self._run("pg_ctl", "-D", self._folder / "data", "-m", "immediate", "stop")

    def _run(self, program: str, *arguments: object) -> None:
        # PostgreSQL refuses to run as root: CI does, so it is started as Debian's own user.
        as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        command = [*as_user, str(self._binaries / program), *map(str, arguments)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=self._folder)


def running_cluster() -> Cluster:
    """The cluster this process runs beside, to stop and resume it. KeyError when it was not started by this module."""
    address = urlsplit(os.environ["DATABASE_URL"])
    binaries = sorted(Path("/usr/lib/postgresql").glob("*/bin"))[-1]
    return Cluster(binaries, Path(os.environ["POSTGRES_FOLDER"]), int(address.port or 0))


if __name__ == "__main__":
    raise SystemExit(main())
