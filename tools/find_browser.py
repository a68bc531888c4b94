"""Finds Chromium for the browser tests; run by `make test`, it installs the distribution's package where it
may.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SKIPPED = (
    "Browser tests will be SKIPPED: no Chromium here and no right to install it (apt-get install chromium)."
)


def find_browser() -> str | None:
    """Path of an installed Chromium: the variable CHROMIUM, else the usual names, else None."""
    wanted = os.environ.get("CHROMIUM", "")
    if wanted and os.access(wanted, os.X_OK):
        return wanted
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def install_browser() -> bool:
    """Install Debian's or Ubuntu's package; False where that is not possible."""
    apt = shutil.which("apt-get")
    if apt is None or not hasattr(os, "geteuid") or os.geteuid() != 0:
        return False
    print("Installing Chromium for the browser tests …", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        [apt, "-qq", "update"],
        [apt, "-qq", "install", "-y", "--no-install-recommends", "chromium"],
    ):
        result = subprocess.run(command, env=environment, capture_output=True, check=False)
        if result.returncode:
            return False
    return find_browser() is not None


def main() -> int:
    if find_browser() is None and not install_browser():
        print(SKIPPED, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
