"""Debian's openssh-server, where it is installed, on this machine alone and for throw-away keys.

It is set up as docs/en/ssh.md has it, whose blocks it takes: whoever logs in is known by the key,
and gets the app on the one store and nothing else.
"""

from __future__ import annotations

import os
import shlex
import socket
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from pwd import getpwuid
from shutil import which
from tempfile import TemporaryDirectory
from time import monotonic, sleep
from types import TracebackType
from typing import Self

from tests.docs.page import read_page
from tests.house import ROOT

SSHD = which("sshd", path="/usr/sbin:/usr/local/sbin:/sbin:/opt/homebrew/sbin")
SSH = which("ssh")
HOST = "127.0.0.1"
SHADOW = Path("/etc/shadow")


def _find_account() -> str | None:
    """Return the account that the tests run under; None where it has no name or is locked: nobody
    can log in to such a one.
    """
    try:
        name = getpwuid(os.geteuid()).pw_name
    except KeyError:
        return None
    try:
        locked = f"\n{name}:!" in f"\n{SHADOW.read_text()}"
    except OSError:  # then the server cannot see either that it is
        locked = False
    return None if locked else name


ACCOUNT = _find_account()
LACKING = "no openssh-server or openssh-client, no /proc, or no account that can be logged in to"
IS_THERE = bool(SSHD and SSH and ACCOUNT and Path("/proc/self/status").exists())
PATIENCE = 20.0
_RUNTIME = Path("/run/sshd")
_keys = TemporaryDirectory(prefix="netloft-keys-")
_SETTINGS = """
ListenAddress {host}
Port {port}
HostKey {key}
PidFile none
UsePAM no
StrictModes no
PermitRootLogin prohibit-password
AcceptEnv LANG LC_*
PrintMotd no
PrintLastLog no
Subsystem sftp internal-sftp
{ours}
"""
GUIDE = ROOT / "docs" / "en" / "ssh.md"
PLACES = ("/srv/netloft", "/usr/local/bin/netloft-desk", "/etc/ssh/netloft_keys")
"""Where the guide has the store and its people, what a login is given, and the keys."""


def call_sshd(*arguments: str) -> list[str]:
    """Return the call of the server; root's will not even look at its settings without a folder
    that the system makes where it starts the server by itself.
    """
    assert SSHD is not None
    if os.geteuid() == 0:
        _RUNTIME.mkdir(mode=0o755, exist_ok=True)
    return [SSHD, *arguments]


@cache
def make_key(name: str) -> Path:
    """Return the file of a private key, made once and thrown away at the end; .pub is beside it."""
    path = Path(_keys.name) / name
    call = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", str(path)]
    subprocess.run(call, check=True, stdin=subprocess.DEVNULL)
    return path


class SshServer:
    """A server for some people, each with a key; a context manager.

    Whoever logs in is given our program, called with the `arguments`, and nothing else.
    """

    def __init__(self, folder: Path, people: Sequence[str], arguments: Sequence[str] = ()) -> None:
        self.folder = folder
        self.store = folder / "store" / "netloft.json"
        self.port = 0
        desk = folder / "netloft-desk"
        self._places = dict(zip(PLACES, (folder, desk, folder / "keys"), strict=True))
        self._make_desk(desk, shlex.join([sys.executable, "-m", "tui", *arguments]))
        (line,) = (each for each in self._blocks("conf") if each.startswith("command="))
        begin = line.partition(" ssh-ed25519")[0]
        keys = [f"{begin.replace(' lin', f' {who}')} {_public_key(who)}" for who in people]
        (folder / "keys").write_text("".join(keys))
        for who in people:
            (folder / "files" / who).mkdir(parents=True)

    def _blocks(self, kind: str) -> list[str]:
        """Return the blocks of the guide, with our places for its."""
        texts = [piece.content for piece in read_page(GUIDE, ROOT).blocks(kind)]
        for place, ours in self._places.items():
            texts = [text.replace(place, str(ours)) for text in texts]
        return texts

    def _make_desk(self, path: Path, call: str) -> None:
        (script,) = (each for each in self._blocks("sh admin") if each.startswith("#!/bin/sh"))
        path.parent.mkdir(parents=True, exist_ok=True)
        start = f'echo $$ >"{self.folder}/$name.pid" && exec {call}'
        path.write_text(script.replace("exec netloft", start))
        path.chmod(0o755)

    def __enter__(self) -> Self:
        until = monotonic() + PATIENCE
        while not self._start():
            assert monotonic() < until, "no port to listen on"
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.terminate()
        self._server.wait(PATIENCE)

    def login(self, person: str, *options: str, port: int | None = None) -> list[str]:
        """Return the call by which a person logs in, through another port where that is told."""
        assert SSH is not None
        settings = {
            "UserKnownHostsFile": self.folder / "known_hosts",
            "StrictHostKeyChecking": "yes",
            "HostKeyAlias": "desk",
            "IdentitiesOnly": "yes",
            "BatchMode": "yes",
            "SendEnv": "LANG",
            "LogLevel": "ERROR",
        }
        pairs = [word for name, value in settings.items() for word in ("-o", f"{name}={value}")]
        place = ["-i", str(make_key(person)), "-p", f"{port or self.port}"]
        return [SSH, "-F", "none", *pairs, *place, *options, f"{ACCOUNT}@{HOST}"]

    def session_processes(self, person: str) -> list[int]:
        """Return the processes of the server that serve a person who is logged in, inmost first."""
        found, process = [], int((self.folder / f"{person}.pid").read_text())
        while (process := _parent(process)) not in (self._server.pid, 0, 1):
            if (Path("/proc") / f"{process}" / "comm").read_text().startswith("sshd"):
                found.append(process)
        return found

    def _start(self) -> bool:
        """Start it on a port that is free just now; False where somebody else has taken it."""
        with socket.socket() as taken:
            taken.bind((HOST, 0))
            self.port = taken.getsockname()[1]
        host = make_key("host")
        (ours,) = (each for each in self._blocks("sshd") if each.startswith("Match User netloft\n"))
        assert ACCOUNT is not None
        ours = ours.replace("User netloft", f"User {ACCOUNT}")
        settings = _SETTINGS.format(host=HOST, port=self.port, key=host, ours=ours)
        (self.folder / "sshd_config").write_text(settings)
        (self.folder / "known_hosts").write_text(f"desk {_public_key('host')}")
        call = call_sshd("-D", "-e", "-f", str(self.folder / "sshd_config"))
        with (self.folder / "log").open("wb") as log:
            self._server = subprocess.Popen(call, stdin=subprocess.DEVNULL, stderr=log)
        until = monotonic() + PATIENCE
        while monotonic() < until and self._server.poll() is None:
            with suppress(ConnectionRefusedError), socket.create_connection((HOST, self.port)):
                return self._server.poll() is None
            sleep(0.02)
        return False


def _public_key(name: str) -> str:
    return make_key(name).with_suffix(".pub").read_text()


def _parent(process: int) -> int:
    lines = (Path("/proc") / f"{process}" / "status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("PPid:"))
