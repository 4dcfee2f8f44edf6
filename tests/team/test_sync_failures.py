"""What goes wrong between a copy and the server: nothing is lost, and nothing is done twice."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from deals.book_change import BookChange
from deals.errors import UserError
from deals.model import Change, Competitor
from store.store import Store
from team import sync_state
from team.people import add_person, revoke_person
from team.server import hand_over_projects, push_operations
from team.sync import sync
from tests.deals.makers import contact
from tests.team.database import edited, stamp
from tests.team.store_copies import StoreCopy, sync_all

HOUR, DAY = 3600, 86400
MET = {"id": "t1", "on": "2026-11-02", "how": "visit", "note": "x"}


class CutLine:
    """A connection that is cut at a call: before it reaches the server, or after its commit."""

    def __init__(self, connection: Any, at: str, *, after: bool) -> None:
        self.connection, self.at, self.after, self.cut = connection, at.encode(), after, False

    def execute(self, call: Any, arguments: Any = None) -> Any:
        hit = self.at in call and not self.cut
        if hit and not self.after:
            self.cut = True
            raise psycopg.OperationalError("the line was cut")
        done = self.connection.execute(call, arguments)
        if hit:
            self.cut = True
            raise psycopg.OperationalError("the line was cut")
        return done


@pytest.mark.parametrize("after", [False, True], ids=["before", "after its commit"])
@pytest.mark.parametrize("at", ["netloft.push", "netloft.pull"])
def test_a_cut_line_loses_nothing_and_repeats_nothing(
    pair: tuple[StoreCopy, StoreCopy], at: str, after: bool
) -> None:
    dan, ben = pair
    dan.edit("north", remarks="new", touches=[MET])
    dan.add("south")
    ben.edit("north", stage="P5")
    ben.sync()
    dan.wrap = lambda connection: CutLine(connection, at, after=after)
    with pytest.raises(psycopg.OperationalError):
        dan.sync()
    dan.wrap = lambda connection: connection
    report = dan.sync()
    assert not report.overtaken and not report.refused and not report.waiting
    sync_all(dan, ben)
    assert dan.contents() == ben.contents()
    project = ben.book.projects["north"]
    assert (project.remarks, project.stage, len(project.touches)) == ("new", "P5", 1)
    count = "select count(*) from netloft.change where path = 'remarks' and project = 'north'"
    assert ben.database.as_person().execute(count.encode()).fetchone() == (1,)


class Killed(BaseException):
    """The process is gone at this statement."""


class Steps:
    """Counts what a sync does, statement by statement, and kills it at one of them."""

    def __init__(self, kill_at: int) -> None:
        self.left = kill_at

    def step(self) -> None:
        self.left -= 1
        if self.left == 0:
            raise Killed


class WatchedDatabase:
    """A SQLite database each of whose statements is a step."""

    def __init__(self, database: sqlite3.Connection, steps: Steps) -> None:
        self.database, self.steps = database, steps

    def execute(self, statement: str, values: Any = ()) -> Any:
        if statement != "rollback":  # a process that is gone does not even do that
            self.steps.step()
        return self.database.execute(statement, values)

    def executescript(self, script: str) -> Any:
        return self.database.executescript(script)

    def close(self) -> None:
        self.database.close()


class WatchedLine:
    """A connection each of whose calls is two steps: before it, and after its commit."""

    def __init__(self, connection: Any, steps: Steps) -> None:
        self.connection, self.steps = connection, steps

    def execute(self, call: Any, arguments: Any = None) -> Any:
        self.steps.step()
        done = self.connection.execute(call, arguments)
        self.steps.step()
        return done


def sync_killed(copy: StoreCopy, at: int, patch: pytest.MonkeyPatch) -> bool:
    """Sync a copy and kill it at a step; tell whether it was killed before its end."""
    steps, plain, commit = Steps(at), sync_state._open_database, Store.commit

    def commit_in_steps(store: Store, *arguments: Any) -> Any:
        steps.step()
        done = commit(store, *arguments)
        steps.step()
        return done

    with patch.context() as patched:
        patched.setattr(
            sync_state, "_open_database", lambda path: WatchedDatabase(plain(path), steps)
        )
        patched.setattr(Store, "commit", commit_in_steps)
        copy.wrap = lambda connection: WatchedLine(connection, steps)
        try:
            copy.sync()
        except Killed:
            return True
        finally:
            copy.wrap = lambda connection: connection
    return False


def kill_everywhere(
    dan: StoreCopy, ben: StoreCopy, steps: Iterator[int], patch: pytest.MonkeyPatch
) -> int:
    """Kill Dan's sync at one step after the other, each of new edits on both sides."""
    for nth, at in enumerate(steps):
        dan.edit(
            "north", remarks=f"dan {nth}", tags=[str(nth)], touches=[{**MET, "note": f"{nth}"}]
        )
        dan.add(f"d{nth}")
        ben.edit("north", stage=f"P{nth % 7}", key_strategy=f"ben {nth}")
        ben.edit("gone", remarks=str(nth)) if "gone" in ben.book.projects else ben.add("gone")
        ben.sync()
        killed = sync_killed(dan, at, patch)
        dan.edit("north", product=f"after {nth}")
        dan.sync()
        ben.sync()
        report = dan.sync()
        assert not report.overtaken and not report.refused, at
        north = ben.book.projects["north"]
        assert (north.remarks, north.tags, north.stage) == (
            f"dan {nth}",
            (str(nth),),
            f"P{nth % 7}",
        )
        assert (north.product, north.key_strategy) == (f"after {nth}", f"ben {nth}")
        assert dan.contents()["north"] == ben.contents()["north"], at
        assert dan.contents()[f"d{nth}"] == ben.contents()[f"d{nth}"]
        if not killed:
            return at
    return 0


def test_a_sync_may_be_killed_at_any_statement(
    pair: tuple[StoreCopy, StoreCopy], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert kill_everywhere(*pair, iter(range(1, 400, 9)), monkeypatch) > 60


@pytest.mark.soak
def test_a_sync_may_be_killed_at_every_statement(
    pair: tuple[StoreCopy, StoreCopy], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert kill_everywhere(*pair, iter(range(1, 400)), monkeypatch) > 60


def test_a_poison_operation_stops_no_other(copies: dict[str, StoreCopy]) -> None:
    dan, ben = copies["Dan"], copies["Ben"]
    dan.add("north")
    dan.sync()
    dan.edit("north", remarks="nul \0 inside", customer="Port")
    dan.add("south")
    report = dan.sync()
    assert [(each["path"], each["verdict"]) for each in report.refused] == [("remarks", "invalid")]
    ben.sync()
    assert ben.book.projects["north"].customer == "Port"
    assert "south" in ben.book.projects
    assert not dan.sync().refused, "it is told once"
    assert dan.book.projects["north"].remarks == "nul \0 inside", "what was typed stays"
    dan.edit("north", remarks="better")
    assert not dan.sync().refused
    ben.sync()
    assert ben.book.projects["north"].remarks == "better"
    with dan.state() as state:
        assert not state.failures("refused")


@pytest.mark.parametrize("path", ["contacts", "tags", "plan"])
def test_an_order_of_what_is_no_key_stops_nobody(
    pair: tuple[StoreCopy, StoreCopy], path: str
) -> None:
    """A server takes none, but one that had no guards yet may hold some."""
    dan, ben = pair
    poison = edited("north", path, [{"a": 1}, [2], 3])
    assert dan.database.verdicts("Dan", poison) == ["invalid type"]
    with dan.database.unguarded():
        (verdict,) = dan.database.verdicts("Dan", poison)
    assert verdict in {"applied", "won"}
    dan.edit("north", remarks="goes on")
    sync_all(dan, ben)
    assert ben.book.projects["north"].remarks == "goes on"
    assert dan.contents() == ben.contents()


def test_a_shared_record_that_does_not_read_stops_no_other(copies: dict[str, StoreCopy]) -> None:
    """It waits by itself, and nobody takes it out for lack of it."""
    dan, finn = copies["Dan"], copies["Finn"]
    sync_all(dan, finn)
    marked = edited("@lists", "competitors/newer", True, base=None)
    dan.database.push("Finn", marked, edited("@lists", "competitors/newer/name", 5, base=None))
    report = dan.sync()
    assert report.unreadable == ["@lists"]
    rival = Competitor(name="Rival")
    finn.commit(lambda book: book.with_lists(competitors=(rival,)))
    sync_all(dan, finn)
    assert [each.name for each in dan.book.competitors] == ["Rival"]
    assert dan.contents() == finn.contents()
    assert dan.database.value("@lists", "competitors/newer") is True
    named = edited("@lists", "competitors/newer/name", "Newer", base=None)
    assert dan.database.verdicts("Finn", named) == ["won"]
    report = dan.sync()
    assert {each.name for each in dan.book.competitors} == {"Rival", "Newer"}
    assert not report.unreadable


def test_a_refused_value_gives_way_to_what_another_sets(pair: tuple[StoreCopy, StoreCopy]) -> None:
    dan, ben = pair
    dan.edit("north", remarks="nul \0 inside")
    dan.sync()
    ben.edit("north", remarks="clear")
    ben.sync()
    dan.sync()
    assert dan.book.projects["north"].remarks == "clear"
    assert dan.contents() == ben.contents()


def test_a_clock_hours_ahead_is_refused_kept_and_told_until_it_is_right(
    pair: tuple[StoreCopy, StoreCopy],
) -> None:
    dan, ben = pair
    dan.ahead = 3 * HOUR
    dan.edit("north", remarks="from tomorrow")
    report = dan.sync()
    assert {each["reason"] for each in report.refused} == {"clock"}
    assert report.ahead == pytest.approx(3 * HOUR * 1000, abs=60_000)
    ben.sync()
    assert ben.book.projects["north"].remarks == "x"
    assert dan.sync().refused, "it is said as long as it is so"
    dan.ahead = 0
    assert not dan.sync().refused
    ben.ahead = 1
    ben.sync()
    assert ben.book.projects["north"].remarks == "from tomorrow"
    ben.edit("north", remarks="later")
    sync_all(ben, dan)
    assert dan.book.projects["north"].remarks == "later", "the fast clock gained nothing"


@pytest.mark.parametrize("ahead", [300, -30 * DAY])
def test_whoever_edits_last_wins_whatever_his_clock_says(
    pair: tuple[StoreCopy, StoreCopy], ahead: float
) -> None:
    dan, ben = pair
    dan.ahead = ahead
    for turn in range(3):
        ben.edit("north", remarks=f"ben {turn}", touches=[{**MET, "note": f"ben {turn}"}])
        sync_all(ben, dan)
        dan.edit("north", remarks=f"dan {turn}", touches=[{**MET, "note": f"dan {turn}"}])
        sync_all(dan, ben)
        project = ben.book.projects["north"]
        assert (project.remarks, project.touches[0].note) == (f"dan {turn}", f"dan {turn}")
        assert dan.contents() == ben.contents()


def test_a_schema_that_is_too_new_is_refused_before_anything_is_written(
    pair: tuple[StoreCopy, StoreCopy],
) -> None:
    dan, ben = pair
    dan.edit("north", remarks="new")
    admin = dan.database.as_person()
    admin.execute("update netloft.meta set schema_max = 0, schema_min = 0")
    with pytest.raises(psycopg.Error, match="0") as refused:
        dan.sync()
    assert refused.value.sqlstate == "NL003"
    admin.execute("update netloft.meta set schema_max = 99, schema_min = 99")
    with pytest.raises(psycopg.Error) as refused:
        dan.sync()
    assert refused.value.sqlstate == "NL002"
    admin.execute("update netloft.meta set schema_min = 1")
    dan.sync()
    ben.sync()
    assert ben.book.projects["north"].remarks == "new"


def test_fields_of_a_newer_version_are_kept(pair: tuple[StoreCopy, StoreCopy]) -> None:
    dan, ben = pair
    later = {"x_new": {"a": [1]}, "contacts": [{"id": "li", "name": "Li", "x_mood": "good"}]}
    dan.edit("north", **later)
    key = next(iter(dan.book.projects["north"].contacts)).id
    newer = edited("north", "signals/s1/text", "rises", stamp=stamp())
    push_operations(dan.database.as_person("Dan"), [newer], 1)
    sync_all(dan, ben)
    ben.edit("north", remarks="by an older one")
    sync_all(ben, dan)
    for copy in pair:
        project = copy.book.projects["north"]
        assert (project.model_extra or {})["x_new"] == {"a": [1]}
        assert (project.contacts[0].model_extra or {})["x_mood"] == "good"
    assert key == "li"
    assert dan.database.value("north", "signals/s1/text") == "rises"


def test_what_does_not_read_here_waits_for_a_newer_version(
    pair: tuple[StoreCopy, StoreCopy],
) -> None:
    dan, ben = pair
    odd = edited("north", "stage", "P1", stamp=stamp(1))
    strange = edited("north", "contacts/li/cr", {"cr": 9, "evidence": None}, stamp=stamp(1))
    push_operations(dan.database.as_person("Dan"), [odd, strange], 1)
    ben.add("south")
    ben.edit("north", remarks="mine")
    report = ben.sync()
    assert report.unreadable == ["north"]
    assert ben.book.projects["north"].stage == "P4"
    assert dan.database.value("north", "remarks") == "mine", "edits here go on"
    right = edited("north", "contacts/li/cr", {"cr": 4, "evidence": None}, stamp=stamp(2))
    push_operations(dan.database.as_person("Dan"), [right], 1)
    assert not ben.sync().unreadable
    north = ben.book.projects["north"]
    assert (north.stage, north.contacts[0].cr, north.remarks) == ("P1", 4, "mine")


def test_pending_edits_of_whoever_was_revoked_are_kept_and_told(
    pair: tuple[StoreCopy, StoreCopy],
) -> None:
    dan, ben = pair
    revoke_person(dan.database.as_person(), "Dan")
    dan.edit("north", remarks="too late")
    with pytest.raises(UserError, match="team-stranger"):
        dan.sync()
    with dan.state() as state:
        assert {each["reason"] for each in state.failures("refused")} == {"revoked"}
    assert dan.book.projects["north"].remarks == "too late"
    ben.sync()
    assert ben.book.projects["north"].remarks == "x"
    add_person(dan.database.as_person(), "Dan")
    dan.sync()
    ben.sync()
    assert ben.book.projects["north"].remarks == "too late"


def test_another_owners_edits_that_come_too_late_are_kept_and_told(
    copies: dict[str, StoreCopy],
) -> None:
    dan, eve = copies["Dan"], copies["Eve"]
    dan.add("north", remarks="x")
    dan.sync()
    hand_over_projects(dan.database.as_person("Ben"), "Dan", "Eve")
    dan.edit("north", remarks="too late")
    report = dan.sync()
    assert report.purged == ["north"]
    assert ("remarks", "too late", "denied") in [
        (each.get("path"), each["value"], each["verdict"]) for each in report.refused
    ]
    eve.sync()
    assert eve.book.projects["north"].remarks == "x"
    assert not dan.sync().pushed


def test_a_new_reporting_line_brings_and_takes_projects(copies: dict[str, StoreCopy]) -> None:
    dan, ben, cora = copies["Dan"], copies["Ben"], copies["Cora"]
    dan.add("north", history=[], touches=[MET])
    sync_all(dan, ben, cora)
    dan.database.put_under("Dan", "Cora")
    assert ben.sync().purged == ["north"]
    assert not ben.book.projects
    cora.sync()
    assert cora.contents()["north"] == dan.contents()["north"]
    assert not dan.sync().purged


def test_what_a_deletion_overtook_stays_away_when_the_project_comes_back(
    copies: dict[str, StoreCopy],
) -> None:
    dan, ben, ada = copies["Dan"], copies["Ben"], copies["Ada"]
    dan.add("north", remarks="x")
    sync_all(dan, ben, ada)
    ben.edit("north", remarks="ben", touches=[MET])
    ben.collect()
    dan.ahead = 60
    dan.delete("north")
    dan.sync()
    ada.ahead = 120
    ada.edit("north", stage="P6")
    report = ben.sync()
    assert {each["path"] for each in report.overtaken} == {"remarks", "touches/t1"}
    sync_all(ada, dan, ben)
    assert ben.book.projects["north"].stage == "P6"
    assert dan.contents() == ben.contents() == ada.contents()


def test_what_is_mended_where_projects_come_together_goes_to_all(
    copies: dict[str, StoreCopy],
) -> None:
    """A touch with somebody whom another took out, the mending of which was overtaken."""
    dan, ben, ada = copies["Dan"], copies["Ben"], copies["Ada"]
    dan.add("north", contacts=[contact("li")])
    sync_all(dan, ben, ada)
    dan.edit("north", touches=[{**MET, "contacts": ["li"]}])
    ben.edit("north", contacts=[])
    for copy in (dan, ben, ada):
        copy.sync()
    assert ada.book.projects["north"].touches[0].contacts == ()
    ada.collect()
    dan.ahead = 60
    dan.delete("north")
    dan.sync()
    ada.ahead = 120
    ada.edit("north", stage="P6")
    assert "touches/t1" in {each["path"] for each in ada.sync().overtaken}
    assert ada.sync().pushed
    with ada.state() as state:
        known = state.known("north")
    assert known is not None and known.flat["touches/t1"]["contacts"] == []


def test_two_sessions_do_not_sync_one_store_at_once(pair: tuple[StoreCopy, StoreCopy]) -> None:
    dan, _ben = pair
    with dan.state(), pytest.raises(UserError, match="team-sync-runs"), dan.state():
        pass
    dan.sync()


def test_another_session_may_write_while_a_sync_runs(pair: tuple[StoreCopy, StoreCopy]) -> None:
    """What is edited between the pull and its commit stays, and is sent the next time."""
    dan, ben = pair
    ben.edit("north", remarks="ben", stage="P5")
    ben.sync()
    commit = Store.commit

    class Meddling(Store):
        def commit(self, change: BookChange, label: str, by: str = "", *, own: bool = True) -> Any:
            if label == "sync":
                dan.edit("north", remarks="dan, just now", product="pump")
            return commit(self, change, label, by, own=own)

    store = Meddling.open(dan.path, author="Dan")
    with dan.state() as state:
        sync(store, state, dan.database.as_person("Dan"))
        assert state.read("collected") != store.sequence, "a watcher sees that there is more"
    store.close()
    project = dan.book.projects["north"]
    assert (project.remarks, project.product, project.stage) == ("dan, just now", "pump", "P5")
    sync_all(dan, ben)
    assert dan.contents() == ben.contents()
    assert ben.book.projects["north"].remarks == "dan, just now"


class FullDisk:
    """A SQLite database on a disk that fills up at a statement."""

    def __init__(self, database: sqlite3.Connection, left: int) -> None:
        self.database, self.left = database, left

    def execute(self, statement: str, values: Any = ()) -> Any:
        if statement != "rollback":
            self.left -= 1
            if self.left < 0:
                raise sqlite3.OperationalError("database or disk is full")
        return self.database.execute(statement, values)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.database, name)


@pytest.mark.parametrize("room", [0, 6, 14, 25, 40])
def test_a_full_disk_loses_nothing(
    pair: tuple[StoreCopy, StoreCopy], room: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    dan, ben = pair
    ben.edit("north", stage="P5")
    ben.sync()
    dan.edit("north", remarks="new")
    plain = sync_state._open_database
    with monkeypatch.context() as patched:
        patched.setattr(sync_state, "_open_database", lambda path: FullDisk(plain(path), room))
        with pytest.raises(UserError, match="team-state-unwritable"):
            dan.sync()
    sync_all(dan, ben)
    assert dan.contents() == ben.contents()
    project = ben.book.projects["north"]
    assert (project.remarks, project.stage) == ("new", "P5")


def test_two_projects_with_one_move_of_their_history(copies: dict[str, StoreCopy]) -> None:
    dan, ben = copies["Dan"], copies["Ben"]
    move = {"at": "2026-11-02T09:00:00Z", "by": "Dan", "field": "stage", "old": "P1", "new": "P2"}
    for name in ("north", "south"):
        dan.add(name, history=[Change.model_validate(move)] * 2)
    sync_all(dan, ben)
    assert all(len(ben.book.projects[name].history) == 2 for name in ("north", "south"))
    assert dan.contents() == ben.contents()
