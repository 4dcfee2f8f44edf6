"""The server of a page about teams: a PostgreSQL of the page's own, which answers to any name."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from tests.team.server import ADMIN, Server, find_port, watch


@contextmanager
def run_team_server() -> Iterator[Mapping[str, str]]:
    """Run a server, and give the variables with which what is typed reaches it.

    `hostaddr` goes before the name of a host, so db.example.com is this server, too. Everybody is
    let in without a password; whoever names no role is the one that may do everything.
    """
    server = Server(fast=True, port=find_port())
    try:
        watch(server, os.getpid())
        server.create()
        server.start()
        yield {
            "PGHOSTADDR": "127.0.0.1",
            "PGPORT": str(server.port),
            "PGUSER": ADMIN,
            "PATH": os.pathsep.join([str(server.programs), os.environ.get("PATH", os.defpath)]),
        }
    finally:
        server.remove()
