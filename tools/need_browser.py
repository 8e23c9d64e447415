"""Sees to it that Chromium and its driver are there, from the system's packages."""

import os
import shutil
import subprocess
import sys

#: Programs that are needed, and the package of Debian and Ubuntu that each comes in.
NEEDED = {"chromium": "chromium", "chromedriver": "chromium-driver"}


def missing() -> list[str]:
    """Packages of the programs that are not there."""
    return [package for name, package in NEEDED.items() if not shutil.which(name)]


def install(packages: list[str]) -> None:
    """Install packages with apt-get, whose word is shown only where it fails."""
    for command in (("update",), ("install", "-y", "--no-install-recommends")):
        more = packages if command[0] == "install" else []
        done = subprocess.run(
            ["apt-get", "-qq", *command, *more],
            env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            sys.exit(f"browser: apt-get {command[0]} failed\n{done.stderr}")


def main() -> None:
    """Install what is missing where that can be done, or say what to do."""
    packages = missing()
    if not packages:
        return
    words = f"apt-get install {' '.join(packages)}"
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    if not (is_root and shutil.which("apt-get")):
        sys.exit(f"browser: chromium and its driver are needed; as root: {words}")
    print(f"browser: {words}")
    install(packages)
    if missing():
        sys.exit(f"browser: {', '.join(missing())} still missing after {words}")


if __name__ == "__main__":
    main()
