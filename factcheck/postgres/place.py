"""Where the cluster's files are, and which account runs the server.

An ordinary user runs the server, and everything is in the home that was asked for, but for the
socket: its path may have 107 bytes, so it is in a directory of its own below /tmp.

PostgreSQL refuses to run as root. For root the server runs as another account, which may not reach
a checkout below /root, so the cluster, the socket and a copy of the programs are in
/var/lib/factcheck; the file `location` in the home names the place.
"""

from __future__ import annotations

import hashlib
import os
import pwd
import secrets
import shutil
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from .errors import PostgresFailed

ROOTS_FOLDER = Path("/var/lib/factcheck")
COMPLETE = "complete"  # a cluster with this file in its home holds data, and is never removed


@dataclass(frozen=True)
class Place:
    folder: Path  # holds `data` and `log`
    socket: Path
    account: pwd.struct_passwd | None  # who runs the server, if not whoever runs this

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def log(self) -> Path:
        return self.folder / "log"

    def make(self) -> None:
        self._make_folder(self.folder)
        if not os.path.lexists(self.socket):
            self._make_folder(self.socket)
        found = self.socket.lstat()  # /tmp is everybody's: somebody else may have made it
        uid = self.account.pw_uid if self.account else os.geteuid()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != uid or found.st_mode & 0o077:
            raise PostgresFailed(
                f"{self.socket} should be a directory that only the owner of the database can "
                "enter, and it is not. Somebody else may have made it: look at it, and remove it."
            )

    def _make_folder(self, path: Path) -> None:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self.account and path.stat().st_uid != self.account.pw_uid:
            os.chown(path, self.account.pw_uid, self.account.pw_gid)


def find_place(home: Path) -> Place:
    """The place of the cluster of `home`; for root, one is chosen and noted if there is none."""
    if os.geteuid() != 0:
        return Place(home, _short_folder(home, os.geteuid()), None)
    if owner := _ordinary_owner(home):
        return Place(home, _short_folder(home, owner.pw_uid), owner)
    folder = _noted_location(home) or _new_location(home)
    return Place(folder, folder / "socket", _server_account())


def forget_place(home: Path, place: Place) -> None:
    """Remove the cluster and what is known of it. Not the lock files: others may wait for those."""
    shutil.rmtree(place.socket, ignore_errors=True)
    if place.folder != home:
        shutil.rmtree(place.folder, ignore_errors=True)
        place.folder.with_suffix(".owner").unlink(missing_ok=True)
    for entry in home.iterdir():
        if entry.is_dir():
            shutil.rmtree(entry)
        elif entry.suffix != ".lock":
            entry.unlink()


def is_complete(home: Path) -> bool:
    return (home / COMPLETE).exists()


def mark_complete(home: Path) -> None:
    keep(home / COMPLETE, "")


def keep(path: Path, text: str) -> None:
    """Write a file that only its owner can read, and that a power cut does not take away."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _short_folder(home: Path, uid: int) -> Path:
    # Not $TMPDIR: two terminals of one person may differ in it, and would not meet.
    temporary = Path("/tmp")  # noqa: S108 - `make` looks at whose it is
    if not temporary.is_dir():
        temporary = Path(tempfile.gettempdir())
    return temporary / f"factcheck-{uid}-{_digest(home)}"


def _ordinary_owner(home: Path) -> pwd.struct_passwd | None:
    """Who made the cluster of this home, if not root: the server runs as them for root too."""
    try:
        owner = (home / "data").stat().st_uid
    except FileNotFoundError:
        return None
    return pwd.getpwuid(owner) if owner else None


def _noted_location(home: Path) -> Path | None:
    noted = _read(home / "location")
    if not noted:
        return None
    folder = Path(noted)
    owner = Path(_read(folder.with_suffix(".owner")) or home)
    if owner != home and _read(owner / "location") == noted:
        # This home is a copy of one that is still there. Two homes never share a cluster.
        (home / COMPLETE).unlink(missing_ok=True)
        return None
    return folder


def _new_location(home: Path) -> Path:
    ROOTS_FOLDER.mkdir(mode=0o711, parents=True, exist_ok=True)
    folder = ROOTS_FOLDER.resolve() / f"{_digest(home)}-{secrets.token_hex(2)}"
    keep(folder.with_suffix(".owner"), str(home))
    keep(home / "location", str(folder))
    return folder


def _server_account() -> pwd.struct_passwd:
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise PostgresFailed(
        "PostgreSQL does not run as root, and this machine has no account 'postgres' or 'nobody'. "
        "Make one (useradd --system postgres), or run this as an ordinary user."
    )


def _digest(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:16]


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""
