"""The server of Debian's openssh-server, where it is installed."""

from __future__ import annotations

import os
import subprocess
from functools import cache
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory

SSHD = which("sshd", path="/usr/sbin:/usr/local/sbin:/sbin:/opt/homebrew/sbin")
_RUNTIME = Path("/run/sshd")
_keys = TemporaryDirectory(prefix="netloft-keys-")


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
