"""Runs a command beside a private PostgreSQL: `python -m tests.with_postgres COMMAND…` (Debian's server binaries)."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from portal_emulator.private_redis import free_port


def main() -> int:
    """Make a cluster in a temporary folder, run the command with DATABASE_URL set, remove the cluster."""
    binaries = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not binaries:
        print("PostgreSQL's server is not installed (Debian package: postgresql).")
        return 1
    folder = Path(tempfile.mkdtemp(prefix="page-desk-postgres-"))
    cluster = _Cluster(binaries[-1], folder, free_port())
    try:
        cluster.start()
        environment = {**os.environ, "DATABASE_URL": cluster.url}
        return subprocess.run(sys.argv[1:], env=environment, check=False).returncode
    finally:
        cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)


class _Cluster:
    def __init__(self, binaries: Path, folder: Path, port: int) -> None:
        self._binaries, self._folder, self._port = binaries, folder, port
        self.url = f"postgres://tests@127.0.0.1:{port}/postgres"

    def start(self) -> None:
        if os.geteuid() == 0:
            shutil.chown(self._folder, "postgres")
        data = self._folder / "data"
        self._run("initdb", "-D", data, "-U", "tests", "-A", "trust", "-E", "UTF8", "--no-sync")
        options = f"-p {self._port} -h 127.0.0.1 -k {self._folder} -c fsync=off -c max_connections=200"
        self._run("pg_ctl", "-D", data, "-l", self._folder / "log", "-w", "-o", options, "start")

    def stop(self) -> None:
        self._run("pg_ctl", "-D", self._folder / "data", "-m", "immediate", "stop")

    def _run(self, program: str, *arguments: object) -> None:
        # PostgreSQL refuses to run as root: CI does, so it is started as Debian's own user.
        as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        command = [*as_user, str(self._binaries / program), *map(str, arguments)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=self._folder)


if __name__ == "__main__":
    raise SystemExit(main())
