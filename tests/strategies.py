"""Hypothesis strategies for the values of deals, for the tests of every room.

What they draw always validates and holds together: ids are unique, and every reference inside a
project points at a contact that is there. Texts hold brackets, control characters, emoji and
Chinese, for users' texts do.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, timedelta, timezone
from functools import cache
from types import MappingProxyType
from typing import Any, get_args

from hypothesis import strategies as st

from deals.ids import RANDOM_BYTES, ulid
from deals.market import STANDING
from deals.model import (
    KEYS,
    MEASURES,
    US,
    Amount,
    Answer,
    Answered,
    ApprovalLine,
    Book,
    Cause,
    Change,
    Checkpoint,
    Comparison,
    Competitor,
    Contact,
    DeletedProject,
    ExchangeRate,
    Function,
    Goal,
    Influence,
    Level,
    Market,
    MarketCell,
    MarketType,
    Measure,
    Member,
    NextAction,
    Note,
    OwnValue,
    PlanRow,
    Product,
    Project,
    Review,
    Role,
    RowState,
    SalesTarget,
    SavedView,
    SigningPeriod,
    Snooze,
    SourceRef,
    StageRate,
    Stamp,
    Stance,
    Standing,
    Status,
    StoreSetting,
    Strategy,
    SwotItem,
    SwotKind,
    TeamForm,
    Touch,
    WinRates,
)
from deals.network.relationship import place_key

SAMPLES = ["北辰调度网扩容", "Acme [/] Co", "[bold", "a\tb\x1b[31m", "👩‍🔧 e\u0301", "\u202eabc"]
STAGES = ("P0", "P1", "P2", "P3", "P4", "P5", "P6", "P7")
FIRST, LAST = date(2000, 1, 1), date(2099, 12, 31)


@cache
def texts(max_size: int = 12) -> st.SearchStrategy[str]:
    """Draw any text that UTF-8 can write, the empty one included."""
    anything = st.text(st.characters(exclude_categories=["Cs"]), max_size=max_size)
    return anything | st.sampled_from(SAMPLES)


@cache
def names(max_size: int = 12) -> st.SearchStrategy[str]:
    """Draw text as people type a name: printable, not empty, no blank at its ends."""
    letters = st.characters(categories=["L", "N", "P", "S"], include_characters=" ")
    return st.text(letters, min_size=1, max_size=max_size).map(str.strip).filter(bool)


@cache
def optional_texts() -> st.SearchStrategy[str | None]:
    """Draw a text or nothing."""
    return st.none() | texts()


@cache
def ids() -> st.SearchStrategy[str]:
    """Draw a record id."""
    entropy = st.binary(min_size=RANDOM_BYTES, max_size=RANDOM_BYTES)
    return st.builds(ulid, st.integers(0, 2**48 - 1), entropy)


@cache
def days() -> st.SearchStrategy[date]:
    """Draw a day of this century."""
    return st.dates(FIRST, LAST)


@cache
def instants() -> st.SearchStrategy[datetime]:
    """Draw an aware instant, by somebody's clock."""
    first, last = datetime(2000, 1, 1), datetime(2099, 12, 31)
    offsets = [timezone(timedelta(hours=hours)) for hours in (0, 8, -5)]
    return st.datetimes(first, last, timezones=st.sampled_from(offsets))


@cache
def extras() -> st.SearchStrategy[dict[str, object]]:
    """Draw fields that somebody else added to a record: any JSON under names that are not ours."""
    leaf = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | texts() | st.floats(-1e9, 1e9)
    value: st.SearchStrategy[object]
    value = leaf | st.lists(leaf, max_size=2) | st.dictionaries(texts(), leaf, max_size=2)
    return st.dictionaries(texts(6).map("x_{}".format), value, max_size=2)


@cache
def amounts() -> st.SearchStrategy[Amount]:
    """Draw a figure or a range, with a text that says it."""

    def amount(pair: list[int], currency: str) -> Amount:
        low, high = sorted(pair)
        text = f"{low}" if low == high else f"{low}-{high}"
        return Amount(low=low, high=high, currency=currency, text=text)

    figures = st.integers(0, 10**12)
    pairs = st.lists(figures, min_size=2, max_size=2) | figures.map(lambda figure: [figure, figure])
    return st.builds(amount, pairs, st.sampled_from(["CNY", "USD", "EUR"]))


@cache
def windows() -> st.SearchStrategy[SigningPeriod]:
    """Draw a signing window of each precision, with a text that says it."""
    years = st.integers(FIRST.year, LAST.year)
    spans = st.sampled_from([("month", 1), ("quarter", 3), ("half", 6), ("year", 12)])

    def calendar(year: int, kind: tuple[str, int], nth: int) -> SigningPeriod:
        precision, months = kind
        first = nth % (12 // months) * months + 1
        last = first + months - 1
        return SigningPeriod.model_validate(
            {
                "earliest": date(year, first, 1),
                "latest": date(year, last, monthrange(year, last)[1]),
                "precision": precision,
                "text": {"month": f"{year}-{first:02}", "year": f"{year}"}.get(
                    precision, f"{year}{precision[0].upper()}{(first - 1) // months + 1}"
                ),
            }
        )

    def span(pair: list[date]) -> SigningPeriod:
        early, late = sorted(pair)
        if early == late:
            return SigningPeriod(
                earliest=early, latest=late, precision="day", text=early.isoformat()
            )
        return SigningPeriod(
            earliest=early, latest=late, precision="range", text=f"{early}..{late}"
        )

    pairs = st.lists(days(), min_size=2, max_size=2) | days().map(lambda day: [day, day])
    return st.builds(calendar, years, spans, st.integers(0, 11)) | st.builds(span, pairs)


@cache
def contacts() -> st.SearchStrategy[Contact]:
    """Draw a contact who reports to nobody."""
    return st.builds(
        lambda extra, **own: Contact.model_validate({**extra, **own}),
        extra=extras(),
        id=ids(),
        name=names(),
        title=optional_texts(),
        department=optional_texts(),
        function=st.sampled_from([None, *get_args(Function)]),
        level=st.sampled_from([None, *get_args(Level)]),
        lines=st.lists(st.sampled_from(get_args(ApprovalLine)), unique=True).map(tuple),
        role=st.sampled_from([None, *get_args(Role)]),
        reports_to=st.none(),
        cr=st.none() | st.integers(1, 5),
        technical_step=st.none() | st.integers(1, 9),
        commercial_step=st.none() | st.integers(1, 9),
        evidence=optional_texts(),
        cr_on=st.none() | days(),
        cr_touch=st.none() | ids(),
        stance=st.sampled_from(get_args(Stance)),
        competitor=optional_texts(),
        work_needs=optional_texts(),
        personal_needs=optional_texts(),
        price_view=optional_texts(),
        rival_view=optional_texts(),
        covered_by=st.lists(names(), max_size=2).map(tuple),
        follow_up=st.none() | next_actions(),
        outside=st.booleans(),
        phone=optional_texts(),
        email=optional_texts(),
        note=optional_texts(),
    )


@cache
def next_actions() -> st.SearchStrategy[NextAction]:
    """Draw what is to be done, with a day or without."""
    return st.builds(NextAction, text=names(), on=st.none() | days())


@cache
def changes() -> st.SearchStrategy[Change]:
    """Draw one line of a project's history."""
    tracked = st.sampled_from(["stage", "amount", "signs", "status", "cr", "stance"])
    optional = {name: optional_texts() for name in ("old", "new", "subject", "note")}
    return st.builds(Change, at=instants(), by=texts(), field=tracked, **optional)


@cache
def stamps() -> st.SearchStrategy[Stamp]:
    """Draw when and by whom an edit is made."""
    return st.builds(Stamp, at=instants(), by=names(), today=days())


# Who is meant is drawn by place: a strategy made anew of the ids that each project happens to have
# would take longer to make than to draw from.


def _place(people: int) -> st.SearchStrategy[int]:
    return st.integers(0, people - 1) if people else st.nothing()


@cache
def _touches(people: int) -> st.SearchStrategy[list[tuple[Touch, list[int]]]]:
    """Draw touches, each with the places of those who were met."""
    met = st.lists(_place(people), max_size=2 if people else 0)
    touch = st.builds(
        lambda extra, **own: Touch.model_validate({**extra, **own}),
        extra=extras(),
        on=days(),
        contacts=st.just(()),
        how=texts(),
        note=texts(),
        id=st.just("") | ids(),
        worth=st.none() | st.integers(0, 10**6),
        by=texts(),
    )
    return st.lists(st.tuples(touch, met), max_size=2)


@cache
def _members() -> st.SearchStrategy[Member]:
    return st.builds(
        Member,
        name=names(),
        level=st.sampled_from([None, *get_args(Level)]),
        duties=optional_texts(),
    )


@cache
def _influences(people: int) -> st.SearchStrategy[list[tuple[int, int, int, bool]]]:
    """Draw source and target by their places, strength and favour."""
    sway = st.tuples(_place(people), _place(people), st.integers(1, 3), st.booleans())
    return st.lists(sway, max_size=2 if people else 0)


@st.composite
def teams(draw: st.DrawFn, max_size: int = 3) -> tuple[Contact, ...]:
    """Draw the contacts of one project, some reporting to one named before them."""
    team: dict[str, Contact] = {}
    for _ in range(draw(st.integers(0, max_size))):
        contact, boss = draw(contacts()), draw(st.integers(0, len(team)))
        known = (None, *team)
        team.setdefault(contact.id, contact.model_copy(update={"reports_to": known[boss]}))
    return tuple(team.values())


@cache
def sources() -> st.SearchStrategy[str]:
    """Draw where a cause came from, be it there or not; sometimes no source that anybody knows."""
    key = st.sampled_from(["a", "b", "c"])
    kinds = st.sampled_from(["answer", "swot", "strategy", "note"])
    cells = st.builds("cell:{}:{}".format, key | st.just("terms"), names() | st.just(US))
    holes = st.sampled_from(["hole:high:technical", "hole:low:commercial"])
    return texts() | st.builds("{}:{}".format, kinds, key) | cells | holes


@cache
def _market_records() -> dict[str, st.SearchStrategy[Any]]:
    """Return strategies for the records of a project's strategy and market, by list."""
    key = st.sampled_from(["a", "b", "c"])
    day = st.none() | days()
    return {
        "answers": st.builds(
            Answer,
            question=key,
            value=st.sampled_from(get_args(Answered)),
            evidence=texts(),
            on=day,
            by=texts(),
        ),
        "notes": st.builds(Note, key=key, text=texts(), by=texts(), on=day),
        "swot": st.builds(SwotItem, id=key, kind=st.sampled_from(get_args(SwotKind)), text=texts()),
        "strategies": st.builds(
            Strategy, id=key, text=texts(), uses=st.lists(key, max_size=2).map(tuple)
        ),
        "comparisons": st.builds(
            Comparison,
            rival=st.sampled_from([US, "华讯", "Huaxun", "HUAXUN"]) | names(),
            dimension=st.sampled_from([STANDING, "terms"]),
            mark=st.none() | st.sampled_from(get_args(Standing)),
            note=texts(),
        ),
    }


@cache
def _work_records() -> dict[str, st.SearchStrategy[Any]]:
    """Return strategies for causes, goals and rows of the plan, by list."""
    key = st.sampled_from(["a", "b", "c"])
    day = st.none() | days()
    return {
        "causes": st.builds(Cause, id=key, bone=key, text=texts(), source=sources()),
        "goals": st.builds(Goal, id=key, text=texts(), measure=texts(), start=day, end=day),
        "plan": st.builds(
            PlanRow,
            id=key,
            content=texts(),
            bone=key,
            start=day,
            end=day,
            responsible=texts(),
            state=st.sampled_from(get_args(RowState)),
            checkpoints=st.lists(
                st.builds(Checkpoint, id=key, what=texts(), on=day, done=st.booleans()), max_size=1
            ).map(tuple),
        ),
    }


def _absent_places() -> st.SearchStrategy[tuple[str, ...]]:
    """Draw what the customer has nobody for."""
    keys = [place_key(level, line) for level in get_args(Level) for line in get_args(ApprovalLine)]
    return st.lists(st.sampled_from(keys), max_size=3, unique=True).map(tuple)


@cache
def _strategies() -> st.SearchStrategy[dict[str, object]]:
    """Draw what is thought out about a project, every list and record of it."""
    day = st.none() | days()
    many = {
        name: st.lists(records, max_size=2, unique_by=KEYS[name]).map(tuple)
        for name, records in {**_market_records(), **_work_records()}.items()
    }
    return st.fixed_dictionaries(
        {
            **many,
            "head": texts(),
            "absent": _absent_places(),
            "apart": st.lists(ids(), max_size=2, unique=True).map(tuple),
            "bones": st.lists(names(), max_size=2, unique=True).map(tuple),
            "market": st.builds(Market, kind=st.sampled_from([None, *get_args(MarketType)])),
            "form": st.builds(TeamForm, filled_by=texts(), filled_on=day),
            "review": st.builds(Review, result=texts(), lessons=texts(), on=day),
        }
    )


def _source_refs() -> st.SearchStrategy[SourceRef]:
    """Draw a table that holds a project."""
    says = st.lists(st.tuples(st.just("owner"), names()), max_size=1).map(tuple)
    source, day = st.sampled_from(["王", "CRM"]), st.none() | days()
    return st.builds(
        SourceRef,
        source=source,
        owner=texts(),
        id=texts(),
        gone=day,
        kept=st.booleans(),
        says=says,
    )


@cache
def _plain() -> st.SearchStrategy[dict[str, object]]:
    """Draw the fields of a project that mean none of its contacts."""
    snooze = st.builds(Snooze, rule=st.sampled_from(["overdue", "vague"]), until=days())
    return st.fixed_dictionaries(
        {
            "id": ids(),
            "name": names(),
            "customer": texts(),
            "owner": texts(),
            "product": optional_texts(),
            "status": st.sampled_from(get_args(Status)),
            "end_reason": optional_texts(),
            "stage": st.sampled_from(STAGES),
            "amount": st.none() | amounts(),
            "signs": st.none() | windows(),
            "team": st.lists(_members(), max_size=2, unique_by=lambda member: member.name),
            "next_action": st.none() | next_actions(),
            "snoozes": st.lists(snooze, max_size=2),
            "sources": st.lists(_source_refs(), max_size=2, unique_by=lambda ref: ref.key),
            "history": st.lists(changes(), max_size=2),
            "created_at": instants(),
            "updated_at": instants(),
            "updated_by": texts(),
        }
    )


OWN_NAMES = (
    "行业",
    "Region",
    "own.x",
    "Notes",
    "项目状态",
    "Status",
    "Flags",
    "竞争对手",
    "E-mail (office)",
)
"""Names of own columns, some of which are called as fields are."""


@cache
def _loose() -> st.SearchStrategy[dict[str, object]]:
    """Draw what few projects have: a tender, tags, notes and own columns."""
    own = st.builds(OwnValue, name=st.sampled_from(OWN_NAMES), value=names() | texts().filter(bool))
    return st.just(dict[str, object]()) | st.fixed_dictionaries(
        {
            "tender": st.none() | days(),
            "key": st.booleans(),
            "key_strategy": texts(20).map(lambda text: " ".join(text.split())),
            "tags": st.lists(names(6), max_size=2, unique=True),
            "remarks": texts(20),
            "own": st.lists(own, max_size=3, unique_by=lambda value: value.name),
        }
    )


@cache
def _thoughts() -> st.SearchStrategy[dict[str, object]]:
    return st.just(dict[str, object]()) | _strategies()


@st.composite
def projects(draw: st.DrawFn) -> Project:
    """Draw a project with everything that may stand in one."""
    team = draw(teams())
    people = [member.id for member in team]
    influences = [
        Influence(source=people[source], target=people[target], strength=strength, favour=favour)
        for source, target, strength, favour in draw(_influences(len(team)))
    ]
    touches = [
        touch.model_copy(update={"contacts": tuple(people[place] for place in met)})
        for touch, met in draw(_touches(len(team)))
    ]
    drawn = draw(extras()) | draw(_thoughts()) | draw(_loose()) | draw(_plain())
    about = {"contacts": team, "influences": tuple(influences), "touches": touches}
    return Project.model_validate(drawn | about)


@cache
def views() -> st.SearchStrategy[SavedView]:
    """Draw a saved view."""
    order = st.sampled_from(["attention", "signs", "amount", "name"])
    return st.builds(SavedView, name=names(), filter=texts(), sort=order, descending=st.booleans())


@cache
def competitors() -> st.SearchStrategy[Competitor]:
    """Draw a competitor with what is known of them in a few dimensions."""
    marks = st.sampled_from(["ahead", "even", "behind", None])
    cell = st.builds(
        MarketCell,
        dimension=st.sampled_from("abc"),
        mark=marks,
        note=texts(),
        on=st.none() | days(),
    )
    cells = st.lists(cell, max_size=3, unique_by=lambda found: found.dimension).map(tuple)
    return st.builds(Competitor, name=names() | st.just(US), notes=cells)


@cache
def products() -> st.SearchStrategy[Product]:
    """Draw a product of the portfolio."""
    figures = st.none() | st.floats(0, 100)
    return st.builds(Product, name=names(), share=figures, growth=figures, note=texts())


@cache
def number_settings() -> dict[str, st.SearchStrategy[Any]]:
    """Draw the records of the lists that a team sets for its numbers, by list."""
    owners, rates = st.sampled_from(["", "林", "Wu"]), st.decimals("0.0001", 999, places=4)
    codes = st.sampled_from(["CNY", "USD", "EUR"])
    stage_rates = st.builds(StageRate, stage=st.sampled_from(STAGES), win=st.floats(0, 1))
    return {
        "targets": st.builds(
            SalesTarget,
            name=names(),
            first=days(),
            months=st.sampled_from([1, 3, 12]),
            amount=st.integers(0, 10**13),
            currency=codes,
            owner=owners,
        ),
        "exchange_rates": st.builds(
            ExchangeRate, name=names(), currency=codes, home=codes, on=days(), rate=rates
        ),
        "win_rates": st.builds(
            WinRates, name=names(), on=days(), rates=st.lists(stage_rates, max_size=2).map(tuple)
        ),
        "measures": st.builds(
            Measure,
            name=names(),
            year=st.integers(2000, 2099),
            kind=st.sampled_from(MEASURES),
            value=texts(),
            owner=owners,
            source=texts(),
        ),
    }


@cache
def deleted_projects() -> st.SearchStrategy[DeletedProject]:
    """Draw what stays of a deleted project."""
    return st.builds(DeletedProject.of, projects(), instants(), names())


def books(max_size: int = 3) -> st.SearchStrategy[Book]:
    """Draw a book of up to `max_size` projects and two records of each list that all share."""
    lists: dict[str, st.SearchStrategy[Any]] = {
        "views": views(),
        "competitors": competitors(),
        "products": products(),
        "store_settings": st.builds(StoreSetting, name=names(), value=texts()),
        **number_settings(),
    }
    drawn = {
        name: st.lists(records, max_size=2, unique_by=lambda record: record.name).map(tuple)
        for name, records in lists.items()
    }
    some = st.lists(projects(), max_size=max_size, unique_by=lambda project: project.id)
    there = some.map(lambda found: MappingProxyType({project.id: project for project in found}))
    gone = st.lists(deleted_projects(), max_size=1).map(tuple)
    made = st.builds(Book, there, **drawn)
    return st.builds(lambda book, deleted: book.with_lists(deleted=deleted), made, gone)
