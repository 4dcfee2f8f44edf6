"""The sample book: the projects of a made-up seller of networks, dated from today.

Facts and texts stand in `store/samples`, each text in every language.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from hashlib import sha256
from importlib.resources import files
from itertools import pairwise
from typing import Any, get_args

from deals.errors import UserError
from deals.ids import RANDOM_BYTES, ulid
from deals.market import STANDING, rivals_of
from deals.model import (
    SHARED,
    US,
    Amount,
    Answered,
    Book,
    Change,
    Competitor,
    Product,
    Project,
    SigningPeriod,
    Stamp,
)
from deals.parsing.amounts import amount_text
from deals.parsing.windows import parse_window, window_text

LANGUAGES = ("en", "zh_CN")
"""The languages that its files are written in; whoever speaks another reads English."""
FIRST, LAST = date(2001, 1, 1), date(2098, 12, 31)
"""The days that the sample can be dated from."""

_RANDOM_CHARACTERS = RANDOM_BYTES * 8 // 5

_FILES = (
    "complete_dispatch",
    "complete_metro",
    "complete_hospital",
    "troubled",
    "steady",
    "advanced",
    "ended",
)
_THOUGHTS = (
    "strategy_dispatch",
    "strategy_metro",
    "strategy_hospital",
    "strategy_others",
    "reviews",
)
"""What was thought out about the projects, by their keys."""


def sample_book(lang: str, stamp: Stamp, me: str) -> Book:
    """Return the sample in `lang`, or English, as of the stamp's today.

    The same day and language make the same book, ids included. `me` owns about a quarter of it.
    Refusal: `sample-day` (day, first, last) where its windows would be of years nobody can write.
    """
    if not FIRST <= stamp.today <= LAST:
        raise UserError("sample-day", day=f"{stamp.today}", first=f"{FIRST}", last=f"{LAST}")
    lang = lang if lang in LANGUAGES else LANGUAGES[0]
    words, market = _read("words", lang), _read("market", lang)
    ours = {**words["owners"], **words["ours"], "me": me}
    rivals = {key: competitor.get("name", US) for key, competitor in market["competitors"].items()}
    thoughts = {key: thought for name in _THOUGHTS for key, thought in _read(name, lang).items()}
    tables = [table for name in _FILES for table in _read(name, lang)["projects"]]
    for table in tables:
        table |= {"owner": ours[table["owner"]], "ours": ours, "rivals": rivals}
        table["product"] = words["products"][table["product"]]
        table["thoughts"] = thoughts.get(table["key"], {})
    projects = (make_project(table, lang, stamp.today) for table in tables)
    reader = PlanningSample(ours, me, stamp.today)
    return (
        Book()
        .with_projects(*projects)
        .with_lists(**_shared_lists(market, words["products"], reader))
    )


def with_sample(book: Book, lang: str, stamp: Stamp, me: str) -> Book:
    """Return the book with the sample in it: projects, competitors and products.

    What the book says of a competitor or a product of the same name stays as it is.
    """
    sample = sample_book(lang, stamp, me)
    lists: dict[str, tuple[Any, ...]] = {}
    for name in SHARED:
        there = getattr(book, name)
        known = {record.name for record in there}
        lists[name] = (
            *there,
            *(record for record in getattr(sample, name) if record.name not in known),
        )
    return book.with_projects(*sample.projects.values()).with_lists(**lists)


def _shared_lists(market: Any, products: Any, reader: PlanningSample) -> dict[str, tuple[Any, ...]]:
    """Return the competitors, ourselves among them, and the products of the portfolio."""
    competitors = [
        {
            "name": competitor.get("name", US),
            "notes": [
                {"dimension": dimension, **reader.entry(cell, "note")}
                for dimension, cell in competitor["notes"].items()
            ],
        }
        for competitor in market["competitors"].values()
    ]
    portfolio = [
        {"name": products[key], **reader.entry(product, "note")}
        for key, product in market["products"].items()
    ]
    return {
        "competitors": tuple(Competitor.model_validate(competitor) for competitor in competitors),
        "products": tuple(Product.model_validate(product) for product in portfolio),
    }


def _read(name: str, lang: str) -> Any:
    return _pick_language(_parse(name), lang)


@cache
def _parse(name: str) -> dict[str, Any]:
    """Return what a file says in all languages; nobody changes it."""
    return tomllib.loads((files("store") / "samples" / f"{name}.toml").read_text("utf-8"))


def _pick_language(value: Any, lang: str) -> Any:
    """Return what a file says in one language.

    A table of languages becomes its text; one with facts beside the languages keeps the facts and
    has the text as `text`.
    """
    if isinstance(value, list):
        return [_pick_language(part, lang) for part in value]
    if not isinstance(value, dict):
        return value
    facts = {key: _pick_language(part, lang) for key, part in value.items() if key not in LANGUAGES}
    if lang not in value:
        return facts
    return {**facts, "text": value[lang]} if facts else value[lang]


# Finding it again --------------------------------------------------------------------------------


def sample_ids(book: Book) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the ids of the sample's projects in a book: of those left as they were put in, and of
    those that somebody has edited since.

    The random part of a sample's id is made of its key, on whatever day and in whatever language
    it was put in.
    """
    there = [project for project in book.projects.values() if _made_at_work(project)]
    if not there:
        return (), ()
    known = _since_made()
    samples = [project for project in there if _tail(project) in known]
    untouched = {sample.id for sample in samples if _age(sample) == known[_tail(sample)]}
    return (
        tuple(sample.id for sample in samples if sample.id in untouched),
        tuple(sample.id for sample in samples if sample.id not in untouched),
    )


def without_samples(book: Book, ids: Collection[str]) -> Book:
    """Return the book less these projects of the sample.

    What the sample says of competitors and products goes too, where nobody has edited it and no
    project that stays has to do with it.
    """
    after = book.without(*ids)
    staying = after.projects.values()
    rivals = {
        name.casefold()
        for project in staying
        for name in (*rivals_of(project), project.review.rival)
    }
    # Every project has a column of ours: what the sample says in it is for its own projects.
    rivals = rivals | {US} if any(sample_ids(after)) else rivals - {US}
    sold = {(project.product or "").strip().casefold() for project in staying}
    made = _made_shared()
    lists: dict[str, tuple[Any, ...]] = {}
    for name, used in (("competitors", rivals), ("products", sold)):
        there: tuple[Competitor | Product, ...] = getattr(book, name)
        kept = [
            record
            for record in there
            if record.name.casefold() in used or _without_signature(record) not in made
        ]
        lists[name] = tuple(kept) if len(kept) < len(there) else there
    return after.with_lists(**lists)


def _tail(project: Project) -> str:
    return project.id[-_RANDOM_CHARACTERS:]


def _age(project: Project) -> timedelta:
    return project.updated_at - project.created_at


def _made_at_work(project: Project) -> bool:
    """Whether it can be of the sample at all, told without reading the sample."""
    return project.created_at.astimezone(UTC).timetz() == WORKING_HOUR


@cache
def _since_made() -> Mapping[str, timedelta]:
    """Map the tail of each sample project's id to how long after its making it was edited."""
    return {
        _tail(project): _age(project) for project in _any_sample(LANGUAGES[0]).projects.values()
    }


@cache
def _made_shared() -> frozenset[str]:
    """Return what the sample says of competitors and products, in every language."""
    samples = [_any_sample(lang) for lang in LANGUAGES]
    return frozenset(
        _without_signature(record)
        for sample in samples
        for records in (sample.competitors, sample.products)
        for record in records
    )


def _any_sample(lang: str) -> Book:
    return sample_book(
        lang, Stamp(at=datetime.combine(FIRST, WORKING_HOUR), by="", today=FIRST), ""
    )


def _without_signature(competitor: Competitor | Product) -> str:
    """Return the record without author and day, which differ each time it is made."""
    return repr(competitor.model_dump(exclude={"notes": {"__all__": {"by", "on"}}}))


SampleTable = Mapping[str, Any]

LISTS: Mapping[str, tuple[str, str]] = {
    "answers": ("question", "evidence"),
    "notes": ("key", "text"),
    "swot": ("id", "text"),
    "strategies": ("id", "text"),
    "causes": ("id", "text"),
    "goals": ("id", "text"),
    "plan": ("id", "content"),
}
"""The lists, and where an entry's key and text go."""

_SIGNED = ("answers", "notes")
_DAYS = frozenset({"on", "start", "end", "filled_on", "plan_start"})
_NAMED = frozenset({"by", "owner", "responsible", "accepted_by", "filled_by", "rival"})


@dataclass(frozen=True, slots=True)
class PlanningSample:
    """How the tables of one project are read: its names by key, who signs, and the day."""

    names: Mapping[str, str]
    signer: str
    today: date

    def fields(self, table: SampleTable) -> dict[str, Any]:
        """Return the fields of the project that the table tells of."""
        fields: dict[str, Any] = {name: value for name, value in table.items() if name not in LISTS}
        for name in ("form", "review"):
            if name in table:
                fields[name] = self.entry(table[name])
        if "comparisons" in table:
            fields["comparisons"] = [
                {"dimension": STANDING, **self.entry(comparison, "note")}
                for comparison in table["comparisons"]
            ]
        for name in LISTS.keys() & table.keys():
            fields[name] = list(self._read_entries(name, table[name]))
        if "review" in table:
            fields["review"].setdefault("by", self.signer)
        return fields

    def entry(self, source: SampleTable | str, text: str = "text") -> dict[str, Any]:
        """Return an entry, its text under that name."""
        if isinstance(source, str):
            return {text: source}
        entry: dict[str, Any] = {}
        for name, value in source.items():
            if name in get_args(Answered):
                entry |= {"value": name, "on": self.today + timedelta(value)}
            else:
                entry[text if name == "text" else name] = self._value(name, value)
        return entry

    def _read_entries(self, name: str, entries: SampleTable) -> Iterator[dict[str, Any]]:
        key_field, text = LISTS[name]
        for key, facts in entries.items():
            entry = {key_field: key, **self.entry(facts, text)}
            if name in _SIGNED:
                entry.setdefault("by", self.signer)
            if "checkpoints" in entry:
                looks = enumerate(entry["checkpoints"], 1)
                entry["checkpoints"] = [{"id": f"{key}-{at}", **look} for at, look in looks]
            yield entry

    def _value(self, name: str, value: Any) -> Any:
        if name in _DAYS:
            return self.today + timedelta(value)
        if name in _NAMED:
            return self.names[value]
        return [self.entry(look, "what") for look in value] if name == "checkpoints" else value


RecordTable = Mapping[str, Any]

_PERIODS: Mapping[str, Callable[[date], str]] = {
    "day": lambda day: f"{day}",
    "month": lambda day: f"{day:%Y-%m}",
    "quarter": lambda day: f"{day.year}-Q{(day.month + 2) // 3}",
    "half": lambda day: f"{day.year}H{1 if day.month <= 6 else 2}",
    "year": lambda day: f"{day.year}",
}
WORKING_HOUR = time(8, tzinfo=UTC)
_READ_OTHERWISE = frozenset(
    {"key", "who", "work", "personal", "price", "rival", "follow", "cr_was", "shown", "covered_by"}
)


def make_project(table: RecordTable, lang: str, today: date) -> Project:
    """Return the project that the table tells; what it leaves out is unknown."""
    draft = _SampleProject(table, lang, today)
    history = sorted(draft.history(), key=lambda change: change.at)
    touches = table.get("touches", ())
    thoughts = draft.thoughts()
    edits = [draft.since, *(move.at for move in history), *(draft.at(t["ago"]) for t in touches)]
    edits += [datetime.combine(day, WORKING_HOUR) for day in _written_days(thoughts)]
    return Project.model_validate(
        {
            **{key: table.get(key) for key in ("name", "customer", "owner", "product", "stage")},
            "id": draft.id(),
            "status": table.get("status", "open"),
            "end_reason": table.get("reason"),
            **{key: table[key] for key in ("remarks", "tags", "own", "absent") if key in table},
            "amount": draft.amount(table),
            **draft.days(),
            "contacts": [draft.contact(row) for row in table.get("contacts", ())],
            "team": [draft.member(row) for row in table.get("team", ())],
            "influences": [draft.influence(row) for row in table.get("influences", ())],
            "next_action": draft.next_action(),
            **thoughts,
            "touches": [draft.touch(*numbered) for numbered in enumerate(touches, 1)],
            "snoozes": [draft.snooze(row) for row in table.get("snoozes", ())],
            "history": history,
            "created_at": draft.since,
            "updated_at": max(edits),
            "updated_by": table["owner"],
        }
    )


def _written_days(thoughts: RecordTable) -> Iterator[date]:
    """Yield the days on which answers, notes and review were written."""
    entries = [*thoughts.get("answers", ()), *thoughts.get("notes", ())]
    yield from (entry["on"] for entry in (*entries, thoughts.get("review", {})) if "on" in entry)


@dataclass(frozen=True, slots=True)
class _SampleProject:
    """One project's table, and how its language and days are to be read."""

    table: RecordTable
    lang: str
    today: date

    @property
    def since(self) -> datetime:
        return self.at(self.table["since"])

    def day(self, ahead: int) -> date:
        return self.today + timedelta(ahead)

    def days(self) -> dict[str, Any]:
        """Return when it is signed, and the day that bids are due."""
        due = self.table.get("tender")
        tender = None if due is None else self.day(due)
        return {"signs": self.window(self.table.get("signs")), "tender": tender}

    def at(self, ago: int) -> datetime:
        return datetime.combine(self.day(-ago), WORKING_HOUR)

    def id(self, person: str = "") -> str:
        """Return the project's id, or that of one of its contacts: the same on every run."""
        entropy = sha256(f"{self.table['key']} {person}".encode()).digest()[:RANDOM_BYTES]
        return ulid(int(self.since.timestamp() * 1000), entropy)

    def amount(self, row: RecordTable) -> Amount | None:
        if "amount" not in row:
            return None
        low, high = row["amount"][0], row["amount"][-1]
        amount = Amount(low=low, high=high, currency=self.table.get("currency", "CNY"), text="")
        return amount.model_copy(update={"text": amount_text(amount, self.lang)})

    def window(self, row: RecordTable | None) -> SigningPeriod | None:
        if row is None:
            return None
        if "range" in row:
            first, last = row["range"]
            return parse_window(f"{self.day(first)}~{self.day(last)}")
        precision = next(key for key in _PERIODS if key in row)
        return parse_window(_PERIODS[precision](self.day(row[precision])))

    def contact(self, row: RecordTable) -> RecordTable:
        name, title, department = row["who"].split("|")
        facts = {key: value for key, value in row.items() if key not in _READ_OTHERWISE}
        boss = row.get("reports_to")
        return {
            **facts,
            "id": self.id(row["key"]),
            "name": name,
            "title": title,
            "department": department,
            "work_needs": row.get("work"),
            "personal_needs": row.get("personal"),
            "price_view": row.get("price"),
            "rival_view": row.get("rival"),
            "covered_by": [self.table["ours"][key] for key in row.get("covered_by", ())],
            **self.read_shown(row.get("shown")),
            "reports_to": boss and self.id(boss),
            "follow_up": self.follow_up(row.get("follow")),
        }

    def thoughts(self) -> dict[str, Any]:
        """Return what was thought out and planned; the customer's people go by their keys too."""
        people = {
            person["key"]: person["who"].split("|")[0] for person in self.table.get("contacts", ())
        }
        names = {**people, **self.table["ours"], **self.table["rivals"]}
        reader = PlanningSample(names, self.table["owner"], self.today)
        strategy = self.table.get("key_strategy", "")
        star = {"key": True, "key_strategy": strategy} if strategy else {}
        return {**star, **reader.fields(self.table["thoughts"])}

    def read_shown(self, number: int | None) -> RecordTable:
        """Return the touch that shows somebody's CR, and its day."""
        if number is None:
            return {}
        touch = self.table["touches"][number - 1]
        return {"cr_touch": f"{self.id()}-{number}", "cr_on": self.day(-touch["ago"])}

    def member(self, row: RecordTable) -> RecordTable:
        facts = {key: value for key, value in row.items() if key != "key"}
        return {**facts, "name": self.table["ours"][row["key"]]}

    def follow_up(self, row: RecordTable | None) -> RecordTable | None:
        return row and {"text": row["text"], "on": self.day(row["in"])}

    def influence(self, row: RecordTable) -> RecordTable:
        return {**row, "source": self.id(row["source"]), "target": self.id(row["target"])}

    def next_action(self) -> RecordTable | None:
        row = self.table.get("next")
        if row is None:
            return None
        if isinstance(row, str):
            return {"text": row}
        return {"text": row["text"], "on": self.day(row["in"])}

    def touch(self, number: int, row: RecordTable) -> RecordTable:
        met = [self.id(person) for person in row["with"]]
        return {
            "id": f"{self.id()}-{number}",
            "by": self.table["owner"],
            "worth": row.get("worth"),
            "on": self.day(-row["ago"]),
            "contacts": met,
            "how": row["how"],
            "note": row["text"],
        }

    def snooze(self, row: RecordTable) -> RecordTable:
        return {"rule": row["rule"], "until": self.day(row["in"]), "reason": row["text"]}

    def history(self) -> Iterator[Change]:
        """Yield the moves of stage, amount, window, CR and status, each field's in order."""
        yield from self._stages()
        yield from self._read_moves("amount", self.table, self._amount_text)
        yield from self._read_moves("signs", self.table, self._window_text)
        for person in self.table.get("contacts", ()):
            for change in self._read_moves("cr", person, lambda row: f"{row['cr']}"):
                yield change.model_copy(update={"subject": self.id(person["key"])})
        if status := self.table.get("status"):
            reason = None if status == "won" else self.table["reason"]
            yield self._change(self.table["ended"], "status", "open", status, reason)

    def _stages(self) -> Iterator[Change]:
        lacking = ", ".join(self.table.get("gate_open", ()))
        reached = self.table.get("stages", {})
        for old, new in pairwise(["P0", *reached]):
            late = lacking and new == self.table["stage"]
            note = f"gate open: {lacking}" if late else None
            yield self._change(reached[new], "stage", old, new, note)

    def _read_moves(
        self, field: str, now: RecordTable, text: Callable[[RecordTable], str | None]
    ) -> Iterator[Change]:
        for before, after in pairwise([*now.get(f"{field}_was", ()), now]):
            yield self._change(before["until"], field, text(before), text(after))

    def _amount_text(self, row: RecordTable) -> str | None:
        amount = self.amount(row)
        return amount.text if amount else None

    def _window_text(self, row: RecordTable) -> str | None:
        window = self.window(row.get("signs", row))
        return window_text(window) if window else None

    def _change(
        self, ago: int, field: str, old: str | None, new: str | None, note: str | None = None
    ) -> Change:
        by = self.table["owner"]
        return Change(at=self.at(ago), by=by, field=field, old=old, new=new, note=note)
