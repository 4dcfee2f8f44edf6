"""What a client of somebody who means ill can send, and what becomes of the real ones of others.

Eve has a client of her own making; Ben, whom she reports to, and Ada above him have real ones.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from time import time
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings

from deals.errors import UserError
from deals.model import Book, Project, Stamp
from deals.parsing.amounts import LARGEST
from store.sample import sample_book
from team.connection import connect
from team.operations import EditContext, KnownProject, create_operation, edit_operations
from team.paths import LISTS as LISTS_SHAPE
from team.paths import (
    assemble,
    flatten,
    lists_document,
    project_document,
    read_project,
)
from team.scope import set_scope
from team.server import TeamOperation, hand_over_projects, push_operations
from team.server_hand_over import give_projects
from tests import strategies
from tests.deals import makers
from tests.team.database import Database, created, edited, operation
from tests.team.store_copies import StoreCopy

LISTS = "@lists"
TAKEN = {"applied", "won", "lost"}
FAR = {"earliest": "9999-12-31", "latest": "9999-12-31", "precision": "day", "text": ""}


def nested(depth: int) -> str:
    """Return the text of arrays in arrays."""
    return "[" * depth + "]" * depth


def with_value(sent: Any, text: str) -> str:
    """Return an operation as a text, with a value that no `json.dumps` writes."""
    return json.dumps({**sent, "value": "VALUE"}).replace('"VALUE"', text)


TEXTS = [
    nested(61),
    nested(252),
    nested(3000),
    "9" * 20,
    "1e300",
    "9" * 5000,
    "-9223372036854775809",
]
REFUSED: list[tuple[str, str]] = [
    *(("zz", text) for text in TEXTS),
    *(("amount", f'{{"low": 1, "high": 1, "note": {text}}}') for text in TEXTS[2:4]),
    *(
        (order, value)
        for order in ("contacts", "tags", "snoozes", "own", "bones", "plan/1/checkpoints")
        for value in ("[[1]]", "[{}]", "[1]", "{}", "null")
    ),
    *((path, '"b"') for path in ("id", "%69d", "i%64", "contacts/c1/%69d")),
    *((path, "{}") for path in ("glance", "%67lance", "glance/day", "%68istory", "history/1")),
    ("signs", json.dumps(FAR)),
    ("signs", json.dumps({**FAR, "earliest": "0001-01-01", "latest": "2027-01-01"})),
    ("tender", '"9999-12-31"'),
    ("created_at", '"0001-01-01T00:00:00Z"'),
    ("next_action", '{"text": "x", "on": "2201-01-01"}'),
    ("amount", f'{{"low": 0, "high": {10**14}, "currency": "CNY", "text": ""}}'),
]


def test_what_others_could_not_read_is_refused(database: Database) -> None:
    database.push("Eve", created("a"))
    sent = [with_value(edited("a", path, 0), text) for path, text in REFUSED]
    verdicts = database.verdicts("Eve", *sent)
    assert [
        case for case, verdict in zip(REFUSED, verdicts, strict=True) if "invalid" not in verdict
    ] == []
    entry = {"at": "0001-01-01T00:00:00Z", "by": "Ada", "field": "name"}
    others: list[Any] = [
        operation("entry", "a", path="history/1", value=entry),
        operation("entry", "a", path="touches/1", value={"on": "9999-12-31"}),
        operation("entry", "a", path="touches/2", value={"note": "x" * 70_000}),
        with_value(operation("entry", "a", path="history/3"), f'{{"field": {nested(70)}}}'),
        with_value(operation("glance", "a"), f'{{"glance": {nested(70)}}}'),
        edited(LISTS, "products", [[1]]),
        edited(LISTS, "competitors/x/notes", [[1]]),
        edited(LISTS, "competitors/x/name", "x" * 9000),
        created("b", id="a"),
        created("b", glance={"day": "2026-01-01"}),
        {**created("b"), "value": {}},
    ]
    assert {verdict.split()[0] for verdict in database.verdicts("Eve", *others)} == {"invalid"}


def test_documents_entries_and_lists_grow_no_further_than_all_can_pull(database: Database) -> None:
    database.push("Eve", created("a"))
    large = edited("a", "remarks", "x" * 1_200_000), edited("a", "zz", "x" * 1_200_000)
    assert database.verdicts("Eve", *large) == ["applied", "invalid size"]
    notes = [
        operation("entry", "a", path=f"touches/{n}", value={"note": "x" * 60_000})
        for n in range(72)
    ]
    assert set(database.verdicts("Eve", *notes)) == {"applied", "invalid size"}
    names = [edited(LISTS, f"competitors/{n}/zz", "x" * 8000) for n in range(140)]
    assert set(database.verdicts("Eve", *names)) == {"applied", "invalid size"}
    assert database.verdicts("Ada", edited(LISTS, "targets/x", True)) == ["applied"]


def test_a_page_is_cut_by_what_it_comes_to(database: Database, tmp_path: Path) -> None:
    for key in range(20):
        database.push("Eve", created(str(key)), edited(str(key), "remarks", "x" * 1_900_000))
    assert set(database.documents("Ben")) == {str(key) for key in range(20)}
    answer = database.as_person("Ben").execute("select netloft.pull('{}', true, 200)").fetchone()
    assert answer is not None
    assert answer[0]["more"]
    assert 1 < len(answer[0]["projects"]) < 20


POISON: list[tuple[str, Any]] = [
    *(("contacts", [[1]]), ("contacts", [{}]), ("contacts", 5), ("tags", [[1]]), ("tags", [{}])),
    *(("contacts/c1", True), ("contacts/c1/id", [1]), ("contacts/c1/cr", [[]])),
    *(("id", LISTS), ("id", "ben"), ("glance", {"day": "2026-01-01"})),
    *(("signs", FAR), ("tender", 10**15), ("created_at", "0001-01-01T00:00:00Z")),
    *(("market", 5), ("%6darket", 5), ("market/competitors", [[[]]]), ("status", [{}, []])),
    *(("amount", []), ("updated_at", None), ("owner", None), ("history/1", 5), ("touches/1", "x")),
]


def test_a_real_client_goes_on_whatever_it_is_given(own_database: Database, tmp_path: Path) -> None:
    """As if the server had no guards: each of them stops, at the most, that one project."""
    folders = {name: tmp_path / name for name in ("Ben", "Ada")}
    for folder in folders.values():
        folder.mkdir()
    ben, ada = (StoreCopy(own_database, name, folders[name]) for name in folders)
    ben.add("ben")
    ben.sync()
    with ada.state() as state:
        set_scope(state, "glances")
    before = own_database.value("ben", "name")
    with own_database.unguarded():
        for at, (path, value) in enumerate(POISON):
            own_database.push("Eve", created(f"e{at}"), edited(f"e{at}", path, value))
            body = {"glance": value, "tags": value, "snoozes": [value]}
            own_database.push("Eve", operation("glance", f"e{at}", value=body))
        shared: list[Any] = [("competitors", [[1]]), ("competitors/bad", True), ("products", 5)]
        shared += [("competitors/Rival", True), ("competitors/Rival/name", "Rival")]
        for path, value in shared:
            own_database.push("Eve", edited(LISTS, path, value))
    for copy in (ben, ada):
        for _again in range(2):
            report = copy.sync()
        assert report.refused == []
        assert [rival.name for rival in copy.book.competitors] == ["Rival"]
        assert "ben" in copy.book.projects
        entries = ("history/", "touches/")
        assert {
            f"e{at}" for at, (path, _value) in enumerate(POISON) if path.startswith(entries)
        } <= set(copy.book.projects)
        days = [project.created_at.year for project in copy.book.projects.values()]
        assert min(days) > 1990
    assert own_database.value("ben", "name") == before
    assert set(own_database.documents("Ben")) == {"ben", *(f"e{at}" for at in range(len(POISON)))}
    assert ben.sync().pushed == 0
    assert own_database.value(LISTS, "competitors/bad") is True


def test_what_does_not_read_is_tried_again_once_it_has_changed(
    own_database: Database, tmp_path: Path
) -> None:
    ben = StoreCopy(own_database, "Ben", tmp_path)
    with own_database.unguarded():
        own_database.push("Eve", created("a"), edited("a", "tender", "9999-12-31"))
    assert ben.sync().unreadable == ["a"]
    assert ben.sync().unreadable == ["a"]
    own_database.push("Eve", edited("a", "tender", "2027-03-01"))
    assert ben.sync().unreadable == []
    assert ben.book.projects["a"].tender == date(2027, 3, 1)


def test_an_entry_that_does_not_read_keeps_nobody_from_its_project(
    database: Database, tmp_path: Path
) -> None:
    """It is left out, told once, and stays on the server."""
    ben = StoreCopy(database, "Ben", tmp_path)
    bad = [
        operation("entry", "a", path="history/bad", value={"at": "once", "field": "stage"}),
        operation("entry", "a", path="touches/bad", value={"id": "bad", "on": "once"}),
    ]
    database.push("Eve", created("a"), *bad)
    met = {"id": "t1", "on": "2026-11-02", "how": "visit", "note": "x"}
    database.push("Eve", operation("entry", "a", path="touches/t1", value=met))
    report = ben.sync()
    assert (report.left_out, report.unreadable) == (["a"], [])
    assert [touch.id for touch in ben.book.projects["a"].touches] == ["t1"]
    ben.edit("a", remarks="ben")
    database.push("Eve", edited("a", "product", "pump"))
    assert ben.sync().left_out == []
    with ben.state() as state:
        state.write(reader="an earlier version")
    assert ben.sync().left_out == ["a"]
    assert ben.sync().did_something is False
    project = ben.book.projects["a"]
    assert (project.remarks, project.product) == ("ben", "pump")
    call = "select count(body) from netloft.entry where project = 'a' and id like '%/bad'"
    assert database.as_person().execute(call.encode()).fetchone() == (2,)
    ben.delete("a")
    assert ben.sync().pushed == 1
    assert database.documents("Eve") and ben.book.projects == {}


def test_a_manager_is_told_of_a_summary_that_does_not_read(
    own_database: Database, tmp_path: Path
) -> None:
    ada = StoreCopy(own_database, "Ada", tmp_path)
    with ada.state() as state:
        set_scope(state, "glances")
    body = {"glance": {"day": "9999-12-31", "flags": [{"rule": 5}]}}
    own_database.push("Eve", created("a"), operation("glance", "a", value=body))
    with own_database.unguarded():
        own_database.push("Eve", created("b"), edited("b", "tender", 10**15))
    assert ada.sync().unreadable == ["b"]
    assert ada.sync().unreadable == ["b"]
    assert ada.book.projects["a"].glance is not None
    own_database.push("Eve", edited("b", "tender", None))
    assert ada.sync().unreadable == []


def test_a_person_makes_so_many_projects_a_day(own_database: Database) -> None:
    own_database.as_person().execute("update netloft.meta set day_projects = 2")
    assert own_database.verdicts("Dan", created("a"), created("b")) == ["applied"] * 2
    url = own_database.server.url(own_database.name, "Dan")
    with pytest.raises(UserError, match=r"team-day-projects.*'2'"), connect(url) as dan:
        push_operations(dan, [created("c")], 4)
    again = [created("a"), edited("a", "stage", "P2")]
    assert "invalid" not in " ".join(own_database.verdicts("Dan", *again))
    assert own_database.verdicts("Eve", created("e")) == ["applied"]
    own_database.as_person().execute("update netloft.pushed set day = day - 1")
    assert own_database.verdicts("Dan", created("c")) == ["applied"]


def test_no_id_moves_a_cursor_or_is_one_of_ours(database: Database) -> None:
    made = [created(key) for key in ("a\x1b[2J", "@other", "", "x" * 201)]
    assert database.verdicts("Eve", *made) == ["invalid project"] * 4


def test_what_was_made_and_given_at_once_is_taken(database: Database) -> None:
    given = [created("a", "Eve"), edited("a", "owner", "Dan")]
    assert database.verdicts("Eve", *given) == ["applied", "applied"]
    row = database.as_person().execute("select owner from netloft.project where id = 'a'")
    assert row.fetchone() == ("Dan",)


def test_nobody_learns_by_giving_who_is_in_the_team(database: Database) -> None:
    for target in ("Nobody", "Finn", "Cora"):
        url = database.server.url(database.name, "Eve")
        with pytest.raises(UserError, match="team-rights"), connect(url) as eve:
            hand_over_projects(eve, "Eve", target, [])
    assert hand_over_projects(database.as_person("Eve"), "Eve", "Eve", ["a"]) == []


def test_a_giving_moves_to_nobody_else(database: Database) -> None:
    database.push("Eve", created("a", "Eve"))
    url = database.server.url(database.name, "Ben")
    with pytest.raises(UserError, match=r"team-refused.*owner"), connect(url) as ben:
        hand_over_projects(ben, "Eve", "Dan", ["a"], [edited("a", "owner", "Ben")])
    now = Stamp(makers.project().created_at, "Ben", date(2026, 11, 30))
    assert give_projects(database.as_person("Ben"), "Eve", "Dan", None, now) == ["a"]


def test_a_record_has_the_id_that_it_goes_by() -> None:
    people = tuple(makers.contact(key, id=key) for key in ("c1", "c2"))
    flat = flatten(project_document(makers.project(contacts=people)))
    read = read_project(assemble({**flat, "contacts/c1/id": "c2"}))
    assert [person.id for person in read.contacts] == ["c1", "c2"]


def taken(database: Database, book: Book) -> set[str]:
    """Push a book as its first sync does; return the verdicts."""
    context = EditContext("d", round(time() * 1000), lambda: str(uuid4()))
    made = list[TeamOperation]()
    for project in book.projects.values():
        flat = flatten(project_document(project))
        made.append(create_operation(project.id, {**flat, "owner": "Eve"}, context))
    shared = flatten(lists_document(book), LISTS_SHAPE)
    made += edit_operations(LISTS, KnownProject(), shared, context)
    return set(database.verdicts("Ben", *made))


def test_all_of_the_sample_is_taken(database: Database) -> None:
    now = datetime(2026, 11, 30, tzinfo=UTC)
    for lang in ("en", "zh_CN"):
        assert taken(database, sample_book(lang, Stamp(now, "Ben", now.date()), "Ben")) <= TAKEN


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(strategies.projects())
def test_whatever_a_project_may_hold_is_taken(database: Database, project: Project) -> None:
    made = project.model_copy(update={"id": str(uuid4())})
    # PostgreSQL keeps no NUL in JSON.
    nul = "\\u0000" in made.model_dump_json()
    allowed = TAKEN | ({"invalid unreadable"} if nul else set())
    assert taken(database, Book().with_projects(made)) <= allowed


def test_the_largest_amount_that_is_read_is_taken(database: Database) -> None:
    most = {"low": 0, "high": LARGEST, "currency": "CNY", "text": ""}
    database.push("Eve", created("a"))
    assert database.verdicts("Eve", edited("a", "amount", most)) == ["applied"]
