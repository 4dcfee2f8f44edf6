"""What a client asks of the team's server: the calls, and the shapes of what goes over the line.

A **stamp** is a sortable text, `MMMMMMMMMMMMM-CCCC-DEVICE`: milliseconds since 1970 in 13 digits, a
counter in four hexadecimal digits, the device (1 to 80 letters). The higher one wins, compared by
its bytes.

A **path** names a value of a project's flat document: `stage`, `status` (with its end: `["won",
null]`), `contacts` (the order of their ids), `contacts/ID` (true while the contact stands),
`contacts/ID/cr`. Paths that the server does not know are kept as they come. History and touches are
no paths but **entries**, by `history/ID` and `touches/ID`.

The lists that all projects share are paths of the project `@lists`, which everybody reads:
`competitors/NAME/field` and `products/…` anybody may write, all others who leads, and `win_rates/…`
who of those reports to nobody.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, NotRequired, TypedDict, cast

from deals.errors import UserError
from deals.reporting_line import LinePerson
from deals.shared_deals import SharedDeal
from store.metadata import SCHEMA_VERSION
from team.connection import RETRIED, load_psycopg

if TYPE_CHECKING:
    from team.connection import Connection

LISTS = "@lists"
"""The project, and its owner, that holds the shared lists."""
BATCH = 500
"""How many operations are pushed at once."""
PAGE = 200
"""How many projects are pulled at once."""
GLANCE_PAGE = 500
"""How many summaries are pulled at once."""
MOST_SHARED = 1000
"""How many projects that may be twins are fetched at the most."""
TRIES = 5
GIVING = "give-"
"""How the devices are called by which projects are handed over."""

VerdictName = Literal["applied", "won", "lost", "duplicate", "denied", "invalid"]


class TeamOperation(TypedDict):
    """An operation as it is pushed.

    `kind` is one of:
    - `create`: the whole flat document as `value`, its history and touches as `entries`; `stamps`
      has those of paths and entries that are not of the operation's own. On a project that is there
      each path is taken in by itself. The project's owner is the person whom `owner` names, who has
      to be below the pusher; where it names nobody of the team, the pusher.
    - `field`: the `value` of a `path`, null for one that is gone; `base` is the stamp that stood
      there when it was edited. The path `owner` hands the project over.
    - `entry`: the body of an entry by its `path`; null takes it out again.
    - `delete`: deletes the project, with value false puts it back; an edit that is later than the
      deletion brings the project back by itself.
    - `glance`: what a manager's list shows beyond the document's fields: the body of a summary, an
      object of 8 kB at most.

    `restated` marks for the client itself what it knew from the server and tells one that was set
    back: nobody's edit is overtaken where that does not stand.
    """

    op: str
    kind: Literal["create", "field", "entry", "delete", "glance"]
    project: str
    stamp: str
    path: NotRequired[str]
    value: NotRequired[Any]
    base: NotRequired[str | None]
    stamps: NotRequired[dict[str, str]]
    entries: NotRequired[dict[str, Any]]
    restated: NotRequired[bool]


class TeamVerdict(TypedDict):
    """What became of an operation; the verdicts of a batch come in its order.

    - `applied`: it stands. - `won`: it stands, over a change by `by` that its editor had not seen:
      `value` with `stamp`. - `lost`: `value` with `stamp` by `by` is later and stands; reason
      `deleted`: the project was deleted later. Without any of the three it is a value of more
      than 16 kB. Of a `create` on a project that was there, `paths` has the verdicts of those that
      won or lost.
    - `duplicate`: it came before; `was` is the verdict that it had then.
    - `denied`, with `reason`: `project` (no such project, or none that one may write to), `owner`
      (one may not give it to, or make it for, that person), `lists`, `lead` (these lists are for
      those who lead), `revoked`. It may be pushed again once that has changed.
    - `invalid`, with `reason`: `unreadable`, `op`, `kind`, `project`, `stamp`, `base`, `path`,
      `type`, `size`, `day`, `refused`, `clock` (an hour or more ahead of the server's clock).
      Neither of these two is written down on the server: the same id may be pushed again.
    """

    op: str | None
    verdict: VerdictName
    was: NotRequired[VerdictName]
    reason: NotRequired[str]
    value: NotRequired[Any]
    stamp: NotRequired[str]
    by: NotRequired[str | None]
    paths: NotRequired[dict[str, VerdictName]]


class PulledProject(TypedDict):
    """What changed of a project: `fields` has `[value, stamp]` by path, `entries` bodies by id,
    null for those taken out again. `whole` where its owner is pulled from the start; what is new
    since the cursor, or came from another owner, is complete as well. `dead` is the stamp of a
    deletion that stands.
    """

    id: str
    owner: str
    seq: int
    schema: int
    dead: str | None
    whole: bool
    fields: dict[str, tuple[Any, str]]
    entries: dict[str, Any]


class TeamPull(TypedDict):
    """What changed since the cursors.

    - `projects` in the order of their owners' feeds; a project comes again where it has changed.
    - `moved`: projects that left a feed, as `{"project", "owner", "to"}`: to be purged unless the
      same is among the projects pulled, or the new owner's feed is pulled too.
    - `cursors` to be kept and handed in the next time, whether or not there is `more`; those are
      left out that stay as they were.
    - `gone`: owners asked for whom one does not see (any more): their projects are to be purged.
    - `rewound`: owners whose cursor is beyond the server's counter: it was set back to an earlier
      state. Like another `generation` (null on a standby, which takes no pushes): push again what
      was acknowledged and pull from 0.
    - `now` is the server's clock in milliseconds, `person` who one is for it, null for nobody.
    """

    projects: list[PulledProject]
    moved: list[dict[str, str]]
    cursors: dict[str, Any]
    more: bool
    gone: list[str]
    rewound: list[str]
    generation: str | None
    person: str | None
    now: int


class PulledGlance(TypedDict):
    """A summary: `fields` has values of the document by path, null where it has none, `moves` the
    entries of the history that figures are made of, `body` what the owner's client sent, null where
    it sent none. `dead` is the stamp of a deletion that stands.
    """

    id: str
    owner: str
    dead: str | None
    fields: dict[str, Any]
    moves: list[dict[str, Any]] | None
    body: dict[str, Any] | None


class GlancePull(TypedDict):
    """The summaries that changed since the cursors; all else is as in `TeamPull`."""

    glances: list[PulledGlance]
    moved: list[dict[str, str]]
    cursors: dict[str, Any]
    more: bool
    gone: list[str]
    rewound: list[str]
    generation: str | None
    person: str | None


def push_operations(
    connection: Connection, operations: Sequence[TeamOperation | str], schema: int
) -> list[TeamVerdict]:
    """Push a batch of operations, all or none of which is written, and return their verdicts.

    The operations are records, or the very texts to be sent; `schema` is the version of the store's
    schema that their values are of.

    Refusals: by `connect`: team-client-old, team-server-old, team-read-only,
    team-disk-full, team-busy, team-offline.
    """
    texts = [each if isinstance(each, str) else json.dumps(each) for each in operations]
    answer = _call(connection, "select netloft.push(%s, %b::text[])", [schema, texts])
    return cast("list[TeamVerdict]", answer["verdicts"])


def pull_changes(
    connection: Connection, cursors: Mapping[str, Any], *, follow: bool, page: int = PAGE
) -> TeamPull:
    """Pull what changed after the cursors, at most a page of projects.

    The cursors are as the last pull gave them, by owner, that of the shared lists by `@lists`; 0
    brings an owner's projects from the start. With `follow` all owners that one sees are pulled,
    not only those in `cursors`.
    """
    arguments = [json.dumps(dict(cursors)), follow, page]
    answer = _call(connection, "select netloft.pull(%s::jsonb, %s, %s)", arguments)
    return cast("TeamPull", answer)


def pull_all(
    connection: Connection, cursors: Mapping[str, Any], *, follow: bool, page: int = PAGE
) -> Iterator[TeamPull]:
    """Pull page by page until there is no more; each page may be kept with its cursors."""
    more = True
    while more:
        pulled = pull_changes(connection, cursors, follow=follow, page=page)
        cursors, more = {**cursors, **pulled["cursors"]}, pulled["more"]
        yield pulled


def pull_glances(
    connection: Connection,
    cursors: Mapping[str, Any],
    under: str | None = None,
    page: int = GLANCE_PAGE,
) -> Iterator[GlancePull]:
    """Pull the summaries of all projects below a person, by default below oneself, page by page;
    each page may be kept with its cursors.
    """
    more = True
    while more:
        arguments = [json.dumps(dict(cursors)), under, page]
        answer = _call(connection, "select netloft.pull_glances(%s::jsonb, %s, %s)", arguments)
        pulled = cast("GlancePull", answer)
        cursors, more = {**cursors, **pulled["cursors"]}, pulled["more"]
        yield pulled


def count_below(connection: Connection, under: str | None = None) -> int:
    """Count the projects below a person, by default below oneself."""
    return cast("int", _call(connection, "select netloft.count_below(%s)", [under]))


def open_project(connection: Connection, project: str) -> PulledProject | None:
    """Fetch one project whole; None where there is none, or none that one sees."""
    return next(open_several(connection, [project]), None)


def open_several(connection: Connection, projects: Sequence[str]) -> Iterator[PulledProject]:
    """Fetch some projects whole, those that there are and that one sees."""
    call = "select netloft.open_projects(%s::text[])"
    for (row,) in _fetch(connection, call, [list(projects)]):
        yield cast("PulledProject", row)


def count_seen(connection: Connection) -> int:
    """Count the people whose projects one sees, oneself among them."""
    return cast("int", _call(connection, "select count(*) from netloft.sees", []))


def find_owners(connection: Connection, projects: Sequence[str]) -> dict[str, str]:
    """Return whose some projects are by now, of those that one sees."""
    call = "select id, owner from netloft.project where id = any (%s::text[])"
    return dict(connection.execute(call, [list(projects)]).fetchall())


def find_writer(connection: Connection, project: str, stamp: str) -> str | None:
    """Return who wrote what has a stamp, of a project that one sees; None where nobody says."""
    return find_writers(connection, [(project, stamp)]).get((project, stamp))


def find_writers(
    connection: Connection, places: Collection[tuple[str, str]]
) -> dict[tuple[str, str], str]:
    """Return who wrote what has some stamps of some projects, as far as anybody says."""
    call = """
        select distinct on (project, stamp) project, stamp, actor from netloft.change
        where (project, stamp) in (select * from unnest(%s::text[], %s::text[]))
        order by project, stamp, at desc
    """
    asked = [[project for project, _stamp in places], [stamp for _project, stamp in places]]
    rows = _fetch(connection, call, asked) if places else []
    return {(project, stamp): str(actor) for project, stamp, actor in rows}


def find_overtakers(
    connection: Connection, project: str, stamps: Mapping[str, tuple[str, str]]
) -> dict[str, str | None]:
    """Return of which fields a value was overtaken by an edit that had not seen it, each with who
    wrote what stands there now; `stamps` has by path that of the value and that of what stands.

    A copy that joins the team with a project that is there has seen nothing of it.
    """
    call = """
        select field, (array_agg(case kind when 'create' then 'won' else verdict end
                order by stamp collate "C"))[1],
            (array_agg(actor order by stamp collate "C" desc))[1]
        from netloft.change join jsonb_each(%s::jsonb) as mine (field, stamps)
            on kind = 'field' and path = field and verdict in ('applied', 'won')
            or kind = 'create' and verdict in ('won', 'lost') and stamp = stamps->>1
        where project = %s and stamp > (stamps->>0) collate "C"
        group by field
    """
    rows = _fetch(connection, call, [json.dumps(dict(stamps)), project])
    return {path: actor for path, verdict, actor in rows if verdict == "won"}


def find_giver(connection: Connection, project: str) -> str | None:
    """Return who last gave a project that was one's own to somebody; None where nobody says."""
    call = """
        select actor from netloft.change where project = %s and path = 'owner' order by at desc
        limit 1
    """
    rows = _fetch(connection, call, [project])
    return str(rows[0][0]) if rows else None


def find_receiver(connection: Connection, project: str) -> str | None:
    """Return to whom a project was last given that was one's own; None where nobody says."""
    call = """
        select value #>> '{}' from netloft.change where project = %s and path = 'owner'
        order by at desc limit 1
    """
    rows = _fetch(connection, call, [project])
    return str(rows[0][0]) if rows and rows[0][0] else None


def find_given_values(connection: Connection, project: str) -> dict[str, tuple[str, Any]]:
    """Return what the last hand-over changed in a project beside its owner: by path the stamp that
    it set there, and the value that stood there before; of those changes that one sees.
    """
    call = """
        select path, stamp, prev from netloft.change
        where project = %s and kind = 'field' and verdict in ('applied', 'won')
            and stamp ~ %s and at = (
                select max(at) from netloft.change where project = %s and stamp ~ %s)
    """
    given = f"-{GIVING}[^-]*$"
    rows = _fetch(connection, call, [project, given, project, given])
    return {path: (stamp, value) for path, stamp, value in rows}


def open_owned(
    connection: Connection, owner: str, projects: Sequence[str] | None = None
) -> Iterator[PulledProject]:
    """Fetch a person's projects whole, all that one sees or those named."""
    given = list(projects) if projects is not None else None
    call = "select netloft.open_owned(%s, %s::text[])"
    for (row,) in connection.execute(call, [owner, given]).fetchall():
        yield cast("PulledProject", row)


def hand_over_projects(
    connection: Connection,
    source: str,
    target: str,
    projects: Sequence[str] | None = None,
    operations: Sequence[TeamOperation] = (),
) -> list[str]:
    """Give projects of one person to another, all or those named, and return which.

    With those named goes what changes in them by that, made by `server_hand_over`: all or nothing.

    Refusals: by `connect`: team-person-unknown, team-rights, team-client-old, team-server-old.
    """
    call = "select netloft.hand_over(%s, %s, %s::text[], %s, %s::text[])"
    texts = [json.dumps(each) for each in operations]
    given = list(projects) if projects is not None else None
    arguments = [source, target, given, SCHEMA_VERSION, texts]
    return [project for (project,) in _fetch(connection, call, arguments)]


def list_line(connection: Connection) -> tuple[str, list[LinePerson]]:
    """Fetch who one is for the server and whom one sees, oneself among them.

    Raises:
        UserError: team-stranger where one is nobody of the team.

    """
    person = _call(connection, "select netloft.current_person()", [])
    if person is None:
        raise UserError("team-stranger")
    rows = connection.execute(
        "select name, reports_to, revoked is not null, leads from netloft.list_people(false)"
    )
    return person, [LinePerson(*row) for row in rows]


def sum_branches(
    connection: Connection, under: str | None, today: date, until: date
) -> list[dict[str, Any]]:
    """Fetch sums by branch of the reporting line below a person, by default oneself.

    A record has `branch` (who reports to the person, all below counted in; or the person), `stage`,
    `status`, `currency`, `quarter` (first day of the one in which signing is due at the latest),
    `deals`, `low`, `high`; `red` and `amber`, how many projects' worst flag is such; `late` on a
    day and `due` from then `until` another, with twice the money of each.
    """
    call = "select to_jsonb(b) from netloft.branch_sums(%s, %s, %s) b"
    return [row for (row,) in connection.execute(call, [under, today, until])]


def find_shared_deals(connection: Connection, most: int = MOST_SHARED) -> list[SharedDeal]:
    """Fetch the open projects of one name and customer of those one sees, so many at the most."""
    call = """
        select id, name, customer, owner, stage, currency, low, high, apart, sources
        from netloft.shared_deals(%s)
    """
    return [SharedDeal.read(row) for row in connection.execute(call, [most])]


def list_channels(connection: Connection, owners: Sequence[str]) -> dict[str, str]:
    """Return the channels (for LISTEN) on which changes of the owners one sees are called out."""
    call = "select owner, channel from netloft.channels(%s::text[])"
    return dict(connection.execute(call, [list(owners)]).fetchall())


def _call(connection: Connection, call: str, arguments: list[Any]) -> Any:
    ((answer,),) = _fetch(connection, call, arguments)
    return answer


def _fetch(connection: Connection, call: str, arguments: list[Any]) -> list[tuple[Any, ...]]:
    """Call, and try again where another writer was in between."""
    errors = load_psycopg()
    for left in reversed(range(TRIES)):
        try:
            return connection.execute(call.encode(), arguments).fetchall()
        except errors.Error as error:
            # Within a transaction nothing can be tried again: its caller does it all anew.
            if not left or error.sqlstate not in RETRIED or connection.info.transaction_status:
                raise
    return []
