"""Which projects the rows of tables are about; the rows of all tables are judged together.

A project goes by its id, else by the id that a CRM gives it, else by name, customer and owner, the
names and customers that it had before among them. Where the owner is another it was handed over, or
is a twin of the other's project: that depends on whether the other's table still holds it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple, TypeVar

from deals.errors import UserError
from deals.fields.spec import header_key
from deals.model import Project, SourceRef
from store.tables.crm_headers import find_crm
from store.tables.deal_endings import ENDED
from store.tables.headers import HeaderedTable
from store.tables.pipeline_columns import is_id_header, is_own_header
from store.tables.project_index import ProjectIndex, former_texts
from store.tables.results import ImportRemark
from store.tables.row_grouping import ProjectRows, fold_value
from store.tables.said_values import SaidValues
from store.tables.stage_memory import find_sheet, find_source

_Key = TypeVar("_Key", bound=Hashable)
_Item = TypeVar("_Item")
_SHORT_ID = 15
"""How much of an id of Salesforce is the same in all exports; some have three letters more."""


class TablePlace(NamedTuple):
    """Where a table comes from, its sheet there, and whether its headers are as we write them."""

    source: str
    sheet: str
    own: bool = False


def place_table(table: HeaderedTable) -> TablePlace:
    """Return where a table comes from."""
    return TablePlace(find_source(table), find_sheet(table), is_own_header(table.header))


@dataclass(slots=True, eq=False)
class RowMatch:
    """Rows of a table and the project that they are about.

    `project` is None for a new one, which several rows may be about: `key` is what it goes by while
    tables are taken in, None where it is not clear which is meant. `handed_over` is set where the
    rows' owner takes over from the project's; `held` are the projects that they may be about where
    that is not clear, so that none of them is missing.
    """

    group: ProjectRows
    table: TablePlace
    id: str
    owner: str
    project: Project | None = None
    key: object = None
    handed_over: bool = False
    held: Sequence[Project] = ()

    @property
    def source(self) -> str:
        """Where the table comes from."""
        return self.table.source

    @property
    def sheet(self) -> str:
        """Its sheet there."""
        return self.table.sheet

    @property
    def is_open(self) -> bool:
        """Whether it is still to be found which project is meant."""
        return self.project is None and not self.held

    @property
    def ref(self) -> SourceRef | None:
        """What the project knows of the table: of its sheet, else of another one of the source."""
        return find_ref(self.project, self) if self.project else None

    def refuse(self, projects: Sequence[tuple[str, str]]) -> None:
        """Refuse the rows, which may be about several projects, by their customers and owners.

        The code says what would tell these apart: the customer, else the owner, else nothing.
        """
        customers = {fold_value(customer) for customer, _owner in projects}
        several = len({fold_value(owner) for _customer, owner in projects}) > 1
        names = (
            f"{customer or '-'} ({owner or '-'})" if several else customer or "-"
            for customer, owner in projects
        )
        code = "project-alike" if not several else "project-owners"
        if not self.group.key[1] and (len(customers) > 1 or len(projects) == 1):
            code = "project-ambiguous"
        refused = UserError(code, name=self.group.name, customers=", ".join(names))
        self.group.refuse(refused, "name")


def match_projects(
    groups: Sequence[ProjectRows], projects: Mapping[str, Project], read: Set[tuple[str, str]]
) -> list[RowMatch]:
    """Match the rows of all tables of an import with projects; what is unclear is refused.

    `read` are the sheets that were read, by their sources.
    """
    return _Matching(groups, projects, read).match()


def find_ref(project: Project, match: RowMatch) -> SourceRef | None:
    """Find what a project knows of the table of rows: of its sheet, else of another one there.

    Where two records of the table became one project, it is that of the rows' id, else of their
    name and customer, or owner.
    """
    same = [ref for ref in project.sources if ref.source == match.source]
    if len(same) < 2:
        return same[0] if same else None
    return max(same, key=lambda ref: _likeness(ref, match))


def _likeness(ref: SourceRef, match: RowMatch) -> tuple[bool, ...]:
    same_owner = fold_value(ref.owner) == match.owner
    same_id = bool(match.id) and ref.id == match.id
    return same_id, says_record(ref, match), same_owner, ref.sheet == match.sheet


def says_record(ref: SourceRef, match: RowMatch) -> bool:
    """Whether a table said this name and customer of a project when it was read last."""
    marks, group = SaidValues(ref.marks), match.group
    if ("name", group.name) not in marks:
        return False
    return ("customer", group.customer) in marks or not (group.customer or marks.knows("customer"))


def _begin_matches(
    groups: Sequence[ProjectRows], projects: Mapping[str, Project]
) -> list[RowMatch]:
    places: dict[int, tuple[TablePlace, Mapping[int, str]]] = {}
    for group in groups:
        if id(group.table) not in places:
            ids = dict(_list_own_ids(group.table, projects))
            places[id(group.table)] = place_table(group.table), ids
    return [_begin_match(group, *places[id(group.table)]) for group in groups]


def _list_own_ids(
    table: HeaderedTable, projects: Mapping[str, Project]
) -> Iterator[tuple[int, str]]:
    """Yield the rows in which an export from here, cut by somebody, names a project by its id."""
    if "id" in table.columns:
        return
    for number, header in table.header.cells.items():
        if is_id_header(header.text):
            cells = ((line.number, line.cells.get(number)) for line in table.body)
            yield from ((row, cell.text) for row, cell in cells if cell and cell.text in projects)


def _begin_match(group: ProjectRows, place: TablePlace, ids: Mapping[int, str]) -> RowMatch:
    id_ = group.id or next((ids[row] for row in group.rows if row in ids), "")
    if place.source == "Salesforce" and len(id_) == _SHORT_ID + 3:
        id_ = id_[:_SHORT_ID]
    owner = fold_value(f"{group.facts.get('owner', '')}")
    return RowMatch(group, place, id_, owner)


class _Matching:
    """The rows of an import on the way to their projects."""

    def __init__(
        self,
        groups: Sequence[ProjectRows],
        projects: Mapping[str, Project],
        read: Set[tuple[str, str]],
    ) -> None:
        self._projects, self._read = projects, read
        self._index = ProjectIndex(projects.values())
        self._all = _begin_matches(groups, projects)
        self._rows = [match for match in self._all if match.group.name]
        keys = dict.fromkeys(match.group.key for match in self._rows)
        self._customers = _group_by(keys, lambda key: key[0])
        self._matched: dict[str, list[RowMatch]] = defaultdict(list)
        self._ids = {(match.source, match.id) for match in self._rows if match.id}

    def match(self) -> list[RowMatch]:
        for same in _group_by(self._rows, lambda match: id(match.group.table)).values():
            _drop_counts(same)
        strange = self._match_ids()
        self._match_renewed()
        finders = self._match_said, self._match_exactly, self._match_record, self._match_bare_record
        for find in finders:
            self._match_each(find)
        for match, project in strange:
            if match.is_open and self._is_free(project, match):
                self._settle(match, project)
        self._match_alike()
        self._match_each(self._match_former)
        self._match_owners()
        self._match_ownerless()
        new = _NewProjects()
        alike = _group_by(filter(_is_open, self._rows), _own_words)
        for words in sorted(alike, key=lambda words: (_lack(alike[words][0]), words)):
            new.add(alike[words])
        return self._all

    def _match_each(self, find: Callable[[RowMatch], Sequence[Project]]) -> None:
        """Match the rows for which one project is found; several are left for later."""
        for match in filter(_is_open, self._rows):
            found = [project for project in find(match) if self._is_free(project, match)]
            if len(found) > 1:
                found = [project for project in found if _is_sure(project, match)]
            if len(found) == 1:
                self._settle(match, found[0])

    def _settle(self, match: RowMatch, project: Project, *, handed_over: bool = False) -> None:
        match.project, match.key, match.handed_over = project, project.id, handed_over
        self._matched[project.id].append(match)

    def _match_ids(self) -> list[tuple[RowMatch, Project]]:
        """Match rows by ids; return those that would give a project another name, to look again.

        Of the rows of one table with one id the project's own are those meant, others are copies.
        """
        strange: list[tuple[RowMatch, Project]] = []
        with_ids = (match for match in self._rows if match.id)
        for same in _group_by(with_ids, lambda match: (id(match.group.table), match.id)).values():
            own = self._projects.get(same[0].id)
            known = [own] if own else self._index.ids.get((same[0].source, same[0].id), [])
            project = known[0] if len(known) == 1 else None
            meant = _drop_copies(same, project, own=own is not None)
            if meant is None or project is None:
                continue
            if own or _is_called(project, meant):
                self._settle(meant, project)
            elif _may_rename(project, meant) and meant.group.key not in self._index.same:
                strange.append((meant, project))
        return strange

    def _match_said(self, match: RowMatch) -> Sequence[Project]:
        """Find projects of which the table itself said this name and customer, whatever they are
        called here by now; none where that is the same that they have.
        """
        known = self._match_record(match)
        if len(known) < 2 and (not known or known[0] in self._match_exactly(match)):
            return ()
        return [
            project
            for project in known
            if any(
                ref.source == match.source
                and match.owner in ("", fold_value(ref.owner))
                and says_record(ref, match)
                for ref in project.sources
            )
        ]

    def _match_renewed(self) -> None:
        """Match rows with projects that their CRM lets go by another id now: a record made anew.

        The former id is nowhere in its tables. One that has ended is not meant: that is a new deal.
        """
        named = (match for match in self._rows if match.is_open and match.id and match.owner)
        for same in _group_by(named, lambda match: (match.source, _own_words(match)[:3])).values():
            (match, *others) = same
            found = [
                project
                for project in self._match_exactly(match)
                if project.status not in ENDED and self._is_renumbered(project, match)
            ]
            if len(found) == 1 and not others:
                self._settle(match, found[0])
                match.group.remarks.append(ImportRemark("renumbered", match.id))

    def _is_renumbered(self, project: Project, match: RowMatch) -> bool:
        """Whether a project had an id in the source of rows that nothing there has any more."""
        if (match.source, match.sheet) not in self._read:
            return False
        known = {(ref.source, ref.id) for ref in project.sources if ref.id}
        ids = {each for each in known if each[0] == match.source}
        return bool(ids) and not ids & self._ids

    def _match_exactly(self, match: RowMatch) -> Sequence[Project]:
        """Find projects by the name, the customer and the owner that they have."""
        same = self._index.same.get(match.group.key, ()) if match.owner else ()
        return [project for project in same if fold_value(project.owner) == match.owner]

    def _match_record(self, match: RowMatch) -> Sequence[Project]:
        """Find projects by what the table said before; here they may be another's by now."""
        if match.owner:
            return self._index.records.get((match.source, match.group.key, match.owner), ())
        return self._index.held.get((match.source, match.group.key), ())

    def _match_bare_record(self, match: RowMatch) -> Sequence[Project]:
        """Find projects of a table that leaves out the customer, by their names alone."""
        named = () if match.group.key[1] else self._index.named.get(match.group.key[0], ())
        return [
            project
            for project in named
            if any(
                ref.source == match.source and fold_value(ref.owner) == match.owner
                for ref in project.sources
            )
        ]

    def _match_alike(self) -> None:
        """Match rows that say the same of their project as rows of another table, with that.

        Else they would take over another's project, and next time be taken for those.
        """
        same = _group_by((match for match in self._rows if match.owner), _own_words)
        for alike in same.values():
            found = {match.project.id: match.project for match in alike if match.project}
            for match in filter(_is_open, alike):
                free = [project for project in found.values() if self._is_free(project, match)]
                if len(free) == 1:
                    self._settle(match, free[0])

    def _match_former(self, match: RowMatch) -> Sequence[Project]:
        """Find projects by a name or customer that they had, and an owner that they have or had."""
        if match.group.key in self._index.same:
            return ()
        former = self._index.former.get(match.group.key, ())
        return [
            project
            for project in former
            if match.owner in ("", fold_value(project.owner))
            or (match.owner in former_texts(project, "owner") and not self._is_let_go(project))
        ]

    def _match_owners(self) -> None:
        """Match rows with projects of other owners: those that were handed over, or typed here.

        One that several take over stays whose it is, and one owner who may take over several is
        refused.
        """
        open_rows = [match for match in self._rows if match.is_open and match.owner]
        claims = [self._find_claims(match) for match in open_rows]
        claimants: dict[str, set[str]] = defaultdict(set)
        for match, claimed in zip(open_rows, claims, strict=True):
            for project, _handed in claimed:
                claimants[project.id].add(match.owner)
        for match, claimed in zip(open_rows, claims, strict=True):
            if len(claimed) > 1:
                _refuse(match, [project for project, _handed in claimed])
                continue
            for project, handed in claimed:
                if len(claimants[project.id]) == 1:
                    self._settle(match, project, handed_over=handed)
        self._match_each(self._match_former_owner)

    def _find_claims(self, match: RowMatch) -> list[tuple[Project, bool]]:
        """Find projects that the rows take over, and whether from an owner in another table."""
        found: list[tuple[Project, bool]] = []
        for project in self._candidates(match):
            holders = {other.owner for other in self._matched[project.id]} - {""}
            owner = fold_value(project.owner)
            if match.owner in (owner, *holders) or not (owner or holders):
                found.append((project, False))
            elif holders - former_texts(project, "owner") or (
                project.status in ENDED and not _says_ended(match)
            ):
                continue
            elif self._is_let_go(project):
                found.append((project, True))
            elif not project.sources and match.owner not in former_texts(project, "owner"):
                found.append((project, False))
        return found

    def _match_former_owner(self, match: RowMatch) -> Sequence[Project]:
        """Find projects of which the rows' owner was one before, and that were handed over here."""
        candidates = self._candidates(match) if match.owner else ()
        return [each for each in candidates if match.owner in former_texts(each, "owner")]

    def _is_let_go(self, project: Project) -> bool:
        """Whether a table that held a project holds it no longer, as was read now or before.

        It does not count while another that names its owner still does.
        """
        held = {other.source for other in self._matched[project.id]}
        gone = [
            bool(ref.gone) or ((ref.source, ref.sheet) in self._read and ref.source not in held)
            for ref in project.sources
        ]
        owner = fold_value(project.owner)
        owned = (fold_value(ref.owner) == owner for ref in project.sources)
        return any(gone) and not any(
            own and not left for own, left in zip(owned, gone, strict=True)
        )

    def _candidates(self, match: RowMatch) -> list[Project]:
        """Return the projects that rows may be about whatever their owner.

        Where a customer is not named, on either side, the name must be that of one project alone.
        """
        index, key = self._index, match.group.key
        found = index.same.get(key) or index.former.get(key) or []
        if not found:
            named = index.named.get(key[0], [])
            alone = len(named) == 1 and len(self._customers[key[0]]) == 1
            found = named if alone and not (key[1] and named[0].customer) else []
        return [project for project in found if self._is_free(project, match)]

    def _match_ownerless(self) -> None:
        """Match rows that leave out the owner or the customer, where that leaves one project."""
        owned = (match for match in self._rows if match.is_open and match.owner)
        coming = _group_by(owned, lambda match: match.group.key)
        for match in filter(_is_open, self._rows):
            found = [] if match.owner else self._candidates(match)
            blank = [project for project in found if not project.owner]
            found = blank if len(blank) == 1 else found
            # Nobody can say whether the project that is there is meant or the one that comes.
            rivals = [
                other.group
                for other in coming.get(match.group.key, ())
                if other.group.table is not match.group.table
            ]
            if len(found) == 1 and (blank or not rivals):
                self._settle(match, found[0])
            elif found:
                _refuse(match, found)
            elif doubtful := self._list_doubtful(match):
                _refuse(match, doubtful)

    def _list_doubtful(self, match: RowMatch) -> Sequence[Project]:
        """Return projects of the rows' name that differ in what the rows leave out."""
        named = self._index.named.get(match.group.key[0], [])
        if not match.group.key[1]:
            return named if all(project.customer for project in named) else ()
        blank = [project for project in named if not project.customer]
        return blank if len(blank) > 1 and not match.owner else ()

    def _is_free(self, project: Project, match: RowMatch) -> bool:
        """Whether rows may be about a project: no others of their table are, nor has it an id.

        Others may be where two records of the table became one project.
        """
        ref = find_ref(project, match)
        for other in self._matched[project.id]:
            if other.group.table is match.group.table and (
                ref is None or other.ref is ref or not any(_likeness(ref, match)[:3])
            ):
                return False
        ids = {ref.id for ref in project.sources if ref.source == match.source and ref.id}
        return not (match.id and ids) or match.id in ids


def _is_open(match: RowMatch) -> bool:
    return match.is_open


def _lack(match: RowMatch) -> tuple[bool, ...]:
    """Return what rows do not say of their project's identity, for an order."""
    return not match.id, not match.owner, not match.group.key[1]


def _own_words(match: RowMatch) -> tuple[str, ...]:
    """Return all that rows say of their project's identity."""
    return *match.group.key, match.owner, match.source if match.id else "", match.id


def _is_sure(project: Project, match: RowMatch) -> bool:
    """Whether a project is known from the very sheet."""
    return any((ref.source, ref.sheet) == (match.source, match.sheet) for ref in project.sources)


def _refuse(match: RowMatch, projects: Sequence[Project]) -> None:
    match.held = projects
    match.refuse([(project.customer, project.owner) for project in projects])


def _says_ended(match: RowMatch) -> bool:
    return match.group.facts.get("status") in ENDED


def _group_by(items: Iterable[_Item], key: Callable[[_Item], _Key]) -> dict[_Key, list[_Item]]:
    found: dict[_Key, list[_Item]] = defaultdict(list)
    for item in items:
        found[key(item)].append(item)
    return found


def _drop_counts(rows: Sequence[RowMatch]) -> None:
    """Take away the ids of a table that only count its rows, unless the user calls them ids."""
    column = rows[0].group.table.columns.get("id")
    mapped = {header_key(header) for header in rows[0].group.table.options.mapping}
    if column is None or header_key(column.header) in mapped:
        return
    texts = [match.id for match in rows]
    if texts[0] == "1" and all(
        later.isdecimal() and int(later) == int(earlier) + 1 for earlier, later in pairwise(texts)
    ):
        for match in rows:
            match.id = ""


def _drop_copies(
    same: Sequence[RowMatch], project: Project | None, *, own: bool
) -> RowMatch | None:
    """Return which rows of one id in a table are meant; others lose it.

    Rows are copied in a spreadsheet and then reworded, so the project's own words count. An id that
    several have of whom none is known is that of something else.
    """
    if len(same) == 1:
        return same[0]
    called = [match for match in same if project and _is_called(project, match)]
    meant = called[0] if called else same[0] if own else None
    for match in same:
        if match is not meant:
            match.id = ""
            if own:
                match.group.remarks.append(ImportRemark("copied"))
    return meant


def _is_called(project: Project, match: RowMatch) -> bool:
    """Whether a project has, or had, the name of the rows."""
    return match.group.key[0] in {fold_value(project.name), *former_texts(project, "name")}


def _may_rename(project: Project, match: RowMatch) -> bool:
    """Whether a known id may give a project a new name: not that of another customer's project,
    unless a CRM says so.
    """
    customers = {fold_value(project.customer), *former_texts(project, "customer")} - {""}
    return bool(find_crm(match.group.table.header)) or match.group.key[1] in customers


@dataclass(slots=True)
class _NewProject:
    """A new project, as the rows of one or more tables have it."""

    customer: str
    owner: str
    names: tuple[str, str]
    matches: list[RowMatch] = field(default_factory=list)
    token: object = field(default_factory=object)

    def fits(self, rows: Sequence[RowMatch], wanted: Set[str]) -> bool:
        """Whether rows may be about it: what they leave out fits, but for what is `wanted`."""
        customer, owner = rows[0].group.key[1], rows[0].owner
        if "customer" in wanted and customer != self.customer:
            return False
        if "owner" in wanted and owner != self.owner:
            return False
        alike = customer in ("", self.customer) or not self.customer
        alike = alike and (owner in ("", self.owner) or not self.owner)
        return alike and not any(
            _are_apart(match, other) for match in rows for other in self.matches
        )


def _are_apart(match: RowMatch, other: RowMatch) -> bool:
    """Whether rows are of two projects: a table, or a source by its ids, holds both."""
    ids = match.id and other.id and match.source == other.source
    return match.group.table is other.group.table or bool(ids and match.id != other.id)


class _NewProjects:
    """The projects that rows bring; those that say most of theirs come first."""

    def __init__(self) -> None:
        self._named: dict[str, list[_NewProject]] = defaultdict(list)

    def add(self, rows: Sequence[RowMatch]) -> None:
        """Put rows of several tables, which say the same of their project, to what they are about.

        They are refused if that may be several.
        """
        (name, customer), owner = rows[0].group.key, rows[0].owner
        there = self._named[name]
        found: list[_NewProject] = []
        for wanted in ({"customer", "owner"}, {"customer"}, set[str]()):
            found = found or [each for each in there if each.fits(rows, wanted)]
        if len(found) > 1:
            for match in rows:
                match.refuse([each.names for each in found])
            return
        names = rows[0].group.customer, f"{rows[0].group.facts.get('owner', '')}"
        new = found[0] if found else _NewProject(customer, owner, names)
        if not found:
            there.append(new)
        new.customer, new.owner = new.customer or customer, new.owner or owner
        for match in rows:
            new.matches.append(match)
            match.key = new.token
