"""`netloft sync` and `netloft team` on a real server, as people type them."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from shlex import quote
from time import monotonic, sleep
from typing import Any

import pytest

from deals.book_change import BookChange
from deals.errors import UserError
from deals.model import PlanRow, Stamp
from deals.team_copy import recall_team_person
from store.files import sync_file
from store.sample import with_sample
from store.tables.xlsx import Workbook
from team import sync_session
from team.connection import connect
from team.server import hand_over_projects
from team.sync_report import SyncReport
from team.sync_session import TeamPlace, Watcher, check_url, remember_server, sync_store
from tests.deals.makers import TODAY, contact
from tests.team.database import Database, create_database
from tests.team.store_copies import StoreCopy, sync_all
from tui.cli.run import run

MET = {"id": "t1", "on": "2026-11-02", "how": "visit", "note": "x"}


class Shell:
    """Calls of the program, with what they printed."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.capsys = capsys

    def __call__(self, store: Path, *words: str, lang: str = "en", code: int = 0) -> str:
        got = run(["--store", str(store), "--lang", lang, *words])
        out, err = self.capsys.readouterr()
        assert got == code, out + err
        return out + err


@pytest.fixture
def shell(capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell(capsys)


def test_a_rep_and_a_manager_sync(copies: dict[str, StoreCopy], shell: Shell) -> None:
    dan, ben = copies["Dan"], copies["Ben"]
    dan.add("north")
    dan.edit("north", stage="P5")
    url = dan.database.server.url(dan.database.name, "Dan")
    assert shell(dan.path, "sync", url) == "Sent: 1.\n"
    assert shell(dan.path, "sync") == "Nothing was new on either side.\n"
    ben_url = dan.database.server.url(dan.database.name, "Ben")
    found = json.loads(shell(ben.path, "sync", ben_url, "--json"))
    assert (found["person"], found["changed"], found["scope"]) == ("Ben", 1, "team")
    ben.edit("north", remarks="later")
    dan.edit("north", remarks="earlier")
    ben.edit("north", remarks="later still")
    shell(ben.path, "sync")
    printed = shell(dan.path, "sync")
    assert 'north, notes: "earlier" was overtaken by "later still" (Ben)' in printed
    assert '"earlier"' in shell(dan.path, "sync", "--rejected")
    assert json.loads(shell(dan.path, "sync", "--rejected", "--json"))[0]["theirs"] == "later still"
    assert "本机时钟" not in shell(dan.path, "sync", lang="zh_CN")
    assert "north" in shell(ben.path, "list", "--filter", "under:dan")
    assert "did you mean Dan?" in shell(ben.path, "triage", "--filter", "under:Dane", code=1)
    assert "nobody of your line" in shell(dan.path, "list", "--filter", "under:Ben", code=1)


def test_what_keeps_a_sync_from_being_made_is_one_line(
    copies: dict[str, StoreCopy], shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    dan = copies["Dan"]
    dan.add("north")
    server, name = dan.database.server, dan.database.name
    for url, words in [
        ("", "knows no team server"),
        ("sales.example.com", "is no address"),
        ("postgresql://dan:secret@localhost/sales", "password does not belong"),
        (f"postgresql://Dan@/{name}?host=/nowhere", "does not answer"),
        (server.url(name, "nobody"), "knows no role nobody"),
        (server.url("none_such", "Dan"), "no such database"),
        (server.url("postgres", "Dan"), "not set up for a team"),
    ]:
        printed = shell(dan.path, "sync", *filter(None, [url]), code=1)
        assert words in printed, printed
        lines = 2 if "nowhere" in url else 1  # that what waits is kept
        assert printed.count("\n") == lines, printed
        assert "secret" not in printed
        printed = shell(dan.path, "sync", *filter(None, [url]), lang="zh_CN", code=1)
        assert printed.count("\n") == lines and words not in printed, printed
    monkeypatch.setitem(sys.modules, "psycopg", None)
    assert "netloft[team]" in shell(dan.path, "sync", server.url(name, "Dan"), code=1)


def test_a_store_with_the_sample_is_given_to_no_team_unless_it_is_meant(
    copies: dict[str, StoreCopy], shell: Shell
) -> None:
    dan, url = copies["Dan"], "postgresql://Dan@/sales?host=/nowhere"
    with dan.open() as store:
        sample = with_sample(store.book, "en", Stamp(datetime.now(UTC), "Dan", TODAY), "Dan")
        store.commit(BookChange.between(store.book, sample), "sample")
    printed = shell(dan.path, "sync", url, code=1)
    assert "33 projects of the sample" in printed and ": remove-samples" in printed
    assert not sync_file(dan.path).exists()
    assert "does not answer" in shell(dan.path, "sync", url, "--with-sample", code=1)


def test_what_is_not_written_here_is_not_synced_and_says_so(
    copies: dict[str, StoreCopy], shell: Shell
) -> None:
    dan = copies["Dan"]
    dan.add("north")
    url = dan.database.server.url(dan.database.name, "Dan")
    shell(dan.path, "sync", url)
    for words in ([], [url], ["--watch"], ["--open", "north"]):
        printed = shell(dan.path, "--as-of", "2026-03-02", "sync", *words, code=1)
        assert "with --as-of nothing is synced" in printed and printed.count("\n") == 1
    shell(dan.path, "--as-of", "2026-03-02", "sync", "--rejected")
    with dan.open() as store:
        store.read_only = UserError("store-read-only", file="store.json", why="mounted so")
        with pytest.raises(UserError) as refused:
            sync_store(store, TeamPlace(dan.path))
    assert refused.value.code == "store-read-only"


def test_an_edit_off_line_keeps_its_time(copies: dict[str, StoreCopy], shell: Shell) -> None:
    dan = copies["Dan"]
    dan.add("north")
    shell(dan.path, "sync", "postgresql://Dan@/x?host=/nowhere", code=1)
    with dan.state() as state:
        assert state.count_outbox() == 1


def test_whoever_administers_sets_the_team_up(
    database: Database, shell: Shell, tmp_path: Path
) -> None:
    name = f"{database.name}_new"
    create_database(database.server, name)
    url, store = database.server.url(name), tmp_path / "store.json"
    assert "001_tables" in shell(store, "team", "init", url)
    assert shell(store, "team", "init", url) == "Everything was set up already.\n"
    assert shell(store, "team", "add", "Ada", "--url", url) == "Ada logs in as Ada.\n"
    shell(store, "team", "add", "Dan", "--reports-to", "Ada", "--url", url)
    assert "Dan (Dan): 0 projects, 0 open, reports to Ada" in shell(
        store, "team", "list", "--url", url
    )
    told = shell(store, "team", "doctor", "--url", url)
    assert "PostgreSQL" in told and "Rights are as they ought to be." in told
    assert "The line is not encrypted." in told and "revoke connect" not in told
    with connect(url) as admin:
        admin.execute(f"grant connect on database {name} to public".encode())
    assert "revoke connect" in shell(store, "team", "doctor", "--url", url)
    trim = ["team", "trim", "--url", url, "--before"]
    assert shell(store, *trim, "2020-01-01") == "Taken out: 0.\n"
    assert "a month at least" in shell(store, *trim, "today", code=1)
    listed = json.loads(shell(store, "team", "list", "--json", "--url", url))
    assert [each["name"] for each in listed] == ["Ada", "Dan"]
    assert "let in no more" in shell(store, "team", "revoke", "Dan", "--url", url)
    assert "nobody called" in shell(store, "team", "revoke", "Gus", "--url", url, code=1)


def test_projects_are_handed_over(
    copies: dict[str, StoreCopy], shell: Shell, database: Database
) -> None:
    dan, eve = copies["Dan"], copies["Eve"]
    person = contact("Ann", covered_by=("Dan",))
    dan.add("north", customer="Port", contacts=[person])
    dan.add("north dock", plan=(PlanRow(id="r", content="test", responsible="Dan"),))
    dan.add("south")
    eve.add("double", customer="Port")
    named = eve.book.projects["double"].model_copy(update={"name": "north"})
    eve.commit(lambda book: book.with_projects(named))
    sync_all(dan, eve)
    url = ["--url", database.server.url(database.name, "Ben")]
    call = ["team", "hand-over", "Dan", "Eve", *url]
    assert "north @Port\n  Dan" in shell(dan.path, "team", "twins", *url)
    assert "(north dock" not in shell(dan.path, *call, "--project", "dock", "--dry-run")
    refused = shell(dan.path, *call, "--project", "nor", code=1)
    assert "north" in refused and "north dock" in refused, "names that are several are listed"
    assert "nobody whom you see" in shell(dan.path, "team", "hand-over", "Gus", "Eve", *url, code=1)
    printed = shell(dan.path, *call, "--project", "north dock", "--project", "north")
    assert printed.splitlines() == [
        "Handed over from Dan to Eve: 2 projects, 1 open task, meets 1 contact.",
        "  north dock",
        "  north @Port",
        "To take it back: netloft team hand-over Eve Dan --back --project 'north dock' --project "
        f"north --url {quote(url[1])}",
        "Stands twice now: north (Eve)",
    ]
    twice = shell(dan.path, "team", "twins", *url)
    assert [each.split()[0] for each in twice.splitlines()] == ["north", "Eve", "Eve"]
    for copy in (dan, eve):
        remember_server(TeamPlace(copy.path), database.server.url(database.name, copy.person))
    again = dan.book.projects["south"].model_copy(update={"id": "south 2"})
    dan.commit(lambda book: book.with_projects(again))  # not sent yet, and in the room
    twice = shell(dan.path, "team", "twins")
    assert [each.split()[0] for each in twice.splitlines()] == ["south", "Dan", "Dan"]
    dan.delete("south 2")
    assert "handed over to Eve: north, north dock" in shell(dan.path, "sync")
    assert "received from Dan: north, north dock" in shell(eve.path, "sync")
    assert set(dan.book.projects) == {"south"}
    assert eve.book.projects["north"].contacts[0].covered_by == ("Eve",)
    assert eve.book.projects["north dock"].plan[0].responsible == "Eve"
    back = [*printed.splitlines()[3].partition("netloft ")[2].split(" --project ")[0].split()]
    shell(dan.path, *back, "--project", "north dock", *url)
    received = json.loads(shell(dan.path, "sync", "--json"))
    assert received["received"] == [{"name": "north dock", "from": "Eve"}]
    assert dan.book.projects["north dock"].plan[0].responsible == "Dan"
    shell(dan.path, *call)
    back = ["team", "hand-over", "Eve", "Dan", "--back", *url]
    assert "2 projects" in shell(dan.path, *back), "double was Eve's all along, north went before"
    assert "1 project," in shell(dan.path, *back), "what was given before that is taken back next"


def test_whoever_set_the_team_up_hands_over_too(
    copies: dict[str, StoreCopy], shell: Shell, database: Database
) -> None:
    dan = copies["Dan"]
    dan.add("north", contacts=[contact("Ann", covered_by=("Dan",))])
    dan.sync()
    url = ["--url", database.server.url(database.name)]
    found = json.loads(shell(dan.path, "team", "hand-over", "Dan", "Finn", *url, "--json"))
    assert [each["id"] for each in found["projects"]] == ["north"]
    assert (found["contacts"], found["dry_run"], found["twins"]) == (1, False, [])
    copies["Finn"].sync()
    assert copies["Finn"].book.projects["north"].contacts[0].covered_by == ("Finn",)
    assert "no projects" in shell(dan.path, "team", "hand-over", "Dan", "Finn", *url)
    back = shell(dan.path, "team", "hand-over", "Finn", "Ada", "--back", *url)
    assert back == "Finn has nothing that came from Ada by a hand-over.\n"


def test_a_manager_may_keep_to_his_own(copies: dict[str, StoreCopy], shell: Shell) -> None:
    dan, ben = copies["Dan"], copies["Ben"]
    dan.add("north")
    ben.add("own")
    sync_all(dan, ben)
    assert set(ben.book.projects) == {"north", "own"}
    url = ben.database.server.url(ben.database.name, "Ben")
    assert shell(ben.path, "sync", url, "--scope", "own").splitlines() == [
        "Here now: 1 project whole, 0 summaries. Before: 2 projects whole, 0 summaries.",
        "projects left out by the scope: 1; netloft sync --scope brings others",
    ]
    assert set(ben.book.projects) == {"own"}
    dan.sync()
    assert set(dan.book.projects) == {"north"}
    found = json.loads(shell(ben.path, "sync", "--scope", "team", "--json"))
    assert (found["here"], found["left_out_by_scope"]) == ({"whole": 2, "summaries": 0}, 0)
    assert set(ben.book.projects) == {"north", "own"}


@pytest.mark.parametrize("url", ["host=db dbname=x password=y", "postgresql://h/d?password=y"])
def test_a_password_in_an_address_is_refused(url: str) -> None:
    with pytest.raises(UserError, match="team-url-password"):
        check_url(url)


def test_a_watcher_takes_in_what_is_called_out_and_sends_what_is_edited(
    copies: dict[str, StoreCopy], monkeypatch: pytest.MonkeyPatch
) -> None:
    dan, ben = copies["Dan"], copies["Ben"]
    dan.add("north")
    lines: list[Any] = []

    @contextmanager
    def connect_watched(url: str) -> Iterator[Any]:
        with connect(url) as connection:
            lines.append(connection)
            yield connection

    monkeypatch.setattr(sync_session, "connect", connect_watched)
    place = TeamPlace(dan.path)
    remember_server(place, dan.database.server.url(dan.database.name, "Dan"))
    reports: list[Any] = []
    going = [True]
    with dan.open() as store:
        watcher = Watcher(store, place, reports.append, lambda: going[0])
        thread = threading.Thread(target=watcher.run)
        thread.start()
        try:
            wait_for(lambda: bool(reports))
            ben.sync()
            ben.edit("north", remarks="called out")
            ben.sync()
            wait_for(lambda: dan.book.projects["north"].remarks == "called out")
            dan.edit("north", product="edited")
            wait_for(lambda: ben.sync().pulled > 0)
            cut = "select pg_terminate_backend(%s)"
            dan.database.as_person().execute(cut, [lines[-1].info.backend_pid])
            wait_for(lambda: any(isinstance(each, UserError) for each in reports))
            ben.edit("north", remarks="after the cut")
            ben.sync()
            wait_for(lambda: dan.book.projects["north"].remarks == "after the cut")
        finally:
            going[0] = False
            thread.join(20)
    assert all(isinstance(each, SyncReport | UserError) for each in reports)
    assert ben.book.projects["north"].product == "edited"


def wait_for(happened: Any, seconds: float = 20) -> None:
    until = monotonic() + seconds
    while not happened():
        assert monotonic() < until, "it did not happen"
        sleep(0.05)


def test_a_manager_works_with_summaries_from_the_shell(
    copies: dict[str, StoreCopy], shell: Shell, tmp_path: Path
) -> None:
    dan, ben = copies["Dan"], copies["Ben"]
    dan.add("north", customer="Port", contacts=[contact("何总", 2)], touches=[MET], stage="P2")
    dan.sync()
    shell(dan.path, "sync", dan.database.server.url(dan.database.name, "Dan"))
    url = ben.database.server.url(ben.database.name, "Ben")
    sent = json.loads(shell(ben.path, "sync", url, "--scope", "glances", "--json"))
    assert (sent["scope"], sent["under"], sent["changed"]) == ("glances", None, 1)
    (listed,) = json.loads(shell(ben.path, "list", "--json"))
    assert (listed["glance"], listed["contacts"]) == (f"{date.today()}", None)
    assert "checks" in {flag["rule"] for flag in listed["flags"]}
    assert "1 contacts, touches and plan are not here" in shell(ben.path, "show", "north")
    for room in ("people", "questions", "plan", "brief"):
        assert "only a summary of north is here" in shell(ben.path, room, "north", code=1)
    assert "only a summary" in shell(ben.path, "set", "north", "stage=P3", code=1)
    case, month = str(tmp_path / "case.md"), tmp_path / "month.md"
    refused = shell(ben.path, "report", "project", "--project", "north", "--out", case, code=1)
    assert "only a summary of north is here" in refused
    refused = shell(ben.path, "report", "hand-over", "--owner", "Dan", "--out", case, code=1)
    assert "of 1 projects, such as north" in refused
    shell(ben.path, "report", "month", "--out", str(month))
    paper = month.read_text("utf-8")
    assert "1 of 1 projects; their people" in paper and "Last in sync with the team" in paper
    for call in (["list", "--filter", "contact:hz"], ["forecast", "--filter", "notes:x"]):
        assert "contacts and notes were not looked through" in shell(ben.path, *call)
    for call in (["week"], ["followups"]):
        assert "its tasks, promises and follow-ups are not in this" in shell(ben.path, *call)
    assert "not in this" not in shell(ben.path, "due", "--short")
    table = tmp_path / "table.xlsx"
    shell(ben.path, "report", "pipeline", "--out", str(table))
    written = Workbook("", table.read_bytes()).first_rows(2)[1]
    assert any("without contacts and notes" in text for text in written)
    assert shell(ben.path, "sync", "--open", "north")
    assert ben.book.projects["north"].touches
    assert "何总" in shell(ben.path, "people", "north")
    shell(ben.path, "set", "north", "stage=P3")
    shell(ben.path, "sync", "--under", "Eve")
    assert set(ben.book.projects) == set()
    assert "--scope glances" in shell(ben.path, "sync", "--scope", "own", "--under", "Eve", code=2)
    dan.sync()
    assert dan.book.projects["north"].stage == "P3"


def test_a_summary_is_never_taken_for_a_whole_project(
    copies: dict[str, StoreCopy], shell: Shell, tmp_path: Path
) -> None:
    """An export has what is there, and merging it back takes nothing from the whole project."""
    dan, ben = copies["Dan"], copies["Ben"]
    dan.add("north", customer="Port", contacts=[contact("何总", 2)])
    dan.sync()
    shell(ben.path, "sync", ben.database.server.url(ben.database.name, "Ben"), "--scope", "glances")
    exported, table = tmp_path / "all.json", tmp_path / "table.csv"
    shell(ben.path, "export", str(exported))
    (document,) = json.loads(exported.read_text("utf-8"))["projects"]
    assert document["glance"]["day"]
    before = dan.contents()
    assert "only a summary of north" in shell(dan.path, "import", str(exported), code=1)
    assert dan.contents() == before
    shell(dan.path, "export", str(tmp_path / "dan.json"))
    assert "only a summary" in shell(ben.path, "import", str(tmp_path / "dan.json"), code=1)
    table.write_text(
        "Project,Customer,Owner,State\nnorth,Port,Dan,P6\nsouth,Port,Ben,P1\n", "utf-8"
    )
    refused = shell(ben.path, "import", str(table), "--keep-going", code=1)
    assert "only a summary of north is here" in refused
    assert {each.name for each in ben.book.projects.values()} == {"north", "south"}
    assert ben.book.projects["north"].stage == "P4"


def test_who_names_nobody_in_the_settings_works_under_the_teams_name(
    copies: dict[str, StoreCopy],
    shell: Shell,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    dan = copies["Dan"]
    monkeypatch.setenv("NETLOFT_CONFIG", str(tmp_path / "none"))
    monkeypatch.setenv("USER", "root")
    monkeypatch.setenv("LOGNAME", "root")
    url = dan.database.server.url(dan.database.name, "Dan")
    assert "call you" not in shell(dan.path, "sync", url)
    assert "call you" not in shell(dan.path, "team", "doctor")
    shell(dan.path, "add", "north")
    shell(dan.path, "set", "north", "stage=P2")
    shell(dan.path, "sync")
    (project,) = dan.book.projects.values()
    assert (project.owner, project.updated_by) == ("Dan", "Dan")
    assert "north" in shell(dan.path, "list", "--filter", "owner:me")
    assert " me          Dan " in shell(dan.path, "config")
    copies["Eve"].sync()
    assert "team person" in {each.name for each in dan.book.store_settings}
    assert recall_team_person(copies["Eve"].book) == "Eve"


def test_another_name_in_the_settings_stays_and_is_told_at_joining(
    copies: dict[str, StoreCopy],
    shell: Shell,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    dan = copies["Dan"]
    (tmp_path / "config.toml").write_text('me = "Daniel"\n')
    monkeypatch.setenv("NETLOFT_CONFIG", str(tmp_path))
    url = dan.database.server.url(dan.database.name, "Dan")
    assert 'call you "Daniel", the team knows you as "Dan"' in shell(dan.path, "sync", url)
    assert "call you" not in shell(dan.path, "sync")
    assert 'call you "Daniel"' in shell(dan.path, "team", "doctor")
    shell(dan.path, "add", "north")
    assert [each.owner for each in dan.book.projects.values()] == ["Daniel"]


def test_what_was_refused_says_what_was_in_it(copies: dict[str, StoreCopy], shell: Shell) -> None:
    dan = copies["Dan"]
    dan.add("north", contacts=[contact("li", 3)])
    sync_all(dan)
    added = contact("01KNBR", 2).model_copy(update={"name": "Mrs Gao"})
    changed = contact("li", 3).model_copy(update={"title": "head of works"})
    dan.edit("north", touches=[MET], contacts=[changed, added])
    hand_over_projects(dan.database.as_person(), "Dan", "Eve")
    remember_server(TeamPlace(dan.path), dan.database.server.url(dan.database.name, "Dan"))
    for printed in (shell(dan.path, "sync"), shell(dan.path, "sync", "--rejected")):
        assert 'touch: "visit 2026-11-02: x" was refused' in printed
        assert f'north, {changed.name} title: "head of works" was refused' in printed
        assert 'north, Mrs Gao CR: "2" was refused' in printed
        hidden = ('""', "01KNBR", "last change", "history")
        assert not [text for text in hidden if text in printed], printed
    assert "Sent" not in printed


def test_without_a_line_it_is_said_what_is_kept_and_what_holds(
    copies: dict[str, StoreCopy], shell: Shell
) -> None:
    dan = copies["Dan"]
    dan.add("north")
    away = "postgresql://Dan@/x?host=/nowhere"
    assert "Nothing is lost: what waits to be sent is kept here: 1." in shell(
        dan.path, "sync", away, code=1
    )
    printed = shell(dan.path, "sync", "--scope", "own", code=1)
    assert "the next sync that reaches the server goes by it" in printed
    printed = shell(dan.path, "sync", "--json", code=1)
    assert json.JSONDecoder().raw_decode(printed)[0] == {
        **{"person": None, "scope": "own", "under": None},
        **{"waiting": 1, "kept_from": "team-offline"},
    }


def test_a_name_that_is_nearly_somebodys_is_asked_back(
    database: Database, shell: Shell, tmp_path: Path
) -> None:
    url = ["--url", database.server.url(database.name)]
    for names in (["Fin", "Dan"], ["Dan", "fin"]):
        printed = shell(tmp_path / "s.json", "team", "hand-over", *names, *url, code=1)
        assert "did you mean Finn?" in printed


def test_the_team_is_listed_with_what_stands(
    copies: dict[str, StoreCopy], shell: Shell, tmp_path: Path
) -> None:
    dan = copies["Dan"]
    for name in ("north", "south"):
        dan.add(name)
    sync_all(dan)
    dan.delete("south")
    sync_all(dan)
    url = dan.database.server.url(dan.database.name)
    assert "Dan (Dan): 1 project, 1 open" in shell(
        tmp_path / "s.json", "team", "list", "--url", url
    )
