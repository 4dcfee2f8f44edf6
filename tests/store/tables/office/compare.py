"""The tables of an office imported week by week, and every project held against the truth."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path

from deals.edits.stages import end_project
from deals.edits.typed_fields import set_field
from deals.fields import PROJECT
from deals.merging.joining import join_projects
from deals.model import Amount, Book, Project, SigningPeriod, Stamp
from deals.parsing.reading_context import ReadingContext
from store.settings import load_playbook
from store.tables.pipeline import import_tables
from store.tables.results import ImportOptions, ImportResult
from store.tables.table_days import read_file_day
from tests.store.tables.office.layouts import (
    HUBSPOT_STAGES,
    XIAOSHOUYI_STAGES,
    shown_text,
    stage_or_end,
    write_table,
)
from tests.store.tables.office.reps import BEGIN
from tests.store.tables.office.truth import (
    FIELDS,
    START,
    Deal,
    Money,
    Move,
    TableMemory,
    Value,
    WeekNews,
    Window,
    read_week,
)
from tests.store.tables.office.weeks import Edit, Office, Paper

WEEKS = 3
STAGE_NAMES = {"hubspot": HUBSPOT_STAGES, "xiaoshouyi": XIAOSHOUYI_STAGES}
_UNSURE_GONE = {"吴", "boss"}
"""Tables that are cut to what their readers need: what is gone from them may be anything."""
_PLAYBOOK = load_playbook()
_NUMBERS = count(1)


@dataclass(frozen=True, slots=True)
class Wrong:
    """Something that is not as it should be, of a deal after a week."""

    week: str
    field: str
    deal: Deal | None
    expected: object
    got: object

    def __str__(self) -> str:
        events = "; ".join(self.deal.events) if self.deal else ""
        number = self.deal.number if self.deal else "-"
        return f"{self.week} {self.field} #{number}: {self.expected!r} != {self.got!r} [{events}]"


@dataclass(slots=True)
class Findings:
    """How many projects were compared, all that was wrong, and what happened to the deals."""

    compared: int = 0
    wrong: list[Wrong] = field(default_factory=list)
    events: list[str] = field(default_factory=list)

    @property
    def by_field(self) -> Mapping[str, int]:
        """How much was wrong, by field."""
        return Counter(each.field for each in self.wrong)


def reading_on(day: date) -> ReadingContext:
    """Return what is read against on a day."""
    at = datetime(day.year, day.month, day.day, 8, tzinfo=UTC)
    return ReadingContext(_PLAYBOOK, Stamp(at, "me", day), lambda: f"id-{next(_NUMBERS)}")


class OfficeRun:
    """An office whose weeks go by, the book that comes of it, and what is wrong in that.

    `again` are the weeks of which the tables are imported twice, which changes nothing.
    """

    def __init__(self, office: Office, folder: Path, again: Collection[int] = range(WEEKS)) -> None:
        self.office, self.folder, self._again = office, folder, again
        self.book = Book()
        self.findings = Findings()
        self._week = ""
        self._papers: list[list[Path]] = []
        self._asked: set[tuple[str, str]] = set()

    def run(self) -> Findings:
        """Let three weeks go by; return what is wrong after each."""
        self.office.begin()
        for week in range(WEEKS):
            if week:
                self.office.change_tables()
            self._import_week(week)
            day = BEGIN + timedelta(weeks=week, days=4)
            self._week = f"edits {week}"
            for edit in self.office.make_edits():
                self._edit(edit, day)
            self._compare()
        self.findings.events = [event for deal in self.office.deals for event in deal.events]
        return self.findings

    def _import_week(self, week: int) -> None:
        self._week = f"import {week}"
        day = BEGIN + timedelta(weeks=week)
        papers: list[Paper] = [*self.office.papers, self.office.boss]
        paths = [write_table(paper.rep, paper.rows, self.folder, week) for paper in papers]
        self._papers.append(list(paths))
        self.office.rng.shuffle(paths)
        options = ImportOptions(keep_going=True, stages=self._name_stages())
        result = import_tables(paths, self.book, reading_on(day), options)
        for refusal in result.refusals:
            self._blame("refused", None, "", f"{refusal}")
        self.book = result.book
        news = read_week(self.office.placed_rows(), self.office.deals, day)
        self._find_projects()
        self._compare_news(news, result)
        self._compare()
        if week in self._again:
            self.office.rng.shuffle(paths)
            again = import_tables(paths, self.book, reading_on(day + timedelta(days=1)), options)
            self._blame_changes(self.book, again.book)
        if week:
            self._import_old_week(week)

    def _import_old_week(self, week: int) -> None:
        """Import again the tables of a week that has gone by: what is known stays as it is."""
        day = BEGIN + timedelta(weeks=week, days=2)
        old = [path for path in self._papers[week - 1] if read_file_day(f"{path}", day)]
        options = ImportOptions(keep_going=True)
        result = import_tables(old, self.book, reading_on(day), options)
        self._week = f"old week {week - 1}"
        older = [each for each in result.remarks if each.code == "older-table"]
        if len({each.file for each in older}) != len(old):
            self._blame("older", None, [path.name for path in old], [each.file for each in older])
        self._blame_changes(self.book, result.book)

    def _name_stages(self) -> Mapping[str, str]:
        """Return what the names of stages mean that stand in a table for the first time."""
        names: dict[str, str] = {}
        for rep, row in self.office.rows_of_reps():
            if stages := STAGE_NAMES.get(rep.layout):
                stage = stage_or_end(row)
                if (rep.source, stage) not in self._asked:
                    names[stages[stage]] = stage
        self._asked |= {(rep.source, stage_or_end(row)) for rep, row in self.office.rows_of_reps()}
        return names

    def _blame_changes(self, before: Book, after: Book) -> None:
        numbers = {id_: number for number, id_ in self.office.project_ids.items()}
        for id_, project in after.projects.items():
            if before.projects.get(id_) != project:
                number = numbers.get(id_)
                deal = self.office.deals[number] if number is not None else None
                old = before.projects.get(id_)
                changed = {
                    name: (getattr(old, name, None), value)
                    for name, value in dict(project).items()
                    if getattr(old, name, None) != value
                }
                self._blame("again", deal, "", changed)

    def _blame(self, name: str, deal: Deal | None, expected: object, got: object) -> None:
        self.findings.wrong.append(Wrong(self._week, name, deal, expected, got))

    def _find_projects(self) -> None:
        """Find the projects of deals that are new, by what they go by."""
        ids = self.office.project_ids
        known = set(ids.values())
        free: dict[tuple[str, ...], list[str]] = {}
        for project in self.book.projects.values():
            if project.id not in known:
                key = project.name, project.customer, project.owner
                free.setdefault(key, []).append(project.id)
        for deal in self.office.deals:
            if deal.known and deal.number not in ids:
                names = tuple(f"{deal.values[name]}" for name in FIELDS[:3])
                if found := free.get(names):
                    ids[deal.number] = found.pop()
        for names, left in free.items():
            for _id in left:
                self._blame("extra", None, "", names)

    def _edit(self, edit: Edit, day: date) -> None:
        deal, reading = edit.deal, reading_on(day)
        project = self._project(deal)
        if project is None:
            return
        if edit.other is not None:
            other = self._project(edit.other)
            if other is not None and self.office.may_unite(deal):
                joined = join_projects(project, other, reading.stamp).project
                self.book = self.book.with_projects(joined).without(other.id)
                unite_deals(deal, edit.other)
                self.office.replace_deal(edit.other, deal)
            return
        if deal.dropped or deal.united:
            return
        text = shown_text(edit.field, edit.value)
        if edit.field == "status":
            changed = end_project(project, "lost", "price", reading.stamp)
        else:
            changed = set_field(project, edit.field, text, reading)
        self.book = self.book.with_projects(changed)
        deal.put(edit.field, edit.value, day)
        deal.events.append(f"{edit.field} edited here: {edit.value}")

    def _project(self, deal: Deal) -> Project | None:
        return self.book.projects.get(self.office.project_ids.get(deal.number, ""))

    def _compare(self) -> None:
        for deal in self.office.deals:
            if not deal.known:
                continue
            self.findings.compared += 1
            project = self._project(deal)
            if project is None:
                self._blame("missing", deal, deal.values, "")
                continue
            for field_id in FIELDS:
                wanted = deal.values.get(field_id, START.get(field_id))
                got = plain_value(getattr(project, field_id))
                if wanted != got:
                    self._blame(field_id, deal, wanted, got)
            self._compare_history(deal, project)
            self._compare_tables(deal, project)

    def _compare_history(self, deal: Deal, project: Project) -> None:
        wanted = sorted(deal.moves, key=_move_order)
        got = sorted(read_moves(project), key=_move_order)
        if deal.united:
            got = [move for move in got if move in wanted]
        if wanted != got:
            lacking = [move for move in wanted if move not in got]
            more = [move for move in got if move not in wanted]
            self._blame("history", deal, lacking, more)

    def _compare_tables(self, deal: Deal, project: Project) -> None:
        wanted = sorted(
            (name, f"{value}")
            for memory in deal.tables.values()
            if memory.gone is None
            for name, value in memory.still.items()
        )
        got = sorted(
            (name, f"{read_text(name, text, project)}")
            for ref in project.sources
            if ref.gone is None
            for name, text in ref.says
            if name in FIELDS
        )
        if self._week.startswith("import") and wanted != got:
            self._blame("still", deal, wanted, got)
        if deal.values["status"] != "open" or deal.tables.keys() & _UNSURE_GONE:
            return
        days = sorted(memory.gone for memory in deal.tables.values() if memory.gone)
        flagged = sorted(ref.gone for ref in project.sources if ref.gone)
        if days != flagged:
            self._blame("flag", deal, days, flagged)

    def _compare_news(self, news: WeekNews, result: ImportResult) -> None:
        numbers = {id_: number for number, id_ in self.office.project_ids.items()}
        wanted = {number for number, source in news.gone if source != "吴"}
        got = {numbers.get(each.id, -1) for each in result.gone}
        self._compare_sets(
            "gone", {frozenset([each]) for each in wanted}, {frozenset([each]) for each in got}
        )
        twins = {
            frozenset(numbers.get(id_, -1) for id_, _owner in each.projects)
            for each in result.twins
        }
        self._compare_sets("twins", news.twins, twins)

    def _compare_sets(
        self, name: str, wanted: set[frozenset[int]], got: set[frozenset[int]]
    ) -> None:
        for group in wanted ^ got:
            number = min(group)
            deal = self.office.deals[number] if number >= 0 else None
            self._blame(name, deal, group if group in wanted else "", group if group in got else "")


def unite_deals(kept: Deal, other: Deal) -> None:
    """Make one deal of two: `kept`, with the moves and the tables of both."""
    other.dropped = kept.united = other.united = True
    kept.twin = None
    kept.moves += other.moves
    for source, memory in other.tables.items():
        mine = kept.tables.setdefault(source, TableMemory())
        mine.said_values.update(memory.said_values)
        mine.gone = memory.gone
    kept.events.append(f"united with {other.number}, which had: {'; '.join(other.events)}")


def plain_value(value: object) -> Value:
    """Return a field of a project as the truth has it."""
    if isinstance(value, Amount):
        return Money(value.low, value.high, value.currency)
    if isinstance(value, SigningPeriod):
        return Window(value.earliest, value.latest, value.precision)
    return None if value is None else f"{value}"


def read_text(field_id: str, text: str | None, project: Project) -> Value:
    """Return the text of a field, as history keeps it, as the truth has it."""
    if text is None or field_id not in ("amount", "signs"):
        return text
    reading = reading_on(BEGIN).on(project)
    return plain_value(PROJECT[field_id].parse(text, reading))


def read_moves(project: Project) -> Iterator[Move]:
    """Yield the moves of a project's fields."""
    for change in project.history:
        if change.field in FIELDS and change.subject is None:
            old, new = (read_text(change.field, text, project) for text in (change.old, change.new))
            yield Move(change.on, change.field, old, new)


def _move_order(move: Move) -> tuple[date, str, str]:
    return move.on, move.field, f"{move.old}"
