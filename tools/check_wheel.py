"""Proves that the built wheel works where there is nothing else of ours.

The wheel is installed in an environment of its own that holds what the lock of the
package names and no more, outside the checkout. It runs in an empty folder, cannot open
a connection or write into site-packages, and must do its work all the same.
"""

import os
import re
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

ROOT = Path(__file__).parent.parent
#: Commands that must end well, and what they must leave behind.
COMMANDS = (
    ("--version",),
    ("check", "north-korea"),
    ("check", "two-front"),
    ("show", "two-front"),
    ("schema",),
    ("answer", "two-front", "--precision", "draft"),
    ("brief", "north-korea", "--precision", "draft"),
    ("export", "two-front", "--to", "parquet", "--out", "futures"),
    (
        *("backtest", "security-council-vetoes"),
        *("--from", "2012-01", "--to", "2012-01", "--worlds", "64"),
    ),
    ("new", "demo"),
    ("check", "demo"),
    ("brief", "demo", "--precision", "draft"),
)
LEFT = (
    "out/brief.html",
    "out/brief.md",
    "out/brief.pdf",
    "out/brief.docx",
    "futures/jumps.parquet",
    "demo/out/brief.html",
)
#: Runs first in the environment: the network is out of reach, and site-packages can
#: only be read. Rights on files alone would not bind an administrator.
ALONE = """
import errno
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


def refuse(event, arguments):
    if event in {"socket.connect", "socket.getaddrinfo"}:
        raise OSError(errno.ENETUNREACH, f"forewarn works offline: {arguments}")
    writes = event == "open" and arguments[2] & WRITING
    if writes or event in {"os.mkdir", "os.rename", "os.remove"}:
        path = arguments[0]
        if not isinstance(path, int) and os.fsdecode(path).startswith(HERE):
            raise PermissionError(errno.EACCES, "site-packages is read-only", path)


sys.addaudithook(refuse)
"""


def run(*command: str | Path, folder: Path, home: Path | None = None) -> None:
    """Run a command in a folder; where it fails, show what it said and stop."""
    kept = {"HOME": str(home)} if home else {}
    kept |= {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTHON", "VIRTUAL_ENV", "NUMBA", "XDG"))
        and name not in kept
    }
    done = subprocess.run(
        [str(word) for word in command],
        cwd=folder,
        env=kept,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        words = " ".join(map(str, command))
        sys.exit(f"wheel: {words} ended with {done.returncode}\n{done.stderr}")


def build_wheel(folder: Path) -> Path:
    """The wheel, built without asking an index for anything."""
    pip = (sys.executable, "-m", "pip", "wheel", "--quiet", "--no-index", "--no-deps")
    run(*pip, "--no-build-isolation", "--wheel-dir", folder, ROOT, folder=folder)
    return next(folder.glob("forewarn-*.whl"))


def locked_names() -> Iterator[str]:
    """Names of the distributions that the package's lock pins."""
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    yield from re.findall(r"^([A-Za-z0-9._-]+)==", text, re.MULTILINE)


def link_locked(site: Path) -> None:
    """Link what the lock names from the environment with the tools."""
    tools = Path(sysconfig.get_path("purelib"))
    for name in locked_names():
        try:
            files = distribution(name).files or ()
        except PackageNotFoundError:
            continue  # locked for another system
        for top in {path.parts[0] for path in files} - {"..", "__pycache__"}:
            if not (site / top).exists():
                (site / top).symlink_to(tools / top)


def make_environment(folder: Path, wheel: Path) -> tuple[Path, Path]:
    """An environment with the wheel: its folder of programs, its site-packages."""
    run(sys.executable, "-m", "venv", "--without-pip", folder, folder=folder.parent)
    places = {"base": str(folder), "platbase": str(folder)}
    site = Path(sysconfig.get_path("purelib", "venv", places))
    link_locked(site)
    programs = Path(sysconfig.get_path("scripts", "venv", places))
    pip = (sys.executable, "-m", "pip", "--python", programs / "python", "install")
    run(*pip, "--quiet", "--no-index", "--no-deps", wheel, folder=folder)
    (site / "alone.py").write_text(ALONE, encoding="utf-8")
    (site / "alone.pth").write_text("import alone\n", encoding="utf-8")
    run(programs / "python", "-c", "", folder=folder)  # compiles it
    return programs, site


def listing(site: Path) -> dict[str, int]:
    """Every file of ours and its time; what is linked is not ours."""
    return {
        str(path): path.stat().st_mtime_ns
        for path in site.rglob("*")
        if not path.is_symlink() and path.is_file()
    }


def protect(site: Path) -> None:
    """Take away the right to write, which binds everyone but the administrator."""
    for path in (site, *site.rglob("*")):
        if not path.is_symlink():
            path.chmod(path.stat().st_mode & ~0o222)


def faults(folder: Path) -> Iterator[str]:
    """What the wheel leaves undone, and what it changes beside its results."""
    empty, home = folder / "empty", folder / "home"
    empty.mkdir()
    home.mkdir()
    programs, site = make_environment(folder / "env", build_wheel(folder))
    protect(site)
    before = listing(site)
    for command in COMMANDS:
        run(programs / "forewarn", *command, folder=empty, home=home)
    yield from (f"{path} is missing" for path in LEFT if not (empty / path).is_file())
    if not any(home.rglob("*.nbc")):
        yield "compiled kernels were not kept in the user's cache"
    changed = {path for path, _ in listing(site).items() ^ before.items()}
    yield from (f"{path} was written" for path in sorted(changed))


def main() -> int:
    """Print what is wrong with the wheel, or that nothing is."""
    with tempfile.TemporaryDirectory() as name:
        found = tuple(faults(Path(name)))
    for fault in found or ("works alone, offline, site-packages untouched",):
        print(f"wheel: {fault}")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
