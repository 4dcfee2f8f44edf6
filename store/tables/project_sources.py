"""Which tables hold a project, and which do so no longer; kept with it by each import."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date

from deals.customers import (
    customer_counts,
    customer_key,
    group_near_customers,
    near_known_customers,
)
from deals.edits.store_settings import TableReading, source_name
from deals.model import Book, Project, SourceRef
from deals.owners import owner_key
from deals.parsing.text import fold_text
from deals.twins import find_hand_over, find_renewed_tables, find_twins
from store.tables.project_matching import RowMatch, says_record
from store.tables.results import (
    FieldChange,
    GoneProject,
    ImportOutcome,
    NearCustomer,
    TwinProjects,
)
from store.tables.row_grouping import fold_value
from store.tables.said_values import SaidValues
from store.tables.table_days import find_last_day
from store.tables.table_news import RowNews, mark_said, source_ref

SheetPlace = tuple[str, str]
"""A source and a sheet of it."""
LINE = "\nline"
"""Where it is kept, beside what a table said, which earlier tables of its name it continues."""


def find_gone(before: Book, after: Book) -> tuple[GoneProject, ...]:
    """Find the projects that tables no longer hold by an import; that one ended is no news.

    Those that others still hold are among them: what is told of them is another thing.
    """
    found: list[GoneProject] = []
    for project in after.projects.values():
        old = before.projects.get(project.id)
        if old is None or old is project or project.status not in ("open", "on_hold"):
            continue
        known = {ref.key for ref in old.sources if ref.gone}
        for ref in project.sources:
            if ref.gone and ref.key not in known:
                held = (_source_name(each, after) for each in project.sources if not each.gone)
                names = project.id, project.name, _source_name(ref, after)
                found.append(GoneProject(*names, ref.seen, ", ".join(dict.fromkeys(held))))
    return tuple(found)


def _source_name(ref: SourceRef, book: Book) -> str:
    return " / ".join(filter(None, (source_name(book, ref.source), ref.sheet)))


def find_twin_projects(book: Book, named: Set[str]) -> tuple[TwinProjects, ...]:
    """Find the twins among the projects that tables name, each group once."""
    every = find_twins(book.projects.values())
    groups = [same for same in every if any(project.id in named for project in same)]
    renewed = find_renewed_tables(book) if groups else {}
    return tuple(
        TwinProjects(
            same[0].name,
            same[0].customer,
            tuple((project.id, project.owner) for project in same),
            find_hand_over(same, renewed),
        )
        for same in groups
    )


def find_near_customers(before: Book, after: Book) -> tuple[NearCustomer, ...]:
    """Find the customers that an import adds and that may be known by another name.

    Of several new ones that may be one the later are told of.
    """
    if after is before:
        return ()
    known, now = customer_counts(before), customer_counts(after)
    new = [name for name in now if name not in known]
    near = dict(near_known_customers(new, known)) if known else {}
    for first, *others in _group_new_customers(new):
        near.update({name: (first,) for name in others if name not in near})
    for name, other in _left_customers(before, after):
        if name in new and other not in near.get(name, ()):
            near[name] = (*near.get(name, ()), other)
    return tuple(
        NearCustomer(name, tuple((other, now.get(other, 0)) for other in others))
        for name, others in near.items()
    )


def _group_new_customers(names: Sequence[str]) -> Iterable[Sequence[str]]:
    """Return the new customers that may be one; of very many those alike but for their form."""
    if len(names) <= _MOST_COMPARED:
        return group_near_customers(names)
    groups: dict[str, list[str]] = defaultdict(list)
    for name in names:
        groups[customer_key(name)].append(name)
    return [group for group in groups.values() if len(group) > 1]


_MOST_COMPARED = 300
"""How many new customers are compared with one another for slips of the pen."""


def find_near_owners(
    before: Book, outcomes: Iterable[ImportOutcome]
) -> Iterator[tuple[ImportOutcome, str]]:
    """Yield the first outcome of each new owner who is written as another but for blanks or case.

    The other's name stands beside.
    """
    known: dict[str, str] = {}
    for project in before.projects.values():
        known.setdefault(owner_key(project.owner), project.owner)
    names = {project.owner for project in before.projects.values()}
    for outcome in outcomes:
        name = outcome.owner
        if not name or name in names or outcome.kind not in ("added", "changed"):
            continue
        names.add(name)
        other = known.setdefault(owner_key(name), name)
        if other != name:
            yield outcome, other


def _left_customers(before: Book, after: Book) -> Iterator[tuple[str, str]]:
    """Yield the customers of new projects, and of gone ones of the same name and owner.

    However they are spelled: where a table writes a customer in another way its deal seems to be
    gone, and to be there anew.
    """
    gone: dict[tuple[str, str], str] = {}
    for project in after.projects.values():
        if project.customer and project.missing_from and project.status == "open":
            gone[fold_text(project.name), fold_text(project.owner)] = project.customer
    for project in after.projects.values() if gone else ():
        other = gone.get((fold_text(project.name), fold_text(project.owner)))
        if other and project.customer and project.id not in before.projects:
            yield project.customer, other


@dataclass(frozen=True, slots=True)
class TakenRows:
    """Rows that were taken in, and in what they still say something else than their project."""

    news: RowNews
    project: Project
    changed: bool
    still: Sequence[FieldChange]


class SourceMemory:
    """What an import knows of its sources once the rows are matched and taken in.

    `read` are the sheets that were read, `partial` the sources of which something was not: of these
    nothing is missing. Nor is it in a table that we wrote, which people cut to what they need.
    `readings` say when tables were taken before.
    """

    def __init__(
        self,
        read: Iterable[SheetPlace],
        partial: Iterable[str],
        readings: Sequence[TableReading] = (),
    ) -> None:
        self._readings = readings
        self._read, self._partial = frozenset(read), set(partial)
        self._owners: dict[str, set[str]] = defaultdict(set)
        self._held: set[tuple[str, str]] = set()
        self._lines: dict[SheetPlace, set[bytes]] = defaultdict(set)
        self._refused: set[tuple[str, str]] = set()
        self._taken: dict[str, list[TakenRows]] = defaultdict(list)

    def add_match(self, match: RowMatch, projects: Mapping[str, Project]) -> None:
        """Take note of which projects a table may hold, also where its rows were refused."""
        self._owners[match.source].add(match.owner)
        found = [match.project] if match.project else match.held
        held = {(match.source, project.id) for project in found}
        self._held |= held
        if match.group.refusals:
            self._refused |= held
        for ref in (ref for project in found for ref in project.sources):
            if ref.source == match.source:
                self._lines[ref.source, ref.sheet].add(SaidValues(ref.marks).value_mark(LINE))
        if not match.group.name or match.id in projects:
            self._partial.add(match.source)

    def add_taken(self, taken: TakenRows) -> None:
        """Take note of rows that were taken in."""
        self._held.add((taken.news.match.source, taken.project.id))
        self._taken[taken.project.id].append(taken)

    def update(self, project: Project, today: date) -> Project:
        """Return the project with the tables that hold it, and since when one does not."""
        taken = self._taken.get(project.id, ())
        if not taken and not project.sources:
            return project
        found = (self._renew_ref(rows, project) for rows in taken if _has_news(rows))
        renewed = {ref.key: ref for ref in found}
        refs: list[SourceRef] = []
        for ref in project.sources:
            if ref.key in renewed:
                refs.append(renewed.pop(ref.key))
            elif (ref.source, project.id) in self._refused:
                refs.append(ref)
            elif not self._is_dropped(project, ref):
                refs.append(self._mark_gone(project, ref, today))
        sources = (*refs, *renewed.values())
        if sources == project.sources:
            return project
        return project.model_copy(update={"sources": sources})

    def _renew_ref(self, rows: TakenRows, project: Project) -> SourceRef:
        """Return what is to be known of a table, with the line of tables that it continues.

        That is told by a project that it shares with an earlier one; else it begins a line.
        """
        marks, match = mark_said(rows.news, project), rows.news.match
        known = self._lines[match.source, match.sheet]
        if line := min(filter(None, known), default=b""):
            marks.put_mark(LINE, line)
        else:
            marks.put(LINE, project.id)
            known.add(marks.value_mark(LINE))
        return source_ref(rows.news, rows.still)

    def _is_dropped(self, project: Project, ref: SourceRef) -> bool:
        """Whether a table need not be known any more: another sheet or another's table took over.

        Whoever has the project by now has it in a table of theirs; so what the former owner's no
        longer holds is not missing.
        """
        matches = [rows.news.match for rows in self._taken.get(project.id, ())]
        handed = any(match.handed_over for match in matches)
        if handed and ref.gone:
            return True
        if not self._is_absent(project, ref):
            return False
        if handed or any(_takes_over(match, ref) for match in matches):
            return handed or ref.source not in self._partial
        if (ref.source, project.id) in self._held:
            return False
        owner = fold_value(project.owner)
        held = any(match.owner == owner for match in matches)
        return held and fold_value(ref.owner) not in ("", owner)

    def _mark_gone(self, project: Project, ref: SourceRef, today: date) -> SourceRef:
        """Return what is known of a table, with the day if it does not hold the project now."""
        if ref.source in self._partial or not self._is_absent(project, ref):
            return ref
        if (ref.source, project.id) in self._held:  # by another record that is the same project
            return ref.model_copy(update={"gone": None, "seen": ""}) if ref.gone else ref
        if ref.gone or fold_value(ref.owner) not in self._owners[ref.source]:
            return ref
        line = SaidValues(ref.marks).value_mark(LINE)
        if not ref.owner and line not in self._lines[ref.source, ref.sheet]:
            return ref  # held by another's table of this name, neither of which names an owner
        update = {"gone": today, "seen": find_last_day(ref, self._readings)}
        return ref.model_copy(update=update)

    def _is_absent(self, project: Project, ref: SourceRef) -> bool:
        """Whether a sheet was read that held a project before and no row of which was about it."""
        matches = (rows.news.match for rows in self._taken.get(project.id, ()))
        return (ref.source, ref.sheet) in self._read and not any(
            (ref.source, ref.sheet) == (match.source, match.sheet)
            and (match.ref is None or match.ref.key == ref.key)
            for match in matches
        )


def _takes_over(match: RowMatch, ref: SourceRef) -> bool:
    """Whether rows are of the record that another sheet of their source held, or of a like one."""
    if match.source != ref.source:
        return False
    if match.ref is None or match.ref.part == ref.part:
        return True
    same = match.owner == fold_value(ref.owner) and match.id in ("", ref.id)
    return same and says_record(ref, match)


def _has_news(rows: TakenRows) -> bool:
    """Whether a table is to be known; one that we wrote and that has no news is not."""
    match = rows.news.match
    return bool(rows.changed or rows.still or match.ref) or not match.table.own
