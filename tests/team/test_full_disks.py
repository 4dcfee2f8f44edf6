"""Disks that are really full, the server's and the user's: nothing is lost, and that is said.

No disk is filled for it: a process may not let a file grow beyond a limit, which it meets as a disk
that has no room left.
"""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from deals.errors import UserError
from store.files import sync_file
from store.metadata import SCHEMA_VERSION
from team.connection import connect
from team.server import push_operations
from tests.team.database import TEMPLATE, Database, created, edited, operation
from tests.team.server import Server
from tests.team.store_copies import make_copies, sync_all

SEGMENT = 16 * 2**20
"""The size of the files of the server's log, which have to stay writable."""


def test_a_server_without_room_refuses_the_batch_and_judges_nothing(own_server: Server) -> None:
    with connect(own_server.url(TEMPLATE)) as admin:
        admin.execute("alter table netloft.entry alter body set storage external")
        admin.execute(
            "insert into netloft.entry values ('@lists', 'touches/1',"
            " jsonb_build_object('note', repeat('x', 15600000)), '0', 1)"
        )
    own_server.stop()
    own_server.start(largest=SEGMENT + 4096)
    notes = [
        operation("entry", "a", path=f"touches/{n}", value={"note": "y" * 60_000})
        for n in range(33)
    ]
    sent = [created("a"), edited("a", "stage", "P3"), *notes]
    database = Database(own_server, TEMPLATE)
    for _time in range(2):
        with pytest.raises(UserError) as refused, connect(own_server.url(TEMPLATE, "Dan")) as dan:
            push_operations(dan, sent, SCHEMA_VERSION)
        assert refused.value.code == "team-disk-full"
        assert "extend file" in str(refused.value.figures["detail"])
        assert database.documents("Dan") == {}
    database.close()
    own_server.stop()
    own_server.start()
    assert database.verdicts("Dan", *sent) == ["applied"] * len(sent)
    database.close()


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """Let no file of this process grow beyond a size."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_user_without_room_loses_nothing(database: Database, tmp_path: Path) -> None:
    copies = make_copies(database, tmp_path)
    dan, ben = copies["Dan"], copies["Ben"]
    dan.add("north", remarks="x")
    sync_all(dan, ben)
    refused = set[str]()
    for turn, room in enumerate([0, 1000, *range(30_000, 300_000, 30_000)]):
        long = f"{turn}" * 20_000
        dan.edit("north", remarks=f"dan {long}")
        ben.edit("north", key_strategy=f"ben {turn}", product=long)
        ben.sync()
        try:
            with room_for(room):
                dan.sync()
        except UserError as refusal:
            refused.add(refusal.code)
        sync_all(dan, ben)
        assert dan.contents() == ben.contents(), room
        north = ben.book.projects["north"]
        assert (north.remarks, north.product) == (f"dan {long}", long), room
    assert "team-state-unwritable" in refused
    assert refused <= {"team-state-unwritable", "store-unwritable", "store-unreadable"}
    assert not sync_file(dan.path).with_name("store.json.sync.unreadable").exists()
