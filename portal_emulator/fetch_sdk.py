"""Fetch the official JavaScript SDK for the emulator's own tests: ``python -m portal_emulator.fetch_sdk``.

The package comes through ``npm pack``, is compared with a digest committed here, and only its browser build is
kept, in ``var/js/``. Neither the emulator nor the application uses it.
"""

from __future__ import annotations

import base64
import hashlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

PACKAGE = "@bitrix24/b24jssdk@2.2.0"
SHA512 = "zqN7y8r2D3g0dAGKq3+0zOEsRtz2MbjoZR70XrTXKKN5l0OUmPK6jy2BEn6TXiqf5ApsvYrcz9nEn2t2jDR4cw=="
MEMBER = "package/dist/umd/index.min.js"
TARGET = Path(__file__).resolve().parent.parent / "var" / "js" / "b24jssdk-2.2.0.min.js"


def main() -> int:
    """Exit code 0 when the file is there, 1 with one sentence when it cannot be had."""
    if TARGET.is_file():
        return 0
    npm = shutil.which("npm")
    if npm is None:
        print("npm is not installed; the tests with the official SDK will be skipped.")
        return 1
    try:
        with tempfile.TemporaryDirectory() as folder:
            TARGET.parent.mkdir(parents=True, exist_ok=True)
            TARGET.write_bytes(browser_build(packed(npm, Path(folder))))
    except (OSError, subprocess.SubprocessError, ValueError) as error:
        print(f"The SDK could not be fetched: {error}")
        return 1
    print(f"{PACKAGE} is in {TARGET}")
    return 0


def packed(npm: str, folder: Path) -> bytes:
    """The package's archive. Raises ValueError when it is not the one whose digest is committed."""
    command = [npm, "pack", PACKAGE, "--silent", "--pack-destination", str(folder)]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=120)
    archive = next(folder.glob("*.tgz")).read_bytes()
    found = base64.b64encode(hashlib.sha512(archive).digest()).decode()
    if found != SHA512:
        raise ValueError(f"{PACKAGE} has an unexpected digest {found}")
    return archive


def browser_build(archive: bytes) -> bytes:
    """The minified browser build inside the archive."""
    with tempfile.TemporaryFile() as file:
        file.write(archive)
        file.seek(0)
        with tarfile.open(fileobj=file, mode="r:gz") as package:
            member = package.extractfile(MEMBER)
            if member is None:
                raise ValueError(f"{MEMBER} is missing in the package")
            return member.read()


if __name__ == "__main__":
    sys.exit(main())
