"""The team's server at the size of a large company, on this machine's PostgreSQL or the wheel's.

The company is a tree of ten reports each: person 0 leads all, 1111 to 9999 lead nobody. The mass of
the projects is put in by SQL; those that are pushed and pulled are of 20 kB.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING, Any

from store.metadata import SCHEMA_VERSION
from store.store import Store
from team.connection import connect
from team.migrations import create_schema
from team.people import add_person
from team.scope import set_scope
from team.server import (
    TeamOperation,
    find_shared_deals,
    list_line,
    open_project,
    pull_changes,
    pull_glances,
    push_operations,
    sum_branches,
)
from team.sync import sync
from team.sync_state import SyncState
from tests.benchmarks import team_client
from tests.benchmarks.table import Figure
from tests.team.database import create_database, created, edited, stamp
from tests.team.server import Server

if TYPE_CHECKING:
    from team.connection import Connection

PEOPLE, EACH = 10_000, 20
HEAD, MANAGER, REP, OTHER = "p00000", "p00500", "p05001", "p05002"
LARGE, OFTEN = "p05003", ("p05004", "p05005", "p05006", "p05007")
"""Who has a store of their own: one with very many projects, those who sync all the time."""
DIRECTOR, BELOW = "p00009", "p09111"
"""Who has a thousand people below, and one of these."""
CLIENTS, SYNCS = 4, 40
DAY = date(2026, 11, 30)
PUSHED, PUSH_BATCH = 400, 50
CHANGES, ROUNDS = 10, 15
ABOUT = f"""
a server with {PEOPLE:,} people and {PEOPLE * EACH:,} projects, over its socket, no TLS, fsync on
push     documents of 20 kB and 300 fields, {PUSH_BATCH} a batch
pull     {CHANGES} projects of a rep that changed in one field each since the cursor
summary  of the projects of a thousand people below a director: pulled, and put into a store
roll-up  sums by branch of the reporting line, stage, currency and quarter, with flags
line     who is in the reporting line; twins: the deals that stand twice
sync     {CLIENTS} clients at once: push one edit, pull what changed; the time of all by the number
{team_client.ABOUT.strip()}
"""
_BODY = """'{"glance": {"day": "2026-11-30", "people": 8, "best": 3, "high": 2, "low": 3, "flags": [
    {"rule": "checks", "case": "open", "figures": {"stage": "P4", "due": 27, "count": 20,
        "percent": 20, "norm": 60}},
    {"rule": "no-coach", "case": "nobody", "figures": {"stage": "P4", "needs": 4}}]}}'::jsonb"""
_FILL = f"""
insert into netloft.person (name, role, reports_to)
select 'p' || lpad(n::text, 5, '0'), 'p' || lpad(n::text, 5, '0'),
    case when n > 0 then 'p' || lpad(((n - 1) / 10)::text, 5, '0') end
from generate_series(0, {PEOPLE} - 1) n
on conflict (name) do update set reports_to = excluded.reports_to;
insert into netloft.feed select name, {EACH} from netloft.person
on conflict (owner) do update set seq = excluded.seq;
select netloft.refresh_sees();
insert into netloft.project (id, owner, doc, clk, newest, seq)
select owner || '-' || k, owner, doc, clk, '1700000000000-0000-x', k
from (select name as owner from netloft.person) as people, generate_series(1, {EACH}) k,
    lateral (select jsonb_build_object('name', 'Deal ' || k, 'customer', 'Customer ' || k,
        'owner', owner, 'stage', 'P' || k % 6, 'status', '["open", null]'::jsonb,
        'created_at', '2026-01-05T09:00:00Z', 'updated_at', '2026-11-02T09:00:00Z',
        'amount', jsonb_build_object('low', k * 1000, 'high', k * 2000, 'text', k || 'k'),
        'remarks', repeat('what is known so far ', 20)) as doc) as made,
    lateral (select jsonb_object_agg(key, jsonb_build_array('1700000000000-0000-x', k)) as clk
        from jsonb_object_keys(doc) as key) as marked;
insert into netloft.glance (project, owner, name, customer, stage, status, currency, low, high,
    signs_from, signs_to, seq, body, bucket)
select g.*, netloft.bucket_of(stage, status, currency, signs_to)
from (select id, owner, doc->>'name' || case seq when 1 then '' else owner end, doc->>'customer',
    doc->>'stage', 'open',
    (array['CNY', 'USD', 'EUR'])[seq % 3 + 1], seq * 1000, seq * 2000, date '2027-01-01',
    date '2027-01-01' + (seq * 30)::integer, seq, {_BODY}
from netloft.project where owner <> '@lists')
as g (id, owner, name, customer, stage, status, currency, low, high, signs_from, signs_to);
"""


def figures(home: Path) -> Iterator[Figure]:
    """Fill a server, and measure what reps, managers and the head of all ask of it."""
    server = Server()
    try:
        server.create()
        server.start()
        create_database(server, "team")
        with connect(server.url("team")) as admin:
            _fill(admin)
        yield from _push(server)
        yield from _pull(server)
        yield from _pull_glances(server)
        yield from _roll_up(server)
        yield from _sync(server)
        urls = {person: server.url("team", person) for person in (*OFTEN, LARGE)}
        yield from team_client.often_figures(home, {person: urls[person] for person in OFTEN})
        yield from team_client.figures(home, urls[LARGE], LARGE)
    finally:
        server.remove()


def _fill(admin: Connection) -> None:
    create_schema(admin)
    for name in (HEAD, MANAGER, REP, OTHER, LARGE, *OFTEN, DIRECTOR, BELOW):
        add_person(admin, name)
    admin.execute(_FILL.encode())
    admin.execute("vacuum analyze")


def _document(number: int, owner: str) -> TeamOperation:
    """Return the operation that makes a project of 20 kB and 300 fields."""
    fields = {f"contacts/{each}/notes": "x" * 45 for each in range(300)}
    return created(f"{owner}-new-{number}", owner, **fields)


def _median_ms(call: Callable[[], object], rounds: int = ROUNDS) -> float:
    times = []
    for _round in range(rounds):
        start = perf_counter()
        call()
        times.append((perf_counter() - start) * 1000)
    return median(times)


def _push(server: Server) -> Iterator[Figure]:
    with connect(server.url("team", OTHER)) as other:
        batches = [
            [_document(number, OTHER) for number in range(first, first + PUSH_BATCH)]
            for first in range(0, PUSHED, PUSH_BATCH)
        ]
        start = perf_counter()
        for batch in batches:
            push_operations(other, batch, SCHEMA_VERSION)
        each = (perf_counter() - start) * 1000 / PUSHED
    yield Figure("push, ms a document", "rep", each)


def _pull(server: Server) -> Iterator[Figure]:
    with connect(server.url("team", REP)) as rep, connect(server.url("team", MANAGER)) as manager:
        made = [_document(number, REP) for number in range(CHANGES)]
        push_operations(rep, made, SCHEMA_VERSION)
        cursors = pull_changes(rep, {}, follow=True)["cursors"]
        above = {owner: cursors.get(owner, EACH) for owner in (MANAGER, REP, OTHER)}
        changes = [edited(each["project"], "stage", "P3", stamp=stamp()) for each in made]
        push_operations(rep, changes, SCHEMA_VERSION)
        pulled = pull_changes(rep, cursors, follow=True)["projects"]
        assert [len(project["fields"]) for project in pulled] == [1] * CHANGES
        time = _median_ms(lambda: pull_changes(rep, cursors, follow=True))
        yield Figure("pull of 10 changes, ms", "rep", time, target=20.0)
        time = _median_ms(lambda: pull_changes(manager, above, follow=False))
        yield Figure("pull of a page of 200 documents, ms", "manager", time)
        idle = pull_changes(rep, cursors, follow=True)["cursors"]
        time = _median_ms(lambda: pull_changes(rep, idle, follow=True))
        yield Figure("pull of nothing, ms", "rep", time, target=20.0)
    with connect(server.url("team", HEAD)) as head:
        time = _median_ms(lambda: pull_changes(head, {HEAD: EACH}, follow=False))
        yield Figure("pull of nothing, ms", "head of all", time)
        time = _median_ms(lambda: open_project(head, f"{REP}-1"))
        yield Figure("opening a project, ms", "head of all", time)


def _pull_glances(server: Server) -> Iterator[Figure]:
    with connect(server.url("team", DIRECTOR)) as director, TemporaryDirectory() as folder:
        start, cursors, count = perf_counter(), dict[str, Any](), 0
        for page in pull_glances(director, {}):
            cursors |= page["cursors"]
            count += len(page["glances"])
        each = (perf_counter() - start) * 10_000 / count
        yield Figure("pull of 10,000 summaries, s", "director", each)
        yield Figure("summaries into a store, s", "director", _fill_store(director, folder))
        with connect(server.url("team", BELOW)) as rep:
            changes = [
                edited(f"{BELOW}-{number}", "stage", "P3", stamp=stamp(), base=None)
                for number in range(1, CHANGES + 1)
            ]
            push_operations(rep, changes, SCHEMA_VERSION)
        (page,) = pull_glances(director, cursors)
        assert len(page["glances"]) == CHANGES
        time = _median_ms(lambda: list(pull_glances(director, cursors)))
        yield Figure("pull of 10 summaries, ms", "director", time, target=20.0)
        cursors |= page["cursors"]
        time = _median_ms(lambda: list(pull_glances(director, cursors)))
        yield Figure("pull of no summary, ms", "director", time, target=20.0)


def _fill_store(director: Connection, folder: str) -> float:
    """Pull all summaries into a new store; return the seconds of 10,000."""
    path = Path(folder) / "store.json"
    store = Store.open(path)
    start = perf_counter()
    with SyncState.open(path) as state:
        set_scope(state, "glances")
        sync(store, state, director)
    took = perf_counter() - start
    count = len(store.book.projects)
    store.close()
    return took * 10_000 / count


def _roll_up(server: Server) -> Iterator[Figure]:
    for subject, role in (("rep", REP), ("manager of ten", MANAGER), ("head of all", HEAD)):
        with connect(server.url("team", role)) as person:
            time = _median_ms(partial(sum_branches, person, None, DAY, DAY + timedelta(91)))
            yield Figure("roll-up, ms", subject, time, target=100.0)
            yield Figure("line, ms", subject, _median_ms(partial(list_line, person)))
            yield Figure("twins, ms", subject, _median_ms(partial(find_shared_deals, person)))


def _sync(server: Server) -> Iterator[Figure]:
    def sync(number: int) -> None:
        with connect(server.url("team", REP if number % 2 else OTHER)) as rep:
            owner = REP if number % 2 else OTHER
            cursors = pull_changes(rep, {}, follow=True, page=9999)["cursors"]
            for _each in range(SYNCS):
                edit = edited(f"{owner}-{number + 1}", "stage", "P4", stamp=stamp())
                push_operations(rep, [edit], SCHEMA_VERSION)
                cursors |= pull_changes(rep, cursors, follow=True)["cursors"]

    start = perf_counter()
    with ThreadPoolExecutor(CLIENTS) as pool:
        list(pool.map(sync, range(CLIENTS)))
    each = (perf_counter() - start) * 1000 / (CLIENTS * SYNCS)
    yield Figure("sync without a store, ms each", f"{CLIENTS} clients", each, target=20.0)
