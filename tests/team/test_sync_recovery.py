"""A copy that has forgotten what the server had, or a server what it acknowledged."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest

from deals.errors import UserError
from deals.model import Competitor, Measure, Product
from store.encryption import PassphraseKey
from store.files import sync_file
from store.sealing import change_passphrase, lock_store, unlock_store
from store.store import Store
from team.glance_sync import RewoundError
from team.operations import take_operation
from team.server import TeamVerdict, find_writers, hand_over_projects, push_operations
from team.sync import sync
from team.sync_state import SyncState, carry_state
from tests.deals.makers import contact
from tests.team.database import Database, create_database
from tests.team.store_copies import StoreCopy, sync_all

HOUR, DAY = 3600, 86400
MET = {"id": "t1", "on": "2026-11-02", "how": "visit", "note": "x"}


def test_weeks_off_line_with_checkpoints_in_between_lose_nothing(
    copies: dict[str, StoreCopy],
) -> None:
    """The journal is gone, and the time of each edit stays what it was."""
    dan, ben = copies["Dan"], copies["Ben"]
    dan.ahead = ben.ahead = -30 * DAY
    dan.add("north", product="drum")
    sync_all(dan, ben)
    dan.ahead = -21 * DAY
    dan.edit("north", remarks="three weeks ago", product="pump")
    dan.collect()
    with dan.open() as store:
        store.checkpoint()
        assert not store.dirty
    ben.ahead = -10 * DAY
    ben.edit("north", product="valve")
    ben.sync()
    dan.ahead = -2 * DAY
    dan.edit("north", key_strategy="the day before yesterday")
    with dan.open() as store:
        store.checkpoint()
    dan.ahead = ben.ahead = 0
    report = dan.sync()
    assert [each["path"] for each in report.overtaken] == ["product"]
    ben.sync()
    project = ben.book.projects["north"]
    assert (project.remarks, project.product) == ("three weeks ago", "valve")
    assert project.key_strategy == "the day before yesterday"
    assert dan.contents() == ben.contents()


def test_a_state_that_is_lost_or_damaged_is_built_anew(pair: tuple[StoreCopy, StoreCopy]) -> None:
    dan, ben = pair
    for damage in (Path.unlink, lambda path: path.write_bytes(b"no database at all" * 99)):
        dan.move("north", remarks=f"{damage}")
        ben.edit("north", stage="P6")
        ben.sync()
        damage(sync_file(dan.path))
        report = dan.sync()
        assert not report.purged and not report.deleted
        sync_all(dan, ben)
        assert dan.contents() == ben.contents()
        assert (ben.book.projects["north"].remarks, dan.book.projects["north"].stage) == (
            f"{damage}",
            "P6",
        )


def test_a_restored_store_takes_nothing_back_from_others(pair: tuple[StoreCopy, StoreCopy]) -> None:
    dan, ben = pair
    data = dan.path.read_bytes()
    dan.add("south")
    dan.edit("north", remarks="newer")
    sync_all(dan, ben)
    dan.restore(data)
    report = dan.sync()
    assert not report.overtaken
    assert report.pushed == 0, "nothing was edited here"
    assert set(dan.book.projects) == {"north", "south"}, "what the copy lacks was not deleted"
    assert dan.book.projects["north"].remarks == "newer"
    ben.sync()
    assert dan.contents() == ben.contents()


def test_an_older_file_put_back_and_edited_is_known_by_its_commits(
    pair: tuple[StoreCopy, StoreCopy],
) -> None:
    """Its number has caught up by then with what was synced."""
    dan, ben = pair
    data = dan.path.read_bytes()
    dan.add("south")
    dan.edit("north", remarks="newer")
    sync_all(dan, ben)
    reached = read_sequence(dan)
    dan.restore(data)
    stages = ["P2", "P3"] * 9
    while read_sequence(dan) <= reached:
        dan.move("north", stage=stages.pop())
    stage = dan.book.projects["north"].stage
    report = dan.sync()
    assert not report.deleted
    assert set(dan.book.projects) == {"north", "south"}, "what the copy lacks was not deleted"
    north = dan.book.projects["north"]
    assert (north.remarks, north.stage) == ("newer", stage), "what was edited since goes out"
    ben.sync()
    assert dan.contents() == ben.contents()
    dan.edit("north", remarks="last")
    assert dan.sync().pushed, "and from then on it is the store that was synced"
    with dan.state() as state:
        assert not state.read("origin")


def read_sequence(copy: StoreCopy) -> int:
    """Return the number of the last commit of a copy."""
    with copy.open() as store:
        return store.sequence


def test_what_was_given_away_leaves_a_restored_store_and_is_told(
    copies: dict[str, StoreCopy], pair: tuple[StoreCopy, StoreCopy]
) -> None:
    dan, ben = pair
    eve = copies["Eve"]
    data = dan.path.read_bytes()
    dan.edit("north", owner="Eve")
    sync_all(dan, ben, eve)
    assert not dan.book.projects
    dan.restore(data)
    report = dan.sync()
    assert (report.given, report.refused) == ([("north", "Eve")], [])
    assert (report.movers, report.purged) == ({"north": "Dan"}, ["north"])
    assert not dan.book.projects
    assert not dan.sync().did_something
    assert set(eve.book.projects) == {"north"}


def test_the_state_is_its_users_alone_and_sealed_where_the_store_is(
    database: Database, tmp_path: Path
) -> None:
    path, key = tmp_path / "store.json", PassphraseKey("a pass phrase")
    copy = StoreCopy(database, "Dan", tmp_path)
    copy.add("north", customer="Harbour of Maren", remarks="0123456789" * 60)
    copy.sync()
    place = sync_file(path)
    assert place.stat().st_mode & 0o777 == 0o600
    copy.edit("north", customer="Port of Maren")
    copy.collect()
    with closing(sqlite3.connect(place)) as state_file:
        call = "select value from known union all select value from outbox"
        plain = [value for (value,) in state_file.execute(call)]
    assert any(b"Port of Maren" in data for data in plain)
    with copy.state() as state:
        state.write(url="postgresql://db/sales")
        state.keep_failure("refused", {"project": "north", "path": "stage"})
    lock_store(path, key)
    for is_noted in (True, False):
        store = Store.open(path, key=key, author="Dan")
        with SyncState.open(path, key) as state:
            assert state.known("north") is not None
            assert bool(state.count_outbox()) is is_noted, "what was noted off-line is kept"
            if is_noted:
                assert state.read("url") and state.failures("refused"), "it is not begun anew"
            sync(store, state, database.as_person("Dan"))
        store.close()
    left = [file.read_bytes() for file in tmp_path.iterdir() if file.is_file()]
    assert not any(value in data for data in left for value in plain)
    other = PassphraseKey("another phrase")
    with carry_state(path, key, other):
        change_passphrase(path, key, other)
    with SyncState.open(path, other) as state:
        assert state.read("url")
    with carry_state(path, other, None):
        unlock_store(path, other)
    with carry_state(path, None, key):
        lock_store(path, key)
    assert not any(
        value in file.read_bytes() for file in tmp_path.glob("*.sync*") for value in plain
    )
    with carry_state(path, key, None):
        unlock_store(path, key)
    assert not copy.sync().pushed
    with copy.state() as state:
        assert state.read("url") and state.failures("refused")


def test_an_owner_whom_nobody_knows_stays_with_whoever_pushed(copies: dict[str, StoreCopy]) -> None:
    dan, ben = copies["Dan"], copies["Ben"]
    dan.add("north", owner="Somebody Else")
    dan.add("strange", owner="Finn")
    report = dan.sync()
    assert [(each["project"], each["reason"]) for each in report.refused] == [("strange", "owner")]
    assert report.strangers == [("north", "Somebody Else")]
    ben.sync()
    assert ben.book.projects["north"].owner == "Somebody Else"
    report = dan.sync()
    assert (report.refused, report.strangers) == ([], [])
    dan.edit("strange", owner="Dan")
    assert not dan.sync().refused
    dan.edit("strange", owner="Nobody Either")
    report = dan.sync()
    assert (report.pushed, report.strangers) == (1, [("strange", "Nobody Either")])
    dan.edit("strange", owner="Finn")
    assert [each["reason"] for each in dan.sync().refused] == ["owner"]
    dan.edit("strange", owner="Nobody Either")
    assert not dan.sync().refused
    with dan.state() as state:
        assert state.failures("refused") == [], "its author took it back"
    ben.sync()
    assert set(ben.book.projects) == {"north", "strange"}


def test_what_both_had_before_they_joined_comes_together(copies: dict[str, StoreCopy]) -> None:
    """One file was handed round before there was a server: the later edit of each field stands."""
    dan, ben = copies["Dan"], copies["Ben"]
    dan.add("north", contacts=[contact("li", 3)])
    project = dan.book.projects["north"]
    ben.commit(lambda book: book.with_projects(project))
    dan.move("north", remarks="dan")
    ben.ahead = 1
    ben.edit("north", stage="P6", remarks="ben, later")
    ben.sync()
    overtaken = {each["path"]: each for each in dan.sync().overtaken}
    notes = overtaken["remarks"]
    assert (notes["value"], notes["theirs"], notes["by"]) == ("dan", "ben, later", "Ben")
    sync_all(dan, ben)
    assert dan.contents() == ben.contents()
    assert dan.book.projects["north"].remarks == "ben, later"


def set_back(copies: dict[str, StoreCopy], backup: str) -> None:
    """Let all go on with a server that was set back to a backup: another database."""
    database = next(iter(copies.values())).database
    for copy in copies.values():
        copy.database = Database(database.server, backup)


def test_a_server_that_was_set_back_gets_again_what_it_acknowledged(
    copies: dict[str, StoreCopy],
) -> None:
    """Everything since the backup is pushed again, deletions too, and nobody's copy goes back."""
    dan, ben = copies["Dan"], copies["Ben"]
    server, backup = dan.database.server, f"{dan.database.name}_backup"
    for name in ("north", "south"):
        dan.add(name, remarks="old", touches=[MET])
    dan.commit(lambda book: book.with_lists(products=(Product(name="pump"),)))
    sync_all(dan, ben, copies["Ada"])
    dan.database.close()
    create_database(server, backup, dan.database.name)
    dan.edit("north", remarks="acknowledged", touches=[])
    dan.add("west")
    dan.delete("south")
    dan.commit(lambda book: book.with_lists(products=(Product(name="pump", note="new"),)))
    share = Measure(name="m1", year=2027, kind="share", value="18")
    ben.commit(lambda book: book.with_lists(measures=(share,)))
    sync_all(dan, ben)
    assert dan.book.measures
    dan.edit("north", stage="P6")
    dan.collect()
    ben.edit("north", product="unsent")
    ben.collect()
    set_back(copies, backup)
    for copy in (dan, copies["Ada"]):
        report = copy.sync()
        assert not report.refused and not report.overtaken, "nobody wrote what is restated"
    assert not copies["Ada"].sync().did_something
    sync_all(ben, dan, copies["Ada"])
    for copy in (dan, ben, copies["Ada"]):
        assert set(copy.book.projects) == {"north", "west"}
        north = copy.book.projects["north"]
        assert (north.remarks, north.stage, north.touches) == ("acknowledged", "P6", ())
        assert (north.product, copy.book.measures) == ("unsent", (share,))
        assert copy.book.products[0].note == "new"
        assert copy.contents() == dan.contents()
    dan.database.close()


def test_nobodys_edit_is_reverted_by_a_copy_that_lost_its_state(
    pair: tuple[StoreCopy, StoreCopy],
) -> None:
    """Its last edit is later than those of others, and yet only what it moved since may win."""
    dan, ben = pair
    dan.move("north", remarks="dan")
    ben.edit("north", stage="P5", remarks="ben", product="pump", touches=[MET], contacts=[])
    ben.edit("north", head="ben")
    rival = Competitor(name="Rival", cells={"price": "high"})
    ben.commit(lambda book: book.with_lists(competitors=(rival,)))
    ben.sync()
    dan.edit("north", head="dan", customer="Dock", touches=[{**MET, "id": "t2"}])
    dan.move("north", product="valve")
    dan.lose_state()
    report = dan.sync()
    assert report.forgot
    lost = {each["path"]: (each["value"], each["theirs"], each["by"]) for each in report.overtaken}
    given_way = dict.fromkeys(("remarks", "head"), ("dan", "ben", "Ben"))
    assert lost == {**given_way, "customer": ("Dock", "Port", "Dan")}
    assert not report.refused
    with dan.state() as state:
        assert state.failures("overtaken") == report.overtaken
    sync_all(dan, ben)
    north = dan.book.projects["north"]
    assert (north.stage, north.remarks, north.customer) == ("P5", "ben", "Port")
    assert (north.product, north.contacts) == ("valve", ())
    assert [touch.id for touch in north.touches] == ["t1", "t2"]
    assert dan.book.competitors == (rival,)
    assert dan.contents() == ben.contents()


@pytest.mark.parametrize("is_moved", [False, True])
def test_a_backup_whose_state_is_gone_takes_nothing_back(
    pair: tuple[StoreCopy, StoreCopy], *, is_moved: bool
) -> None:
    """Not what the same device sent after the backup either, whatever is edited later."""
    dan, ben = pair
    data, newer = dan.path.read_bytes(), {"product": "tuesday", "stage": "P6"}
    (dan.move if is_moved else dan.edit)("north", **newer)
    sync_all(dan, ben)
    dan.restore(data)
    dan.lose_state()
    dan.ahead = 1
    dan.move("north", remarks="wednesday")
    report = dan.sync()
    assert not report.refused
    assert {each["path"]: each["own"] for each in report.overtaken}.items() >= {
        ("product", True),
        ("stage", True),
    }
    sync_all(dan, ben)
    north = ben.book.projects["north"]
    assert (north.product, north.stage, north.remarks) == ("tuesday", "P6", "wednesday")
    assert dan.contents() == ben.contents()


def test_what_was_cut_off_or_refused_is_not_forgotten_with_the_state(
    pair: tuple[StoreCopy, StoreCopy], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever of an edit reached the server: the rest is sent, refused anew, or told."""
    dan, ben = pair
    answers: Iterator[Callable[..., list[TeamVerdict]]] = iter(
        [push_operations, push_operations, _cut_line]
    )
    monkeypatch.setattr("team.sync.BATCH", 2)
    monkeypatch.setattr("team.sync.push_operations", lambda *sent: next(answers)(*sent))
    dan.move("north", product="drum", key_strategy="k", customer="Dock", stage="P6")
    with pytest.raises(UserError):
        dan.sync()
    monkeypatch.undo()
    dan.lose_state()
    assert not dan.sync().overtaken
    long = "x" * 2_200_000
    dan.edit("north", owner="Finn", remarks=long, head=long)
    assert {each["path"] for each in dan.sync().refused} == {"owner", "remarks", "head"}
    dan.lose_state()
    report = dan.sync()
    assert {each["path"] for each in report.refused} == {"head"}, "the server has none"
    given_way = {each["path"]: each["value"] for each in report.overtaken}
    assert given_way == {"owner": "Finn", "remarks": long}
    ben.sync()
    north = ben.book.projects["north"]
    assert (north.product, north.key_strategy, north.customer) == ("drum", "k", "Dock")
    assert (north.stage, north.owner, dan.book.projects["north"].owner) == ("P6", "Dan", "Dan")


def _cut_line(*_sent: Any) -> list[TeamVerdict]:
    """Answer as a line that is cut."""
    raise UserError("team-offline")


def test_who_wrote_what_stands_is_asked_once_a_page(
    pair: tuple[StoreCopy, StoreCopy], monkeypatch: pytest.MonkeyPatch
) -> None:
    dan, ben = pair
    dan.add("south")
    sync_all(dan, ben)
    for name in ("north", "south"):
        ben.edit(name, head="ben")
        dan.edit(name, head="dan")
    ben.sync()
    dan.lose_state()
    find = Mock(wraps=find_writers)
    monkeypatch.setattr("team.reunion.find_writers", find)
    report = dan.sync()
    assert find.call_count == 1
    assert [each["by"] for each in report.overtaken] == ["Ben"] * 2


def test_a_copy_that_edited_nothing_since_tells_nothing_where_its_state_is_lost(
    pair: tuple[StoreCopy, StoreCopy],
) -> None:
    dan, ben = pair
    dan.move("north", product="pump")
    sync_all(dan, ben)
    ben.edit("north", remarks="ben", next_action={"text": "call"})
    ben.sync()
    dan.lose_state()
    report = dan.sync()
    assert (report.pushed, report.overtaken, report.refused) == (0, [], [])
    assert dan.contents() == ben.contents()
    assert dan.book.projects["north"].remarks == "ben"


def test_a_restored_copy_that_is_edited_takes_back_nothing_else(
    pair: tuple[StoreCopy, StoreCopy],
) -> None:
    dan, ben = pair
    data = dan.path.read_bytes()
    dan.edit("north", remarks="newer")
    ben.edit("north", stage="P6")
    sync_all(dan, ben)
    dan.restore(data)
    dan.move("north", product="valve")
    dan.sync()
    sync_all(dan, ben)
    north = ben.book.projects["north"]
    assert (north.remarks, north.stage, north.product) == ("newer", "P6", "valve")
    assert dan.contents() == ben.contents()


@pytest.mark.parametrize("is_restored", [False, True])
def test_what_one_sees_no_more_leaves_a_copy_that_knew_nothing_of_it(
    copies: dict[str, StoreCopy], *, is_restored: bool
) -> None:
    dan, ben, cora = copies["Dan"], copies["Ben"], copies["Cora"]
    for name in ("given", "moved"):
        dan.add(name)
    sync_all(dan, ben)
    data = ben.path.read_bytes()
    if is_restored:
        ben.add("mine")
        ben.sync()
    hand_over_projects(dan.database.as_person("Ada"), "Dan", "Cora", ["given"])
    dan.database.put_under("Dan", "Cora")
    if is_restored:
        ben.restore(data)
    else:
        ben.lose_state()
    report = ben.sync()
    assert (sorted(report.purged), report.refused, report.waiting) == (["given", "moved"], [], 0)
    assert set(ben.book.projects) == ({"mine"} if is_restored else set())
    assert not ben.sync().did_something
    cora.sync()
    assert set(cora.book.projects) == {"given", "moved"}


def test_an_edit_while_a_deletion_is_taken_in_stands(pair: tuple[StoreCopy, StoreCopy]) -> None:
    dan, ben = pair
    ben.delete("north")
    ben.sync()
    with dan.meddling(lambda: dan.edit("north", product="just now")):
        dan.sync()
    assert dan.book.projects["north"].product == "just now"
    sync_all(dan, ben)
    assert ben.book.projects["north"].product == "just now"
    assert dan.contents() == ben.contents()


@pytest.mark.parametrize("is_noted", [False, True])
def test_an_edit_after_a_deleted_project_was_restored_brings_it_back(
    pair: tuple[StoreCopy, StoreCopy], *, is_noted: bool
) -> None:
    dan, ben = pair
    if is_noted:
        dan.edit("north", head="valve")
        sync_all(dan, ben)
    data = dan.path.read_bytes()
    dan.delete("north")
    sync_all(dan, ben)
    dan.restore(data)
    if is_noted:  # by an app that is open
        dan.collect()
    dan.edit("north", head="pump")
    dan.sync()
    assert dan.book.projects["north"].head == "pump"
    sync_all(dan, ben)
    assert ben.book.projects["north"].head == "pump"
    assert dan.contents() == ben.contents()


def test_an_edit_while_a_restored_copy_is_synced_brings_its_project_back(
    pair: tuple[StoreCopy, StoreCopy],
) -> None:
    dan, ben = pair
    data = dan.path.read_bytes()
    dan.delete("north")
    sync_all(dan, ben)
    dan.restore(data)
    with dan.meddling(lambda: dan.edit("north", head="pump")):
        dan.sync()
    assert dan.book.projects["north"].head == "pump"
    sync_all(dan, ben)
    assert ben.book.projects["north"].head == "pump"


def test_what_was_taken_out_stays_out_where_all_is_said_again(
    pair: tuple[StoreCopy, StoreCopy],
) -> None:
    """By a copy that edited the project later and had not heard of the removal."""
    dan, ben = pair
    server, backup = dan.database.server, f"{dan.database.name}_removed"
    dan.edit("north", touches=[MET, {**MET, "id": "t2"}], contacts=[contact("li"), contact("wu")])
    sync_all(dan, ben)
    dan.database.close()
    create_database(server, backup, dan.database.name)
    ben.edit("north", touches=[MET], contacts=[contact("li")])
    ben.sync()
    dan.edit("north", remarks="later")
    dan.collect()
    with dan.state() as state:
        sent, known = state.outbox(), state.known("north")
        assert known is not None
        for each in sent:  # as if the server had answered, and the line been cut before the pull
            known = take_operation(known, each)
            state.drop_operation(each["op"])
        state.keep_known("north", known)
    set_back({"Dan": dan, "Ben": ben}, backup)
    sync_all(ben, dan, ben)
    for copy in (dan, ben):
        north = copy.book.projects["north"]
        assert north.remarks == "later"
        assert [touch.id for touch in north.touches] == ["t1"]
        assert [person.id for person in north.contacts] == ["li"]
    dan.database.close()


def test_a_server_that_goes_on_being_set_back_is_not_taken_for_in_sync(
    pair: tuple[StoreCopy, StoreCopy], monkeypatch: pytest.MonkeyPatch
) -> None:
    dan, _ben = pair
    with dan.state() as state:
        before = state.read("synced")
    monkeypatch.setattr("team.sync.pull_all", Mock(side_effect=RewoundError))
    with pytest.raises(UserError) as refusal:
        dan.sync()
    with dan.state() as state:
        assert (refusal.value.code, state.read("synced")) == ("team-busy", before)
