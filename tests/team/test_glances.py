"""Managers pull summaries: they see what triage needs, open one project whole, and keep nothing of
whom they do not see any more.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given

from deals.big_bets import BigBetIndex
from deals.book_change import BookChange
from deals.edits.stages import end_project
from deals.errors import UserError
from deals.glances import make_glance
from deals.model import (
    Amount,
    NextAction,
    OwnValue,
    PlanRow,
    Project,
    StageRate,
    Stamp,
    WinRates,
)
from deals.numbers.branches import DueDays, add_up_branches, line_basis
from deals.numbers.figures import TEAM, Figures, NumbersScope
from deals.numbers.fiscal_periods import CALENDAR_YEARS
from deals.numbers.list_sums import sum_projects
from deals.rules.triage import assess
from deals.team_copy import recall_line
from deals.twins import twin_owners
from team import glance_sync
from team.branch_reports import fetch_branches
from team.glance_bodies import MOST_BYTES, count_bytes, make_body, read_glance, undated
from team.glance_sync import GlanceBasis, open_whole
from team.operations import KnownProject
from team.paths import flatten, project_document
from team.people import add_person, revoke_person
from team.scope import bring_summaries, set_scope
from team.server import PulledGlance, hand_over_projects, pull_glances, sum_branches
from team.sync import sync
from team.sync_report import SyncReport
from team.sync_state import SyncState
from tests import strategies
from tests.deals.makers import DEFAULT, TODAY, contact, project
from tests.team.database import Database, created, edited, operation
from tests.team.store_copies import StoreCopy, make_copies

MET = {"id": "t1", "on": "2026-11-02", "how": "visit", "note": "x"}


def sync_on(copy: StoreCopy, today: date = TODAY, *, sends: bool = True) -> SyncReport:
    """Sync as of a day, with summaries."""
    connection = copy.wrap(copy.database.as_person(copy.person))
    basis = GlanceBasis(DEFAULT, today) if sends else None
    with copy.open() as store, copy.state() as state:
        return sync(store, state, connection, now=copy.clock, basis=basis)


def go_by_glances(copy: StoreCopy, under: str | None = None) -> None:
    with copy.state() as state, state.change():
        set_scope(state, "glances", under)


def open_here(copy: StoreCopy, key: str, today: date = TODAY) -> None:
    connection = copy.database.as_person(copy.person)
    with copy.open() as store, copy.state() as state:
        open_whole(store, state, connection, key, today)


@pytest.fixture
def copies(database: Database, tmp_path: Path) -> dict[str, StoreCopy]:
    """Copies of all; Ben goes by summaries."""
    made = make_copies(database, tmp_path)
    go_by_glances(made["Ben"])
    return made


def shown(copy: StoreCopy) -> dict[str, bool]:
    """Return the projects of a copy, and whether each is a summary."""
    return {key: project.glance is not None for key, project in copy.book.projects.items()}


def test_a_manager_sees_what_triage_needs(copies: dict[str, StoreCopy]) -> None:
    dan, ben = copies["Dan"], copies["Ben"]
    people = [contact("何总", 2, stance="opposes", role="decides")]
    dan.add("north", customer="Port", stage="P4", contacts=people, tags=["x"], touches=[])
    dan.edit("north", next_action=NextAction(text="call", on=TODAY).model_dump(mode="json"))
    ben.add("mine")
    sync_on(dan)
    report = sync_on(ben)
    assert report.pulled == 1
    assert shown(ben) == {"mine": False, "north": True}
    whole, glance = dan.book.projects["north"], ben.book.projects["north"]
    assert glance == make_glance(whole, DEFAULT, TODAY)
    assert assess(glance, DEFAULT, TODAY).flags == assess(whole, DEFAULT, TODAY).flags
    assert (glance.contacts, glance.touches) == ((), ())
    again = sync_on(ben)
    assert (again.pulled, again.pushed, again.did_something) == (0, 0, False)
    assert sync_on(dan, TODAY + timedelta(days=1)).pushed == 0


def test_what_changes_comes_and_only_that(copies: dict[str, StoreCopy]) -> None:
    dan, ben = copies["Dan"], copies["Ben"]
    for name in ("a", "b", "c"):
        dan.add(name)
    sync_on(dan)
    sync_on(ben)
    dan.edit("b", stage="P3", amount=Amount(low=5, high=5, text="5").model_dump())
    sync_on(dan)
    assert sync_on(ben).pulled == 1
    assert ben.book.projects["b"].stage == "P3"
    dan.delete("c")
    sync_on(dan)
    sync_on(ben)
    assert shown(ben) == {"a": True, "b": True}
    assert sync_on(ben).pulled == 0


def test_a_summary_is_news_by_more_than_its_day(copies: dict[str, StoreCopy]) -> None:
    dan, ben = copies["Dan"], copies["Ben"]
    dan.add("a", stage="P4", contacts=[contact("何总", 2)])
    sync_on(dan)
    sync_on(ben)
    for days, pulled in ((1, 0), (6, 0), (7, 1), (8, 0)):
        sync_on(dan, TODAY + timedelta(days=days))
        assert sync_on(ben).pulled == pulled
    glance = ben.book.projects["a"].glance
    assert glance is not None
    assert glance.day == TODAY + timedelta(days=7)


def test_of_a_client_that_sends_none_the_fields_come(copies: dict[str, StoreCopy]) -> None:
    dan, ben = copies["Dan"], copies["Ben"]
    dan.add("a", stage="P4", customer="Port")
    sync_on(dan, sends=False)
    sync_on(ben)
    project = ben.book.projects["a"]
    assert (project.stage, project.customer) == ("P4", "Port")
    assert project.glance is not None
    assert project.glance.flags == ()


def test_a_project_is_opened_worked_on_and_becomes_a_summary_again(
    copies: dict[str, StoreCopy],
) -> None:
    dan, ben = copies["Dan"], copies["Ben"]
    dan.add("a", contacts=[contact("何总", 2)], remarks="long story")
    sync_on(dan)
    sync_on(ben)
    with pytest.raises(UserError, match="project-glance"):
        ben.edit("a", stage="P2")
    open_here(ben, "a")
    assert ben.contents()["a"] == dan.contents()["a"]
    ben.edit("a", remarks="call them", touches=[MET])
    dan.edit("a", stage="P3")
    sync_on(ben)
    sync_on(dan)
    sync_on(ben)
    assert ben.contents()["a"] == dan.contents()["a"]
    assert (dan.book.projects["a"].remarks, dan.book.projects["a"].stage) == ("call them", "P3")
    sync_on(ben, TODAY + timedelta(days=30))
    assert shown(ben) == {"a": False}
    later = TODAY + timedelta(days=31)
    assert sync_on(ben, later).did_something is False
    assert shown(ben) == {"a": True}
    assert sync_on(ben, later).pushed == 0
    assert "a" in dan.book.projects
    dan.edit("a", stage="P5")
    sync_on(dan, later)
    sync_on(ben, later)
    assert ben.book.projects["a"].stage == "P5"


def test_one_with_something_to_be_sent_stays_open(copies: dict[str, StoreCopy]) -> None:
    dan, ben = copies["Dan"], copies["Ben"]
    dan.add("a")
    sync_on(dan)
    sync_on(ben)
    open_here(ben, "a")
    sync_on(ben)
    with ben.state() as state:
        failure = {"project": "a", "kind": "field", "path": "stage", "reason": "type"}
        state.keep_failure("refused", {**failure, "verdict": "invalid", "value": "P9"})
    sync_on(ben, TODAY + timedelta(days=40))
    assert shown(ben) == {"a": False}


def test_what_others_do_to_an_opened_one_comes(
    database: Database, copies: dict[str, StoreCopy]
) -> None:
    dan, ben = copies["Dan"], copies["Ben"]
    for name in ("a", "b", "c"):
        dan.add(name)
    sync_on(dan)
    sync_on(ben)
    for name in ("a", "b", "c"):
        open_here(ben, name)
    dan.delete("a")
    sync_on(dan)
    hand_over_projects(database.as_person(), "Dan", "Eve", ["b"])
    hand_over_projects(database.as_person(), "Dan", "Finn", ["c"])
    report = sync_on(ben)
    assert shown(ben) == {"b": False}
    assert ben.book.projects["b"].owner == "Eve"
    assert (report.deleted, report.purged) == (["a"], ["c"])


def test_a_hand_over_makes_a_whole_one_a_summary_and_back(
    database: Database, copies: dict[str, StoreCopy]
) -> None:
    ben, dan = copies["Ben"], copies["Dan"]
    dan.add("other")
    sync_on(dan)
    ben.add("a", contacts=[contact("何总", 2)], touches=[MET])
    sync_on(ben)
    hand_over_projects(database.as_person("Ben"), "Ben", "Dan")
    report = sync_on(ben)
    assert shown(ben) == {"a": True, "other": True}
    assert ben.book.projects["a"].owner == "Dan"
    assert (report.purged, report.left) == ([], 0)
    sync_on(dan)
    assert len(dan.book.projects["a"].contacts) == 1
    hand_over_projects(database.as_person("Ben"), "Dan", "Ben", ["a"])
    report = sync_on(ben)
    assert shown(ben) == {"a": False, "other": True}
    assert len(ben.book.projects["a"].contacts) == 1
    assert len(ben.book.projects["a"].touches) == 1
    assert (report.purged, report.left) == ([], 0)
    ben.edit("a", stage="P2")
    assert sync_on(ben).refused == []
    sync_on(ben, TODAY + timedelta(days=99))
    assert shown(ben) == {"a": False, "other": True}


def test_an_edit_that_waits_is_sent_before_a_given_one_is_a_summary(
    database: Database, copies: dict[str, StoreCopy]
) -> None:
    ben, dan = copies["Ben"], copies["Dan"]
    dan.add("other")
    sync_on(dan)
    ben.add("a")
    sync_on(ben)
    hand_over_projects(database.as_person("Ada"), "Ben", "Dan", ["a"])
    ben.edit("a", remarks="late")
    assert sync_on(ben).refused == []
    sync_on(dan)
    assert dan.book.projects["a"].remarks == "late"
    sync_on(ben)
    assert shown(ben)["a"]


def test_whom_one_does_not_see_any_more_is_taken_out_and_counted(
    database: Database, copies: dict[str, StoreCopy]
) -> None:
    dan, eve, ben = copies["Dan"], copies["Eve"], copies["Ben"]
    for name in ("a", "b"):
        dan.add(name)
    eve.add("c")
    sync_on(dan)
    sync_on(eve)
    sync_on(ben)
    open_here(ben, "b")
    add_person(database.as_person(), "Dan", reports_to="Cora")
    report = sync_on(ben)
    assert shown(ben) == {"c": True}
    assert (report.left, report.purged) == (1, ["b"])
    revoke_person(database.as_person(), "Ben")
    with pytest.raises(UserError, match="team-stranger"):
        sync_on(ben)


def test_a_branch_is_chosen_and_the_whole_team_again(copies: dict[str, StoreCopy]) -> None:
    ada, dan, cora = copies["Ada"], copies["Dan"], copies["Cora"]
    dan.add("a")
    cora.add("b")
    sync_on(dan)
    sync_on(cora)
    go_by_glances(ada)
    sync_on(ada)
    assert shown(ada) == {"a": True, "b": True}
    go_by_glances(ada, "Ben")
    report = sync_on(ada)
    assert (shown(ada), report.left, report.scoped) == ({"a": True}, 0, 1)
    with ada.state() as state, state.change():
        set_scope(state, "team")
    sync_on(ada)
    assert shown(ada) == {"a": False, "b": False}
    go_by_glances(ada)
    sync_on(ada)
    assert shown(ada) == {"a": True, "b": True}
    with ada.state() as state, state.change():
        set_scope(state, "own")
    sync_on(ada)
    assert shown(ada) == {}


def test_a_branch_comes_beside_what_is_here(
    database: Database, copies: dict[str, StoreCopy], monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = copies["Ada"]
    for person in ("Dan", "Eve", "Cora"):
        copies[person].add(person)
        sync_on(copies[person])
    go_by_glances(ada, "Cora")
    sync_on(ada)
    assert shown(ada) == {"Cora": True}

    def bring(person: str, path: tuple[str, ...]) -> SyncReport:
        with ada.state() as state, state.change():
            bring_summaries(state, database.as_person("Ada"), person, path)
        return sync_on(ada)

    report = bring("Ben", ("Ada", "Ben"))
    assert (set(shown(ada)), report.scoped, report.left) == ({"Cora", "Dan", "Eve"}, 0, 0)
    assert not bring("Dan", ("Ada", "Ben", "Dan")).did_something
    monkeypatch.setattr("team.scope.MOST_GLANCES", 2)
    monkeypatch.setattr(glance_sync, "MOST_GLANCES", 2)
    report = bring("Ben", ("Ada", "Ben"))
    assert (set(shown(ada)), report.scoped, report.left) == ({"Dan", "Eve"}, 1, 0)
    bring("Dan", ("Ada", "Ben", "Dan"))  # who is in the branch that is here anyway
    assert set(shown(ada)) == {"Dan", "Eve"}


def test_of_too_many_below_none_come_until_one_is_named(
    copies: dict[str, StoreCopy], monkeypatch: pytest.MonkeyPatch
) -> None:
    ada, dan = copies["Ada"], copies["Dan"]
    for name in ("a", "b", "c"):
        dan.add(name)
    copies["Cora"].add("d")
    sync_on(dan)
    sync_on(copies["Cora"])
    monkeypatch.setattr(glance_sync, "MOST_GLANCES", 3)
    go_by_glances(ada)
    assert sync_on(ada).crowded == 4
    assert shown(ada) == {}
    go_by_glances(ada, "Ben")
    assert sync_on(ada).crowded == 0
    assert len(shown(ada)) == 3
    for most, crowded, whole in ((3, 4, 0), (4, 0, 4), (3, 0, 4)):
        monkeypatch.setattr("team.sync.MOST_WHOLE", most)
        with ada.state() as state, state.change():
            set_scope(state, "team")
        assert sync_on(ada).crowded == crowded
        assert list(shown(ada).values()) == [False] * whole


def test_a_lost_state_is_built_anew(copies: dict[str, StoreCopy]) -> None:
    dan, ben = copies["Dan"], copies["Ben"]
    for name in ("a", "b"):
        dan.add(name)
    sync_on(dan)
    sync_on(ben)
    open_here(ben, "b")
    ben.folder.joinpath("store.json.sync").unlink()
    go_by_glances(ben)
    sync_on(ben)
    sync_on(ben)
    assert shown(ben) == {"a": True, "b": True}
    assert set(dan.book.projects) == {"a", "b"}


def test_a_stopped_pull_is_gone_on_with(
    copies: dict[str, StoreCopy], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the commit and what is remembered of it, as a kill would."""
    dan, ben = copies["Dan"], copies["Ben"]
    for number in range(6):
        dan.add(f"p{number}")
    sync_on(dan)
    with monkeypatch.context() as patched:
        patched.setattr(
            "team.sync_state.SyncState.mark_glanced", lambda *_: (_ for _ in ()).throw(KeyError())
        )
        with pytest.raises(KeyError):
            sync_on(ben)
    sync_on(ben)
    assert len(shown(ben)) == 6
    assert sync_on(ben).did_something is False


@pytest.mark.parametrize("page", [1, 2, 3, 50])
def test_pages_of_any_size_bring_the_same(database: Database, page: int) -> None:
    for owner in ("Ben", "Cora", "Dan", "Eve"):
        database.push("Ada", *(created(f"{owner}{number}", owner) for number in range(4)))
    found, cursors = set[str](), dict[str, int]()
    for pulled in pull_glances(database.as_person("Ada"), cursors, None, page):
        found |= {row["id"] for row in pulled["glances"]}
        cursors |= pulled["cursors"]
        assert len(pulled["glances"]) <= page
    assert len(found) == 16
    database.push("Ada", edited("Dan2", "stage", "P4"))
    database.push("Eve", operation("glance", "Eve1", value={"glance": {"day": "2026-11-30"}}))
    (*_full, last) = pull_glances(database.as_person("Ada"), cursors, None, 50)
    assert [row["id"] for row in last["glances"]] == ["Dan2", "Eve1"]
    assert set(last["cursors"]) == {"Dan", "Eve"}


def test_nobody_sees_summaries_of_whom_they_do_not_see(database: Database) -> None:
    database.push("Dan", created("a"))
    database.push("Finn", created("f"))
    for role, under, seen in (
        ("Ben", None, {"a"}),
        ("Ben", "Dan", {"a"}),
        ("Ada", "Ben", {"a"}),
        ("Eve", None, set[str]()),
        ("Eve", "Dan", set[str]()),
        ("Eve", "Ben", set[str]()),
        ("Dan", None, set[str]()),
        ("Finn", "Ada", set[str]()),
    ):
        asked = {"Dan": 0, "Finn": 0}
        pages = list(pull_glances(database.as_person(role), asked, under))
        assert {row["id"] for page in pages for row in page["glances"]} == seen, role
        assert "Finn" in pages[0]["gone"]


def test_a_body_is_no_change_of_the_project(database: Database) -> None:
    database.push("Dan", created("a"))
    call = "select seq, clk, doc from netloft.project where id = 'a'"
    before = database.as_person().execute(call).fetchone()
    body = {"glance": {"day": "2026-11-30"}}
    assert database.verdicts("Dan", operation("glance", "a", value=body)) == ["applied"]
    assert database.verdicts("Eve", operation("glance", "a", value=body)) == ["denied project"]
    assert database.as_person().execute(call).fetchone() == before
    too_much = {"glance": {"day": "x" * 9000}}
    assert database.verdicts("Dan", operation("glance", "a", value=too_much)) == ["invalid size"]


def test_sums_leave_out_what_was_deleted(database: Database) -> None:
    database.push("Dan", created("a"), created("b"))
    database.push("Dan", operation("delete", "a", value=True))
    ben = database.as_person("Ben")
    day = date(2026, 11, 30)
    assert [row["deals"] for row in sum_branches(ben, None, day, day)] == [1]
    assert ben.execute("select netloft.count_below()").fetchone() == (1,)


def test_twins_bets_and_sums_work_over_summaries(copies: dict[str, StoreCopy]) -> None:
    dan, eve, ben = copies["Dan"], copies["Eve"], copies["Ben"]
    for number, low in enumerate((900, 10, 10, 10)):
        money = Amount(low=low, high=low, text=str(low)).model_dump()
        dan.add(f"d{number}", customer="Port", amount=money, stage="P2")
    eve.commit(
        lambda book: book.with_projects(
            dan.book.projects["d0"].model_copy(update={"id": "e0", "owner": "Eve"})
        )
    )
    for copy in (dan, eve, ben):
        sync_on(copy)
    assert twin_owners(ben.book) == {"d0": ("Eve",), "e0": ("Dan",)}
    bets, theirs = BigBetIndex(), BigBetIndex()
    bets.update(ben.book, DEFAULT)
    theirs.update(dan.book, DEFAULT)
    assert theirs.bets
    assert {key: bets.bets.get(key) for key in theirs.bets} == theirs.bets
    ours, whole = (
        sum_projects(book.projects.values(), DEFAULT)
        for book in (ben.book, dan.book.with_projects(*eve.book.projects.values()))
    )
    assert ours == whole


@given(strategies.projects())
def test_a_summary_comes_out_of_the_line_as_it_went_in(whole: Project) -> None:
    glance, body = make_glance(whole, DEFAULT, TODAY), make_body(whole, DEFAULT, TODAY)
    assert count_bytes(body) <= MOST_BYTES
    flat = flatten(project_document(whole))
    fields = {
        path: flat.get(path)
        for path in (
            *("name", "customer", "owner", "product", "status", "stage", "amount", "signs"),
            *("tender", "key", "key_strategy", "next_action", "created_at", "updated_at"),
            "updated_by",
        )
    }
    moves = [move.model_dump(mode="json") for move in glance.history]
    read = read_glance(
        PulledGlance(id=whole.id, owner="", dead=None, fields=fields, moves=moves, body=body)
    )
    assert read.model_copy(update={"history": glance.history}) == glance
    assert sorted(read.history, key=repr) == sorted(glance.history, key=repr)


def test_too_large_a_body_gives_up_what_matters_least() -> None:
    own = tuple(OwnValue(name=f"column {number}", value="x" * 90) for number in range(200))
    people = [contact("何" * 900, 2)]
    whole = project("P4", contacts=people).model_copy(update={"own": own, "tags": ("a",)})
    body = make_body(whole, DEFAULT, TODAY)
    assert count_bytes(body) <= MOST_BYTES
    assert ("own" in body, body["tags"], bool(body["glance"]["flags"])) == (False, ["a"], True)


def test_days_that_go_on_are_no_news() -> None:
    row = PlanRow(id="r", content="survey", end=TODAY - timedelta(days=3))
    whole = project("P4").model_copy(update={"plan": (row,)})
    first, second = (make_body(whole, DEFAULT, TODAY + timedelta(days=days)) for days in (0, 1))
    assert first != second
    assert undated(first) == undated(second)
    glance = make_glance(whole, DEFAULT, TODAY)
    found = assess(glance, DEFAULT, TODAY + timedelta(days=4))
    late = next(flag for flag in found.flags if flag.rule == "plan-late")
    assert late.figures["days"] == 7


def test_an_edit_while_it_becomes_a_summary_is_kept(copies: dict[str, StoreCopy]) -> None:
    dan, ben = copies["Dan"], copies["Ben"]
    dan.add("a")
    sync_on(dan)
    sync_on(ben)
    open_here(ben, "a")
    sync_on(ben)
    with ben.open() as store, ben.open() as beside:
        project = store.book.projects["a"]
        edited = beside.book.projects["a"].model_copy(update={"remarks": "just now"})
        change = BookChange.between(beside.book, beside.book.with_projects(edited))
        beside.commit(change, "edit")
        basis = GlanceBasis(DEFAULT, TODAY)
        assert not glance_sync._thin_out(store, project, basis)
        assert store.book.projects["a"] == edited


def test_projects_of_others_are_looked_at_once(
    copies: dict[str, StoreCopy], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who has a whole team's projects here sends none of theirs, and asks nothing of them again."""
    dan, ada = copies["Dan"], copies["Ada"]
    for name in ("a", "b"):
        dan.add(name)
    sync_on(dan)
    sync_on(ada)
    sync_on(ada)
    asked = list[str]()
    whole = SyncState.known

    def count(state: SyncState, key: str) -> KnownProject | None:
        asked.append(key)
        return whole(state, key)

    monkeypatch.setattr(SyncState, "known", count)
    sync_on(ada, TODAY + timedelta(days=1))
    assert not {"a", "b"} & set(asked)


def test_what_has_a_strange_owner_is_with_whoever_made_it(
    database: Database, copies: dict[str, StoreCopy]
) -> None:
    dan, ben = copies["Dan"], copies["Ben"]
    dan.add("a", owner="root")
    ben.add("b", owner="root")
    sync_on(dan)
    sync_on(ben)
    due = DueDays.of(TODAY, CALENDAR_YEARS)
    with ben.state() as state:
        report = fetch_branches(state, database.as_person("Ben"), None, due)
    line = recall_line(ben.book)
    assert line is not None
    held = {name: line.find_holder(each) for name, each in ben.book.projects.items()}
    assert held == {"a": "dan", "b": "ben"}
    assert {row.branch: row.deals for row in report.rows} == {"Dan": 1, "Ben": 1}


DAY_SECONDS = 86_400
LATER = date(2099, 1, 1)
"""After all that is made while tests run."""


def expect(copy: StoreCopy, owner: str | None = None) -> int | None:
    """Return what a copy expects of an owner's projects, or of all it has."""
    figures = Figures(copy.book, DEFAULT, LATER)
    scope = NumbersScope(owner) if owner else TEAM
    weighted = figures.forecast(scope).total.currencies["CNY"].weighted
    return weighted.expected if weighted else None


def expect_in_room(copy: StoreCopy, name: str) -> int | None:
    """Return what the Team room expects of a branch."""
    book, due = copy.book, DueDays.of(TODAY, CALENDAR_YEARS)
    with copy.state() as state:
        report = fetch_branches(state, copy.database.as_person(copy.person), None, due)
    figures = add_up_branches(report.rows, line_basis(book, DEFAULT, TODAY, None))
    return figures.branches[name].currencies["CNY"].expected


def test_the_same_is_expected_of_a_branch_whoever_looks(copies: dict[str, StoreCopy]) -> None:
    ada, ben, dan = copies["Ada"], copies["Ben"], copies["Dan"]
    rates = (StageRate(stage="P2", win=0.25), StageRate(stage="P3", win=0.4))
    recorded = WinRates(name="r", on=TODAY, rates=rates)
    ada.commit(lambda book: book.with_lists(win_rates=(recorded,)))
    for place, stage in enumerate(("P2", "P3", "P3")):
        money = Amount(low=1000 + place * 200, high=3000, text="")
        dan.add(f"d{place}", stage=stage, amount=money)
    lost = ("l1", "l2", "l3")  # cases that would move a rate that is measured
    dan.ahead = -2 * DAY_SECONDS
    for name in lost:
        dan.add(name, stage="P3")
    dan.ahead = 0
    now = datetime.fromtimestamp(dan.clock(), UTC)
    there = dan.book.projects
    ended = [end_project(there[id_], "lost", "", Stamp(now, "Dan", now.date())) for id_ in lost]
    dan.commit(lambda book: book.with_projects(*ended))
    ben.add("b", stage="P2", amount=Amount(low=400, high=400, text=""))
    for copy in (ada, dan, ben, dan):
        sync_on(copy)
    whole, own = expect(dan), expect(ben, "Ben")
    assert (whole, own) == (500 + 840 + 880, 100)
    for scope in ("own", "team", "glances"):
        with ben.state() as state, state.change():
            set_scope(state, scope)
        sync_on(ben)
        assert expect(ben, "Ben") == expect_in_room(ben, "Ben") == own
        if scope != "own":
            assert expect(ben, "Dan") == whole
        assert expect_in_room(ben, "Dan") == whole
    assert expect_in_room(ada, "Ben") == (whole or 0) + (own or 0)
