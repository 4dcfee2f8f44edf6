"""What somebody with a rep's role and psql can do to the projects of others: nothing.

Eve is the attacker. Ben, Dan and Finn have projects with secrets; Eve sees none of them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import psycopg
import pytest

from team.paths import escape
from team.server import TeamOperation, pull_changes
from tests.team.database import NAMED, Database, created, edited, operation, stamp, texts

if TYPE_CHECKING:
    from team.connection import Connection

SECRET = "xyzzy-secret"
TABLES = (
    *("project", "entry", "moved", "change", "glance", "feed", "person", "sees", "meta"),
    *("migration", "field_guard", "pushed"),
)
READABLE = {"project", "change", "sees", "migration"}
"""Of which people read some rows; of the others none."""
MAY_CALL = {
    *("current_person", "seen_owners", "generation", "channels", "push", "hand_over", "pull"),
    *("open_projects", "open_owned", "count_below", "pull_glances", "list_people", "branch_sums"),
    "shared_deals",
}
OF_THE_OWNER = {
    *("bar_of", "bucket_of", "channel_of", "check_giver", "check_schema", "context_of"),
    *("count_pushed", "check_sizes", "entry_fault", "is_far", "whole_fault", "derive_glance"),
    *("fault_of", "is_unreadable", "field_fault", "judge_operations", "keep_project", "size_of"),
    *("administers", "changes_of", "find_page", "may_see", "owners_below", "write_counters"),
    *("guarding_path", "read_sum"),
    *("lock_feeds", "make_project", "may_give", "may_name", "move_project", "next_seq"),
    *("put_person", "read_day", "read_operations", "refresh_sees", "revoke_person"),
    *("take_deletion", "take_entry", "take_field", "take_giving", "take_operation"),
    *("take_project", "take_whole", "trim_changes", "try_project", "value_fault", "writer_of"),
}
"""The functions that only others of the schema call, or whoever set the team up."""
READING = [
    *(f"select * from netloft.{table} where {table}::text like '%%Finn%%'" for table in TABLES),
    *(f"copy netloft.{table} to stdout" for table in TABLES),
    *(f"select query_to_xml('select * from netloft.{table}', true, true, '')" for table in TABLES),
    "select netloft.open_projects('{finn}')",
    "select netloft.open_projects('{dan}')",
    "select netloft.open_projects('{ben}')",
    'select netloft.pull(\'{"Finn": 0, "Ben": 0, "Dan": 0}\', true, 100)',
    'select netloft.pull(\'{"Finn": {"since": 0, "after": -5}}\', false, 100)',
    "select netloft.pull('{\"@lists\": 0, \"' || 'Finn' || '\": 0}', null, 100)",
    "select netloft.changes_of(row('finn', 'Eve', '{}', '{}', null, null, 1, 0, now(), 'Eve')"
    "::netloft.project, 0)",
    "select * from netloft.branch_sums('Finn', '2026-11-30', '2027-01-01')",
    "select * from netloft.branch_sums('Ben', '2026-11-30', '2027-01-01')",
    "select netloft.open_owned('Finn', null)",
    "select netloft.open_owned('Ben', '{ben}')",
    "select * from netloft.channels(array['Finn', 'Ben'])",
    "select * from netloft.shared_deals(100)",
    "set row_security = off; select * from netloft.project",
    "create function pg_temp.leak(text, text) returns boolean language plpgsql cost 0.0000001 as"
    " $$begin raise notice '% %', $1, $2; return true; end$$;"
    " select * from netloft.project where pg_temp.leak(id, doc::text)",
    "create or replace function pg_temp.fails(jsonb) returns integer language plpgsql cost"
    " 0.0000001 as $$begin return ($1->>'remarks')::integer; end$$;"
    " select * from netloft.project where pg_temp.fails(doc) > 0",
    "select * from netloft.project where (doc->>'remarks')::integer > 0",
    "create temp view v as select * from netloft.project; select * from v",
    "create temp table t as select * from netloft.glance; table t",
    "select most_common_vals::text from pg_stats where schemaname = 'netloft'",
    "select stavalues1::text from pg_statistic",
    "select query from pg_stat_activity where datname = current_database()"
    " and query like '%%xyzzy%%'",
    "select pg_read_file('postgresql.conf')",
    "select pg_read_file(pg_relation_filepath('netloft.project'))",
    "select lo_import('/etc/passwd')",
    "copy netloft.project to program 'cat'",
    "copy (select * from netloft.project) to '/tmp/stolen'",
    "select * from pg_logical_slot_get_changes('x', null, null)",
    "select netloft.channel_of('Finn')",
    "select secret from netloft.meta",
    "select rolpassword from pg_authid",
    "select passwd from pg_shadow",
    "explain (analyze, verbose) select * from netloft.project where doc::text like '%%xyzzy%%'",
    "select count(*) from netloft.project where customer_is(doc->>'customer')",
    "select string_agg(t::text, '') from netloft.project as t tablesample system (100)",
    "declare c cursor for select * from netloft.project; fetch all from c",
    "prepare q as select * from netloft.project; set plan_cache_mode = force_generic_plan;"
    " execute q",
    "select table_to_xml('netloft.project', true, true, '')",
    "select schema_to_xml('netloft', true, true, '')",
    "select * from pg_get_backend_memory_contexts()",
    "select pg_ls_dir('.')",
    "select pg_read_binary_file('PG_VERSION')",
    "select pg_current_logfile()",
    "select * from netloft.project for share",
    "create table public.copy as table netloft.project; table public.copy",
    "select pg_get_expr(defbin, adrelid) from pg_attrdef",
    "select boundary from pg_stats_ext_exprs as s (boundary)",
]
WRITING = [
    *(f"insert into netloft.{table} select * from netloft.{table}" for table in TABLES),
    *(f"insert into netloft.{table} default values" for table in TABLES),
    *(f"delete from netloft.{table}" for table in TABLES),
    *(f"truncate netloft.{table} cascade" for table in TABLES),
    *(f"lock table netloft.{table} in exclusive mode" for table in TABLES),
    *(f"select * from netloft.{table} for update" for table in TABLES),
    *(f"alter table netloft.{table} disable row level security" for table in TABLES),
    "update netloft.project set owner = 'Eve', doc = doc || '{\"stage\": \"P5\"}'",
    "update netloft.person set reports_to = 'Eve'",
    "update netloft.person set role = 'Finn' where name = 'Eve'",
    "update netloft.meta set schema_max = 0",
    "merge into netloft.project p using netloft.project q on true"
    " when matched then update set owner = 'Eve'",
    "select netloft.put_person('Eve', 'Eve', 'Ada', true, true)",
    "select netloft.refresh_sees()",
    "select netloft.revoke_person('Finn')",
    "select netloft.hand_over('Eve', 'Finn', null, 4, '{}')",
    "select netloft.keep_project(p, '{}', '{}', '{}', '{}') from netloft.project p",
    "create policy mine on netloft.project using (true)",
    "drop policy seen on netloft.project",
    "create trigger t before insert on netloft.change execute function pg_temp.x()",
    "create rule r as on insert to netloft.change do also delete from netloft.project",
    "create or replace function netloft.current_person() returns text language sql as"
    " $$select 'Finn'$$",
    "alter function netloft.push(integer, text[]) security invoker",
    "alter function netloft.push(integer, text[]) set search_path = pg_temp",
    "drop function netloft.push(integer, text[])",
    "drop schema netloft cascade",
    "create table netloft.mine ()",
    "create table public.mine ()",
    "create schema mine",
    "create extension file_fdw",
    "create event trigger e on ddl_command_start execute function pg_temp.x()",
    "load '/tmp/x.so'",
    "do $$begin update netloft.feed set seq = 0; end$$",
    "do $$begin execute 'delete from netloft.sees'; end$$",
    "set session_replication_role = replica",
    "set session authorization 'Finn'",
    "set role netloft_owner",
    "set role 'Finn'",
    'grant netloft_owner to "Eve"',
    'grant all on all tables in schema netloft to "Eve"',
    "create role more superuser",
    'alter role "Eve" superuser',
    'alter role "Eve" bypassrls',
    "alter role \"Finn\" password 'mine'",
    'alter default privileges for role netloft_owner grant all on tables to "Eve"',
    "alter system set row_security = off",
    'reassign owned by netloft_owner to "Eve"',
    "security label on table netloft.project is 'mine'",
    "comment on table netloft.project is 'mine'",
    *(f"copy netloft.{table} from stdin" for table in TABLES),
    *(f"create index on netloft.{table} ((1))" for table in TABLES),
    "begin; prepare transaction 'x'",
    "begin isolation level repeatable read; select netloft.push(4, '{}')",
    "begin isolation level serializable; select netloft.hand_over('Eve', 'Dan', null, 4, '{}')",
    "create publication everything for all tables",
    "create subscription s connection 'dbname=x' publication p",
    "create server s foreign data wrapper postgres_fdw",
    "create extension dblink",
    "select pg_create_physical_replication_slot('s')",
    "select pg_switch_wal()",
    "select pg_reload_conf()",
    "select pg_stat_reset()",
    "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'netloft_admin'",
    "select pg_cancel_backend(pid) from pg_stat_activity where usename = 'netloft_admin'",
    "set session_preload_libraries = 'x'",
    "set log_statement = 'all'",
    "alter database postgres set search_path = pg_temp",
    'alter role "Finn" set search_path = pg_temp',
    "alter role all set search_path = pg_temp",
    "create statistics netloft.s on id, owner from netloft.project",
    "select netloft.check_giver('Finn', 'Finn', 'Eve')",
    "select netloft.hand_over('Finn', 'Eve', null, 3, '{}')",
    "select netloft.hand_over('Dan', 'Eve', array['dan'], 3, '{}')",
]


@pytest.fixture
def guarded(database: Database) -> Iterator[Database]:
    """A team with secrets, which must not have changed in the end."""
    for owner in ("Ben", "Dan", "Finn"):
        key = owner.lower()
        database.push(
            owner,
            created(key, remarks=f"{SECRET} {owner}", customer=SECRET),
            operation("entry", key, path="touches/1", value={"note": SECRET}),
            operation("glance", key, value={"flags": [SECRET]}),
        )
    database.push("Eve", created("eve"))
    database.as_person().execute("analyze")
    before = state(database)
    yield database
    assert state(database) == before


def state(database: Database) -> dict[str, list[Any]]:
    """All that the server has, but for what is Eve's own."""
    admin = database.connect("netloft_admin")
    found: dict[str, list[Any]] = {}
    for table in TABLES:
        rows = admin.execute(f"select to_jsonb(t) from netloft.{table} t".encode())
        found[table] = sorted(
            json.dumps(row, sort_keys=True)
            for (row,) in rows
            if '"eve' not in json.dumps(row)
            and not (table == "feed" and row["owner"] in {"Eve", "@lists"})
            and not (table == "pushed" and row["person"] == "Eve")
        )
    found["policies"] = admin.execute("select * from pg_policies").fetchall()
    return found


def attack(connection: Connection, statement: str) -> list[str]:
    """Run a statement, and return all that came back for it: rows, notices, the error's words."""
    heard: list[str] = []
    connection.add_notice_handler(lambda notice: heard.append(str(notice.message_primary)))
    try:
        if statement.startswith("copy "):
            with connection.cursor() as cursor, cursor.copy(statement.encode()) as copy:
                heard += [bytes(block).decode() for block in copy]
            return heard
        cursor = connection.execute(statement.replace("%%", "%").encode())
        while True:
            if cursor.description:
                heard += [str(row) for row in cursor.fetchall()]
            if not cursor.nextset():
                return heard
    except psycopg.Error as error:
        connection.rollback()  # or whatever comes next would be refused for that alone
        return [*heard, f"refused: {error}"]


def test_nothing_of_others_is_read(guarded: Database) -> None:
    eve = guarded.connect("Eve")
    assert eve.execute("select id from netloft.project").fetchall() == [("@lists",), ("eve",)]
    leaks = []
    for statement in READING:
        heard = " ".join(attack(eve, statement))
        # Names that one asks for come back, as those of whom nothing is seen.
        echoed = heard.startswith("refused") or "netloft.pull" in statement
        if SECRET in heard or ("Finn" in heard and not echoed):
            leaks.append((statement, heard))
    assert leaks == []


def test_nothing_is_written_but_by_push(guarded: Database) -> None:
    eve = guarded.connect("Eve")
    done = [
        statement
        for statement in WRITING
        if not " ".join(attack(eve, statement)).startswith("refused")
    ]
    assert done == []


def test_people_may_call_what_is_meant_for_them_and_nothing_else(guarded: Database) -> None:
    rows = (
        guarded.as_person()
        .execute(
            """
        select proname, has_function_privilege('Eve', oid, 'execute'),
            has_function_privilege('public', oid, 'execute'),
            prosecdef, coalesce(array_to_string(proconfig, ' '), '')
        from pg_proc where pronamespace = 'netloft'::regnamespace
        """
        )
        .fetchall()
    )
    assert {name for name, hers, *_rest in rows if hers} == MAY_CALL
    assert [name for name, _hers, everybodys, *_rest in rows if everybodys] == []
    assert [
        name for name, *_rest, config in rows if "pg_catalog, netloft, pg_temp" not in config
    ] == []
    owners = guarded.as_person().execute(
        "select rolcanlogin, rolsuper, rolbypassrls from pg_roles where rolname like 'netloft_o%'"
    )
    assert owners.fetchall() == [(False, False, False)]


def test_all_that_there_is_was_decided_on(guarded: Database) -> None:
    """Whoever adds a table or a function says here whose it is to be."""
    admin = guarded.as_person()
    functions = admin.execute(
        "select proname from pg_proc where pronamespace = 'netloft'::regnamespace"
    )
    assert {name for (name,) in functions} == MAY_CALL | OF_THE_OWNER
    relations = admin.execute(
        "select relname, relrowsecurity, relkind,"
        " has_any_column_privilege('Eve', oid, 'insert, update, references'),"
        " has_table_privilege('Eve', oid, 'delete, truncate, trigger'),"
        " has_any_column_privilege('Eve', oid, 'select')"
        " from pg_class where relnamespace = 'netloft'::regnamespace and relkind not in ('i', 'I')"
    )
    assert sorted(relations.fetchall()) == sorted(
        (table, True, "r", False, False, table in READABLE) for table in TABLES
    )
    schema = admin.execute(
        "select has_schema_privilege('Eve', 'netloft', 'create'),"
        " has_schema_privilege('public', 'netloft', 'usage'), pg_get_userbyid(nspowner)"
        " from pg_namespace where nspname = 'netloft'"
    )
    assert schema.fetchone() == (False, False, "netloft_owner")


HOSTILE = [
    "'; drop table netloft.project; --",
    "\\'; delete from netloft.sees; --",
    '"; drop schema netloft cascade; --',
    "$$; select pg_sleep(9); $$",
    "%s %(x)s {0} {x}",
    "${jndi:x}\u202e\u2028\x1b[2J\x7f",
    "' || (select secret from netloft.meta) || '",
    "🐟" * 30,
]
FORGED = ("finn", "Eve", "{}", "{}", None, None, 1, 0, "2026-11-30", "Eve", None)
"""A project as whoever calls might make one up, column by column."""
ARGUMENTS: dict[str, list[Any]] = {
    "text": [None, "Finn", "finn", "Ben", "@lists", *HOSTILE[:3]],
    "text[]": [None, ["Finn", "Ben", "finn"], [], [None], HOSTILE],
    "jsonb": [
        *(None, "null", "[]", '"Finn"', '{"Finn": 0, "Ben": 0, "@lists": 0}'),
        *('{"Finn": {"since": 0, "after": -5}}', '{"Finn": "0 or true"}'),
    ],
    "jsonb[]": [None, ["{}"]],
    "boolean": [None, True, False],
    "integer": [None, 100, -1, 2**31 - 1],
    "bigint": [None, 0, -1],
    "timestamp with time zone": [None, "2030-01-01"],
    "date": [None, "2026-11-30"],
    "netloft.project": [None, f"({','.join('' if v is None else str(v) for v in FORGED[:10])})"],
}


def test_every_function_is_called_with_all_that_might_be_said(guarded: Database) -> None:
    rows = guarded.as_person().execute(
        "select proname, proargtypes::regtype[]::text[] from pg_proc"
        " where pronamespace = 'netloft'::regnamespace order by 1"
    )
    eve, leaks = guarded.connect("Eve"), list[Any]()
    for name, kinds in rows.fetchall():
        places = ", ".join(f"%s::{kind}" for kind in kinds)
        longest = max((len(ARGUMENTS[kind]) for kind in kinds), default=1)
        for turn in range(longest if name in MAY_CALL else 1):
            for shift in range(len(kinds) if name in MAY_CALL else 1):
                given = [
                    ARGUMENTS[kind][(turn + shift * place) % len(ARGUMENTS[kind])]
                    for place, kind in enumerate(kinds)
                ]
                heard, state = call(eve, f"select netloft.{name}({places})", given)
                barred = state == "42501" or name in MAY_CALL
                if SECRET in heard or not barred:
                    leaks.append((name, given, heard))
    assert leaks == []


def call(connection: Connection, statement: str, given: list[Any]) -> tuple[str, str | None]:
    """Call a function; return all that came back for it, and the state of a refusal."""
    try:
        return str(connection.execute(statement.encode(), given).fetchall()), None
    except psycopg.Error as error:
        return f"{error} {error.diag.message_detail} {error.diag.context}", error.sqlstate


@pytest.mark.parametrize("source", ["Finn", "Dan", "Ben"])
def test_giving_away_tells_nothing_of_what_is_not_ones_own(guarded: Database, source: str) -> None:
    """Neither whether a value or a stamp stands there, nor whether there is such a project."""
    eve, key = guarded.connect("Eve"), source.lower()
    guesses: list[TeamOperation] = [
        edited(key, "customer", SECRET, stamp=stamp(-9999)),
        edited(key, "customer", "wrong", stamp=stamp(-9999)),
        edited("no such", "customer", SECRET),
        operation("entry", key, path="touches/1", value={"note": SECRET}, stamp=stamp(-9999)),
    ]
    statement = "select netloft.hand_over(%s, 'Eve', %s, 3, %s)"
    heard = {
        call(eve, statement, [source, [each["project"]], texts([each])])[1] for each in guesses
    }
    assert heard == {"42501"}


def test_a_verdict_does_not_tell_whether_there_is_a_project(guarded: Database) -> None:
    for fields in ({"kind": "field", "path": "stage", "value": "P5"}, {"kind": "delete"}):
        of_finn, of_none = (
            guarded.push("Eve", json.dumps({**operation("field", key), **fields}))[0]
            for key in ("finn", "no such")
        )
        assert of_finn | {"op": ""} == of_none | {"op": ""}


PUSHES: list[tuple[str, dict[str, Any]]] = [
    ("denied project", {"kind": "field", "path": "stage", "value": "P5"}),
    ("denied project", {"kind": "field", "path": "owner", "value": "Eve"}),
    ("denied project", {"kind": "entry", "path": "touches/1", "value": None}),
    ("denied project", {"kind": "delete"}),
    ("denied project", {"kind": "glance", "value": {}}),
    ("denied project", {"kind": "create", "value": NAMED | {"owner": "Eve"}}),
    ("denied project", {"kind": "create", "value": NAMED, "entries": {"touches/1": {}}}),
    ("invalid project", {"kind": "create", "project": ["finn"], "value": {}}),
]


@pytest.mark.parametrize("key", ["finn", "dan", "ben"])
def test_push_takes_nothing_on_others_projects(guarded: Database, key: str) -> None:
    sent = [json.dumps({**operation("field", key), **fields}) for _wanted, fields in PUSHES]
    assert guarded.verdicts("Eve", *sent) == [wanted for wanted, _fields in PUSHES]


def test_push_makes_nothing_in_others_names(guarded: Database) -> None:
    made = [created("eve-2", "Finn"), created("eve-3", "Ben"), edited("eve", "owner", "Finn")]
    again = operation("create", "eve", value=NAMED | {"owner": "Finn"})
    assert guarded.verdicts("Eve", *made, again) == ["denied owner"] * 4
    unknown = [created("eve-4", "Finn "), edited("eve-4", "owner", "finn")]
    assert guarded.verdicts("Eve", *unknown) == ["applied", "applied"]
    assert "eve-4" not in guarded.documents("Finn")


def test_sql_in_names_and_values_is_text(guarded: Database) -> None:
    for number, text in enumerate(HOSTILE):
        key = f"eve {''.join(letter for letter in text if letter.isprintable())}"
        made: list[TeamOperation] = [
            created(key, name=text),
            edited(key, escape(text), text),
            edited(key, "owner", text),
            operation("entry", key, path=f"touches/{text}", value={"note": text}),
            {**edited(key, "stage", "P2"), "stamp": stamp(0, f"d{number}")},
        ]
        assert guarded.verdicts("Eve", *made) == ["applied"] * 5
        found = guarded.documents("Eve")[key]
        assert (found["name"], found[escape(text)], found["owner"]) == (text, text, text)
    assert guarded.verdicts("Eve", edited("eve", "stage", "P3")) == ["applied"]


SHADOWS = """
create temp table person
    (name text, role text, reports_to text, leads boolean, revoked timestamptz);
insert into pg_temp.person values
    ('Finn', 'Eve', null, true, null), ('Ada', 'Eve', null, true, null);
create temp table sees (viewer text, owner text);
insert into pg_temp.sees values ('Eve', 'Finn'), ('Eve', 'Ben'), ('Eve', 'Dan');
create temp table feed (owner text, seq bigint);
create temp table meta (single boolean, schema_min integer, schema_max integer, secret uuid);
create temp table project (id text, owner text);
insert into pg_temp.project values ('finn', 'Eve'), ('dan', 'Eve'), ('ben', 'Eve');
create function pg_temp.current_person() returns text language sql as $$select 'Finn'$$;
create function pg_temp.seen_owners() returns setof text language sql as $$select 'Finn'$$;
create function pg_temp.lower(text) returns text language sql as $$select 'Finn'$$;
"""


@pytest.mark.parametrize(
    "setting",
    [
        "set search_path = pg_temp, netloft, public, pg_catalog",
        "set search_path = pg_temp",
        "set role netloft_member",
        "set standard_conforming_strings = off",
        "set transform_null_equals = on; set array_nulls = off; set datestyle = 'SQL, DMY'",
        "set plan_cache_mode = force_generic_plan",
        "begin",
    ],
)
def test_shadows_and_settings_change_nothing(guarded: Database, setting: str) -> None:
    eve = guarded.connect("Eve")
    eve.execute(SHADOWS.encode())
    eve.execute(setting.encode())
    assert eve.execute("select netloft.current_person()").fetchone() == ("Eve",)
    rows = eve.execute("select id from netloft.project order by id").fetchall()
    assert rows == [("@lists",), ("eve",)]
    ((pulled,),) = eve.execute("select netloft.pull('{\"Finn\": 0}', true, 100)").fetchall()
    assert [project["id"] for project in pulled["projects"]] == ["eve"]
    guarded_values = [edited("eve", "contacts/c1", 5), edited("eve", "plan/p", "x")]
    sent = texts([edited("finn", "stage", "P5"), created("ben", "Eve"), *guarded_values])
    ((answer,),) = eve.execute("select netloft.push(3, %s)", [sent]).fetchall()
    verdicts = [verdict["verdict"] for verdict in answer["verdicts"]]
    assert verdicts == ["denied", "denied", "invalid", "invalid"]
    assert "refused" in " ".join(
        attack(eve, "select netloft.hand_over('Finn', 'Eve', null, 4, '{}')")
    )


OBJECTS = """
create function public.current_person() returns text language sql as $$select 'Finn'$$;
create function public.lower(text) returns text language sql as $$select 'Finn'$$;
create function public.same(text, text) returns boolean language sql immutable as $$select true$$;
create operator public.= (leftarg = text, rightarg = text, procedure = public.same);
create operator public.<> (leftarg = text, rightarg = text, procedure = public.same);
create function public.has(jsonb, text) returns boolean language sql immutable as $$select true$$;
create operator public.? (leftarg = jsonb, rightarg = text, procedure = public.has);
create table public.person as select 'Finn'::text as name, 'Eve'::text as role;
create table public.sees as select 'Eve'::text as viewer, 'Finn'::text as owner;
"""


def test_objects_of_ones_own_change_nothing(own_database: Database) -> None:
    """Where everybody may make objects, as servers of former versions have it: operators too."""
    own_database.as_person().execute("grant create on schema public to public")
    own_database.push("Finn", created("finn", remarks=SECRET))
    own_database.push("Eve", created("eve"))
    eve = own_database.connect("Eve")
    eve.execute(OBJECTS.encode())
    eve.execute("set search_path = public, pg_temp, netloft, pg_catalog")
    rows = eve.execute("select id from netloft.project").fetchall()
    assert rows == [("@lists",), ("eve",)]
    sent = texts([edited("finn", "stage", "P5"), created("eve-2", "Finn")])
    ((answer,),) = eve.execute("select netloft.push(3, %s)", [sent]).fetchall()
    assert [verdict["verdict"] for verdict in answer["verdicts"]] == ["denied", "denied"]
    ((pulled,),) = eve.execute("select netloft.pull('{}', true, 100)").fetchall()
    assert [project["id"] for project in pulled["projects"]] == ["eve"]
    for call in ("open_owned('Finn', null)", "open_projects('{finn}')", "shared_deals(9)"):
        assert SECRET not in " ".join(attack(eve, f"select netloft.{call}"))


def test_who_is_nobody_of_the_team_gets_nothing(guarded: Database) -> None:
    """A role of another team on the same server: it is a member, but no person here."""
    role = f"stranger {uuid4().hex}"
    guarded.as_person().execute(f'create role "{role}" login in role netloft_member'.encode())
    stranger = guarded.connect(role)
    for table in READABLE:
        assert stranger.execute(f"select * from netloft.{table}".encode()).fetchall() == []
    assert guarded.verdicts(role, created("eve-5")) == ["denied revoked"]
    pulled = pull_changes(stranger, {"Finn": 0}, follow=True)
    assert (pulled["projects"], pulled["person"], pulled["cursors"]) == ([], None, {})
