"""Verdicts: what becomes of an operation, whoever else wrote before or meanwhile."""

from __future__ import annotations

import json
from typing import Any

import pytest

from deals.errors import UserError
from store.metadata import SCHEMA_VERSION
from team.connection import connect
from team.server import PulledProject, pull_changes, push_operations
from tests.team.database import NAMED, Database, created, edited, operation, stamp

EARLY, LATE, LATER = stamp(-600), stamp(-300), stamp(-100)
BEFORE_ALL, AFTER_ALL = stamp(-9000), stamp(-1)


@pytest.mark.parametrize(
    ("base", "at", "value", "verdict", "stands"),
    [
        ("late", "later", "P3", "applied", "P3"),  # who saw what stands
        ("early", "later", "P3", "won", "P3"),  # over what the editor had not seen
        (None, "later", "P3", "won", "P3"),
        ("early", "early", "P3", "lost", "P2"),
        ("late", "early", "P3", "lost", "P2"),  # a clock that went back without being lifted
        ("late", "late", "P3", "lost", "P2"),  # a device's state that was copied
        ("late", "late", "P2", "applied", "P2"),
        ("early", "later", "P2", "applied", "P2"),  # both wrote the same
        ("early", "early", "P2", "applied", "P2"),
    ],
)
def test_the_later_stamp_stands(
    database: Database, base: str | None, at: str, value: str, verdict: str, stands: str
) -> None:
    times = {"early": EARLY, "late": LATE, "later": LATER}
    theirs = edited("a", "stage", "P2", stamp=LATE, base=EARLY)
    ours = edited("a", "stage", value, stamp=times[at], base=times[base] if base else None)
    made = created("a")
    made["stamp"] = EARLY
    assert database.verdicts("Dan", made, theirs, ours) == ["applied", "applied", verdict]
    assert database.value("a", "stage") == stands


def test_who_lost_is_given_what_stands_and_whose_it_is(database: Database) -> None:
    database.push("Dan", created("a"))
    database.push("Ben", edited("a", "stage", "P3", stamp=LATE))
    (lost,) = database.push("Dan", edited("a", "stage", "P2", stamp=EARLY))
    assert lost["verdict"] == "lost"
    assert (lost["value"], lost["stamp"], lost["by"]) == ("P3", LATE, "Ben")
    (won,) = database.push("Dan", edited("a", "stage", "P4", stamp=LATER, base=EARLY))
    assert won["verdict"] == "won"
    assert (won["value"], won["stamp"], won["by"]) == ("P3", LATE, "Ben")


def test_a_field_that_nobody_else_wrote_is_no_conflict(database: Database) -> None:
    database.push("Dan", {**created("a"), "stamp": EARLY})
    database.push("Ben", edited("a", "customer", "Other", stamp=LATER, base=EARLY))
    later = edited("a", "remarks", "quiet", stamp=LATE)
    assert database.verdicts("Dan", later) == ["applied"]
    assert database.documents("Ada")["a"]["remarks"] == "quiet"


def test_an_answer_that_was_lost_is_given_again(database: Database) -> None:
    """The server commits, the line is cut: the same operations are sent again."""
    batch = [created("a"), edited("a", "stage", "P2", stamp=BEFORE_ALL)]
    assert database.verdicts("Dan", *batch) == ["applied", "lost"]
    again = database.push("Dan", *batch)
    assert [(each["verdict"], each["was"]) for each in again] == [
        ("duplicate", "applied"),
        ("duplicate", "lost"),
    ]
    assert database.as_person().execute("select count(*) from netloft.change").fetchone() == (2,)


def test_an_operation_twice_in_a_batch_counts_once(database: Database) -> None:
    made = created("a")
    assert database.verdicts("Dan", made, made) == ["applied", "duplicate"]


def test_the_id_of_somebody_elses_operation_is_refused(database: Database) -> None:
    made = created("a")
    database.push("Dan", made)
    assert database.verdicts("Eve", {**created("b"), "op": made["op"]}) == ["invalid op"]


def nested(depth: int) -> list[Any]:
    """Return a list in a list and so on."""
    found: list[Any] = []
    for _level in range(depth):
        found = [found]
    return found


POISON: list[Any] = [
    ("invalid unreadable", "no JSON"),
    ("invalid unreadable", '{"op": "\\u0000"}'),
    ("invalid unreadable", '{"op": "\\ud800"}'),
    ("invalid unreadable", "[" * 100_000),
    ("invalid unreadable", '{"op": 1e400000}'),
    ("invalid unreadable", "[]"),
    ("invalid op", {"op": "drop table project"}),
    ("invalid op", {"op": None}),
    ("invalid kind", {"kind": "truncate"}),
    ("invalid kind", {"kind": 5}),
    ("invalid project", {"project": ""}),
    ("invalid project", {"project": "x" * 3000}),
    ("invalid project", {"project": {"a": 1}}),
    ("invalid stamp", {"stamp": "now"}),
    ("invalid stamp", {"stamp": "9" * 13}),
    ("invalid base", {"base": "yesterday"}),
    ("invalid path", {"path": ""}),
    ("invalid path", {"path": ["stage"]}),
    ("invalid path", {"path": "p" * 100_000}),
    ("invalid path", {"path": "history/1"}),
    ("invalid path", {"path": "@dead"}),
    ("invalid type", {"value": 5}),
    ("invalid type", {"value": None}),
    ("invalid type", {"path": "contacts", "value": "Lin"}),
    ("invalid type", {"path": "contacts/7", "value": {}}),
    ("invalid type", {"path": "contacts/7/name", "value": 7}),
    ("invalid type", {"path": "amount", "value": {"low": "x", "high": 3}}),
    ("invalid type", {"path": "amount", "value": {"low": 5, "high": 3}}),
    ("invalid type", {"path": "amount", "value": {"low": 10**30, "high": 10**30}}),
    ("invalid type", {"path": "amount", "value": {}}),
    ("invalid type", {"path": "signs", "value": {"earliest": "2026-02-31"}}),
    ("invalid type", {"path": "tender", "value": "soon"}),
    ("invalid type", {"path": "tender", "value": 5}),
    ("invalid type", {"path": "amount", "value": "much"}),
    ("invalid type", {"path": "signs", "value": []}),
    ("invalid type", {"path": "next_action", "value": "call"}),
    ("invalid type", {"path": "product", "value": 5}),
    ("invalid type", {"path": "contacts/7/cr", "value": "good"}),
    ("invalid type", {"path": "glance", "value": {"day": "2026-11-30"}}),
    ("invalid type", {"path": "newer", "value": nested(60)}),
    ("invalid type", {"path": "newer", "value": [10**400]}),
    ("invalid type", {"kind": "entry", "path": "touches/1", "value": {"newer": nested(60)}}),
    ("invalid type", {"kind": "create", "value": {"newer": -(10**300)}}),
    ("invalid size", {"path": "name", "value": "n" * 2000}),
    ("invalid type", {"kind": "entry", "path": "touches/1", "value": "met"}),
    ("invalid path", {"kind": "entry", "path": "notes/1", "value": {}}),
    ("invalid type", {"kind": "glance", "value": []}),
    ("invalid type", {"kind": "create", "value": {**NAMED, "name": None}}),
    ("invalid type", {"kind": "create", "value": {"name": "a"}}),
    ("invalid type", {"kind": "create", "value": NAMED | {"stage": 1}}),
    ("invalid type", {"kind": "create", "value": NAMED, "entries": {"history/1": 5}}),
    ("invalid stamp", {"kind": "create", "value": NAMED, "stamps": {"stage": "x"}}),
    ("invalid clock", {"kind": "create", "value": NAMED, "stamps": {"stage": stamp(7200)}}),
    ("invalid type", {"kind": "delete", "value": "yes"}),
]


def test_one_bad_operation_stops_no_other(database: Database) -> None:
    """A batch that were refused for it would be sent, and refused, for ever."""
    database.push("Dan", created("a"))
    bad = [
        each if isinstance(each, str) else json.dumps(edited("a", "stage", "P2") | each)
        for _wanted, each in POISON
    ]
    found = database.verdicts("Dan", edited("a", "key", True), *bad, edited("a", "stage", "P5"))
    assert found == ["applied", *(wanted for wanted, _each in POISON), "applied"]
    assert database.value("a", "stage") == "P5"


def test_what_nobody_foresaw_is_invalid_by_itself(own_database: Database) -> None:
    own_database.push("Dan", created("a"))
    admin = own_database.as_person()
    admin.execute("alter table netloft.change add check (path <> 'remarks')")
    batch = [edited("a", path, "new") for path in ("customer", "remarks", "name")]
    assert own_database.verdicts("Dan", *batch, created("b")) == [
        *("applied", "invalid refused", "applied", "applied"),
    ]
    assert own_database.value("a", "name") == "new"


@pytest.mark.parametrize(
    ("seconds", "verdict"),
    [(3 * 3600, "invalid clock"), (300, "applied"), (-30 * 86400, "lost")],
)
def test_a_clock_that_is_wrong(database: Database, seconds: float, verdict: str) -> None:
    """What is far ahead would win for hours. A clock that lags loses until its device has seen
    what stands, whose stamp lifts its own.
    """
    database.push("Dan", created("a"))
    assert database.verdicts("Dan", edited("a", "stage", "P2", stamp=stamp(seconds))) == [verdict]
    (seen,) = (project for project in pull_of(database, "Dan") if project["id"] == "a")
    base = seen["fields"]["stage"][1]
    lifted = edited("a", "stage", "P3", stamp=base + "~", base=base)
    assert database.verdicts("Ben", lifted) == ["applied"]


def pull_of(database: Database, person: str) -> list[PulledProject]:
    return pull_changes(database.as_person(person), {}, follow=True)["projects"]


@pytest.mark.parametrize(
    ("schema", "code"), [(SCHEMA_VERSION + 1, "team-server-old"), (0, "team-client-old")]
)
def test_a_schema_too_far_off_refuses_all_before_any_write(
    database: Database, schema: int, code: str
) -> None:
    url = database.server.url(database.name, "Dan")
    with pytest.raises(UserError, match=code), connect(url) as dan:
        push_operations(dan, [created("a")], schema)
    assert database.documents("Ada") == {}


def test_unknown_fields_of_a_newer_version_are_kept(database: Database) -> None:
    made = created("a", mood={"of": ["them"]})
    later = edited("a", "contacts/7/blood_type", ["A", 1])
    assert database.verdicts("Dan", made, later) == ["applied", "applied"]
    found = database.documents("Ada")["a"]
    assert (found["mood"], found["contacts/7/blood_type"]) == ({"of": ["them"]}, ["A", 1])


def test_a_deletion_is_a_stamp(database: Database) -> None:
    database.push("Dan", {**created("a"), "stamp": BEFORE_ALL})
    gone = operation("delete", "a", stamp=LATE, base=BEFORE_ALL)
    assert database.verdicts("Dan", gone) == ["applied"]
    assert database.verdicts("Ben", edited("a", "stage", "P2", stamp=EARLY)) == ["lost deleted"]
    assert database.verdicts("Ben", edited("a", "stage", "P3", stamp=LATER)) == ["won deleted"]
    again = operation("delete", "a", stamp=EARLY, base=BEFORE_ALL)
    assert database.verdicts("Dan", again) == ["lost"]
    unseen = operation("delete", "a", stamp=AFTER_ALL, base=BEFORE_ALL)
    assert database.verdicts("Dan", unseen) == ["won"]
    assert database.verdicts("Dan", operation("delete", "a", value=False)) == ["applied"]
    dead = database.as_person().execute("select dead, doc->>'stage' from netloft.project")
    assert (None, "P3") in dead.fetchall()


def test_entries_are_a_union_and_go_by_their_project(database: Database) -> None:
    """Projects made from one another have entries of one id."""
    touch = {"on": "2026-11-30", "note": "met"}
    for role, project in (("Dan", "a"), ("Eve", "b")):
        database.push(role, created(project), entry(project, touch))
    assert database.verdicts("Ben", entry("a", touch), entry("a", {"note": "?"}, EARLY)) == [
        *("applied", "lost"),
    ]
    assert database.verdicts("Dan", entry("a", None)) == ["applied"]
    pulled = pull_of(database, "Ada")
    assert {each["id"]: each["entries"] for each in pulled if each["id"] != "@lists"} == {
        "a": {"touches/1": None},
        "b": {"touches/1": touch},
    }


def entry(project: str, body: Any, at: str | None = None) -> Any:
    return operation("entry", project, path="touches/1", value=body, stamp=at or stamp())


def test_a_project_that_comes_again_whole_loses_nothing(database: Database) -> None:
    """After a server lost what it had acknowledged, everybody pushes again what they kept."""
    made = created("a", remarks="old")
    made["entries"] = {"history/1": {"at": "x"}}
    database.push("Dan", made)
    database.push("Dan", edited("a", "stage", "P4", stamp=LATER))
    again = created("a", remarks="new")
    again["stamps"] = {"remarks": LATE}
    (verdict,) = database.push("Dan", again)
    assert (verdict["verdict"], verdict["paths"]) == (
        "lost",
        {"remarks": "won", "stage": "lost"},
    )
    found = database.documents("Dan")["a"]
    assert (found["remarks"], found["stage"]) == ("new", "P4")


def test_shared_lists_are_everybodys_and_figures_are_for_who_leads(database: Database) -> None:
    rival = edited("@lists", "competitors/Telcora/strengths", "price")
    target = edited("@lists", "targets/2027-Q1", {"amount": 5})
    assert database.verdicts("Finn", rival, target) == ["applied", "denied lead"]
    assert database.verdicts("Ben", target) == ["applied"]
    rate = edited("@lists", "win_rates/2027-01-04", True)
    assert [database.verdicts(who, rate) for who in ("Ben", "Finn")] == [["denied lead"]] * 2
    theft = [operation("delete", "@lists"), created("@lists"), edited("@lists", "owner", "Ben")]
    assert database.verdicts("Ben", *theft) == ["denied lists"] * 3
    pulled = pull_changes(database.as_person("Eve"), {"@lists": 0}, follow=False)
    assert set(pulled["projects"][0]["fields"]) == {
        *("competitors/Telcora/strengths", "targets/2027-Q1"),
    }


def test_a_glance_has_its_columns_from_the_document(database: Database) -> None:
    amount = {"low": 80, "high": 150, "currency": "CNY", "text": "80-150"}
    signs = {"earliest": "2027-01-01", "latest": "2027-03-31", "precision": "quarter", "text": "x"}
    flags = operation("glance", "a", value={"flags": ["holes"]})
    made = created("a", amount=amount, signs=signs)
    assert database.verdicts("Dan", made, flags, edited("a", "stage", "P3")) == ["applied"] * 3
    admin = database.as_person()
    row = admin.execute("select stage, low, high, signs_to::text, body from netloft.glance")
    assert row.fetchall() == [("P3", 80, 150, "2027-03-31", {"flags": ["holes"]})]
    older = operation("glance", "a", value={}, stamp=EARLY)
    assert database.verdicts("Dan", older) == ["applied"]
    kept = admin.execute("select body from netloft.glance").fetchall()
    assert kept == [({"flags": ["holes"]},)]
